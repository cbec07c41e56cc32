using System.Net;
using System.Text.Json;
using IntegrationHub.Adapters.Tests.Http;
using IntegrationHub.Adapters.Tests.Systems;
using IntegrationHub.Faults;
using IntegrationHub.WriteBack;
using static IntegrationHub.Adapters.Tests.Systems.ShippedWriter;

namespace IntegrationHub.Adapters.Tests.Lifecare;

/// <summary>Lifecare's documentation written to by its stream file: a stand-in that demands what the Swagger of Elderly Care demands.</summary>
public sealed class LifecareWriteTests
{
    static readonly string[] Demanded = ["HeadlineId", "CreatedSignature", "CreatedName", "CreatedRoleId", "ExecutionId"];

    readonly List<JsonElement> texts = [];

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_note_becomes_a_text_on_the_investigation_and_its_answer_is_the_id()
    {
        var (system, writer) = Start();

        Assert.Equal("501", (await writer.WriteAsync(Command(WriteKind.Note, "7001"), Stop)).Reference);

        Assert.Equal("/WE.EC.Integration.Host/api/v1/documentations?domain=SUNDBY&key=k", system.Calls[0].Target);
        Assert.Equal((7001, "12", "KC01", "Hon undrar & väntar."), (texts[0].GetProperty("ExecutionId").GetInt32(), texts[0].GetProperty("HeadlineId").GetString(), texts[0].GetProperty("CreatedSignature").GetString(), texts[0].GetProperty("PlainText").GetString()));
    }

    [Fact]
    public async Task One_whose_answer_was_lost_is_found_by_its_words_and_the_same_words_of_another_day_are_not_it()
    {
        var (_, writer) = Start();
        var command = Command(WriteKind.Note, "7001");
        await writer.WriteAsync(command with { AskedAt = command.AskedAt.AddDays(-3) }, Stop);
        Assert.Null(await writer.FindAsync(command, Stop));

        await writer.WriteAsync(command, Stop);

        Assert.Equal("502", (await writer.FindAsync(command, Stop))?.Reference);
    }

    [Fact]
    public async Task An_investigation_without_a_number_is_refused_before_anything_is_sent_and_a_refusal_is_told()
    {
        var (system, writer) = Start();
        await Assert.ThrowsAsync<SourceRefusedException>(() => writer.WriteAsync(Command(WriteKind.Note, "U-1"), Stop).AsTask());
        Assert.Empty(system.Calls);

        system.Answer = _ => DescribedSystem.Json("""{"Message":"Utredningen är avslutad"}""", HttpStatusCode.BadRequest);
        Assert.Contains("avslutad", (await Assert.ThrowsAsync<SourceRefusedException>(() => writer.WriteAsync(Command(WriteKind.Note, "7001"), Stop).AsTask())).VendorText, StringComparison.Ordinal);
    }

    (DescribedSystem System, ILooksUpWrites Writer) Start() =>
        Of("mappings/lifecare/lifecare-ec-investigations.stream.yaml", new() { ["url"] = "https://lifecare.example/WE.EC.Integration.Host", ["domain"] = "SUNDBY", ["key"] = "k" }, Answer);

    HttpResponseMessage Answer(DescribedSystem.Called call)
    {
        if (call.Method == "GET")
        {
            return DescribedSystem.Json($"[{string.Join(',', texts.Select((text, at) =>
                $$"""{"Id":"{{501 + at}}","HeadlineId":"{{text.GetProperty("HeadlineId").GetString()}}","PlainText":{{text.GetProperty("PlainText").GetRawText()}},"CreatedTime":"{{text.GetProperty("CreatedTime").GetString()}}"}"""))}]");
        }

        if (Demanded.Any(name => !call.Json().TryGetProperty(name, out _))) return DescribedSystem.Json("""{"Message":"The request is invalid."}""", HttpStatusCode.BadRequest);

        texts.Add(call.Json());
        return DescribedSystem.Json($"{500 + texts.Count}");
    }
}
