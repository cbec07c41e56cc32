using System.Text.Json;
using IntegrationHub.Adapters.Tests.Systems;

namespace IntegrationHub.Adapters.Tests.Lifecare;

/// <summary>What is scripted is what the contract says. The fields are written from Swagger, apart from what writes the answers.</summary>
public sealed class LifecareContractTests
{
    static readonly Dictionary<string, ContractFields> Definitions = new()
    {
        ["ApiExtractComposite"] = new(new Dictionary<string, string> { ["ModifiedAfter"] = "string?", ["TotalNumberOfRecords"] = "integer!", ["Result"] = "list!" }),
        ["ExtractAktualiseringDTO"] = new(new Dictionary<string, string>
        {
            ["PersonId"] = "string?", ["Name"] = "string?", ["Id"] = "integer!", ["Aktualisering"] = "string?", ["Type"] = "string?", ["CustomerNumber"] = "integer", ["Date"] = "string?", ["Reason"] = "string?",
            ["Regards"] = "string?", ["FromWho"] = "string?", ["Caseworker"] = "string?", ["Organization"] = "string?", ["Status"] = "string?", ["InvestigationId"] = "integer?", ["ServiceId"] = "integer?",
            ["DecisionId"] = "integer?", ["StartTime"] = "string?", ["EndTime"] = "string?",
        }),
        ["ExtractInvestigationDTO"] = new(new Dictionary<string, string>
        {
            ["Id"] = "integer!", ["CustomerNumber"] = "integer", ["Type"] = "string?", ["FromDate"] = "string?", ["ToDate"] = "string?", ["Caseworker"] = "string?", ["Organization"] = "string?",
            ["DossierType"] = "string?", ["StartTime"] = "string?", ["EndTime"] = "string?", ["InvestigationPersonDTOs"] = "list?",
        }),
        ["ExtractDecisionDTO"] = new(new Dictionary<string, string>
        {
            ["Id"] = "integer!", ["CustomerNumber"] = "integer", ["Date"] = "string?", ["Type"] = "string?", ["FromDate"] = "string?", ["ToDate"] = "string?", ["Reason"] = "string?", ["DecisionMaker"] = "string?",
            ["Caseworker"] = "string?", ["Organization"] = "string?", ["InvestigationExecutionId"] = "integer?", ["ServiceId"] = "integer?", ["Amount"] = "number?", ["ConnectedApplication"] = "integer?",
            ["StartTime"] = "string?", ["EndTime"] = "string?", ["DecisionPersonDTOs"] = "list?",
        }),
        ["Investigation"] = new(new Dictionary<string, string>
        {
            ["Id"] = "integer!", ["PersonId"] = "string?", ["Caseworker"] = "object?", ["StartDate"] = "string?", ["EndDate"] = "string?", ["Type"] = "object?", ["UpdateTime"] = "string?", ["Deleted"] = "boolean",
            ["Law"] = "string?",
        }),
        ["Decision"] = new(new Dictionary<string, string>
        {
            ["Id"] = "integer!", ["InvestigationId"] = "integer?", ["PersonId"] = "string?", ["Code"] = "object?", ["Type"] = "object?", ["Date"] = "string?", ["FromDate"] = "string?", ["ToDate"] = "string?",
            ["Reason"] = "object?", ["Caseworker"] = "object?", ["ServiceCategory"] = "object?", ["Hour"] = "number?", ["HourType"] = "object?", ["Amount"] = "number?", ["AmountType"] = "object?",
            ["Quantity"] = "number?", ["QuantityType"] = "object?", ["Visit"] = "number?", ["VisitType"] = "object?", ["DecisionLevel"] = "object?", ["Day"] = "number?", ["DayType"] = "object?",
            ["ExecutionStartDate"] = "string?", ["ExecutionEndDate"] = "string?", ["IterationNumber"] = "integer?", ["DaysOfDecision"] = "number?", ["OrderIds"] = "list?", ["Deleted"] = "boolean",
        }),
    };

    [Theory]
    [InlineData("fc-application.json", "ExtractAktualiseringDTO")]
    [InlineData("fc-report-of-concern.json", "ExtractAktualiseringDTO")]
    [InlineData("fc-investigation.json", "ExtractInvestigationDTO")]
    [InlineData("fc-investigation-ended.json", "ExtractInvestigationDTO")]
    [InlineData("fc-decision.json", "ExtractDecisionDTO")]
    public void A_row_of_family_care_in_its_envelope_is_one_of_the_contract(string sample, string definition)
    {
        var call = Call($"modifiedAfter=2026-03-01T00:00:00&limit=5&domain={ScriptedLifecare.Domain}&key={Uri.EscapeDataString(ScriptedLifecare.Key)}");
        using var answer = JsonDocument.Parse(ScriptedLifecare.Extract(call, [new(1, DateTimeOffset.MaxValue.AddDays(-2), Samples.Text("lifecare", sample))]).Body);

        Assert.Empty(Definitions["ApiExtractComposite"].Faults(answer.RootElement));
        Assert.Empty(Definitions[definition].Faults(answer.RootElement.GetProperty("Result")[0]));
    }

    [Theory]
    [InlineData("ec-investigation.json", "Investigation")]
    [InlineData("ec-investigation-ended.json", "Investigation")]
    [InlineData("ec-investigation-deleted.json", "Investigation")]
    [InlineData("ec-decision.json", "Decision")]
    public void A_row_of_elderly_care_is_one_of_the_contract(string sample, string definition)
    {
        using var row = JsonDocument.Parse(Samples.Text("lifecare", sample));

        Assert.Empty(Definitions[definition].Faults(row.RootElement));
    }

    [Fact]
    public void The_check_finds_what_is_not_of_the_contract()
    {
        using var row = JsonDocument.Parse("""{"Id":"1","Deleted":null,"Laws":"SoL","Law":"SoL","Law":"LSS"}""");

        Assert.Equal(["Law twice", "Id is String", "Deleted is Null", "Laws is not of the contract"], Definitions["Investigation"].Faults(row.RootElement));
    }

    static VendorCall Call(string query) => new()
    {
        Method = "GET", Path = "/", Target = $"/?{query}", Headers = new Dictionary<string, string>(), Body = "", At = default,
        Query = query.Split('&').Select(p => p.Split('=')).ToDictionary(p => p[0], p => Uri.UnescapeDataString(p[1])),
    };
}
