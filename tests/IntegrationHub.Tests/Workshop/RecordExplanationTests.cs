using IntegrationHub.Diagnostics;
using IntegrationHub.Workshop.Explaining;
using IntegrationHub.Workshop.Samples;

namespace IntegrationHub.Tests.Workshop;

public sealed class RecordExplanationTests : IDisposable
{
    readonly WorkshopFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Every_step_is_told_with_its_value_in_the_order_of_evaluation()
    {
        var explanation = await ExplainAsync("title");

        Assert.Equal(
            ["let.clean: title = ' Garage '; | trim = 'Garage'", "fields.title: $clean = 'Garage'; | upper = 'GARAGE'"],
            explanation.Expressions.Select(e => $"{e.Name}: {string.Join("; ", e.Steps.Select(s => $"{s.Text} = {string.Join(" · ", s.Values)}"))}"));
        Assert.Equal((17, 10), (explanation.Expressions[1].Place.Line, explanation.Expressions[1].Place.Column));
        Assert.Equal((17, 19), (explanation.Expressions[1].Steps[1].Place.Line, explanation.Expressions[1].Steps[1].Place.Column));
    }

    [Fact]
    public async Task A_list_is_told_item_by_item()
    {
        var explanation = await ExplainAsync("parties.name");

        Assert.Equal(["parties[0] 'Anna'", "parties[1] 'Bo'"], explanation.Expressions.Select(e => $"{e.Item} {e.Steps[^1].Values[0]}"));
    }

    [Fact]
    public async Task A_branch_that_is_not_taken_is_not_told()
    {
        var explanation = await ExplainAsync("closedAt");

        Assert.Equal(["status", "== 'DONE'", "if(status == 'DONE', at | datetime, null)"], explanation.Expressions[0].Steps.Select(s => s.Text));
    }

    [Fact]
    public async Task A_record_that_cannot_be_mapped_is_explained_up_to_where_it_fails()
    {
        folder.Write("samples/one.json", """{ "nr": "B 1", "rev": 5, "status": "ZZZ", "title": "Garage" }""");

        var explanation = await ExplainAsync("status");

        Assert.Equal("quarantined", explanation.Outcome);
        Assert.StartsWith("fails IH3102", explanation.Expressions[0].Steps[^1].Values[0], StringComparison.Ordinal);
        Assert.Equal("IH3102", Assert.Single(explanation.Said).Code);
    }

    [Fact]
    public async Task Without_a_field_everything_is_told_and_the_case_with_it()
    {
        var explanation = await ExplainAsync(null);

        Assert.Equal(["identity.key", "identity.order", "identity.deleted", "let.clean", "fields.title", "fields.status", "fields.closedAt", "lists.parties.each", "lists.parties.fields.name", "lists.parties.fields.name"],
            explanation.Expressions.Select(e => e.Name));
        Assert.Contains("\"title\": \"GARAGE\"", explanation.Result, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_field_that_is_not_there_is_told_with_the_nearest()
    {
        var wrong = await Assert.ThrowsAsync<ExplanationException>(() => ExplainAsync("titel"));

        Assert.Equal("the mapping has no 'titel' (did you mean 'title'?)", wrong.Message);
    }

    async Task<RecordExplanation> ExplainAsync(string? field)
    {
        var diagnostics = new DiagnosticBag();
        var explanation = await RecordExplanation.OfAsync(folder["permits.mapping.yaml"], async mapping => Assert.Single((await SampleSet.ReadAsync([folder["samples/one.json"]], mapping, null)).Records), field, diagnostics);
        Assert.Empty(diagnostics.All);
        return explanation!;
    }
}
