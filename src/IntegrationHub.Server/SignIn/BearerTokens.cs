using IntegrationHub.AspNetCore;
using IntegrationHub.Disclosure;
using IntegrationHub.Installation;

namespace IntegrationHub.Server;

/// <summary>Knows systems by tokens of an identity provider, with the same table of roles as people.</summary>
sealed class BearerTokens(BearerSettings settings, IReadOnlyList<RoleRow> rows, IdentityProvider provider, TimeProvider time, ILogger<BearerTokens> logger) : ICallerTokens
{
    readonly SignedToken signed = new(provider, time);

    public async ValueTask<TokenVerdict> LookAtAsync(string token, CancellationToken cancellationToken)
    {
        try
        {
            var (read, fault) = await signed.ReadAsync(token, settings.Audiences, cancellationToken);
            if (read is null)
            {
                OpenIdLog.TokenRefused(logger, fault!);
                return new TokenVerdict.Bad();
            }

            var claims = OpenIdHandler.PayloadOf(read);
            var name = ClaimRoles.Text(claims, settings.NameClaim) ?? ClaimRoles.Text(claims, "client_id") ?? ClaimRoles.Text(claims, "sub");
            if (name is null || CallerText.Fault(name) is not null)
            {
                OpenIdLog.NamesNobody(logger, settings.NameClaim);
                return new TokenVerdict.Bad();
            }

            return ClaimRoles.Of(claims, rows) is { } given ? new TokenVerdict.Good(new Caller { Name = name, Role = given.Role, Departments = given.Departments }) : new TokenVerdict.NoRole();
        }
        catch (ProviderUnavailableException e)
        {
            OpenIdLog.ProviderUnavailable(logger, e.Message);
            return new TokenVerdict.Unknown();
        }
    }
}
