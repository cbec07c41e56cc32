using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace IntegrationHub.Server.Tests.Servers;

/// <summary>A small identity provider of the tests' own, on a port of the loopback: discovery, keys, authorize, token. What it puts into its tokens, and how it misbehaves, each test says.</summary>
sealed class SmallProvider : IAsyncDisposable
{
    public const string Client = "ihub";
    public const string Secret = "a secret of the tests";
    public const string Audience = "api://ihub";

    static readonly JsonWebTokenHandler Handler = new() { SetDefaultTimesOnTokenCreation = false };

    // One for all providers of the suite: to make one takes longer than most tests do.
    static readonly RsaSecurityKey FirstKey = NewKey("first");

    readonly WebApplication app;
    readonly Dictionary<string, Asked> codes = [];
    readonly ECParameters curve = NewCurve();
    RsaSecurityKey key = FirstKey;

    SmallProvider(WebApplication app) => this.app = app;

    public Uri Address { get; private set; } = null!;

    /// <summary>The person or system; each test adds to it.</summary>
    public Dictionary<string, object> Claims { get; } = new() { ["sub"] = "7f3a", ["name"] = "Anna Ek", ["groups"] = new[] { "everybody", "ihub-operations" } };

    /// <summary>Replaces what the tokens would be made with.</summary>
    public Action<SecurityTokenDescriptor> Change { get; set; } = _ => { };

    /// <summary>Takes the finished token and gives another one.</summary>
    public Func<string, string> Forge { get; set; } = token => token;

    /// <summary>What it tells of the person to whoever has an access token; null to tell nothing.</summary>
    public Dictionary<string, object>? UserInfo { get; set; }

    public int UserInfoAsked { get; private set; }

    public bool Down { get; set; }

    public int KeysRead { get; private set; }

    /// <summary>The forms that came to the token endpoint.</summary>
    public List<Dictionary<string, string>> Exchanges { get; } = [];

    public static async Task<SmallProvider> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrel().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRouting();
        var app = builder.Build();
        var provider = new SmallProvider(app);
        app.Use(async (http, next) =>
        {
            if (provider.Down) http.Response.StatusCode = 503;
            else await next();
        });
        app.UseRouting();
        app.MapGet("/.well-known/openid-configuration", () => Results.Json(new
        {
            issuer = provider.Issuer,
            authorization_endpoint = provider.Issuer + "/authorize",
            token_endpoint = provider.Issuer + "/token",
            jwks_uri = provider.Issuer + "/jwks",
            end_session_endpoint = provider.Issuer + "/end",
            userinfo_endpoint = provider.Issuer + "/me",
        }));
        app.MapGet("/jwks", provider.TellKeys);
        app.MapGet("/authorize", provider.Authorize);
        app.MapPost("/token", (Delegate)provider.ExchangeAsync);
        app.MapGet("/me", provider.TellPerson);
        await app.StartAsync();
        provider.Address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        return provider;
    }

    public string Issuer => Address.GetLeftPart(UriPartial.Authority);

    /// <summary>Signs with another key from now on; the one before is forgotten.</summary>
    public void Rotate(string name = "second") => key = NewKey(name);

    /// <summary>A token for an audience.</summary>
    public string Token(string audience, string? nonce = null)
    {
        var claims = new Dictionary<string, object>(Claims);
        if (nonce is not null) claims["nonce"] = nonce;
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        var made = new SecurityTokenDescriptor
        {
            Issuer = Issuer, Audience = audience, Claims = claims, IssuedAt = now, NotBefore = now, Expires = now.AddMinutes(5), SigningCredentials = new SigningCredentials(key, SecurityAlgorithms.RsaSha256),
        };
        Change(made);
        return Forge(Handler.CreateToken(made));
    }

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    static ECParameters NewCurve()
    {
        using var made = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return made.ExportParameters(includePrivateParameters: false);
    }

    static RsaSecurityKey NewKey(string name) => new(RSA.Create(2048)) { KeyId = name };

    IResult TellKeys()
    {
        KeysRead++;
        var open = JsonWebKeyConverter.ConvertFromRSASecurityKey(new RsaSecurityKey(key.Rsa.ExportParameters(includePrivateParameters: false)) { KeyId = key.KeyId });
        return Results.Json(new
        {
            keys = new object[]
            {
                new { kty = open.Kty, kid = open.Kid, use = "sig", n = open.N, e = open.E },
                // Another kind of key beside it, as many providers have one.
                new { kty = "EC", kid = "curve", use = "sig", crv = "P-256", x = Base64UrlEncoder.Encode(curve.Q.X), y = Base64UrlEncoder.Encode(curve.Q.Y) },
            },
        });
    }

    IResult TellPerson(HttpContext http)
    {
        UserInfoAsked++;
        return UserInfo is not null && http.Request.Headers.Authorization == "Bearer opaque" ? Results.Json(UserInfo) : Results.StatusCode(403);
    }

    IResult Authorize(HttpContext http)
    {
        var query = http.Request.Query;
        var code = Convert.ToHexString(RandomNumberGenerator.GetBytes(8));
        codes[code] = new Asked(query["nonce"]!, query["code_challenge"]!, query["redirect_uri"]!);
        return Results.Redirect($"{query["redirect_uri"]}?code={code}&state={Uri.EscapeDataString(query["state"]!)}");
    }

    async Task<IResult> ExchangeAsync(HttpContext http)
    {
        var form = (await http.Request.ReadFormAsync()).ToDictionary(pair => pair.Key, pair => pair.Value.ToString());
        Exchanges.Add(form);
        var basic = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Client}:{Uri.EscapeDataString(Secret)}"));
        var known = codes.Remove(form["code"], out var asked);
        var challenge = Base64UrlEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(form.GetValueOrDefault("code_verifier") ?? "")));
        return known && http.Request.Headers.Authorization == $"Basic {basic}" && challenge == asked!.Challenge && form["redirect_uri"] == asked.Redirect
            ? Results.Json(new { access_token = "opaque", token_type = "Bearer", id_token = Token(Client, asked.Nonce) })
            : Results.Json(new { error = "invalid_grant" }, statusCode: 400);
    }

    sealed record Asked(string Nonce, string Challenge, string Redirect);
}
