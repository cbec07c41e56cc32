using System.Security.Cryptography;
using System.Text;
using IntegrationHub.Configuration;
using IntegrationHub.Diagnostics;
using IntegrationHub.Faults;
using IntegrationHub.Notifications;
using IntegrationHub.Streams;
using IntegrationHub.Sync;
using Microsoft.Extensions.Logging;

namespace IntegrationHub.WriteBack;

/// <summary>Carries one command out that this node has taken: looks for it or sends it, and writes down what became of it.</summary>
/// <remarks>
/// That it is about to be sent is on the disk before the vendor hears of it, so that whoever finds it after a crash knows that it may have been carried out.
/// A node that was replaced cannot write any more: its epoch is no longer the command's.
/// </remarks>
internal sealed class WriteSender(IOutboxStore store, WriteProtector protector, WriteBackOptions options, TimeProvider time, ILogger logger)
{
    // What is being sent when the process is asked to end gets so long to come to its end.
    static readonly TimeSpan EndsWithin = TimeSpan.FromSeconds(20);

    /// <summary>Called when a case is to be read again; nobody unless set.</summary>
    public Action? Accepted { get; init; }

    /// <summary>Called when a command goes on no more by itself; nobody unless set.</summary>
    public Action? Ended { get; init; }

    /// <summary>Where a command stands while it is carried out, for those who break it off on purpose.</summary>
    internal Action<WriteMoment>? Watch { get; init; }

    /// <summary>Carries it out.</summary>
    /// <param name="taken">The command.</param>
    /// <param name="stream">Its stream; null when no file in force has it.</param>
    /// <param name="cancellationToken">The process is to end: what is on its way is given a little time.</param>
    public async Task SendAsync(TakenCommand taken, WritableStream? stream, CancellationToken cancellationToken)
    {
        using var span = HubTraces.Begin(HubSpan.Write, taken.Command.Stream)?.SetTag(HubMeter.Kind, EnumNames.Of(taken.Command.Kind));
        var command = taken.Command;
        var facts = WriteSteps.Taken(new CommandFacts(command.State, command.Attempts, command.Since, command.UnknownAt), time.GetUtcNow());
        if (stream?.Definition.Writes.GetValueOrDefault(command.Kind) is not { } write)
        {
            var off = new RunFault(FaultKind.Misconfigured, FaultCodes.InvalidSetting, $"{WriteBackSection.Key}.{EnumNames.Of(command.Kind)}: the stream file does not let this through any more. Put it back, or withdraw the command.");
            await SettleAsync(taken, stream, WriteSteps.AfterMisconfiguration(facts, off, options, time.GetUtcNow()), span);
            return;
        }

        await using var keeper = new CommandKeeper(store, taken.Lease, options.Lease, EndsWithin, time, cancellationToken);
        var end = await CarryOutAsync(taken, facts, stream, write, keeper);
        if (end is null)
        {
            span.EndedAs("fenced");
            WriteLog.Fenced(logger, command.Stream, command.Id);
            return;
        }

        await SettleAsync(taken, stream, end, span);
    }

    // Null when somebody else has the command by now.
    async Task<WriteEnd?> CarryOutAsync(TakenCommand taken, CommandFacts facts, WritableStream stream, StreamWrite write, CommandKeeper keeper)
    {
        var (command, repeat) = (taken.Command, write.Capability.Repeat);
        var step = WriteSteps.Next(facts, repeat);
        if (step == WriteStep.AskAPerson) return WriteSteps.LeftToAPerson(facts, time.GetUtcNow());

        WriteCommand words;
        OpenWriteBack open;
        try
        {
            words = protector.ToCommand(taken, write.Capability.MaxText);
            open = stream.Open();
        }
        catch (Exception fault) when (fault is MisconfiguredException or Protection.ProtectedValueException)
        {
            return WriteSteps.AfterMisconfiguration(facts, FaultOf(fault), options, time.GetUtcNow());
        }

        await using (open)
        {
            if (step == WriteStep.LookUp)
            {
                if (open.Writer is not ILooksUpWrites finder) return WriteSteps.LeftToAPerson(facts, time.GetUtcNow());

                if (await LookUpAsync(finder, words, facts, stream, keeper) is { } end) return end;
                // It is not there and cannot arrive any more: as if it had never been sent.
                facts = facts with { UnknownAt = null };
            }

            return await SendAsync(open, words, taken, facts, repeat, keeper);
        }
    }

    async Task<WriteEnd?> LookUpAsync(ILooksUpWrites finder, WriteCommand words, CommandFacts facts, WritableStream stream, CommandKeeper keeper)
    {
        var askedAt = time.GetUtcNow();
        try
        {
            if (await finder.FindAsync(words, keeper.Token) is { } receipt) return WriteSteps.AfterReceipt(facts, receipt, time.GetUtcNow());

            var settle = stream.Definition.Reading.Settle > options.Settle ? stream.Definition.Reading.Settle : options.Settle;
            return WriteSteps.AfterAbsence(facts, settle, askedAt);
        }
#pragma warning disable CA1031 // Whatever it is: nobody knows more than before.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            Told(stream.Key, words, fault);
            return WriteSteps.AfterLookUpFault(facts, fault, options, time.GetUtcNow());
        }
    }

    async Task<WriteEnd?> SendAsync(OpenWriteBack open, WriteCommand words, TakenCommand taken, CommandFacts facts, WriteRepeat repeat, CommandKeeper keeper)
    {
        Watch?.Invoke(WriteMoment.BeforeMark);
        // What is to end has not begun.
        if (keeper.IsEnding) return new WriteEnd(facts.UnknownAt is null ? WriteState.Queued : WriteState.Unknown, facts.Attempts, time.GetUtcNow()) { UnknownAt = facts.UnknownAt };
        if (!await store.MarkSendingAsync(taken.Lease, options.Lease, time.GetUtcNow(), facts.UnknownAt, CancellationToken.None)) return null;

        keeper.Renewed();
        Watch?.Invoke(WriteMoment.Marked);
        // A node that slept since then may have been replaced, and its command sent by another.
        if (keeper.IsLost) return null;

        try
        {
            var receipt = await open.Writer.WriteAsync(words, keeper.Token);
            Watch?.Invoke(WriteMoment.Answered);
            return WriteSteps.AfterReceipt(facts, receipt, time.GetUtcNow());
        }
        catch (NodeEndsException)
        {
            throw;
        }
#pragma warning disable CA1031 // Whatever it is: the vendor may have done it.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            Told(taken.Command.Stream, words, fault);
            return WriteSteps.AfterSending(facts, open.Known(fault), repeat, options, time.GetUtcNow());
        }
    }

    async Task SettleAsync(TakenCommand taken, WritableStream? stream, WriteEnd end, System.Diagnostics.Activity? span)
    {
        var command = taken.Command;
        var now = time.GetUtcNow();
        Watch?.Invoke(WriteMoment.BeforeSettle);
        var settled = new CommandSettled
        {
            State = end.State,
            Attempts = end.Attempts,
            DueAt = end.DueAt,
            At = now,
            UnknownAt = end.UnknownAt,
            Reason = end.Reason,
            Reference = end.Reference,
            FaultKind = end.Fault?.Kind,
            Code = end.Fault?.Code,
            Outcome = protector.Protect(command.Id, new WriteSaid { VendorText = end.VendorText, Message = end.Fault?.Message }),
        };
        if (!await store.SettleAsync(taken.Lease, settled, end.State == WriteState.Accepted ? ToBeRead(command, command.Key ?? end.Reference, stream?.Definition, now) : null, CancellationToken.None))
        {
            span.EndedAs("fenced");
            WriteLog.Fenced(logger, command.Stream, command.Id);
            return;
        }

        if (end.State == WriteState.Accepted) Accepted?.Invoke();
        if (end.State > WriteState.Unknown) Ended?.Invoke();
        var outcome = EnumNames.Of(end.State);
        span.EndedAs(outcome, end.Fault?.Code);
        WriteMetrics.Sent(command.Stream, command.Kind, end.State);
        WriteLog.Came(logger, command.Stream, EnumNames.Of(command.Kind), command.Id, outcome, end.Attempts);
        if (end.Reason is { } why) WriteLog.Person(logger, command.Stream, command.Id, EnumNames.Of(command.Kind), why, end.Fault?.Code ?? "-");
    }

    /// <summary>What tells that a case is to be read again, because the hub wrote to it; null where its stream cannot be asked for single cases.</summary>
    /// <param name="command">The command.</param>
    /// <param name="key">The key of the case; of a new one what the vendor told; null when it told none.</param>
    /// <param name="stream">Its stream.</param>
    /// <param name="now">The time.</param>
    internal static CommandTold? ToBeRead(StoredCommand command, string? key, StreamDefinition? stream, DateTimeOffset now)
    {
        if (stream?.Told is not { } told || key is null) return null;

        var id = SHA256.HashData(Encoding.UTF8.GetBytes($"write {command.SentAs}"))[..16];
        return new CommandTold(new NewNotification(key, new NotificationDelivery(id, null, id), now, now + told.Gather, now + StreamNotifications.RememberFor), told.MaxWaiting);
    }

    void Told(StreamKey stream, WriteCommand command, Exception caught)
    {
        var fault = RunFaults.Of(caught);
        if (caught is SourceException) WriteLog.Fault(logger, stream, command.Id, fault.Kind, fault.Code, fault.Message);
        else WriteLog.Broke(logger, stream, command.Id, caught.GetType().FullName ?? "", caught.StackTrace ?? "");
    }

    static RunFault FaultOf(Exception fault) => fault is SourceException ? RunFaults.Of(fault) : new RunFault(FaultKind.Misconfigured, FaultCodes.InvalidSetting, fault.Message);
}

/// <summary>Where a command stands while it is carried out.</summary>
internal enum WriteMoment
{
    /// <summary>It is taken; that it is sent is not written down yet.</summary>
    BeforeMark,

    /// <summary>It is written down; the vendor has not heard of it.</summary>
    Marked,

    /// <summary>The vendor has answered.</summary>
    Answered,

    /// <summary>What became of it is not written down yet.</summary>
    BeforeSettle,
}

/// <summary>A node ends here, in a test: nothing that follows is done, as if its process had been killed.</summary>
internal sealed class NodeEndsException : Exception
{
    public NodeEndsException()
        : base("The node ends here.")
    {
    }
}
