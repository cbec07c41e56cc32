using System.Xml.Linq;
using System.Xml.Schema;
using IntegrationHub.Adapters.ByggR;
using IntegrationHub.Faults;
using IntegrationHub.Sources;
using IntegrationHub.WriteBack;
using Microsoft.Extensions.Logging.Abstractions;
using ModelMunicipality.Vendors;
using ModelMunicipality.Vendors.ByggR;

namespace IntegrationHub.Adapters.Tests.ByggR;

public sealed class ByggRStandInWriteTests
{
    static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("V4")]
    [InlineData("V8")]
    public async Task A_note_becomes_a_happening_that_the_next_read_brings(string contract)
    {
        await using var server = await StandInServer.StartAsync(new ByggROptions { Cases = 400, Frozen = true });
        var (source, dnr, before) = (server.Source(contract), server.StandIn.ExampleNumbers[1].Text, server.Clock.GetUtcNow());
        server.Clock.Advance(TimeSpan.FromMinutes(5));

        var receipt = await Writer(server, contract).WriteAsync(Note(server, dnr, "Hon undrar när någon kommer. & <tack> ]]> 🙂"), Stop);

        var changed = await source.ReadPageAsync(new PageRequest { ChangedAfter = before }, Stop);
        var happening = Happenings(Assert.Single(changed.Records)).Single(h => h.Attribute("handelseId")!.Value == receipt.Reference);
        Assert.Equal("Hon undrar när någon kommer. & <tack> ]]> 🙂", happening.Element(XName.Get("anteckning", "www.tekis.se/arende"))!.Value);
        var single = (await source.ReadByKeysAsync([dnr], Stop)).Single();
        Assert.Equal(changed.Records[0].Content.ToArray(), single.Content.ToArray());
        Assert.Empty(SchemaFaults(single));
    }

    [Fact]
    public async Task Notes_on_several_cases_stand_in_the_order_of_change_and_no_batch_loses_or_doubles_one()
    {
        await using var server = await StandInServer.StartAsync(new ByggROptions { Cases = 120, Frozen = true, BatchSize = 10 });
        var source = server.Source();
        var numbers = new List<string>();
        for (PageRequest? next = new(); next is not null;)
        {
            var page = await source.ReadPageAsync(next, Stop);
            numbers.AddRange(page.Records.Select(Dnr));
            next = page.Next is null ? null : next with { Position = page.Next };
        }

        var written = numbers.Where((_, i) => i % 7 == 0).Take(12).ToList();
        foreach (var dnr in written)
        {
            server.Clock.Advance(TimeSpan.FromMinutes(1));
            await Record.ExceptionAsync(() => Writer(server).WriteAsync(Note(server, dnr, "Ring mig."), Stop).AsTask());
        }

        var again = new List<string>();
        for (PageRequest? next = new(); next is not null;)
        {
            var page = await source.ReadPageAsync(next, Stop);
            again.AddRange(page.Records.Select(Dnr));
            next = page.Next is null ? null : next with { Position = page.Next };
        }

        Assert.Equal(numbers.Order(), again.Order());
        Assert.Equal(again.Count, again.Distinct().Count());
    }

    [Fact]
    public async Task An_answer_that_was_lost_left_a_note_behind_and_a_system_that_is_down_left_none()
    {
        await using var server = await StandInServer.StartAsync(new ByggROptions { Cases = 100, Frozen = true });
        var (dnr, writer) = (server.StandIn.ExampleNumbers[1].Text, Writer(server));

        server.StandIn.WriteMishaps.Next(WriteMishap.Down);
        var down = Note(server, dnr, "Den första.");
        await Assert.ThrowsAnyAsync<Exception>(() => writer.WriteAsync(down, Stop).AsTask());
        Assert.Null(await writer.FindAsync(down, Stop));

        server.StandIn.WriteMishaps.Next(WriteMishap.AnswerLost);
        var lost = Note(server, dnr, "Den andra.");
        await Assert.ThrowsAnyAsync<Exception>(() => writer.WriteAsync(lost, Stop).AsTask());
        Assert.NotNull((await writer.FindAsync(lost, Stop))?.Reference);

        server.StandIn.WriteMishaps.Next(WriteMishap.Refused);
        var refused = await Assert.ThrowsAsync<SourceRefusedException>(() => writer.WriteAsync(Note(server, dnr, "Den tredje."), Stop).AsTask());
        Assert.Equal("Ärendet är låst av en annan handläggare.", refused.VendorText);

        var unknown = await Assert.ThrowsAsync<SourceRefusedException>(() => writer.WriteAsync(Note(server, "BYGG 2001-999999", "Den fjärde."), Stop).AsTask());
        Assert.Equal(FaultCodes.NotFound, unknown.Code);
        Assert.Single(Happenings((await server.Source().ReadByKeysAsync([dnr], Stop)).Single()), h => h.Element(XName.Get("handelsetyp", "www.tekis.se/arende"))?.Value == "ANTECKN");
    }

    static ILooksUpWrites Writer(StandInServer server, string contract = "V4") => (ILooksUpWrites)new ByggRAdapter().CreateWriteBack(new WriteBackContext
    {
        Stream = new StreamKey(new TenantId("sundby"), new SourceId("byggr"), new StreamName("building-permits")),
        Settings = new Dictionary<string, string> { ["url"] = server.Url.ToString(), ["contract"] = contract },
        Kinds = new Dictionary<WriteKind, IReadOnlyDictionary<string, string>> { [WriteKind.Note] = new Dictionary<string, string> { ["handelsetyp"] = "ANTECKN", ["handlaggarSign"] = "KC" } },
        Http = server.Http,
        Time = server.Clock,
        Logger = NullLogger.Instance,
    });

    static WriteCommand Note(StandInServer server, string dnr, string text) =>
        new() { Id = new WriteCommandId(7), Kind = WriteKind.Note, Key = dnr, Text = text, AskedAt = server.Clock.GetUtcNow() };

    static List<string> SchemaFaults(SourceRecord record)
    {
        XNamespace service = PermitWriter.Service;
        var result = ByggRDesk.Root(System.Text.Encoding.UTF8.GetString(record.Content.Span));
        result.Name = service + "GetArendeResult";
        var faults = new List<string>();
        new XDocument(new XElement(service + "GetArendeResponse", result)).Validate(ByggRSchema.Load(), (_, e) => faults.Add(e.Message));
        return faults;
    }

    static IEnumerable<XElement> Happenings(SourceRecord record) => ByggRDesk.Root(System.Text.Encoding.UTF8.GetString(record.Content.Span)).Descendants(XName.Get("handelse", "www.tekis.se/arende"));

    static string Dnr(SourceRecord record) => ByggRDesk.Root(System.Text.Encoding.UTF8.GetString(record.Content.Span)).Attribute("dnr")!.Value;
}
