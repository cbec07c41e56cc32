using System.Text.Json;
using IntegrationHub.Adapters.Tests.Http;
using IntegrationHub.Adapters.Tests.Systems;
using IntegrationHub.Cases;
using IntegrationHub.Faults;
using IntegrationHub.WriteBack;
using static IntegrationHub.Adapters.Tests.Systems.ShippedWriter;

namespace IntegrationHub.Adapters.Tests.EasitGo;

/// <summary>Easit GO written to by its stream file: a stand-in with import handlers, whose answers have the shape of the vendor's sample.</summary>
public sealed class EasitWriteTests
{
    readonly List<JsonElement> imported = [];
    bool returnsTheId = true;
    string? refusal;

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_note_is_one_item_for_the_import_handler_of_notes()
    {
        var (system, writer) = Start();

        await writer.WriteAsync(Command(WriteKind.Note, "13:2") with { Number = "1012", Subject = "Ringde igen" }, Stop);

        Assert.Equal(("POST", "/integration-api/items", "Basic YXBpLWtleTo="), (system.Calls[0].Method, system.Calls[0].Target, system.Calls[0].Headers["Authorization"]));
        Assert.Equal(
            $$"""{"importHandlerIdentifier":"hub-note","itemToImport":[{"id":"1","uid":"00000000000000000000000000000007","property":[{"name":"Ärende-id","content":"13:2"},{"name":"Ärendenummer","content":"1012"},{"name":"Anteckning","content":"Ringde igen\n\nHon undrar & väntar."},{"name":"Extern referens","content":"{{new WriteCommandId(7)}}"}]}]}""",
            system.Calls[0].Body);
    }

    [Fact]
    public async Task What_the_handler_returns_names_the_new_matter_and_where_it_returns_nothing_the_matter_is_found()
    {
        var (system, writer) = Start();
        var command = Command(WriteKind.Create) with { Party = new Party { Name = "Tolvan Tolvansson", Phone = "060-174 06 12" } };
        Assert.Equal("13:1", (await writer.WriteAsync(command, Stop)).Reference);
        Assert.Equal(["Rubrik", "Beskrivning", "Anmälare", "Telefon", "Extern referens"], Properties(system.Calls[0]).Select(p => p.Name));

        returnsTheId = false;
        var second = command with { Id = new WriteCommandId(8) };
        await Assert.ThrowsAsync<UnreadableAnswerException>(() => writer.WriteAsync(second, Stop).AsTask());

        Assert.Equal("13:2", (await writer.FindAsync(second, Stop))?.Reference);
        Assert.Equal(("GET", "contact-centre"), (system.Calls[^1].Method, system.Calls[^1].Json().GetProperty("itemViewIdentifier").GetString()));
        Assert.Null(await writer.FindAsync(command with { Id = new WriteCommandId(9) }, Stop));
    }

    [Fact]
    public async Task What_is_not_OK_is_a_refusal_in_the_handlers_words()
    {
        var (_, writer) = Start();
        refusal = "Gruppen finns inte";

        var refused = await Assert.ThrowsAsync<SourceRefusedException>(() => writer.WriteAsync(Command(WriteKind.HandOver, "13:2") with { Fields = new Dictionary<string, string> { ["group"] = "IT" } }, Stop).AsTask());

        Assert.Equal("Gruppen finns inte", refused.VendorText);
    }

    [Fact]
    public async Task A_file_goes_in_Base64_with_the_matter_that_it_belongs_to()
    {
        var (system, writer) = Start();

        await writer.WriteAsync(Command(WriteKind.Attach, "13:2") with { Attachment = new WriteAttachment("brev.txt", "text/plain", "Hej"u8.ToArray()) }, Stop);

        Assert.Equal("""[{"contentId":"00000000000000000000000000000007","name":"brev.txt","value":"SGVq"}]""", system.Calls[0].Json().GetProperty("itemToImport")[0].GetProperty("attachment").GetRawText());
        Assert.Equal([("Ärende-id", "13:2")], Properties(system.Calls[0]));
    }

    (DescribedSystem System, ILooksUpWrites Writer) Start() =>
        Of("mappings/easit-go/easit-go-cases.stream.yaml", new() { ["url"] = "https://easit.example/integration-api", ["key"] = "api-key", ["view"] = "contact-centre" }, Answer);

    HttpResponseMessage Answer(DescribedSystem.Called call)
    {
        if (call.Method == "GET")
        {
            var wanted = call.Json().GetProperty("columnFilter")[0].GetProperty("content").GetString();
            var found = imported.Select((item, at) => (Id: $"13:{1 + at}", Item: item)).Where(i => Properties(i.Item).Contains(("Extern referens", wanted!))).ToList();
            return DescribedSystem.Json($$"""{"items":{"item":[{{string.Join(',', found.Select(f => $$"""{"id":"{{f.Id}}","property":[]}"""))}}]},"totalNumberOfItems":{{found.Count}}}""");
        }

        var uid = call.Json().GetProperty("itemToImport")[0].GetProperty("uid").GetString();
        if (refusal is not null) return DescribedSystem.Json($$"""{"importItemResult":[{"result":"ERROR","returnValues":null,"skippedOrExceptionMessage":"{{refusal}}","uid":"{{uid}}"}]}""");

        imported.Add(call.Json().GetProperty("itemToImport")[0]);
        var returned = returnsTheId ? $$"""{"content":"13:{{imported.Count}}","name":"id"}""" : "";
        return DescribedSystem.Json($$"""{"importItemResult":[{"result":"OK","returnValues":{"returnValue":[{{returned}}]},"skippedOrExceptionMessage":null,"uid":"{{uid}}"}]}""");
    }

    static List<(string Name, string Content)> Properties(DescribedSystem.Called call) => Properties(call.Json().GetProperty("itemToImport")[0]);

    static List<(string Name, string Content)> Properties(JsonElement item) => [.. item.GetProperty("property").EnumerateArray().Select(p => (p.GetProperty("name").GetString()!, p.GetProperty("content").GetString()!))];
}
