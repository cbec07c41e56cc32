using System.Net.Http.Headers;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using IntegrationHub.Installation;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OAuth;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace IntegrationHub.Server;

/// <summary>What the sign-in through an identity provider needs.</summary>
sealed class OpenIdOptions : OAuthOptions
{
    /// <summary>What the server's settings say.</summary>
    public OpenIdSettings Settings { get; set; } = null!;

    /// <summary>The provider.</summary>
    public IdentityProvider Provider { get; set; } = null!;

    /// <summary>The claims that the settings read.</summary>
    public IReadOnlyList<string> Needed { get; set; } = [];

    /// <summary>The client's secret as it is now; null when it has none.</summary>
    public Func<string?> Secret { get; set; } = () => null;

    // The addresses come from the provider, and a client may be without a secret.
    public override void Validate()
    {
    }
}

/// <summary>OpenID Connect on the framework's OAuth handler: it keeps state and PKCE; here come discovery, the nonce, and the id token, which is believed, with what the provider tells of the same subject.</summary>
sealed class OpenIdHandler(IOptionsMonitor<OpenIdOptions> options, ILoggerFactory loggers, UrlEncoder encoder, TimeProvider time) : OAuthHandler<OpenIdOptions>(options, loggers, encoder)
{
    public const string SchemeName = "IntegrationHub.OpenId";

    /// <summary>Under which the payload of the id token is handed on.</summary>
    public const string PayloadItem = "payload";

    const string Nonce = "nonce";

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        var document = await Options.Provider.DescribeAsync(Context.RequestAborted);
        Options.AuthorizationEndpoint = document.Authorization.AbsoluteUri;
        properties.Items[Nonce] = Base64UrlEncoder.Encode(RandomNumberGenerator.GetBytes(32));
        await base.HandleChallengeAsync(properties);
    }

    protected override string BuildChallengeUrl(AuthenticationProperties properties, string redirectUri)
    {
        var nonce = properties.Items[Nonce]!;
        return QueryHelpers.AddQueryString(base.BuildChallengeUrl(properties, redirectUri), Nonce, nonce);
    }

    protected override async Task<HandleRequestResult> HandleRemoteAuthenticateAsync()
    {
        try
        {
            return await base.HandleRemoteAuthenticateAsync();
        }
        catch (Exception e) when (e is ProviderUnavailableException or HttpRequestException or TaskCanceledException or JsonException or TokenRefusedException)
        {
            return Failed(e);
        }
    }

    // The exception itself: given its words alone, the framework wraps them, and whoever tells them could not know that they are ours.
    internal static HandleRequestResult Failed(Exception e) => HandleRequestResult.Fail(e is TokenRefusedException or ProviderUnavailableException ? e : new TokenRefusedException(e.GetType().Name));

    protected override async Task<OAuthTokenResponse> ExchangeCodeAsync(OAuthCodeExchangeContext context)
    {
        var document = await Options.Provider.DescribeAsync(Context.RequestAborted);
        var form = new Dictionary<string, string>
        {
            ["grant_type"] = "authorization_code",
            ["code"] = context.Code,
            ["redirect_uri"] = context.RedirectUri,
            ["client_id"] = Options.Settings.ClientId,
        };
        if (context.Properties.Items.Remove(OAuthConstants.CodeVerifierKey, out var verifier)) form[OAuthConstants.CodeVerifierKey] = verifier!;

        using var request = new HttpRequestMessage(HttpMethod.Post, document.Token);
        if (Options.Secret() is { } secret)
        {
            if (document.TakesBasic) request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Uri.EscapeDataString(Options.Settings.ClientId)}:{Uri.EscapeDataString(secret)}")));
            else form["client_secret"] = secret;
        }

        request.Content = new FormUrlEncodedContent(form);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        using var answer = await Options.Provider.SendAsync(request, Context.RequestAborted);
        // What the provider says of an error may quote the code.
        if (!answer.IsSuccessStatusCode) return OAuthTokenResponse.Failed(new TokenRefusedException($"the provider refuses the code ({(int)answer.StatusCode}); is the client's id, secret and redirect address as it knows them?"));

        return OAuthTokenResponse.Success(JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync(Context.RequestAborted)));
    }

    protected override async Task<AuthenticationTicket> CreateTicketAsync(ClaimsIdentity identity, AuthenticationProperties properties, OAuthTokenResponse tokens)
    {
        if (tokens.Response?.RootElement is not { ValueKind: JsonValueKind.Object } root || !root.TryGetProperty("id_token", out var written) || written.GetString() is not { } text)
            throw new TokenRefusedException("the provider gave no id token; is the scope openid allowed for this client?");

        var (token, fault) = await new SignedToken(Options.Provider, time).ReadAsync(text, [Options.Settings.ClientId], Context.RequestAborted);
        if (token is null) throw new TokenRefusedException($"the id token cannot be accepted: {fault}");

        var claims = PayloadOf(token);
        if (!properties.Items.Remove(Nonce, out var nonce) || nonce is null || ClaimRoles.Text(claims, Nonce) != nonce) throw new TokenRefusedException("the id token cannot be accepted: it answers another sign-in (nonce)");
        if (token.Audiences.Count() > 1 && ClaimRoles.Text(claims, "azp") != Options.Settings.ClientId) throw new TokenRefusedException("the id token cannot be accepted: it was made for another client (azp)");

        if (tokens.AccessToken is { Length: > 0 } access && Options.Needed.Any(claim => ClaimRoles.Values(claims, claim).Count == 0)) claims = await WithUserInfoAsync(claims, access);
        var ticketed = new AuthenticationProperties { RedirectUri = properties.RedirectUri };
        ticketed.SetParameter(PayloadItem, claims);
        return new AuthenticationTicket(new ClaimsPrincipal(identity), ticketed, Scheme.Name);
    }

    // Many providers put only the subject into the id token and tell the rest where they are asked for it (OpenID Connect Core, 5.4). What the id token says stands.
    async Task<JsonElement> WithUserInfoAsync(JsonElement claims, string accessToken)
    {
        if ((await Options.Provider.DescribeAsync(Context.RequestAborted)).UserInfo is not { } address) return claims;

        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", accessToken);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        using var answer = await Options.Provider.SendAsync(request, Context.RequestAborted);
        if (!answer.IsSuccessStatusCode || answer.Content.Headers.ContentType?.MediaType != "application/json")
        {
            OpenIdLog.NoUserInfo(Logger, (int)answer.StatusCode);
            return claims;
        }

        using var told = JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync(Context.RequestAborted));
        if (ClaimRoles.Text(told.RootElement, "sub") is not { } subject || subject != ClaimRoles.Text(claims, "sub")) throw new TokenRefusedException("what the provider tells of the person is of another person (sub)");

        var both = told.RootElement.EnumerateObject().ToDictionary(claim => claim.Name, claim => claim.Value);
        foreach (var claim in claims.EnumerateObject()) both[claim.Name] = claim.Value;
        return JsonSerializer.SerializeToElement(both);
    }

    internal static JsonElement PayloadOf(JsonWebToken token)
    {
        using var payload = JsonDocument.Parse(Base64UrlEncoder.DecodeBytes(token.EncodedPayload));
        return payload.RootElement.Clone();
    }
}

/// <summary>What the provider gave cannot be accepted.</summary>
/// <param name="reason">Why; without a value of a token.</param>
sealed class TokenRefusedException(string reason) : Exception(reason);
