using IntegrationHub.Cases;
using IntegrationHub.Contacts;
using IntegrationHub.Disclosure;
using IntegrationHub.HandOvers;
using IntegrationHub.Idempotency;
using IntegrationHub.Lookup;

namespace IntegrationHub.Server.Tests.Api;

/// <summary>Takes whatever is written, and has one hand-over.</summary>
sealed class FakeHandOvers : IHandOvers
{
    static readonly HandOverId One = new(42);
    static readonly AnswerHolder Holder = new(HolderKind.Unit, "it", "IT", null, null);

    static readonly AnswerHandOver HandOver = new()
    {
        Id = One.ToString(),
        Version = 1,
        Kind = HandOverKind.CallBack,
        State = HandOverState.Waiting,
        Holder = Holder,
        Since = DateTimeOffset.UnixEpoch,
        Overdue = false,
        CreatedAt = DateTimeOffset.UnixEpoch,
        Subject = "",
        Text = "",
        Cases = [],
        Confidentiality = Confidentiality.Open,
        Steps = [],
        Possible = [],
    };

    public Task<WriteOutcome<HandOverReceipt>> BeginAsync(Caller caller, HandOver handOver, HandOverHolder to, string? from, OnceKey? once, CancellationToken cancellationToken) => Written();

    public Task<WriteOutcome<HandOverReceipt>> StepAsync(Caller caller, HandOverId id, HandOverOrder order, long version, OnceKey? once, CancellationToken cancellationToken) => Written();

    public Task<AnswerHandOver?> ReadAsync(Caller caller, HandOverId id, string purpose, CancellationToken cancellationToken) => Task.FromResult<AnswerHandOver?>(HandOver);

    public Task<ReachOutcome?> ReachAsync(Caller caller, HandOverId id, string purpose, CancellationToken cancellationToken) =>
        Task.FromResult<ReachOutcome?>(new ReachOutcome.Told(new AnswerReach("+46701740605", null, false)));

    public Task<HandOverPage> ListAsync(Caller caller, HandOverList list, string purpose, CancellationToken cancellationToken) => Task.FromResult(new HandOverPage([HandOver], null));

    public Task<IReadOnlyList<AnswerHandOver>> FindAsync(Caller caller, LookupRequest request, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<AnswerHandOver>>([HandOver]);

    public Task<IReadOnlyList<AnswerHandOver>?> OfCaseAsync(Caller caller, CaseId id, string purpose, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<AnswerHandOver>?>([HandOver]);

    public Task<IReadOnlyList<AnswerHandOver>?> OfContactAsync(Caller caller, ContactId id, string purpose, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<AnswerHandOver>?>([HandOver]);

    public Task<IReadOnlyList<UnitHandOvers>> UnitsAsync(Caller caller, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<UnitHandOvers>>([new UnitHandOvers("it", "IT", false, 1, 0, 0)]);

    public Task<HandOverPreview?> PreviewAsync(Caller caller, HandOverId id, string system, HandOverCase made, string purpose, CancellationToken cancellationToken) =>
        Task.FromResult<HandOverPreview?>(new HandOverPreview { Source = system, Stream = "permits", Ready = true, Copied = [], Cut = [], Needed = [], Optional = [], Lost = [] });

    public Task<AnswerReply?> ReadReplyAsync(string link, CancellationToken cancellationToken) => Task.FromResult<AnswerReply?>(null);

    public Task<ReplyOutcome> ReplyAsync(string link, string text, CancellationToken cancellationToken) => Task.FromResult(ReplyOutcome.NoLink);

    public Task KeepWatchAsync(CancellationToken cancellationToken) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);

    static Task<WriteOutcome<HandOverReceipt>> Written() =>
        Task.FromResult<WriteOutcome<HandOverReceipt>>(new WriteOutcome<HandOverReceipt>.Written(new HandOverReceipt(One.ToString(), 1, HandOverState.Waiting), Before: false));
}
