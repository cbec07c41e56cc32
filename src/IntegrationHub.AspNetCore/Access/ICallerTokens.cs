using IntegrationHub.Disclosure;

namespace IntegrationHub.AspNetCore;

/// <summary>Knows systems that call with a token of an identity provider in the place of a key.</summary>
interface ICallerTokens
{
    /// <summary>Looks at the token of the header <c>Authorization: Bearer</c>.</summary>
    /// <param name="token">The token.</param>
    /// <param name="cancellationToken">Stops it.</param>
    ValueTask<TokenVerdict> LookAtAsync(string token, CancellationToken cancellationToken);
}

/// <summary>What a token is worth.</summary>
abstract record TokenVerdict
{
    TokenVerdict()
    {
    }

    /// <summary>It is good, and this is who calls.</summary>
    /// <param name="Caller">Without the person at the other end.</param>
    public sealed record Good(Caller Caller) : TokenVerdict;

    /// <summary>It is not; why is told to the log, and to the caller only that it is so.</summary>
    public sealed record Bad : TokenVerdict;

    /// <summary>It is good, and none of its claims gives a role.</summary>
    public sealed record NoRole : TokenVerdict;

    /// <summary>The identity provider's keys are not to be had now, so nobody can tell.</summary>
    public sealed record Unknown : TokenVerdict;
}
