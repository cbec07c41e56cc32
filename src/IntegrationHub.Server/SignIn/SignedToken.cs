using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace IntegrationHub.Server;

/// <summary>Looks whether a token was signed by the provider, for this hub, and is in force now.</summary>
/// <param name="provider">The provider.</param>
/// <param name="time">The clock.</param>
sealed class SignedToken(IdentityProvider provider, TimeProvider time)
{
    // A secret that both sides know would let every application that knows it make tokens; "none" is no signature.
    static readonly string[] Algorithms =
    [
        SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512, SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSsaPssSha384, SecurityAlgorithms.RsaSsaPssSha512,
        SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512,
    ];

    const string NotListed = "it is signed with a key that the provider does not list";

    static readonly TimeSpan Skew = TimeSpan.FromMinutes(1);
    static readonly JsonWebTokenHandler Handler = new() { MaximumTokenSizeInBytes = 64 * 1024, MapInboundClaims = false };

    /// <summary>The token with its claims; otherwise why it cannot be accepted, in words without a value of it.</summary>
    /// <param name="text">The token.</param>
    /// <param name="audiences">For whom it must be made.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="ProviderUnavailableException">The provider's keys are not to be had.</exception>
    public async ValueTask<(JsonWebToken? Token, string? Fault)> ReadAsync(string text, IReadOnlyList<string> audiences, CancellationToken cancellationToken)
    {
        if (!Handler.CanReadToken(text)) return (null, "it is no signed token (JWT)");

        JsonWebToken unproved;
        try
        {
            unproved = Handler.ReadJsonWebToken(text);
        }
        catch (ArgumentException)
        {
            return (null, "it is no signed token (JWT)");
        }

        if (!Algorithms.Contains(unproved.Alg, StringComparer.Ordinal)) return (null, "it is not signed with a key pair (alg)");

        var (document, keys) = await provider.KeysAsync(unproved.Kid, cancellationToken);
        // Otherwise the library tries them all, and may stumble over one of another kind.
        if (unproved.Kid is { Length: > 0 } kid && keys.All(key => key.KeyId is { Length: > 0 } known && known != kid)) return (null, NotListed);

        var result = await Handler.ValidateTokenAsync(text, new TokenValidationParameters
        {
            ValidIssuer = document.Issuer,
            ValidAudiences = audiences,
            IssuerSigningKeys = keys,
            ValidAlgorithms = Algorithms,
            RequireSignedTokens = true,
            RequireExpirationTime = true,
            RequireAudience = true,
            LifetimeValidator = (from, until, _, _) => Lives(from, until, time.GetUtcNow()),
        });
        return result.IsValid ? ((JsonWebToken)result.SecurityToken, null) : (null, Words(result.Exception));
    }

    internal static bool Lives(DateTime? from, DateTime? until, DateTimeOffset now) =>
        until is { } end && end + Skew > now.UtcDateTime && (from is not { } begin || begin - Skew <= now.UtcDateTime);

    // The library's own messages quote the token.
    static string Words(Exception? fault) => fault switch
    {
        SecurityTokenInvalidIssuerException => "it is of another issuer",
        SecurityTokenInvalidAudienceException => "it was made for another audience",
        SecurityTokenInvalidLifetimeException or SecurityTokenExpiredException or SecurityTokenNotYetValidException or SecurityTokenNoExpirationException => "it has expired, is not yet in force, or has no end; are the clocks right?",
        SecurityTokenSignatureKeyNotFoundException => NotListed,
        SecurityTokenInvalidSignatureException or SecurityTokenInvalidAlgorithmException => "its signature is wrong",
        _ => $"it cannot be validated ({fault?.GetType().Name})",
    };
}
