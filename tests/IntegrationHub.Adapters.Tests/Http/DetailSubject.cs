using System.Globalization;

namespace IntegrationHub.Adapters.Tests.Http;

/// <summary>A list of numbers, each case a request of its own, its status a link to a list of statuses; pages by a token, questions as a body of JSON.</summary>
sealed class DetailSubject : DescribedSubject
{
    public override string Title => "http: details and look-ups";

    public override string Page => "adapters/IntegrationHub.Adapters.Http/CONFORMANCE-DETAIL.md";

    public override string Section => """
        http:
          auth: bearer
          list:
            post: /search
            body: { changed: { after: "{since}" }, cursor: "{token}", size: "{size}" }
            records: hits
            paging: { by: token, at: cursor }
          detail: { get: "/cases/{row.id}", key: id }
          byKey: { get: "/cases/{key}" }
          lookups:
            status: { get: "{record.statusUrl}", keep: 1h }
        """;

    public override string Mapping => "tests/IntegrationHub.Adapters.Tests/Http/mappings/linked-permits.mapping.yaml";

    public override IReadOnlyCollection<Capability> Capabilities { get; } = [Capability.AsksByTime, Capability.VendorPages, Capability.UnsortedRows, Capability.OrderedRecords, Capability.AnnouncesDeletes, Capability.CompleteReads];

    public override bool AsksForRecords(VendorCall call) => !call.Path.StartsWith("/api/statuses", StringComparison.Ordinal);

    public override VendorAnswer Answer(VendorCall call, VendorCases cases)
    {
        if (call.Path.StartsWith("/api/statuses/", StringComparison.Ordinal))
            return call.Path.EndsWith("nonsense", StringComparison.Ordinal) ? VendorAnswer.Json("""{"error":"there is no such status"}""", 404) : VendorAnswer.Json($$"""{ "code": "{{call.Path["/api/statuses/".Length..]}}" }""");

        return base.Answer(call, cases);
    }

    protected override VendorAnswer List(VendorCall call, VendorCases cases)
    {
        using var asked = System.Text.Json.JsonDocument.Parse(call.Body);
        var after = asked.RootElement.GetProperty("changed").TryGetProperty("after", out var time) ? DateTimeOffset.Parse(time.GetString()!, CultureInfo.InvariantCulture) : (DateTimeOffset?)null;
        Assert.True(asked.RootElement.GetProperty("size").GetInt32() > 0);
        return cases.Page(cases.Changed(after, null), asked.RootElement.TryGetProperty("cursor", out var token) ? token.GetString() : null) is { } page
            ? VendorAnswer.Json($$"""{"hits":[{{string.Join(',', page.Rows.Select(c => $$"""{"id":"P-{{c.Number}}"}"""))}}],"cursor":{{(page.Next is null ? "\"\"" : $"\"{page.Next}\"")}}}""")
            : VendorAnswer.Json("""{"error":"there is no such page"}""", 400);
    }

    protected override VendorAnswer Single(VendorCall call, VendorCases cases)
    {
        var answer = base.Single(call, cases);
        if (answer.Status != 200) return answer;

        // The status is a link, as REST systems have it.
        var text = System.Text.Encoding.UTF8.GetString(answer.Body.Span);
        return VendorAnswer.Json(text.Replace("\"status\":\"", $"\"statusUrl\":\"http://{call.Headers["Host"]}/api/statuses/", StringComparison.Ordinal));
    }
}
