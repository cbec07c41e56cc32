using IntegrationHub.Alerts;
using IntegrationHub.Audit;
using IntegrationHub.Cases;
using IntegrationHub.Codes;
using IntegrationHub.Configuration;
using IntegrationHub.Contacts;
using IntegrationHub.Diagnostics;
using IntegrationHub.Disclosure;
using IntegrationHub.Drift;
using IntegrationHub.HandOvers;
using IntegrationHub.History;
using IntegrationHub.Lookup;
using IntegrationHub.Nodes;
using IntegrationHub.Notifications;
using IntegrationHub.Operation;
using IntegrationHub.Outbound;
using IntegrationHub.Quarantine;
using IntegrationHub.Remapping;
using IntegrationHub.Removals;
using IntegrationHub.Streams;
using IntegrationHub.Sync;

namespace IntegrationHub.Hosting;

/// <summary>What applications call: runs, look-ups, and what is known of the streams.</summary>
/// <remarks>All members may be used from several threads. Before <see cref="StartAsync"/> has ended well, only <see cref="Tenant"/> and <see cref="IsReady"/> answer.</remarks>
public interface IHub
{
    /// <summary>The municipality that this hub serves.</summary>
    TenantId Tenant { get; }

    /// <summary>Whether the store is prepared and the catalog of streams and mappings is loaded.</summary>
    bool IsReady { get; }

    /// <summary>Prepares the store and loads the catalog. Harmless when it was done already.</summary>
    /// <exception cref="HubStartException">Files or settings are wrong; it holds everything that was found.</exception>
    Task StartAsync(CancellationToken cancellationToken);

    /// <summary>The streams of the catalog, by name.</summary>
    IReadOnlyList<StreamDefinition> Streams { get; }

    /// <summary>Runs a stream now and returns when the run has ended; null when the stream is leased by another run, or paused and the schedule asks.</summary>
    /// <remarks>A fault of the source ends the run and stands in its record; it is not thrown.</remarks>
    /// <exception cref="KeyNotFoundException">The catalog has no such stream.</exception>
    Task<RunRecord?> RunAsync(StreamName stream, RunTrigger trigger, CancellationToken cancellationToken);

    /// <summary>Runs a stream now because a person asked, paused or not, and returns when the run has ended; null when the stream is leased by another run.</summary>
    /// <remarks>Who asked is in the audit before the run begins. A fault of the source ends the run and stands in its record; it is not thrown.</remarks>
    /// <exception cref="KeyNotFoundException">The catalog has no such stream.</exception>
    /// <exception cref="Audit.AuditUnavailableException">The audit could not be written, so nothing was run.</exception>
    Task<RunRecord?> RunNowAsync(Caller caller, StreamName stream, CancellationToken cancellationToken);

    /// <summary>Pauses a stream: until somebody resumes it, it is not run by schedule, also not after a restart. Harmless when it is paused: the first pause stands.</summary>
    /// <remarks>A run that goes on ends as it would have. Who paused is in the audit first. That the caller may is for whoever let them in to see to.</remarks>
    /// <exception cref="KeyNotFoundException">The catalog has no such stream.</exception>
    /// <exception cref="Audit.AuditUnavailableException">The audit could not be written, so nothing was done.</exception>
    Task PauseAsync(Caller caller, StreamName stream, CancellationToken cancellationToken);

    /// <summary>Ends a stream's pause; harmless when there is none. Who resumed is in the audit first.</summary>
    /// <exception cref="KeyNotFoundException">The catalog has no such stream.</exception>
    /// <exception cref="Audit.AuditUnavailableException">The audit could not be written, so nothing was done.</exception>
    Task ResumeAsync(Caller caller, StreamName stream, CancellationToken cancellationToken);

    /// <summary>Reads again what changed in a period, because a person asked, and returns when the run has ended; null when the stream is leased by another run.</summary>
    /// <remarks>Where the live read goes on stays as it is, and nothing is removed because the period does not hold it. Who asked is in the audit before the run begins.</remarks>
    /// <exception cref="KeyNotFoundException">The catalog has no such stream.</exception>
    /// <exception cref="OrderRefusedException">The period makes no sense, or the stream is read whole in every run.</exception>
    /// <exception cref="Audit.AuditUnavailableException">The audit could not be written, so nothing was read.</exception>
    Task<RunRecord?> BackfillAsync(Caller caller, StreamName stream, DateTimeOffset from, DateTimeOffset until, CancellationToken cancellationToken);

    /// <summary>
    /// Reads everything of a stream anew beside what is there, and lets it take the place of that in one commit when the read proves complete; returns when the run has ended, null when the
    /// stream is leased by another run. Look-ups see all of the old until then and all of the new after. A rebuild that is broken off goes on in the stream's next run, within twelve hours.
    /// </summary>
    /// <exception cref="KeyNotFoundException">The catalog has no such stream.</exception>
    /// <exception cref="Audit.AuditUnavailableException">The audit could not be written, so nothing was read.</exception>
    Task<RunRecord?> RebuildAsync(Caller caller, StreamName stream, CancellationToken cancellationToken);

    /// <summary>Lets a stream's next run begin from the beginning; nothing is removed. False when a run of it goes on.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="stream">The stream.</param>
    /// <param name="confirmation">The stream's name once more, as a person wrote it.</param>
    /// <param name="cancellationToken">Stops it before it is done.</param>
    /// <exception cref="KeyNotFoundException">The catalog has no such stream.</exception>
    /// <exception cref="OrderRefusedException">The confirmation is not the stream's name.</exception>
    /// <exception cref="Audit.AuditUnavailableException">The audit could not be written, so nothing was done.</exception>
    Task<bool> ResetAsync(Caller caller, StreamName stream, string? confirmation, CancellationToken cancellationToken);

    /// <summary>What waits for a decision before it leaves the index, and what has left and can be brought back.</summary>
    IRemovals Removals { get; }

    /// <summary>Mapping what is stored again, when a mapping or a code table has changed.</summary>
    IRemapping Remapping { get; }

    /// <summary>In what the records of streams are not what their mappings expect.</summary>
    IDrift Drift { get; }

    /// <summary>Conversations with people.</summary>
    IContacts Contacts { get; }

    /// <summary>Callbacks and hand-overs: who has them in hand since when.</summary>
    IHandOvers HandOvers { get; }

    /// <summary>What is written to the systems that own the cases.</summary>
    WriteBack.IWriteBacks WriteBacks { get; }

    /// <summary>What is known of each stream of the catalog, by name. Changed files are taken in first.</summary>
    Task<IReadOnlyList<StreamOverview>> GetStreamsAsync(CancellationToken cancellationToken);

    /// <summary>The processes that share the index, those that live first, and which streams each of them has now.</summary>
    Task<IReadOnlyList<NodeOverview>> GetNodesAsync(CancellationToken cancellationToken);

    /// <summary>What was wrong, at the last look, with files that no stream in force is made of: one that is new and wrong, for instance. Null when nothing was. What is refused of a stream stands in its overview.</summary>
    RefusedChange? RefusedFiles { get; }

    /// <summary>Which of the codes that the stream's vendor says it uses have no row in their code table. Vendors are asked after runs, at most once a day; nothing is known before.</summary>
    /// <exception cref="KeyNotFoundException">The catalog has no such stream.</exception>
    IReadOnlyList<CodeCoverage> GetCodes(StreamName stream);

    /// <summary>What vendors tell of their own accord.</summary>
    INotifications Notifications { get; }

    /// <summary>The history of runs: narrowed, day by day, and the course of each.</summary>
    IRunHistory History { get; }

    /// <summary>What operators did here, for an administrator.</summary>
    IAuditTrail AuditTrail { get; }

    /// <summary>Finds streams, runs, records in quarantine and codes by a text.</summary>
    IOperatorSearch Search { get; }

    /// <summary>How vendors fare, as far as this process has called them; by source. One that was never called over HTTP is left out.</summary>
    IReadOnlyList<VendorHealth> GetVendors();

    /// <summary>The latest runs, newest first.</summary>
    /// <param name="stream">Only this stream's, or all.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    Task<IReadOnlyList<RunRecord>> GetRunsAsync(StreamName? stream, int limit, CancellationToken cancellationToken);

    /// <summary>One run; null when there is none of this number.</summary>
    Task<RunRecord?> GetRunAsync(long id, CancellationToken cancellationToken);

    /// <summary>Finds what the caller may know. It is in the audit before this returns.</summary>
    /// <exception cref="Audit.AuditUnavailableException">The audit could not be written, so there is no answer.</exception>
    Task<LookupAnswer> LookUpAsync(Caller caller, LookupRequest request, CancellationToken cancellationToken);

    /// <summary>Reads one case with its timeline; null when there is none that the caller may know of. It is in the audit before this returns.</summary>
    /// <exception cref="Audit.AuditUnavailableException">The audit could not be written, so there is no answer.</exception>
    Task<CaseAnswer?> ReadCaseAsync(Caller caller, CaseId id, string purpose, CancellationToken cancellationToken);

    /// <summary>Reads one case from its vendor now, if the caller may know of it.</summary>
    /// <exception cref="Audit.AuditUnavailableException">The audit could not be written, so the vendor was not asked.</exception>
    Task<RefreshOutcome> RefreshCaseAsync(Caller caller, CaseId id, string purpose, CancellationToken cancellationToken);

    /// <summary>What could not be mapped, and what a person does about it.</summary>
    IQuarantineDesk Quarantine { get; }

    /// <summary>What the hub tells of by itself.</summary>
    IAlerts Alerts { get; }

    /// <summary>Who signed in to the pages, and who was sent away, for the audit.</summary>
    ISignInBook SignIns { get; }
}

/// <summary>A stream as the catalog has it, and what became of it so far.</summary>
/// <param name="Definition">What its file says.</param>
/// <param name="State">What is known of it; null until its first run.</param>
/// <param name="Coverage">How complete and how fresh an answer from it is now.</param>
public sealed record StreamOverview(StreamDefinition Definition, StreamState? State, SourceCoverage Coverage)
{
    /// <summary>Its pause; null when it is not paused.</summary>
    public StreamPause? Pause { get; init; }

    /// <summary>When it runs next by its schedule; null while it is paused, and where nothing runs the schedules.</summary>
    public DateTimeOffset? NextRunAt { get; init; }

    /// <summary>The change of its files that is refused, so that their last good version stays in force; null when they are in force as they are.</summary>
    public RefusedChange? Refused { get; init; }

    /// <summary>The notifications of the stream that wait or could not be read; null when it takes none and has none.</summary>
    public NotificationQueue? Notifications { get; init; }

    /// <summary>The commands to the stream's vendor that are on their way or wait for a person; null when there are none.</summary>
    public WriteBack.OutboxQueue? Outbox { get; init; }

    /// <summary>How far mapping again what is stored of it has come; null when it was never looked at.</summary>
    public RemapProgress? Remapping { get; init; }

    /// <summary>What the runs that began in the last 24 hours brought.</summary>
    public RecentRuns Recent { get; init; } = new(default, 0, 0, default);
}

/// <summary>What came of reading one case from its vendor now.</summary>
public abstract record RefreshOutcome
{
    RefreshOutcome()
    {
    }

    /// <summary>There is no such case that the caller may know of.</summary>
    public sealed record NotFound : RefreshOutcome;

    /// <summary>The source cannot be asked for single records.</summary>
    public sealed record NotSupported : RefreshOutcome;

    /// <summary>What the vendor has now is in the index, or in quarantine.</summary>
    public sealed record Refreshed : RefreshOutcome;

    /// <summary>The vendor did not give the case; what the index has stays.</summary>
    /// <param name="Fault">Why.</param>
    public sealed record Unavailable(RunFault Fault) : RefreshOutcome;
}

/// <summary>The hub cannot start; everything that was found is told at once.</summary>
public sealed class HubStartException(IReadOnlyList<Diagnostic> diagnostics)
    : Exception("The hub cannot start:" + string.Concat(diagnostics.Select(d => $"{Environment.NewLine}  {d}")))
{
    /// <summary>What is wrong, where, and what to do.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics { get; } = diagnostics;
}
