using System.Text;
using System.Text.Json;
using IntegrationHub.Adapters.Open311;
using IntegrationHub.Faults;
using IntegrationHub.Sources;
using IntegrationHub.WriteBack;
using Microsoft.Extensions.Logging.Abstractions;
using ModelMunicipality.Vendors;
using ModelMunicipality.Vendors.Open311;

namespace IntegrationHub.Adapters.Tests.Open311;

public sealed class Open311StandInWriteTests
{
    static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("json")]
    [InlineData("xml")]
    public async Task An_update_is_among_the_updates_once_and_changes_its_report(string format)
    {
        await using var server = await Open311Server.StartAsync(new Open311Options { Cases = 400, Frozen = true, ApiKey = "nyckeln" });
        var before = server.Clock.GetUtcNow();
        server.Clock.Advance(TimeSpan.FromHours(1));
        var command = Command(server, WriteKind.Status, "Hålet är lagat. & ]]> 🙂") with { Key = server.StandIn.StoryNumber, Status = "fixed" };

        var first = await Writer(server, format).WriteAsync(command, Stop);
        var again = await Writer(server, format).WriteAsync(command, Stop);

        Assert.Equal(first.Reference, again.Reference);
        var updates = await server.Source(("reads", "updates"), ("apiKey", "nyckeln")).ReadPageAsync(new PageRequest { ChangedAfter = before, ChangedUntil = server.Clock.GetUtcNow() }, Stop);
        var update = Json(Assert.Single(updates.Records));
        Assert.Equal((first.Reference, "Hålet är lagat. & ]]> 🙂"), (update.GetProperty("update_id").GetString(), update.GetProperty("description").GetString()));
        var report = Json(Assert.Single(await ((IReadsByKey)server.Source(("apiKey", "nyckeln"))).ReadByKeysAsync([server.StandIn.StoryNumber], Stop)));
        Assert.Equal(("fixed", "Hålet är lagat. & ]]> 🙂"), (report.GetProperty("status").GetString(), report.GetProperty("status_notes").GetString()));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(30)]
    public async Task A_new_report_is_listed_and_found_again_also_when_it_only_has_a_token(int tokenDays)
    {
        await using var server = await Open311Server.StartAsync(new Open311Options { Cases = 400, TokenFor = TimeSpan.FromDays(tokenDays) });
        server.Clock.Advance(TimeSpan.FromHours(1));
        var command = Create(server, "Lampan är släckt vid skolan.");

        var receipt = await Writer(server).WriteAsync(command, Stop);

        server.Clock.Advance(TimeSpan.FromMinutes(3));
        var page = await server.Source().ReadPageAsync(new PageRequest { ChangedAfter = command.AskedAt.AddMinutes(-1), ChangedUntil = server.Clock.GetUtcNow() }, Stop);
        Assert.Contains(page.Records.Select(Json), row => row.GetProperty("service_request_id").GetString() == receipt.Reference);
        var (_, shown) = await server.AskAsync($"requests/{receipt.Reference}.json?extensions=true");
        Assert.Contains("Öst", shown, StringComparison.Ordinal);
        Assert.Empty(GeoReportShape.Faults("requests", shown));
        Assert.Equal(receipt.Reference, (await Writer(server).FindAsync(command, Stop))?.Reference);
        Assert.Null(await Writer(server).FindAsync(command with { Id = new WriteCommandId(8) }, Stop));
    }

    [Fact]
    public async Task What_is_written_meets_the_mishaps_that_a_test_asks_for()
    {
        await using var server = await Open311Server.StartAsync(new Open311Options { Cases = 100, Frozen = true });
        var writer = Writer(server);
        var command = Create(server, "Lampan är släckt.");

        server.StandIn.WriteMishaps.Next(WriteMishap.Down);
        await Assert.ThrowsAsync<SourceUnavailableException>(() => writer.WriteAsync(command, Stop).AsTask());
        Assert.Null(await writer.FindAsync(command, Stop));

        server.StandIn.WriteMishaps.Next(WriteMishap.AnswerLost);
        await Assert.ThrowsAnyAsync<Exception>(() => writer.WriteAsync(command, Stop).AsTask());
        Assert.NotNull(await writer.FindAsync(command, Stop));

        server.StandIn.WriteMishaps.Next(WriteMishap.Refused);
        Assert.Equal("Anmälningar tas inte emot just nu.", (await Assert.ThrowsAsync<SourceRefusedException>(() => writer.WriteAsync(command, Stop).AsTask())).VendorText);

        var unknown = Command(server, WriteKind.Message, "Hej.") with { Key = "2001-999999" };
        Assert.Equal("service_request_id was not found", (await Assert.ThrowsAsync<SourceRefusedException>(() => writer.WriteAsync(unknown, Stop).AsTask())).VendorText);
        var nowhere = command with { Fields = new Dictionary<string, string>() };
        Assert.Equal("lat and long, or address_string, were not provided", (await Assert.ThrowsAsync<SourceRefusedException>(() => writer.WriteAsync(nowhere, Stop).AsTask())).VendorText);
    }

    static ILooksUpWrites Writer(Open311Server server, string format = "json") => (ILooksUpWrites)new Open311Adapter().CreateWriteBack(new WriteBackContext
    {
        Stream = new StreamKey(new TenantId("sundby"), new SourceId("open311"), new StreamName("fault-reports")),
        Settings = new Dictionary<string, string> { ["url"] = server.Url, ["format"] = format, ["apiKey"] = "nyckeln" },
        Kinds = new Dictionary<WriteKind, IReadOnlyDictionary<string, string>>
        {
            [WriteKind.Message] = new Dictionary<string, string>(),
            [WriteKind.Status] = new Dictionary<string, string>(),
            [WriteKind.Create] = new Dictionary<string, string> { ["serviceCode"] = "BEL", ["listedAtOnce"] = "true" },
        },
        Http = server.Http,
        Time = server.Clock,
        Logger = NullLogger.Instance,
    });

    static WriteCommand Create(Open311Server server, string text) => Command(server, WriteKind.Create, text) with
    {
        Key = null, Party = new Cases.Party { Name = "Anna Öst" }, Fields = new Dictionary<string, string> { ["lat"] = "62.391", ["long"] = "17.306" },
    };

    static WriteCommand Command(Open311Server server, WriteKind kind, string text) => new() { Id = new WriteCommandId(7), Kind = kind, Key = "1", Text = text, AskedAt = server.Clock.GetUtcNow() };

    static JsonElement Json(SourceRecord record) => JsonDocument.Parse(Encoding.UTF8.GetString(record.Content.Span)).RootElement;
}
