using System.Globalization;
using IntegrationHub.Adapters.Http;
using IntegrationHub.Adapters.Tests.Testing;
using IntegrationHub.Sources;
using IntegrationHub.WriteBack;

namespace IntegrationHub.Adapters.Tests.Http;

/// <summary>Permits as a described vendor shows them: what differs between the subjects is how they are asked for and how their pages end.</summary>
abstract class DescribedSubject : HttpSubject
{
    protected const string Secret = "what the vendor gave out";

    public override IAdapter Adapter { get; } = new HttpAdapter();

    public override ReadStrategy Strategy => ReadStrategy.Cursor;

    public override string Mapping => "tests/IntegrationHub.Adapters.Tests/Testing/mappings/permits.mapping.yaml";

    public override string Readme => "adapters/IntegrationHub.Adapters.Http/README.md";

    public override string KeyOf(VendorCase @case) => string.Create(CultureInfo.InvariantCulture, $"P-{@case.Number}");

    public override IReadOnlyDictionary<string, string> Settings(Uri vendor) => new Dictionary<string, string> { ["url"] = new Uri(vendor, "api").ToString(), ["token"] = Secret };

    public override VendorAnswer Answer(VendorCall call, VendorCases cases)
    {
        if (!SignsIn(call)) return VendorAnswer.Only(401);

        return call.Path.StartsWith("/api/cases/", StringComparison.Ordinal) ? Single(call, cases) : List(call, cases);
    }

    protected virtual bool SignsIn(VendorCall call) => call.Headers.GetValueOrDefault("Authorization") is $"Bearer {Secret}" or $"Bearer {Canary.Secret}";

    protected abstract VendorAnswer List(VendorCall call, VendorCases cases);

    protected virtual VendorAnswer Single(VendorCall call, VendorCases cases) =>
        Number(call.Path["/api/cases/".Length..]) is { } number && cases.Find(number) is { } found ? VendorAnswer.Json(Row(found)) : VendorAnswer.Json("""{"error":"there is no such case"}""", 404);

    protected static string Row(VendorCase c) => ModelSubject.Row(c);

    protected static int? Number(string key) => key.StartsWith("P-", StringComparison.Ordinal) && int.TryParse(key[2..], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    protected static DateTimeOffset? Time(VendorCall call, string name) => call.Query.TryGetValue(name, out var text) ? DateTimeOffset.Parse(text, CultureInfo.InvariantCulture) : null;
}

/// <summary>JSON, pages by number, what changed since a time in UTC; it names the next page, and that is its end. What is written it knows again.</summary>
sealed class PagesSubject : DescribedSubject, IWriteSubject
{
    public override string Section => """
        http:
          auth: bearer
          list:
            get: /cases?changedAfter={since}&page={page}&size={size}
            records: cases
            paging: { by: page, end: { next: next } }
          write:
            note:
              post: /cases/{key}/notes
              headers: { Idempotency-Key: "{id}" }
              body: { role: "{writeBack.role}", subject: "{subject}", text: "{text}" }
              longest: 4000
              reference: id
              words: error
              repeat: always
            message:
              post: /cases/{key}/messages
              form: { id: "{uuid}", text: "{words}" }
              reference: id
              words: error
              faults: [ { status: 409, is: done } ]
              repeat: always
        """;

    public IReadOnlyDictionary<WriteKind, IReadOnlyDictionary<string, string>> Kinds { get; } = new Dictionary<WriteKind, IReadOnlyDictionary<string, string>>
    {
        [WriteKind.Note] = new Dictionary<string, string> { ["role"] = "first-line" }, [WriteKind.Message] = new Dictionary<string, string>(),
    };

    public IWritableVendor CreateVendor(TimeProvider clock) => new DescribedDesk(clock);

    public override IReadOnlyCollection<Capability> Capabilities { get; } = [Capability.AsksByTime, Capability.VendorPages, Capability.UnsortedRows, Capability.OrderedRecords, Capability.AnnouncesDeletes, Capability.CompleteReads];

    protected override VendorAnswer List(VendorCall call, VendorCases cases)
    {
        var page = int.Parse(call.Query["page"], CultureInfo.InvariantCulture);
        return cases.Page(cases.Changed(Time(call, "changedAfter"), null), page == 1 ? null : (page - 1).ToString(CultureInfo.InvariantCulture)) is { } found
            ? VendorAnswer.Json($$"""{"cases":[{{string.Join(',', found.Rows.Select(Row))}}]{{(found.Next is null ? "" : ",\"next\":\"there is one\"")}}}""")
            : VendorAnswer.Json("""{"error":"there is no such page"}""", 400);
    }
}
