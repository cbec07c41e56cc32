using System.Net;

namespace IntegrationHub.AspNetCore;

/// <summary>Lets people in: a key of a role and their own name against a session.</summary>
sealed class SignInDesk(ApiKeyRing keys, HubSessions sessions, SignInAttempts attempts, TimeProvider time, ILogger<SignInDesk> logger)
{
    /// <summary>Tries a key.</summary>
    /// <param name="key">What was typed.</param>
    /// <param name="person">The name or user id that was typed.</param>
    /// <param name="address">Where it comes from.</param>
    /// <param name="cancellationToken">Ends a slowed answer.</param>
    public async Task<SignInOutcome> TryAsync(string? key, string? person, IPAddress? address, CancellationToken cancellationToken)
    {
        if (attempts.LockOf(address) is { } left) return new SignInOutcome.Locked(left);

        var name = person?.Trim() ?? "";
        if (name.Length == 0 || CallerText.Fault(name) is not null) return new SignInOutcome.NoPerson();

        // Right keys wait too: otherwise the waiting would tell which are wrong.
        if (attempts.Slowing() is { Ticks: > 0 } slowing) await Task.Delay(slowing, time, cancellationToken);
        if (keys.Find(key?.Trim()) is { } found)
        {
            attempts.CountRight(address);
            return new SignInOutcome.SignedIn(sessions.Begin(found, name), found.Role);
        }

        if (attempts.CountWrong(address) is not { } length) return new SignInOutcome.WrongKey();

        SignInLog.Locked(logger, length.TotalSeconds);
        return new SignInOutcome.Locked(length);
    }
}

/// <summary>What came of trying to sign in.</summary>
abstract record SignInOutcome
{
    SignInOutcome()
    {
    }

    /// <summary>A session began.</summary>
    /// <param name="Token">What its cookie holds.</param>
    /// <param name="Role">What the key may do.</param>
    public sealed record SignedIn(string Token, Disclosure.CallerRole Role) : SignInOutcome
    {
        // A record's own text would hold the token.
        public override string ToString() => nameof(SignedIn);
    }

    /// <summary>The key is not known.</summary>
    public sealed record WrongKey : SignInOutcome;

    /// <summary>No name was given, or one that cannot stand in the audit.</summary>
    public sealed record NoPerson : SignInOutcome;

    /// <summary>Too many wrong keys came from this address.</summary>
    /// <param name="For">How long it must wait.</param>
    public sealed record Locked(TimeSpan For) : SignInOutcome;
}
