using IntegrationHub.Audit;
using IntegrationHub.Cases;
using IntegrationHub.Disclosure;
using IntegrationHub.Idempotency;
using IntegrationHub.Lookup;
using IntegrationHub.Sync;

namespace IntegrationHub.WriteBack;

/// <summary>Notes, messages, statuses and files on their way to the systems that own the cases: kept before they are answered, sent in their order, and never twice by the hub's own doing.</summary>
/// <remarks>
/// A command is told to whom its case is told in full; that of a new case, until the index has it, to who may create in its system. Operators see that there is one and where it stands, never what it says.
/// Every member that takes a caller may throw <see cref="AuditUnavailableException"/>, and <see cref="CommitFailedException"/> where it writes.
/// </remarks>
public interface IWriteBacks
{
    /// <summary>Takes a command about a case in. When this returns that it is written, it survives the end of the process, and it is on its way.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="id">The case.</param>
    /// <param name="request">What is to be written.</param>
    /// <param name="once">Carries it out once, however often it is sent; null carries it out each time.</param>
    /// <param name="cancellationToken">Stops it before it is done.</param>
    /// <exception cref="WriteInvalidException">Something of it makes no sense; all of it is told at once.</exception>
    /// <exception cref="LookupDeniedException">The role sees no cases.</exception>
    Task<WriteOutcome<WriteAsked>> AskAsync(Caller caller, CaseId id, WriteRequest request, OnceKey? once, CancellationToken cancellationToken);

    /// <summary>The systems in which the caller may create cases: those whose open cases they are told in full.</summary>
    /// <exception cref="LookupDeniedException">The role sees no cases.</exception>
    Task<IReadOnlyList<WriteTarget>> TargetsAsync(Caller caller, CancellationToken cancellationToken);

    /// <summary>Takes a command in that creates a case. When this returns that it is written, it survives the end of the process, and it is on its way.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="source">The system.</param>
    /// <param name="stream">The stream that writes to it; null where the system has one such only.</param>
    /// <param name="request">What is to be written, of kind <see cref="WriteKind.Create"/>.</param>
    /// <param name="once">Carries it out once, however often it is sent; null carries it out each time.</param>
    /// <param name="cancellationToken">Stops it before it is done.</param>
    /// <exception cref="WriteInvalidException">Something of it makes no sense, or there is no such system in which the caller may create; all of it is told at once.</exception>
    /// <exception cref="LookupDeniedException">The role sees no cases.</exception>
    Task<WriteOutcome<WriteAsked>> CreateAsync(Caller caller, string source, string? stream, WriteRequest request, OnceKey? once, CancellationToken cancellationToken);

    /// <summary>The newest commands about a case; null when there is no such case of which the caller may know everything.</summary>
    /// <exception cref="LookupInvalidException">The purpose makes no sense.</exception>
    /// <exception cref="LookupDeniedException">The role sees no cases.</exception>
    Task<IReadOnlyList<AnswerWrite>?> OfCaseAsync(Caller caller, CaseId id, string purpose, CancellationToken cancellationToken);

    /// <summary>One command; null when there is none of which the caller may know.</summary>
    /// <exception cref="LookupInvalidException">The purpose makes no sense.</exception>
    /// <exception cref="LookupDeniedException">The role sees no cases.</exception>
    Task<AnswerWrite?> ReadAsync(Caller caller, WriteCommandId id, string purpose, CancellationToken cancellationToken);

    /// <summary>Does what a person decided of a command that does not go on by itself, or takes back one that has not left. Who decided is in the audit first.</summary>
    /// <remarks>Who sees cases decides of commands that are told to them, and may write their text anew; operators decide of all, and see none.</remarks>
    /// <exception cref="WriteInvalidException">The text or the reason makes no sense.</exception>
    Task<WriteOutcome<WriteAsked>> DecideAsync(Caller caller, WriteCommandId id, WriteDecision decision, CancellationToken cancellationToken);

    /// <summary>How many commands stand where, by stream. Streams without any that is not finished are left out.</summary>
    Task<IReadOnlyDictionary<StreamKey, OutboxQueue>> CountAsync(CancellationToken cancellationToken);

    /// <summary>A command without what it says; null when there is none.</summary>
    Task<OutboxItem?> FindAsync(WriteCommandId id, CancellationToken cancellationToken);

    /// <summary>Commands without what they say, the oldest first.</summary>
    /// <param name="stream">Only this stream's, or all.</param>
    /// <param name="dead">Those that wait for a person, or those that go on by themselves.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    Task<IReadOnlyList<OutboxItem>> ListAsync(StreamName? stream, bool dead, int limit, CancellationToken cancellationToken);

    /// <summary>Sends what waits, until it is cancelled. A process that sends calls it once.</summary>
    Task KeepSendingAsync(CancellationToken cancellationToken);
}

/// <summary>What a person decided of a command.</summary>
public abstract record WriteDecision
{
    WriteDecision()
    {
    }

    /// <summary>Why, in 3 to 200 characters without a personal number; it goes to the audit. Null when nobody said.</summary>
    public string? Why { get; init; }

    // Sending again and calling it done rest on what was seen; what is taken back is not wanted, whatever became of it.
    internal long? Seen => this switch { Resend resend => resend.Version, Done done => done.Version, _ => null };

    // What somebody wrote belongs in no log.
    /// <inheritdoc/>
    public sealed override string ToString() => GetType().Name;

    /// <summary>It is sent once more; of one that may have been carried out, because the person looked and it is not there.</summary>
    /// <param name="Version">The version of the command that the person saw. When it has changed since, it is not sent: what they looked for may have left after they looked.</param>
    /// <param name="Text">Its text, written anew; null leaves it as it is. A command with another text is another one towards the vendor.</param>
    /// <param name="Subject">What it is about, written anew; null leaves it as it is.</param>
    public sealed record Resend(long Version, string? Text = null, string? Subject = null) : WriteDecision;

    /// <summary>It is not sent any more.</summary>
    public sealed record Withdraw : WriteDecision;

    /// <summary>The person looked, and the vendor has it.</summary>
    /// <param name="Version">The version of the command that the person saw. When it has changed since, nothing is done.</param>
    public sealed record Done(long Version) : WriteDecision;
}

/// <summary>Nothing of this kind is written to the vendor of the case; nothing was taken in.</summary>
/// <param name="Kinds">What is.</param>
public sealed record WriteNotOffered(IReadOnlyList<WriteKind> Kinds) : WriteOutcome<WriteAsked>;

/// <summary>The command stands where this cannot be decided of it; nothing was written.</summary>
/// <param name="State">Where.</param>
public sealed record WriteNotNow(WriteState State) : WriteOutcome<WriteAsked>;
