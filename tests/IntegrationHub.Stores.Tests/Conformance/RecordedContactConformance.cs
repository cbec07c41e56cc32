using FsCheck;
using FsCheck.Fluent;
using IntegrationHub.Cases;
using IntegrationHub.Contacts;
using IntegrationHub.Remapping;
using IntegrationHub.Sync;

namespace IntegrationHub.Stores.Tests.Conformance;

/// <summary>Contacts that streams bring: of one record one contact, whatever order its versions come in, and none of those that were written in the hub.</summary>
public abstract class RecordedContactConformance(IStorePlace place) : StoreConformance(place)
{
    static readonly ContactFilter All = new(Everything, Everything);
    static readonly StreamKey Calls = Stream with { Stream = new StreamName("permits-calls") };

    IContactStore Contacts => Store.Contacts;

    static ContactId IdOf(string key) => new(BitConverter.ToUInt128(Records.Hash("recorded contact", key)));

    static StoredQuestion Question(int number, string text, params string[] cases) => new()
    {
        Number = number,
        Confidentiality = Confidentiality.Open,
        Cases = [.. cases.Select(Records.IdOf)],
        ChangedAt = Records.Opened,
        Private = Records.Hash("question", text),
    };

    static BatchItem.StoreContact Store1(string key, string content = "1", long? order = 1, int read = 0, string person = "tolvan", params StoredQuestion[] questions)
    {
        var contact = new StoredContact
        {
            Id = IdOf(key),
            Source = Records.Source,
            Channel = "phone",
            StartedAt = Records.Opened.AddMinutes(key.Length),
            Private = Records.Hash("contact", key, content),
            Keys = [Records.Person(person)],
        };
        return new BatchItem.StoreContact(contact, questions.Length > 0 ? questions : [Question(1, content)], Records.Hash("content", key, content, person), ContactKeys.Of(key), order, Records.Hash("raw", key, content), Records.Read(read));
    }

    static BatchItem.RemoveContact Remove(string key, long? order = null, int read = 0) => new(IdOf(key), ContactKeys.Of(key), order, Records.Hash("gone", key), Records.Read(read));

    async Task<FoundContact?> ReadAsync(string key) => await Contacts.GetAsync(Tenant, IdOf(key), All, Cancel);

    async Task<ContactId[]> OfCaseAsync(string key) => [.. (await Contacts.OfCaseAsync(Tenant, Records.IdOf(key), All, 10, Cancel)).Select(found => found.Contact.Id)];

    static NumberedCase Numbered(string key, string? source = null) => new(Records.Number(key).Value, source);

    [Fact]
    public async Task A_record_read_again_is_the_same_contact_and_a_changed_one_takes_its_place()
    {
        var calls = await BeginAsync(Calls);
        await calls.CommitAsync(Store1("a", questions: [Question(1, "x"), Question(2, "y")]));
        var written = Written("contacts");

        var again = await calls.CommitAsync(Store1("a", read: 1, questions: [Question(1, "x"), Question(2, "y")]));
        var unchanged = Written("contacts");
        var changed = await calls.CommitAsync(Store1("a", "2", order: 2, read: 2, person: "siv"));

        Assert.Equal((written, 1, 1), (unchanged, again.Counters.Unchanged, changed.Counters.Written));
        var read = (await ReadAsync("a"))!;
        Assert.Equal((2, Records.Source, 1), (read.Contact.Version, read.Contact.Source!.Value, read.Questions.Count));
        Assert.Equal(Records.Hash("question", "2"), read.Questions[0].Private);
        Assert.Empty(await Contacts.FindAsync(Tenant, [Records.Person("tolvan")], All, 10, Cancel));
        Assert.Equal([IdOf("a")], (await Contacts.FindAsync(Tenant, [Records.Person("siv")], All, 10, Cancel)).Select(found => found.Contact.Id));
    }

    [Fact]
    public void Whatever_order_versions_and_removals_come_in_and_however_often_the_newest_stands()
    {
        var town = 0;
        Holds(Prop.ForAll(Gen.Choose(0, 5).ListOf(8).ToArbitrary(), versions =>
        {
            var key = $"call-{town++}";
            var calls = BeginAsync(Calls with { Stream = new StreamName(key) }).GetAwaiter().GetResult();
            // The third version says that it is gone.
            foreach (var (at, version) in versions.Index())
                calls.CommitAsync(version == 3 ? Remove(key, version, at) : Store1(key, $"{version}", version, at)).AsTask().GetAwaiter().GetResult();

            var newest = versions.Count == 0 ? 3 : versions.Max();
            var read = ReadAsync(key).GetAwaiter().GetResult();
            return newest == 3 ? read is null : read is not null && read.Contact.Private.AsSpan().SequenceEqual(Records.Hash("contact", key, $"{newest}"));
        }));
    }

    [Fact]
    public async Task A_contact_that_was_written_in_the_hub_is_never_touched_by_a_stream()
    {
        var own = new StoredContact { Id = IdOf("a"), Channel = "chat", StartedAt = Records.Opened, Private = [1], Keys = [] };
        await Contacts.CreateAsync(Tenant, own, [Question(1, "own")], null, Cancel);
        var calls = await BeginAsync(Calls);

        await calls.CommitAsync(Store1("a"), Remove("a"));

        Assert.Equal(("chat", 1, null), ((await ReadAsync("a"))!.Contact.Channel, (await ReadAsync("a"))!.Contact.Version, (await ReadAsync("a"))!.Contact.Source));
    }

    [Fact]
    public async Task A_question_shows_when_the_case_has_come_that_it_names_by_key_or_by_number()
    {
        var calls = await BeginAsync(Calls);
        await calls.CommitAsync(
            Store1("by key", questions: [Question(1, "x", "1")]),
            Store1("by number", questions: [Question(1, "x") with { Numbers = [Numbered("1")] }]),
            Store1("of this source", questions: [Question(1, "x") with { Numbers = [Numbered("1", "permits")] }]),
            Store1("of another source", questions: [Question(1, "x") with { Numbers = [Numbered("1", "care")] }]));
        var before = await Contacts.FindAsync(Tenant, [Records.Person("tolvan")], All, 10, Cancel);
        var cases = await BeginAsync();

        await cases.CommitAsync(Records.Numbered("1"));

        Assert.Empty(before);
        Assert.Equal([IdOf("of this source"), IdOf("by number"), IdOf("by key")], await OfCaseAsync("1"));
        Assert.All(await Contacts.OfCaseAsync(Tenant, Records.IdOf("1"), All, 10, Cancel), found => Assert.Equal([Records.IdOf("1")], found.Questions[0].Cases));
        Assert.Null(await ReadAsync("of another source"));
    }

    [Fact]
    public async Task A_question_with_a_number_that_several_cases_have_is_told_to_whom_all_of_them_are()
    {
        var run = await BeginAsync();
        var secret = Records.Numbered("2");
        await run.CommitAsync(Records.Numbered("1"), secret with { Case = secret.Case with { Confidentiality = Confidentiality.Secret, Keys = [Records.Number("1")] } });
        var calls = await BeginAsync(Calls);
        await calls.CommitAsync(Store1("a", questions: [Question(1, "x") with { Numbers = [Numbered("1")] }]));
        var agent = new ContactFilter(Everything, new Disclosure.AccessFilter([new Disclosure.AccessRule { UpTo = Confidentiality.Restricted, Disclosure = Disclosure.Disclosure.Full }], []));

        Assert.Equal(2, (await ReadAsync("a"))!.Questions[0].Cases.Count);
        Assert.Null(await Contacts.GetAsync(Tenant, IdOf("a"), agent, Cancel));
    }

    [Fact]
    public async Task The_old_number_of_a_case_that_became_part_of_another_leads_to_that_one()
    {
        var run = await BeginAsync();
        await run.CommitAsync(Records.Numbered("1"), Records.Numbered("2"), Records.Merge("1", "2"));
        var calls = await BeginAsync(Calls);

        await calls.CommitAsync(Store1("a", questions: [Question(1, "x") with { Numbers = [Numbered("1")] }]));

        Assert.Equal([IdOf("a")], await OfCaseAsync("2"));
    }

    [Fact]
    public async Task A_held_record_of_a_contact_marks_no_case_of_its_key_and_comes_in_later()
    {
        var run = await BeginAsync();
        await run.CommitAsync(Records.Store("1"));
        var calls = await BeginAsync(Calls);
        var hold = Records.Hold(ContactKeys.Of("1"));
        await calls.CommitAsync(hold with { Entry = hold.Entry with { Stream = Calls.Stream } });
        var held = Assert.Single(await Store.Streams.GetHeldAsync(Calls, HeldFilter.All, null, 10, Cancel));

        Assert.False((await GetAsync("1"))!.NewerRecordHeld);
        await Store.Streams.CommitHeldAsync(calls.Lease, [new BatchItem.Again(held.Id, held.RawHash, Store1("1"))], Cancel);

        Assert.NotNull(await ReadAsync("1"));
        Assert.Empty(await Store.Streams.GetHeldAsync(Calls, HeldFilter.All, null, 10, Cancel));
    }

    [Fact]
    public async Task A_complete_read_takes_no_contact_away_and_a_rebuild_puts_the_new_in_the_place_of_the_old()
    {
        var calls = await BeginAsync(Calls);
        await calls.CommitAsync(Store1("a"), Store1("b", order: 5));
        await calls.CommitAsync("sweep", Store1("a", "2", order: 2, read: 1));
        await calls.EndSweepAsync("sweep");
        Assert.NotNull(await ReadAsync("b"));

        await calls.CommitAsync(new Batch { Items = [Store1("b", "rebuilt", order: 1, read: 2)], Checkpoint = Checkpoint.Start, Progress = default, SweepId = "rebuild", Shadow = true, Records = [null] });
        await Store.Streams.EndSweepAsync(calls.Lease, calls.Run, new SweepEnd { SweepId = "rebuild", Facts = Session.WholeAt(2), Guard = Session.LetsAllGo, After = _ => Checkpoint.Start, Rebuild = true }, Cancel);

        Assert.Equal(Records.Hash("contact", "b", "rebuilt"), (await ReadAsync("b"))!.Contact.Private);
        Assert.NotNull(await ReadAsync("a"));
    }

    [Fact]
    public async Task A_contact_that_is_erased_for_its_age_takes_its_record_with_it()
    {
        var calls = await BeginAsync(Calls);
        await calls.CommitAsync(Store1("a") with { LastRecord = new LastRecord(Records.Hash("record"), Records.Hash("bytes")), With = new MappedWith("calls", "1.0.0", "f1") });
        Assert.Single(await Store.Remapping.GetOldAsync(Calls, new MappedWith("calls", "1.0.0", "f2"), null, 10, Cancel));

        Assert.Equal(1, await Contacts.EraseAsync(Tenant, Records.Opened.AddDays(1), Clock.GetUtcNow(), 10, Cancel));

        Assert.Null(await ReadAsync("a"));
        Assert.Empty(await Store.Remapping.GetOldAsync(Calls, new MappedWith("calls", "1.0.0", "f2"), null, 10, Cancel));
        Assert.Empty(await Store.Streams.GetKnownAsync(Calls, [ContactKeys.Of("a")], Cancel));
    }
}
