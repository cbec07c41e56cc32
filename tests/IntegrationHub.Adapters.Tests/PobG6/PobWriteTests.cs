using System.Net;
using IntegrationHub.Adapters.Tests.Http;
using IntegrationHub.Adapters.Tests.Systems;
using IntegrationHub.Cases;
using IntegrationHub.Faults;
using IntegrationHub.WriteBack;
using static IntegrationHub.Adapters.Tests.Systems.ShippedWriter;

namespace IntegrationHub.Adapters.Tests.PobG6;

/// <summary>POB G6 written to by its stream file: a stand-in that makes cases of PUT and changes them by POST, as the stubs of its users do.</summary>
public sealed class PobWriteTests
{
    readonly Dictionary<string, string> cases = new(StringComparer.Ordinal);
    string memo = "<html><body>2026-03-01 09:00 Kommentar</body></html>";
    HttpResponseMessage? instead;

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_new_case_is_a_PUT_that_names_the_case_and_carries_the_commands_id()
    {
        var (system, writer) = Start();
        var command = Command(WriteKind.Create) with { Subject = "Kan inte skicka ansökan", Party = new Party { Name = "Tolvan Tolvansson", Email = "tolvan@example.com" } };

        var receipt = await writer.WriteAsync(command, Stop);

        Assert.Equal("867608", receipt.Reference);
        Assert.Equal(("PUT", "/pobg6/api/v110/cases", "xyz", "application/json; charset=utf-8"), (system.Calls[0].Method, system.Calls[0].Target, system.Calls[0].Headers["Authorization"], system.Calls[0].ContentType));
        Assert.Equal(
            """{"Type":"Case","Links":[],"Data":{"Description":"Kan inte skicka ansökan","CaseType":"Service Request","CaseCategory":"IT Support","ResponsibleGroup":"First Line IT","PriorityInfo.Priority":"IT4","UnregisteredContact.Mail":"tolvan@example.com","Virtual.ExternalCaseId":"ID"},"Memo":{"Problem":{"Extension":".txt","IsValidForWeb":false,"Style":2,"HandleSeparators":true,"Memo":"Hon undrar & väntar."}}}""",
            system.Calls[0].Body.Replace(command.Id.ToString(), "ID", StringComparison.Ordinal));
        Assert.Equal("867608", (await writer.FindAsync(command, Stop))?.Reference);
        Assert.Equal($"Virtual.ExternalCaseId={command.Id}", System.Web.HttpUtility.ParseQueryString(system.Calls[1].Address.Query)["Filter"]);
        Assert.Null(await writer.FindAsync(command with { Id = new WriteCommandId(8) }, Stop));
    }

    [Fact]
    public async Task A_filter_that_is_not_understood_finds_nothing_by_chance()
    {
        var (_, writer) = Start();
        instead = DescribedSystem.Json("""[{"Type":"Case","Data":{"Id":"1022952","Virtual.ExternalCaseId":"another"}}]""");

        Assert.Null(await writer.FindAsync(Command(WriteKind.Create), Stop));
    }

    [Fact]
    public async Task A_note_whose_answer_was_lost_is_found_in_the_memo_by_its_last_line()
    {
        var (system, writer) = Start();
        Assert.Null(await writer.FindAsync(Command(WriteKind.Note, "1022952"), Stop));

        await writer.WriteAsync(Command(WriteKind.Note, "1022952") with { Subject = "Ringde igen" }, Stop);

        Assert.Equal("""{"Id":"1022952"}""", system.Calls[^1].Json().GetProperty("Data").GetRawText());
        Assert.StartsWith("Ringde igen\n\nHon undrar & väntar.\n\nRef: ", system.Calls[^1].Json().GetProperty("Memo").GetProperty("CaseInternalNotesCustom").GetProperty("Memo").GetString(), StringComparison.Ordinal);
        Assert.NotNull(await writer.FindAsync(Command(WriteKind.Note, "1022952"), Stop));
        Assert.Equal("/pobg6/api/v110/cases/1022952/memo?type=CaseInternalNotesCustom&scope=all", system.Calls[^1].Target);
    }

    [Fact]
    public async Task A_hand_over_names_a_group_and_leaves_nobody_responsible()
    {
        var (system, writer) = Start();
        await Assert.ThrowsAsync<SourceRefusedException>(() => writer.WriteAsync(Command(WriteKind.HandOver, "1022952"), Stop).AsTask());
        Assert.Empty(system.Calls);

        await writer.WriteAsync(Command(WriteKind.HandOver, "1022952") with { Fields = new Dictionary<string, string> { ["group"] = "Second Line IT" } }, Stop);

        Assert.Equal("""{"Id":"1022952","Responsible":null,"ResponsibleGroup":"Second Line IT"}""", system.Calls[0].Json().GetProperty("Data").GetRawText());
    }

    [Theory]
    [InlineData(422, """{"InternalMessage":"redesign","UserMessage":"Gruppen finns inte","Data":{},"MoreInfo":"","Code":3}""", "Gruppen finns inte")]
    [InlineData(400, """{"Message":"Ärendet är låst"}""", "Ärendet är låst")]
    public async Task A_refusal_is_told_in_its_words_in_either_shape(int status, string answer, string words)
    {
        var (_, writer) = Start();
        instead = DescribedSystem.Json(answer, (HttpStatusCode)status);

        var refused = await Assert.ThrowsAsync<SourceRefusedException>(() => writer.WriteAsync(Command(WriteKind.Status, "1022952") with { Status = "In Process" }, Stop).AsTask());

        Assert.Equal(words, refused.VendorText);
    }

    (DescribedSystem System, ILooksUpWrites Writer) Start() =>
        Of("mappings/pob-g6/pob-cases.stream.yaml", new() { ["url"] = "https://pob.example:8086/pobg6/api/v110", ["key"] = "xyz", ["filter"] = "CaseType=Service Request" }, Answer);

    HttpResponseMessage Answer(DescribedSystem.Called call)
    {
        if (instead is { } given) return given;
        if (call.Address.AbsolutePath.EndsWith("/memo", StringComparison.Ordinal))
            return DescribedSystem.Json($$$"""{"Type":"Case","Links":[],"Data":{"Id":"1022952"},"Memo":{"CaseInternalNotesCustom":{"Extension":".html","IsValidForWeb":false,"Memo":{{{System.Text.Json.JsonSerializer.Serialize(memo)}}} } } }""");

        switch (call.Method)
        {
            case "GET":
                return DescribedSystem.Json($"[{string.Join(',', cases.Where(c => call.Address.Query.Contains(c.Value, StringComparison.Ordinal)).Select(c => $$$"""{"Type":"Case","Data":{"Id":"{{{c.Key}}}","Virtual.ExternalCaseId":"{{{c.Value}}}"}}"""))}]");
            case "PUT":
                cases["867608"] = call.Json().GetProperty("Data").GetProperty("Virtual.ExternalCaseId").GetString()!;
                return DescribedSystem.Json("""[{"Type":"Case","Links":[{"Relation":"self","Href":"pobg6/api/v110/cases/867608"}],"Data":{"Id":"867608"},"TriggerResults":[],"Memo":{}}]""");
            default:
                if (call.Json().GetProperty("Memo").TryGetProperty("CaseInternalNotesCustom", out var added)) memo += $"<div>{added.GetProperty("Memo").GetString()}</div>";
                return new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent([]) };
        }
    }
}
