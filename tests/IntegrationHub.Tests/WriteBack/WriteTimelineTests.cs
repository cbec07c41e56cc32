using IntegrationHub.Cases;
using IntegrationHub.Disclosure;
using IntegrationHub.Lookup;
using IntegrationHub.Sync;
using IntegrationHub.Tests.Sync;
using IntegrationHub.WriteBack;

namespace IntegrationHub.Tests.WriteBack;

/// <summary>What the hub wrote in the timeline of its case, and what can be written to it.</summary>
public sealed class WriteTimelineTests
{
    static async Task<CaseAnswer> ReadAsync(WrittenTown town) =>
        (await new LookupService(town.Hub.Store, town.Hub.Keys, SyncFixture.Tenant, DisclosurePolicy.Default([town.Definition.Source]), [town.Definition], town.Clock)
            .ReadCaseAsync(WrittenTown.Agent, town.IdOf("1"), "handling", CancellationToken.None))!;

    static async Task<string> LinesAsync(WrittenTown town) =>
        string.Join(" | ", (await ReadAsync(town)).Timeline.Select(line => $"{line.Kind} {line.Text} by {line.By}{(line.Write is { } write ? $" ({write.Kind} {write.State})" : "")}"));

    static async Task ComesBackAsync(WrittenTown town, string id, string text)
    {
        var happening = new CaseEvent { CaseKey = "1", Id = id, At = town.Clock.GetUtcNow(), Kind = EventKind.Note, Text = text, By = "HUB", Confidentiality = Confidentiality.Open };
        await town.Hub.Store.Streams.ApplyAsync(
            town.Hub.Key, [new BatchItem.StoreEvent(town.Hub.Protector.Protect(happening, town.Definition.Source, Confidentiality.Open), 1, new byte[16], town.Clock.GetUtcNow())], CancellationToken.None);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_note_of_ours_is_one_line_from_when_it_was_asked_for_to_when_the_vendor_tells_it(bool tellsNoReference)
    {
        await using var town = await WrittenTown.StartAsync(WriteRepeat.AfterLookUp, maxText: 20);
        town.Desk.TellsNoReference = tellsNoReference;
        var id = await town.AskAsync("Ringde och lovade att återkomma");

        Assert.Equal("Note Ringde och lovade att återkomma by anna.ek (desk) (Note Queued)", await LinesAsync(town));
        await town.GoOnAsync(TimeSpan.FromHours(1));
        Assert.Equal("Note Ringde och lovade att återkomma by anna.ek (desk) (Note Accepted)", await LinesAsync(town));
        await ComesBackAsync(town, $"note-{id}", town.Desk.Objects.Single().Text);
        Assert.Equal("Note Ringde och lovade att återkomma by anna.ek (desk) (Note Accepted)", await LinesAsync(town));
        await ComesBackAsync(town, "note-of-another", "Någon annan skrev");
        Assert.Equal(2, (await ReadAsync(town)).Timeline.Count);
    }

    [Fact]
    public async Task What_the_vendor_refused_stays_in_the_timeline_and_what_was_taken_back_does_not()
    {
        await using var town = await WrittenTown.StartAsync(WriteRepeat.AfterLookUp);
        town.Desk.Script.Enqueue(Taking.Refused);
        await town.AskAsync("a");
        await town.GoOnAsync(TimeSpan.FromHours(1));
        await town.DecideAsync(await town.AskAsync("b"), new WriteDecision.Withdraw());

        Assert.Equal("Note a by anna.ek (desk) (Note Refused)", await LinesAsync(town));
    }

    [Fact]
    public async Task A_case_says_what_can_be_written_to_it_and_nothing_where_its_stream_does_not()
    {
        await using var town = await WrittenTown.StartAsync(WriteRepeat.Always);
        Assert.Equal([WriteKind.Note, WriteKind.Message, WriteKind.Status, WriteKind.Attach], (await ReadAsync(town)).Case.Writes);

        town.Hub.Definition = town.Hub.Definition with { Writes = new Dictionary<WriteKind, IntegrationHub.Streams.StreamWrite>() };

        Assert.Empty((await ReadAsync(town)).Case.Writes);
    }
}
