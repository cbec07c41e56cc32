using System.Text;
using System.Xml;
using System.Xml.Linq;
using System.Xml.Schema;
using IntegrationHub.AdapterKit;
using IntegrationHub.Adapters.OpenEPlatform;
using IntegrationHub.Faults;
using IntegrationHub.Sources;
using IntegrationHub.WriteBack;
using Microsoft.Extensions.Logging.Abstractions;
using ModelMunicipality.Vendors;
using ModelMunicipality.Vendors.OpenEPlatform;

namespace IntegrationHub.Adapters.Tests.OpenEPlatform;

public sealed class PlatformStandInWriteTests
{
    static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_message_is_read_with_the_family_and_with_its_submission_and_a_note_is_not()
    {
        await using var server = await PlatformServer.StartAsync();
        var before = server.Clock.GetUtcNow();
        server.Clock.Advance(TimeSpan.FromMinutes(10));
        var writer = Writer(server);

        var message = await writer.WriteAsync(Command(server, WriteKind.Message, "Vi behöver en ritning – tack! 🙂 & <b> ]]>"), Stop);
        await writer.WriteAsync(Command(server, WriteKind.Note, "Ring henne."), Stop);

        var read = await server.ReadAsync(before, server.Clock.GetUtcNow(), reads: "messages");
        var texts = read.Select(record => Encoding.UTF8.GetString(record.Content.Span)).ToList();
        var shown = Assert.Single(texts, text => text.Contains($"<messageID>{message.Reference!["message-".Length..]}</messageID>", StringComparison.Ordinal));
        Assert.Contains("Vi behöver en ritning – tack! 🙂 &amp; &lt;b&gt; ]]&gt;", shown, StringComparison.Ordinal);
        Assert.DoesNotContain(texts, text => text.Contains("Ring henne.", StringComparison.Ordinal));
        Assert.Equal("Ring henne.", Assert.Single(server.StandIn.InternalMessages));
        Assert.Empty(SchemaFaults(await server.Http.GetByteArrayAsync($"api/messageapi/getmessages/flowinstance/{Story(server)}", Stop)));
    }

    [Fact]
    public async Task A_status_that_is_set_is_read_and_is_not_set_again_over_another_one()
    {
        await using var server = await PlatformServer.StartAsync();
        server.Clock.Advance(TimeSpan.FromHours(1));
        var command = Command(server, WriteKind.Status, "") with { Status = "Komplettering begärd" };
        Assert.Null(await Writer(server).FindAsync(command, Stop));

        await Writer(server).WriteAsync(command, Stop);

        var record = Assert.Single(await ((IReadsByKey)server.Source()).ReadByKeysAsync([Story(server)], Stop));
        Assert.Contains("<contentType>WAITING_FOR_COMPLETION</contentType>", Encoding.UTF8.GetString(record.Content.Span), StringComparison.Ordinal);
        Assert.NotNull(await Writer(server).FindAsync(command, Stop));

        server.Clock.Advance(TimeSpan.FromHours(1));
        await Writer(server).WriteAsync(Command(server, WriteKind.Status, "") with { Status = "Avslutat" }, Stop);
        await Assert.ThrowsAsync<SourceRefusedException>(() => Writer(server).FindAsync(command, Stop).AsTask());
    }

    [Fact]
    public async Task What_is_written_meets_the_mishaps_that_a_test_asks_for()
    {
        await using var server = await PlatformServer.StartAsync();
        var (writer, command) = (Writer(server), Command(server, WriteKind.Message, "Hej."));

        server.StandIn.WriteMishaps.Next(WriteMishap.Down);
        await Assert.ThrowsAsync<SourceUnavailableException>(() => writer.WriteAsync(command, Stop).AsTask());
        Assert.Null(await writer.FindAsync(command, Stop));

        server.StandIn.WriteMishaps.Next(WriteMishap.AnswerLost);
        await Assert.ThrowsAnyAsync<Exception>(() => writer.WriteAsync(command, Stop).AsTask());
        Assert.NotNull((await writer.FindAsync(command, Stop))?.Reference);

        server.StandIn.WriteMishaps.Next(WriteMishap.Refused);
        Assert.Equal("Handläggaren saknar behörighet till ärendet.", (await Assert.ThrowsAsync<SourceRefusedException>(() => writer.WriteAsync(command, Stop).AsTask())).VendorText);
        Assert.Equal("StatusNotFoundFault", (await Assert.ThrowsAsync<SourceRefusedException>(() => writer.WriteAsync(Command(server, WriteKind.Status, "") with { Status = "Okänt" }, Stop).AsTask())).VendorText);
        Assert.Equal(FaultCodes.NotFound, (await Assert.ThrowsAsync<SourceRefusedException>(() => writer.WriteAsync(command with { Key = "999999999" }, Stop).AsTask())).Code);
    }

    static List<string> SchemaFaults(byte[] answer)
    {
        using var reader = XmlReaders.Create(answer);
        while (reader.NodeType != XmlNodeType.Element) reader.Read();
        var faults = new List<string>();
        new XDocument(XNode.ReadFrom(reader)).Validate(OpenEPlatformSchema.Load(), (_, e) => faults.Add(e.Message));
        return faults;
    }

    // The permit of the resident who is shown to visitors.
    static string Story(PlatformServer server) => server.StandIn.ExampleNumbers[0].Text;

    static ILooksUpWrites Writer(PlatformServer server)
    {
        var settings = new Dictionary<string, string> { ["userId"] = "kontaktcenter" };
        return (ILooksUpWrites)new OpenEPlatformAdapter().CreateWriteBack(new WriteBackContext
        {
            Stream = new StreamKey(new TenantId("sundby"), new SourceId("open-eplatform"), new StreamName("e-service-submissions")),
            Settings = new Dictionary<string, string> { ["url"] = server.Url.ToString(), ["username"] = "integrationhub", ["password"] = PlatformServer.Password, ["families"] = "110" },
            Kinds = new Dictionary<WriteKind, IReadOnlyDictionary<string, string>> { [WriteKind.Note] = settings, [WriteKind.Message] = settings, [WriteKind.Status] = settings },
            Http = server.Http,
            Time = server.Clock,
            Logger = NullLogger.Instance,
        });
    }

    static WriteCommand Command(PlatformServer server, WriteKind kind, string text) =>
        new() { Id = new WriteCommandId(7), Kind = kind, Key = Story(server), Text = text, AskedAt = server.Clock.GetUtcNow() };
}
