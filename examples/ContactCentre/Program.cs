using ContactCentre;
using ContactCentre.Access;
using ContactCentre.Calls;
using ContactCentre.Shell;
using ContactCentre.Wording;
using IntegrationHub.Client;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;

if (args.Any(argument => argument is "--help" or "-h"))
{
    Console.WriteLine(DeskOptions.Help);
    return 0;
}

// Its files lie beside the program, wherever it was started.
var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
if (File.Exists(Path.Combine(AppContext.BaseDirectory, "ContactCentre.staticwebassets.runtime.json"))) builder.WebHost.UseStaticWebAssets();
builder.Logging.SetMinimumLevel(LogLevel.Warning);
if (builder.Configuration["urls"] is null) builder.WebHost.UseUrls("http://127.0.0.1:5090");
try
{
    var settings = new HubClientOptions();
    DeskOptions.Take(settings, builder.Configuration);
    builder.Services.AddIntegrationHubClient(hub => (hub.BaseAddress, hub.ApiKey) = (settings.BaseAddress, settings.ApiKey));
}
catch (InvalidOperationException e)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 2;
}

builder.Services.AddSingleton(TimeProvider.System);
builder.Services.AddSingleton<CallBoard>();
builder.Services.AddScoped<Words>();
builder.Services.AddHttpContextAccessor();
builder.Services.AddCascadingAuthenticationState();
builder.Services.AddAuthorization();
builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();
builder.Services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie(cookie =>
{
    cookie.Cookie.Name = "desk";
    cookie.Cookie.HttpOnly = true;
    cookie.Cookie.SameSite = SameSiteMode.Strict;
    cookie.LoginPath = "/sign-in";
    cookie.ReturnUrlParameter = "to";
});
builder.Services.AddRazorComponents().AddInteractiveServerComponents();

var app = builder.Build();
app.Use(PageHeaders.WriteAsync);
app.UseAuthentication();
app.UseAuthorization();
app.UseAntiforgery();
app.MapStaticAssets();
SignInForms.Map(app);
IncomingCalls.Map(app);
app.MapRazorComponents<App>().AddInteractiveServerRenderMode(live => live.ContentSecurityFrameAncestorsPolicy = null);
await app.StartAsync();
Console.WriteLine($"The desk: {app.Urls.First()}");
Console.WriteLine($"A call comes in:  curl {app.Urls.First()}/calls -H 'X-Call-Token: {app.Services.GetRequiredService<CallBoard>().Token}' -d '{{\"phone\":\"070-174 06 05\"}}'");
await app.WaitForShutdownAsync();
return 0;
