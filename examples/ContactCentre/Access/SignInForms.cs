using System.Security.Claims;
using ContactCentre.Wording;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;

namespace ContactCentre.Access;

/// <summary>Who sits at the desk, and in which language.</summary>
/// <remarks>This example believes what somebody says; a contact centre puts its identity provider in this place. What it says stands in the hub's audit.</remarks>
static class SignInForms
{
    const int MaxName = 60;
    const string KeyPrefix = "ihub_";

    public static void Map(WebApplication app)
    {
        app.MapPost("/sign-in", async (HttpContext http, [FromForm] string? name, [FromForm] string? to) =>
        {
            var said = name?.Trim() ?? "";
            // A key that was pasted into the wrong field would stand on the screen, and in the audit.
            if (said.Length is 0 or > MaxName || said.Any(char.IsControl) || said.Contains(KeyPrefix, StringComparison.OrdinalIgnoreCase)) return Results.LocalRedirect("/sign-in?again=1");

            await http.SignInAsync(new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, said)], "desk")));
            return Results.LocalRedirect(to is "/unit" ? to : "/");
        });
        app.MapPost("/sign-out", async (HttpContext http, [FromForm] string? _) =>
        {
            await http.SignOutAsync();
            return Results.LocalRedirect("/sign-in");
        });
        app.MapPost("/language/{code}", (HttpContext http, string code, [FromForm] string? _) =>
        {
            http.Response.Cookies.Append(Words.Cookie, code == "en" ? "en" : "sv", new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Strict, MaxAge = TimeSpan.FromDays(400) });
            return Results.LocalRedirect("/");
        });
    }
}
