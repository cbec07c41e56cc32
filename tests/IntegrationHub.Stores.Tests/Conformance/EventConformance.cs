using IntegrationHub.Cases;
using IntegrationHub.Disclosure;
using IntegrationHub.Sync;

namespace IntegrationHub.Stores.Tests.Conformance;

public abstract class EventConformance(IStorePlace place) : StoreConformance(place)
{
    static readonly StreamKey Events = Stream with { Stream = new StreamName("permits-events") };

    [Fact]
    public async Task An_event_may_come_before_its_case_and_shows_when_the_case_has_come()
    {
        var events = await BeginAsync(Events);
        await events.CommitAsync(Records.StoreEvent(Records.Event("1", "early")));
        var before = await TimelineAsync("1");
        var run = await BeginAsync();

        await run.CommitAsync(Records.Store("1", timeline: Records.Event("1", "own")));

        Assert.Empty(before);
        Assert.Equal(["early", "own"], await TimelineAsync("1"));
    }

    [Fact]
    public async Task A_record_replaces_the_timeline_it_told_before_and_leaves_events_of_other_streams()
    {
        var events = await BeginAsync(Events);
        await events.CommitAsync(Records.StoreEvent(Records.Event("1", "message")));
        var run = await BeginAsync();
        await run.CommitAsync(Records.Store("1", order: 1, timeline: [Records.Event("1", "a"), Records.Event("1", "b")]));

        await run.CommitAsync(Records.Store("1", order: 2, timeline: [Records.Event("1", "b", "changed"), Records.Event("1", "c")]));

        Assert.Equal(["b", "c", "message"], await TimelineAsync("1"));
        var timeline = await Store.Cases.TimelineAsync(Tenant, Records.IdOf("1"), Everything, 10, Cancel);
        Assert.Equal(Records.Event("1", "b", "changed").Private, timeline.Single(e => e.Id == "b").Private);
    }

    [Fact]
    public async Task Only_the_events_that_changed_are_written()
    {
        StoredEvent[] many = [.. Enumerable.Range(0, 20).Select(n => Records.Event("1", $"{n}"))];
        var run = await BeginAsync();
        await run.CommitAsync(Records.Store("1", order: 1, timeline: many));
        var before = Written("events");

        await run.CommitAsync(Records.Store("1", order: 2, timeline: [.. many, Records.Event("1", "new")]));

        Assert.Equal(before + 1, Written("events"));
    }

    [Fact]
    public async Task An_older_version_of_an_event_never_overwrites_a_newer_one()
    {
        var events = await BeginAsync(Events);
        await events.CommitAsync(Records.StoreEvent(Records.Event("1", "e", "new"), order: 2));
        var run = await BeginAsync();
        await run.CommitAsync(Records.Store("1"));

        var late = await events.CommitAsync(Records.StoreEvent(Records.Event("1", "e", "old"), order: 1, read: 5));

        var told = Assert.Single(await Store.Cases.TimelineAsync(Tenant, Records.IdOf("1"), Everything, 10, Cancel));
        Assert.Equal(Records.Event("1", "e", "new").Private, told.Private);
        Assert.Equal(1, late.Counters.Unchanged);
    }

    [Fact]
    public async Task An_event_that_two_streams_tell_is_shown_once_with_its_more_closed_confidentiality()
    {
        var events = await BeginAsync(Events);
        await events.CommitAsync(Records.StoreEvent(Records.Event("1", "e", "from its stream", Confidentiality.Secret)));
        var run = await BeginAsync();
        await run.CommitAsync(Records.Store("1", timeline: Records.Event("1", "e", "from the case")));

        var all = await Store.Cases.TimelineAsync(Tenant, Records.IdOf("1"), Everything, 10, Cancel);

        Assert.Equal(Confidentiality.Secret, Assert.Single(all).Confidentiality);
        Assert.Empty(await TimelineAsync("1", UpTo(Confidentiality.Restricted)));
    }

    [Fact]
    public async Task An_event_is_seen_by_its_own_confidentiality_and_never_less_closed_than_its_case()
    {
        var run = await BeginAsync();
        await run.CommitAsync(
            Records.Store("1", timeline: [Records.Event("1", "open"), Records.Event("1", "secret", confidentiality: Confidentiality.Secret)]),
            Records.Store(Records.Case("2") with { Confidentiality = Confidentiality.Secret }, timeline: Records.Event("2", "open")));

        Assert.Equal(["open"], await TimelineAsync("1", UpTo(Confidentiality.Open)));
        Assert.Equal(["open", "secret"], await TimelineAsync("1", UpTo(Confidentiality.Secret)));
        Assert.Empty(await TimelineAsync("2", UpTo(Confidentiality.Restricted)));
    }

    [Fact]
    public async Task A_rule_about_open_things_only_does_not_tell_open_events_of_a_more_closed_case()
    {
        var run = await BeginAsync();
        await run.CommitAsync(Records.Store(Records.Case("1") with { Confidentiality = Confidentiality.Secret }, timeline: Records.Event("1", "open")));
        var filter = new AccessFilter(
            [new AccessRule { Disclosure = Disclosure.Disclosure.Full }],
            [new AccessRule { From = Confidentiality.Secret, Disclosure = Disclosure.Disclosure.Existence }]);

        Assert.Empty(await TimelineAsync("1", filter));
    }

    [Fact]
    public async Task The_newest_event_comes_first_and_the_limit_holds()
    {
        var run = await BeginAsync();
        await run.CommitAsync(Records.Store("1", timeline: [Records.Event("1", "a", minutes: 1), Records.Event("1", "c", minutes: 3), Records.Event("1", "b", minutes: 2)]));

        var newest = await Store.Cases.TimelineAsync(Tenant, Records.IdOf("1"), Everything, 2, Cancel);

        Assert.Equal(["c", "b"], newest.Select(e => e.Id));
    }

    [Fact]
    public async Task The_limit_holds_for_each_case_and_a_case_of_which_nothing_may_be_told_has_no_timeline()
    {
        var run = await BeginAsync();
        await run.CommitAsync(
            Records.Store("1", timeline: [Records.Event("1", "a", minutes: 1), Records.Event("1", "c", minutes: 3), Records.Event("1", "b", minutes: 2)]),
            Records.Store("2", timeline: Records.Event("2", "d", minutes: 9)),
            Records.Store(Records.Case("3") with { Confidentiality = Confidentiality.Secret }, timeline: Records.Event("3", "secret")),
            Records.Store("4"));

        var timelines = await Store.Cases.TimelinesAsync(Tenant, [.. "12345".Select(key => Records.IdOf($"{key}"))], UpTo(Confidentiality.Open), 2, Cancel);

        Assert.Equal(["1 c b", "2 d"], timelines.Select(one => $"{one.Value[0].CaseKey} {string.Join(' ', one.Value.Select(e => e.Id))}").Order());
        Assert.All(timelines, one => Assert.Equal(Records.IdOf(one.Value[0].CaseKey), one.Key));
    }

    [Fact]
    public async Task Keys_of_case_and_event_are_never_mistaken_for_each_other()
    {
        var events = await BeginAsync(Events);
        await events.CommitAsync(Records.StoreEvent(Records.Event("1", "1:2")), Records.StoreEvent(Records.Event("1:1", "2")));

        var known = await Store.Streams.GetKnownAsync(Events, [EventKeys.Of("1", "1:2"), EventKeys.Of("1:1", "2")], Cancel);

        Assert.Equal(2, known.Count);
    }

    static AccessFilter UpTo(Confidentiality confidentiality) =>
        new([new AccessRule { UpTo = confidentiality, Disclosure = Disclosure.Disclosure.Full }], []);
}
