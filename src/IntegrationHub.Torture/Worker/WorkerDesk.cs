using System.Globalization;
using System.Text;
using IntegrationHub.Audit;
using IntegrationHub.Cases;
using IntegrationHub.Disclosure;
using IntegrationHub.Hosting;
using IntegrationHub.Idempotency;
using IntegrationHub.Lookup;
using IntegrationHub.Protection;
using IntegrationHub.Storage;
using IntegrationHub.Sync;
using IntegrationHub.Torture.Vendor;
using IntegrationHub.WriteBack;

namespace IntegrationHub.Torture.Worker;

/// <summary>Asks the hub of a worker for commands, and tells it what a person decided of them, as the HTTP API would; says what the hub said.</summary>
/// <remarks>Each command has a key, so that whoever heard nothing may ask for it again.</remarks>
internal sealed class WorkerDesk(IHub hub, CaseProtector cases, Action<string> say)
{
    static readonly Caller Agent = new() { Name = "torture-desk", Role = CallerRole.Agent, OnBehalfOf = "a clerk" };
    static readonly Caller Operator = new() { Name = "torture", Role = CallerRole.Operations };

    /// <summary>Asks for a command.</summary>
    public async Task AskAsync(AskLine line)
    {
        var key = string.Create(CultureInfo.InvariantCulture, $"command-{line.Number}");
        var request = new WriteRequest { Kind = line.Kind, Text = ModelDesk.TextOf(line.Number) };
        await SayAsync(WorkerLine.Unasked, line.Number, async () =>
            await hub.WriteBacks.AskAsync(Agent, cases.IdOf(new SourceId(line.Source), line.Key), request, new OnceKey(key, Encoding.UTF8.GetBytes(AskLine.Write(line))), CancellationToken.None) switch
            {
                WriteOutcome<WriteAsked>.Written written => Line(WorkerLine.Asked, line.Number, written.Receipt.Id),
                WriteOutcome<WriteAsked>.NotFound => Line(WorkerLine.Unasked, line.Number, NoCase),
                var other => Line(WorkerLine.Unasked, line.Number, other.GetType().Name),
            });
    }

    /// <summary>What is said of a command whose case is not in the index.</summary>
    public const string NoCase = "no-case";

    /// <summary>Tells what a person decided.</summary>
    public async Task DecideAsync(DecideLine line)
    {
        WriteDecision decision = line.What switch
        {
            DecisionWord.Resend => new WriteDecision.Resend(line.Seen),
            DecisionWord.Withdraw => new WriteDecision.Withdraw(),
            _ => new WriteDecision.Done(line.Seen),
        };
        await SayAsync(WorkerLine.Decided, line.Number, async () =>
            Line(WorkerLine.Decided, line.Number, (await hub.WriteBacks.DecideAsync(Operator, line.Id, decision, CancellationToken.None)).GetType().Name));
    }

    async Task SayAsync(string failed, int number, Func<Task<string>> what)
    {
        try
        {
            say(await what());
        }
        catch (Exception fault) when (fault is CommitFailedException or AuditUnavailableException or StoreUnusableException)
        {
            say(Line(failed, number, "store"));
        }
    }

    static string Line(string word, int number, string what) => string.Create(CultureInfo.InvariantCulture, $"{word} {number} {what}");
}
