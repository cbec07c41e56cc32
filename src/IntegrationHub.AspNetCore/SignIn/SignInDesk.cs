using System.Net;
using IntegrationHub.Audit;
using IntegrationHub.Hosting;

namespace IntegrationHub.AspNetCore;

/// <summary>Lets people in: a key of a role and their own name against a session. Who came in, and who tried a wrong key, is in the audit before they are told.</summary>
sealed class SignInDesk(IHub hub, ApiKeyRing keys, HubSessions sessions, SignInAttempts attempts, SignInOptions options, TimeProvider time, ILogger<SignInDesk> logger)
{
    /// <summary>Tries a key.</summary>
    /// <param name="key">What was typed.</param>
    /// <param name="person">The name or user id that was typed.</param>
    /// <param name="address">Where it comes from.</param>
    /// <param name="cancellationToken">Ends a slowed answer.</param>
    public async Task<SignInOutcome> TryAsync(string? key, string? person, IPAddress? address, CancellationToken cancellationToken)
    {
        if (!options.TakesKeys) return new SignInOutcome.NoKeys();
        if (attempts.LockOf(address) is { } left) return new SignInOutcome.Locked(left);

        var name = person?.Trim() ?? "";
        // Whoever types the key where the name belongs has not said who they are; and a key stands nowhere in the audit.
        if (name.Length == 0 || CallerText.Fault(name) is not null || ApiKey.IsIn(name)) return new SignInOutcome.NoPerson();

        // Right keys wait too: otherwise the waiting would tell which are wrong.
        if (attempts.Slowing() is { Ticks: > 0 } slowing) await Task.Delay(slowing, time, cancellationToken);
        if (keys.Find(key?.Trim()) is { } found)
        {
            if (!await IsWrittenAsync(book => book.SignedInAsync(found.ToCaller(name), cancellationToken))) return new SignInOutcome.NoAudit();

            attempts.CountRight(address);
            return new SignInOutcome.SignedIn(sessions.Begin(found, name), found.Role);
        }

        // A wrong key counts before anything else that could fail.
        var length = attempts.CountWrong(address);
        if (length is { } wait) SignInLog.Locked(logger, wait.TotalSeconds);
        var written = await IsWrittenAsync(book => book.RefusedAsync(name, length is not null, cancellationToken));
        return length is { } locked ? new SignInOutcome.Locked(locked) : written ? new SignInOutcome.WrongKey() : new SignInOutcome.NoAudit();
    }

    async Task<bool> IsWrittenAsync(Func<ISignInBook, Task> write)
    {
        if (!hub.IsReady) return false;

        try
        {
            await write(hub.SignIns);
            return true;
        }
        catch (AuditUnavailableException)
        {
            return false;
        }
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

    /// <summary>Keys open the pages of this hub no more: people sign in another way.</summary>
    public sealed record NoKeys : SignInOutcome;

    /// <summary>The key is not known.</summary>
    public sealed record WrongKey : SignInOutcome;

    /// <summary>No name was given, or one that cannot stand in the audit.</summary>
    public sealed record NoPerson : SignInOutcome;

    /// <summary>The audit cannot be written, so nobody is let in.</summary>
    public sealed record NoAudit : SignInOutcome;

    /// <summary>Too many wrong keys came from this address.</summary>
    /// <param name="For">How long it must wait.</param>
    public sealed record Locked(TimeSpan For) : SignInOutcome;
}
