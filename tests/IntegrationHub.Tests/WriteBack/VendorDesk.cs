using IntegrationHub.Faults;
using IntegrationHub.Tests.Shared;
using IntegrationHub.WriteBack;

namespace IntegrationHub.Tests.WriteBack;

/// <summary>How a vendor takes one request to write.</summary>
enum Taking
{
    /// <summary>It writes and says so.</summary>
    Well,

    /// <summary>It writes, and its answer is lost.</summary>
    AnswerLost,

    /// <summary>The connection breaks before it has written.</summary>
    Broken,

    /// <summary>It cannot be reached.</summary>
    Away,

    /// <summary>It asks to be left alone.</summary>
    Busy,

    /// <summary>It says no.</summary>
    Refused,

    /// <summary>It does not accept who calls.</summary>
    WrongKey,

    /// <summary>The connection breaks, and it writes a minute later.</summary>
    Late,

    /// <summary>Whoever sends stands still until they have been replaced; then the request arrives.</summary>
    SenderSleeps,
}

/// <summary>A vendor that plays what is scripted and remembers what it has written: it may know an id of ours again, show what it has, or neither.</summary>
sealed class VendorDesk(ManualClock clock, bool knowsIds) : ILooksUpWrites
{
    readonly Lock gate = new();
    readonly List<(DateTimeOffset At, WriteCommand Command)> late = [];

    /// <summary>What it has, in the order of writing.</summary>
    public List<WriteCommand> Objects { get; } = [];

    /// <summary>What it was asked to write, in order.</summary>
    public List<WriteCommand> Asked { get; } = [];

    /// <summary>How it takes the next requests; well when nothing is left.</summary>
    public Queue<Taking> Script { get; } = new();

    /// <summary>Whether its look-ups fail.</summary>
    public bool IsBlind { get; set; }

    public int LookUps { get; private set; }

    /// <summary>While the sender sleeps.</summary>
    public Func<Task>? Meanwhile { get; set; }

    /// <summary>Whether it tells no name of what it wrote.</summary>
    public bool TellsNoReference { get; set; }

    /// <summary>The key of the record that a new case becomes.</summary>
    public string NewKey { get; set; } = "9";

    public int CountOf(WriteCommandId id) => Objects.Count(o => o.Id == id);

    public async ValueTask<WriteReceipt> WriteAsync(WriteCommand command, CancellationToken cancellationToken)
    {
        var taking = Taking.Well;
        lock (gate)
        {
            Arrive();
            Asked.Add(command);
            if (Script.TryDequeue(out var scripted)) taking = scripted;
        }

        if (taking == Taking.SenderSleeps) await Meanwhile!();
        lock (gate) return Take(command, taking);
    }

    WriteReceipt Take(WriteCommand command, Taking taking)
    {
        switch (taking)
        {
            case Taking.AnswerLost:
                Write(command);
                throw Lost();
            case Taking.Broken:
                throw Lost();
            case Taking.Away:
                throw new SourceUnavailableException(FaultCodes.Connection, "The connection was refused.") { NotSent = true };
            case Taking.Busy:
                throw new SourceUnavailableException(FaultCodes.TooManyRequests, "It asks to be left alone.") { NotSent = true, RetryAfter = TimeSpan.FromMinutes(10) };
            case Taking.Refused:
                throw new SourceRefusedException(FaultCodes.Refused, "The vendor refused it.") { VendorText = "Ärendet är avslutat, Tolvan" };
            case Taking.WrongKey:
                throw new MisconfiguredException(FaultCodes.NotAuthorised, "connection.apiKey", "the vendor does not accept who calls.");
            case Taking.Late:
                late.Add((clock.GetUtcNow().AddMinutes(1), command));
                throw Lost();
            default:
                return Write(command);
        }
    }

    public ValueTask<WriteReceipt?> FindAsync(WriteCommand command, CancellationToken cancellationToken)
    {
        lock (gate) return new(Find(command));
    }

    WriteReceipt? Find(WriteCommand command)
    {
        Arrive();
        LookUps++;
        if (IsBlind) throw Lost();

        return Objects.Any(o => o.Id == command.Id) ? ReceiptOf(command) : null;
    }

    void Arrive()
    {
        foreach (var one in late.Where(l => l.At <= clock.GetUtcNow()).ToList())
        {
            late.Remove(one);
            Write(one.Command);
        }
    }

    WriteReceipt Write(WriteCommand command)
    {
        if (!knowsIds || CountOf(command.Id) == 0) Objects.Add(command);
        return ReceiptOf(command);
    }

    WriteReceipt ReceiptOf(WriteCommand command) => new(TellsNoReference ? null : command.Kind == WriteKind.Create ? NewKey : $"note-{command.Id}");

    static SourceUnavailableException Lost() => new(FaultCodes.Connection, "The connection was broken off.");
}
