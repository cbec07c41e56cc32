using System.Globalization;
using IntegrationHub.Adapters.Tests.Testing;
using IntegrationHub.WriteBack;

namespace IntegrationHub.Adapters.Tests.Http;

/// <summary>JSON, local times, the whole address of the next page in the answer, single cases by key, a user and a password. What is written it shows.</summary>
sealed class LinkSubject : DescribedSubject, IWriteSubject
{
    public override string Title => "http: links, local time, by key";

    public override string Page => "adapters/IntegrationHub.Adapters.Http/CONFORMANCE.md";

    public override string Section => """
        http:
          auth: basic
          times: { zone: Europe/Stockholm }
          list:
            get: /cases?after={since}&until={until}
            records: cases
            paging: { by: next, at: _links.next.href }
          byKey:
            get: /cases/{key}
          write:
            note:
              post: /cases/{key}/remarks
              body: { text: "{words}" }
              reference: remark.id
              words: error
              find:
                get: /cases/{key}/remarks
                records: remarks
                total: total
                match: { text: "{words}" }
                at: created
                reference: id
            status:
              patch: /cases/{key}
              body: { status: "{status}" }
              statuses: { Väntar: waiting }
              done: { at: status, is: waiting }
              words: error
              find:
                get: /cases/{key}/status
                record: .
                match: { status: "{status}" }
                changed: changed
            create:
              post: /cases
              body: { title: "{subject}", text: "{text}", mark: "{id}", reporter: { name: "{party.name}", phone: "{party.phone}" } }
              reference: id
              words: error
              find:
                get: /cases?mark={id}
                records: cases
                reference: id
        """;

    public IReadOnlyDictionary<WriteKind, IReadOnlyDictionary<string, string>> Kinds { get; } =
        new[] { WriteKind.Note, WriteKind.Status, WriteKind.Create }.ToDictionary(kind => kind, _ => (IReadOnlyDictionary<string, string>)new Dictionary<string, string>());

    public IWritableVendor CreateVendor(TimeProvider clock) => new DescribedDesk(clock);

    public WriteCommand Complete(WriteCommand command) => command.Kind == WriteKind.Status ? command with { Status = "Väntar" } : command;

    public override IReadOnlyCollection<Capability> Capabilities { get; } =
        [Capability.AsksByTime, Capability.VendorPages, Capability.UnsortedRows, Capability.OrderedRecords, Capability.AnnouncesDeletes, Capability.CompleteReads, Capability.LocalTime];

    public override IReadOnlyDictionary<string, string> Settings(Uri vendor) => new Dictionary<string, string> { ["url"] = new Uri(vendor, "api/").ToString(), ["username"] = "ihub", ["password"] = Secret };

    protected override bool SignsIn(VendorCall call) => call.Headers.GetValueOrDefault("Authorization") is { } sent && (sent == Basic("ihub", Secret) || sent == Basic("ihub", Canary.Secret));

    protected override VendorAnswer List(VendorCall call, VendorCases cases)
    {
        var (after, until) = (call.Query.GetValueOrDefault("after"), call.Query.GetValueOrDefault("until"));
        var rows = cases.All.Where(c => (after is null || string.CompareOrdinal(ModelSubject.Label(c.ChangedAt), after) > 0) && (until is null || string.CompareOrdinal(ModelSubject.Label(c.ChangedAt), until) <= 0)).ToList();
        if (!cases.Unsorted) rows = [.. rows.OrderBy(c => ModelSubject.Label(c.ChangedAt), StringComparer.Ordinal)];
        if (cases.Page(rows, call.Query.GetValueOrDefault("page")) is not { } page) return VendorAnswer.Json("""{"error":"there is no such page"}""", 400);

        var kept = string.Concat(call.Query.Where(q => q.Key != "page").Select(q => $"&{q.Key}={Uri.EscapeDataString(q.Value)}"));
        var link = page.Next is null ? "null" : $$"""{"href":"http://{{call.Headers["Host"]}}/api/cases?page={{page.Next}}{{kept}}"}""";
        return VendorAnswer.Json($$"""{"_links":{"next":{{link}}},"cases":[{{string.Join(',', page.Rows.Select(Row))}}]}""");
    }

    static string Basic(string name, string password) => $"Basic {Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"{name}:{password}"))}";
}

/// <summary>JSON, windows of time, records counted from an offset, how many there are is told and the page behind the last is empty; several keys in one question.</summary>
sealed class OffsetSubject : DescribedSubject
{
    public override string Title => "http: windows and offsets";

    public override string Page => "adapters/IntegrationHub.Adapters.Http/CONFORMANCE-WINDOWED.md";

    public override string Section => """
        http:
          auth: { by: key, in: query, name: apiKey }
          times: { format: unixMs }
          list:
            get: /cases?from={since}&to={until}&offset={offset}&limit={size}
            records: items
            total: total
            paging: { by: offset, largest: 4, end: { empty: true } }
          byKey:
            get: /cases?ids={keys}
            records: items
            most: 3
        """;

    public override Sources.ReadStrategy Strategy => Sources.ReadStrategy.Windowed;

    public override string Reading => "from: 2026-02-01T00:00:00+01:00\nlookback: 1h\nwindow:\n  rows: 20";

    public override IReadOnlyCollection<Capability> Capabilities { get; } = [Capability.AsksByTime, Capability.UnsortedRows, Capability.OrderedRecords, Capability.AnnouncesDeletes, Capability.CompleteReads];

    public override IReadOnlyDictionary<string, string> Settings(Uri vendor) => new Dictionary<string, string> { ["url"] = new Uri(vendor, "api").ToString(), ["key"] = Secret };

    protected override bool SignsIn(VendorCall call) => call.Query.GetValueOrDefault("apiKey") is Secret or Canary.Secret;

    protected override VendorAnswer List(VendorCall call, VendorCases cases)
    {
        if (call.Query.TryGetValue("ids", out var ids))
        {
            var found = ids.Split(',').Select(id => Number(id) is { } number ? cases.Find(number) : null).OfType<VendorCase>();
            return VendorAnswer.Json($$"""{"items":[{{string.Join(',', found.Select(Row))}}]}""");
        }

        var rows = cases.Changed(At(call, "from"), At(call, "to"));
        var (offset, limit) = (int.Parse(call.Query["offset"], CultureInfo.InvariantCulture), int.Parse(call.Query["limit"], CultureInfo.InvariantCulture));
        return VendorAnswer.Json($$"""{"total":{{rows.Count}},"items":[{{string.Join(',', rows.Skip(offset).Take(Math.Min(limit, cases.PageSize)).Select(Row))}}]}""");
    }

    static DateTimeOffset? At(VendorCall call, string name) =>
        call.Query.TryGetValue(name, out var text) ? DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(text, CultureInfo.InvariantCulture)) : null;
}

/// <summary>JSON, everything every time, next pages named by the header Link, a bare key in Authorization.</summary>
sealed class SnapshotSubject : DescribedSubject
{
    public override string Title => "http: complete reads by the header Link";

    public override string Page => "adapters/IntegrationHub.Adapters.Http/CONFORMANCE-SNAPSHOT.md";

    public override string Section => """
        http:
          auth: { by: key, in: authorization }
          list:
            get: /cases
            paging: { by: link }
          byKey:
            get: /cases/{key}
        """;

    public override Sources.ReadStrategy Strategy => Sources.ReadStrategy.Snapshot;

    public override IReadOnlyCollection<Capability> Capabilities { get; } = [Capability.VendorPages, Capability.UnsortedRows, Capability.OrderedRecords, Capability.AnnouncesDeletes, Capability.CompleteReads];

    public override IReadOnlyDictionary<string, string> Settings(Uri vendor) => new Dictionary<string, string> { ["url"] = new Uri(vendor, "api").ToString(), ["key"] = "s3cret" };

    protected override bool SignsIn(VendorCall call) => call.Headers.GetValueOrDefault("Authorization") is "s3cret" or Canary.Secret;

    protected override VendorAnswer List(VendorCall call, VendorCases cases)
    {
        if (cases.Page(cases.All, call.Query.GetValueOrDefault("page")) is not { } page) return VendorAnswer.Json("""{"error":"there is no such page"}""", 400);

        var answer = VendorAnswer.Json($"[{string.Join(',', page.Rows.Select(Row))}]");
        return page.Next is null ? answer : answer with { Headers = new Dictionary<string, string> { ["Link"] = $"""</api/cases>; rel="first", </api/cases?page={page.Next}>; rel="next" """.Trim() } };
    }
}
