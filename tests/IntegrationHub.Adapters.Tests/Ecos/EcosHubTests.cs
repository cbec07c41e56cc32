using System.Xml.Linq;
using IntegrationHub.Adapters.Tests.Systems;
using IntegrationHub.Cases;
using IntegrationHub.Lookup;
using IntegrationHub.Sync;

namespace IntegrationHub.Adapters.Tests.Ecos;

/// <summary>Ecos' stream file and mapping as they ship, through the hub.</summary>
public sealed class EcosHubTests
{
    static readonly DateTimeOffset Monday = new(2026, 3, 9, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_case_is_searched_for_by_status_then_read_and_found_by_its_number_and_its_property()
    {
        await using var hub = await StartAsync(call => ScriptedEcos.Answer(call, [Case(837, "waiting.xml", ScriptedEcos.UnderWay), Case(838, "ended.xml", ScriptedEcos.Ended)]));
        await hub.ReadAsync("ecos-cases");

        var waiting = Assert.Single((await hub.LookUpAsync(LookupBy.CaseNumber, "MK-2026-837")).Full);
        var ended = Assert.Single((await hub.LookUpAsync(LookupBy.Property, "SUNDBY ODEN 4")).Full);

        Assert.Equal((CaseStatus.WaitingForCitizen, CaseStatus.Closed), (waiting.Status, ended.Status));
        Assert.Equal(4, (await hub.OpenAsync(waiting)).Timeline.Count);
        Assert.Equal(["SearchCase", "GetCase", "GetCase"], hub.Vendor.Calls.Select(Operation));
    }

    [Theory]
    [InlineData("waiting.xml")]
    [InlineData("ended.xml")]
    [InlineData("one-occurrence.xml")]
    public async Task What_is_scripted_is_what_the_WSDL_says(string sample)
    {
        var answers = new List<VendorAnswer>();
        await using var hub = await StartAsync(call =>
        {
            var answer = ScriptedEcos.Answer(call, [Case(837, sample, ScriptedEcos.UnderWay)]);
            lock (answers) answers.Add(answer);
            return answer;
        });
        await hub.ReadAsync("ecos-cases");

        Assert.Equal(2, answers.Count);
        Assert.All(answers, answer => Assert.Empty(EcosContract.Faults(answer)));
        Assert.NotEmpty(EcosContract.Faults(answers[1] with { Body = System.Text.Encoding.UTF8.GetBytes(System.Text.Encoding.UTF8.GetString(answers[1].Body.Span).Replace("CaseNumber", "CaseNo", StringComparison.Ordinal)) }));
    }

    [Fact]
    public async Task The_search_names_every_status_and_the_local_time_since_when()
    {
        await using var hub = await StartAsync(call => ScriptedEcos.Answer(call, []));
        await hub.ReadAsync("ecos-cases");
        hub.Settle();
        await hub.ReadAsync("ecos-cases");

        XNamespace data = "urn:Ecos.API.MinutMiljo.DataContracts.V1";
        var last = ScriptedEcos.Parse(hub.Vendor.Calls[^1].Body);
        Assert.Equal([ScriptedEcos.UnderWay, ScriptedEcos.Ended, ScriptedEcos.Discontinued, ScriptedEcos.Annulled], last.Descendants(data + "CaseStatusId").Select(e => e.Value));
        // The first read began at 09:00 local time; a minute may not be visible yet, and two hours are read again.
        Assert.All(last.Descendants(data + "CaseStatusFromDate"), e => Assert.Equal("2026-03-10T06:59:00", e.Value));
    }

    [Fact]
    public async Task A_case_that_is_gone_between_search_and_read_is_left_out_and_the_others_come()
    {
        var both = new[] { Case(837, "waiting.xml", ScriptedEcos.UnderWay), Case(838, "ended.xml", ScriptedEcos.Ended) };
        await using var hub = await StartAsync(call => ScriptedEcos.Answer(call, Operation(call) == "SearchCase" ? both : both[1..]));

        var run = await hub.ReadAsync("ecos-cases");

        Assert.Equal((1, 0), (run.Counters.Written, run.Counters.Quarantined));
    }

    [Fact]
    public async Task A_fault_of_the_service_ends_the_run_by_name_and_repeats_none_of_its_words()
    {
        await using var hub = await StartAsync(_ => VendorAnswer.Xml("""<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><s:Fault><faultcode>s:InternalServiceFault</faultcode><faultstring>Tolvan Tolvansson</faultstring></s:Fault></s:Body></s:Envelope>""", 500));

        var run = await hub.RunAsync("ecos-cases");

        Assert.Equal(RunOutcome.Failed, run.Outcome);
        Assert.DoesNotContain("Tolvan", $"{run}\n{string.Join('\n', hub.Log.Lines.Select(l => l.Text))}", StringComparison.Ordinal);
    }

    static string? Operation(VendorCall call) => call.Headers.GetValueOrDefault("SOAPAction")?.Trim('"').Split('/')[^1];

    static EcosCase Case(int number, string sample, string status)
    {
        var root = ScriptedEcos.Parse(Samples.Text("ecos", sample)).Root!;
        return new EcosCase($"5b0c1d2e-0000-4000-8000-{number:000000000000}", status, Monday, string.Concat(root.Elements().Select(e => e.ToString(SaveOptions.DisableFormatting))));
    }

    static Task<SystemHub> StartAsync(Func<VendorCall, VendorAnswer> answer) => SystemHub.StartAsync(
        "ecos",
        answer,
        vendor => new()
        {
            ["ECOS_URL"] = $"{vendor}Ecos2PublicServices", ["ECOS_USERNAME"] = "ihub", ["ECOS_STATUS_UNDER_WAY"] = ScriptedEcos.UnderWay, ["ECOS_STATUS_ENDED"] = ScriptedEcos.Ended,
            ["ECOS_STATUS_DISCONTINUED"] = ScriptedEcos.Discontinued, ["ECOS_STATUS_ANNULLED"] = ScriptedEcos.Annulled,
        },
        new() { ["ECOS_PASSWORD"] = "the password of the account" });
}
