using IntegrationHub.Faults;
using IntegrationHub.Sync;

namespace IntegrationHub.WriteBack;

/// <summary>What is known of a command when somebody has taken it to send it.</summary>
/// <param name="State">Where it stands: queued, sending (whoever sent it is gone), or unknown.</param>
/// <param name="Attempts">How often it was tried, and failed.</param>
/// <param name="Since">From when its time counts: when it was asked for, or sent on by a person.</param>
/// <param name="UnknownAt">Since when an attempt may have been carried out; null when none can have been.</param>
internal readonly record struct CommandFacts(WriteState State, int Attempts, DateTimeOffset Since, DateTimeOffset? UnknownAt);

/// <summary>What is done with a command next.</summary>
internal enum WriteStep
{
    /// <summary>It is sent.</summary>
    Send,

    /// <summary>It is looked for.</summary>
    LookUp,

    /// <summary>Nothing: a person looks.</summary>
    AskAPerson,
}

/// <summary>What becomes of a command, before it is written down.</summary>
/// <param name="State">Where it stands now.</param>
/// <param name="Attempts">How often it was tried, and failed.</param>
/// <param name="DueAt">When it is taken again, if it is.</param>
internal sealed record WriteEnd(WriteState State, int Attempts, DateTimeOffset DueAt)
{
    /// <summary>Since when an attempt may have been carried out; null when none can have been.</summary>
    public DateTimeOffset? UnknownAt { get; init; }

    /// <summary>Why it waits for a person; null when it does not.</summary>
    public WriteReason? Reason { get; init; }

    /// <summary>What was wrong; null when nothing was.</summary>
    public RunFault? Fault { get; init; }

    /// <summary>The vendor's own words, when it said no.</summary>
    public string? VendorText { get; init; }

    /// <summary>The vendor's name for what was written.</summary>
    public string? Reference { get; init; }
}

/// <summary>Decides what is done with a command, and what becomes of it. Pure: whoever sends it again by these rules sends nothing twice that the vendor does not know again.</summary>
internal static class WriteSteps
{
    /// <summary>What is done with a command that was taken.</summary>
    public static WriteStep Next(CommandFacts command, WriteRepeat repeat) => command.State == WriteState.Queued ? WriteStep.Send : repeat switch
    {
        WriteRepeat.Always => WriteStep.Send,
        WriteRepeat.AfterLookUp => WriteStep.LookUp,
        _ => WriteStep.AskAPerson,
    };

    /// <summary>What is known of a command once it is taken: of one that somebody was sending who is gone, nobody knows how far it came.</summary>
    public static CommandFacts Taken(CommandFacts command, DateTimeOffset now) =>
        command.State == WriteState.Sending ? command with { State = WriteState.Unknown, Attempts = command.Attempts + 1, UnknownAt = now } : command;

    /// <summary>Only a person can tell whether it was carried out.</summary>
    public static WriteEnd LeftToAPerson(CommandFacts command, DateTimeOffset now) =>
        new(WriteState.Unknown, command.Attempts, now) { UnknownAt = command.UnknownAt ?? now, Reason = WriteReason.OnlyAPersonCanTell };

    /// <summary>The vendor has it.</summary>
    public static WriteEnd AfterReceipt(CommandFacts command, WriteReceipt receipt, DateTimeOffset now) => new(WriteState.Accepted, command.Attempts, now) { Reference = receipt.Reference };

    /// <summary>Sending it met a fault.</summary>
    public static WriteEnd AfterSending(CommandFacts command, Exception caught, WriteRepeat repeat, WriteBackOptions options, DateTimeOffset now)
    {
        var fault = RunFaults.Of(caught);
        switch (caught)
        {
            // A no to the repetition says nothing of the attempt before it.
            case SourceRefusedException refused when command.UnknownAt is { } unknownAt:
                return new WriteEnd(WriteState.Unknown, command.Attempts, now) { UnknownAt = unknownAt, Reason = WriteReason.OnlyAPersonCanTell, Fault = fault, VendorText = refused.VendorText };

            case SourceRefusedException refused:
                return new WriteEnd(WriteState.Refused, command.Attempts, now) { Fault = fault, VendorText = refused.VendorText };

            case MisconfiguredException:
                return AfterMisconfiguration(command, fault, options, now);

            case SourceUnavailableException { NotSent: true } busy:
                var attempts = command.Attempts + 1;
                return IsUsedUp(command, attempts, options, now)
                    ? GiveUp(command, attempts, fault, now)
                    : Put(command, attempts, now + Wait(attempts, busy.RetryAfter, options), fault);

            default:
                return Unknown(command, repeat, options, now, fault, (caught as SourceUnavailableException)?.RetryAfter);
        }
    }

    /// <summary>It was looked for and is not there: when it is looked for once more, because it may arrive late; null when it is sent again.</summary>
    public static WriteEnd? AfterAbsence(CommandFacts command, TimeSpan settle, DateTimeOffset askedAt)
    {
        var unknownAt = command.UnknownAt ?? askedAt;
        // A time that lies ahead was written by a clock that went wrong.
        if (unknownAt > askedAt) unknownAt = askedAt;
        return askedAt < unknownAt + settle ? new WriteEnd(WriteState.Unknown, command.Attempts, unknownAt + settle) { UnknownAt = unknownAt } : null;
    }

    /// <summary>Looking for it met a fault, so still nobody knows.</summary>
    public static WriteEnd AfterLookUpFault(CommandFacts command, Exception caught, WriteBackOptions options, DateTimeOffset now)
    {
        // It can be seen, and what is seen lets nobody but a person say whether it was carried out: a status that somebody has changed since.
        if (caught is SourceRefusedException refused) return LeftToAPerson(command, now) with { Fault = RunFaults.Of(refused), VendorText = refused.VendorText };

        var attempts = command.Attempts + (caught is MisconfiguredException ? 0 : 1);
        var used = caught is not MisconfiguredException && IsUsedUp(command, attempts, options, now);
        return new WriteEnd(WriteState.Unknown, attempts, now + (caught is MisconfiguredException ? UntilMended(options) : Wait(attempts, (caught as SourceUnavailableException)?.RetryAfter, options)))
        {
            UnknownAt = command.UnknownAt ?? now,
            Reason = used ? WriteReason.UsedUp : null,
            Fault = RunFaults.Of(caught),
        };
    }

    /// <summary>It cannot be sent as the stream's file is: it waits until that is mended, however long that takes.</summary>
    public static WriteEnd AfterMisconfiguration(CommandFacts command, RunFault fault, WriteBackOptions options, DateTimeOffset now) =>
        Put(command, command.Attempts, now + UntilMended(options), fault);

    // Not too often: an account that is turned away again and again is locked.
    static TimeSpan UntilMended(WriteBackOptions options) => options.LongestWait < AMoment ? options.LongestWait : AMoment;

    static readonly TimeSpan AMoment = TimeSpan.FromMinutes(15);

    // What an earlier attempt may have done is not undone by one that never left.
    static WriteEnd Put(CommandFacts command, int attempts, DateTimeOffset dueAt, RunFault fault) =>
        new(command.UnknownAt is null ? WriteState.Queued : WriteState.Unknown, attempts, dueAt) { UnknownAt = command.UnknownAt, Fault = fault };

    static WriteEnd GiveUp(CommandFacts command, int attempts, RunFault fault, DateTimeOffset now) =>
        new(command.UnknownAt is null ? WriteState.Dead : WriteState.Unknown, attempts, now) { UnknownAt = command.UnknownAt, Reason = WriteReason.UsedUp, Fault = fault };

    static WriteEnd Unknown(CommandFacts command, WriteRepeat repeat, WriteBackOptions options, DateTimeOffset now, RunFault fault, TimeSpan? asked)
    {
        var attempts = command.Attempts + 1;
        return new WriteEnd(WriteState.Unknown, attempts, now + Wait(attempts, asked, options))
        {
            // From the last attempt on: it is that one which may arrive late.
            UnknownAt = now,
            Reason = repeat == WriteRepeat.Never ? WriteReason.OnlyAPersonCanTell : IsUsedUp(command, attempts, options, now) ? WriteReason.UsedUp : null,
            Fault = fault,
        };
    }

    static bool IsUsedUp(CommandFacts command, int attempts, WriteBackOptions options, DateTimeOffset now) => attempts >= options.MaxAttempts || now - command.Since >= options.MaxAge;

    static TimeSpan Wait(int attempts, TimeSpan? asked, WriteBackOptions options)
    {
        var doubled = options.FirstWait * Math.Pow(2, Math.Clamp(attempts - 1, 0, 20));
        var wait = doubled < options.LongestWait ? doubled : options.LongestWait;
        return asked > wait ? asked.Value : wait;
    }
}
