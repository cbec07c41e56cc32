using IntegrationHub.Disclosure;

namespace IntegrationHub.Server;

/// <summary>What happens at the doors that an identity provider keeps, without the names of people and without a value of a token.</summary>
static partial class OpenIdLog
{
    [LoggerMessage(8030, LogLevel.Information, "Somebody signed in through the identity provider, with the role {Role}")]
    public static partial void SignedIn(ILogger logger, CallerRole role);

    [LoggerMessage(8031, LogLevel.Warning, "Somebody came from the identity provider and no claim gives a role; the audit says who")]
    public static partial void NoRole(ILogger logger);

    [LoggerMessage(8032, LogLevel.Warning, "A sign-in through the identity provider was refused: {Reason}")]
    public static partial void Refused(ILogger logger, string reason);

    [LoggerMessage(8033, LogLevel.Error, "The identity provider's tokens name nobody: the claim {Claim} is missing or cannot stand in the audit")]
    public static partial void NamesNobody(ILogger logger, string claim);

    [LoggerMessage(8034, LogLevel.Warning, "A bearer token was refused: {Reason}")]
    public static partial void TokenRefused(ILogger logger, string reason);

    [LoggerMessage(8035, LogLevel.Error, "The identity provider cannot be asked: {Reason}")]
    public static partial void ProviderUnavailable(ILogger logger, string reason);

    [LoggerMessage(8036, LogLevel.Warning, "The identity provider's id token lacks claims, and it does not tell them where it is asked for them either (HTTP {Status})")]
    public static partial void NoUserInfo(ILogger logger, int status);
}
