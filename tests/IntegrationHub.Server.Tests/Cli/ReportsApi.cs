using System.Globalization;

namespace IntegrationHub.Server.Tests.Cli;

/// <summary>A street office's fault reports over HTTP, as an API answers of which nobody has a description: five reports of invented people, two on a page.</summary>
sealed class ReportsApi : IAsyncDisposable
{
    public const string Token = "the-token-of-the-street-office";
    public const string Variable = "IHUB_TEST_REPORTS_TOKEN";

    static readonly string[] People = ["Tolvan Tolvansson", "Anna Andersson", "Bo Bengtsson", "Cecilia Ceder", "David Dal"];

    ReportsApi(ScriptedVendor vendor) => Vendor = vendor;

    public ScriptedVendor Vendor { get; }

    public string Address => new Uri(Vendor.Address, "api").ToString();

    public static async Task<ReportsApi> StartAsync()
    {
        // What the commands read is a process's environment; nobody else reads this name.
        Environment.SetEnvironmentVariable(Variable, Token);
        return new ReportsApi(await ScriptedVendor.StartAsync(TimeProvider.System, Answer));
    }

    /// <summary>A stream file that reads it, and what more stands in it.</summary>
    public string StreamFile(string more = "", string? url = null) => $$"""
        stream: reports
        source: street-office
        title: Street office
        adapter: http
        mapping: reports
        connection:
          url: "{{url ?? Address}}"
          token: "${secret:{{Variable}}}"
        http:
          auth: bearer
          list:
            get: /reports?page={page}&size={size}
            records: items
            total: total
            paging: { by: page, end: { next: next } }
        read:
          strategy: snapshot
          page: { size: 2 }
        retry: { attempts: 1 }
        confidentiality: { floor: open }
        {{more}}
        """;

    public const string Mapping = """
        mapping: reports
        version: 1.0.0
        target: case@1
        source: { system: street-office, format: json }
        timezone: Europe/Stockholm
        identity: { key: id, order: changed | datetime }
        codes:
          status:
            map: { NEW: received, PLANNED: waitingForOther, DONE: closed }
            unknown: quarantine
        fields:
          number: reference
          title: heading
          status: state | lookup(status)
          updatedAt: changed | datetime
          confidentiality: const('open')
        lists:
          parties:
            each: reporter | toList
            fields:
              role: const('reporter')
              name: it.name
              phone: it.phone

        """;

    public ValueTask DisposeAsync() => Vendor.DisposeAsync();

    public static VendorAnswer Answer(VendorCall call)
    {
        if (call.Headers.GetValueOrDefault("Authorization") != $"Bearer {Token}") return VendorAnswer.Json("""{"error":"unauthorized"}""", 401);
        if (call.Path != "/api/reports") return VendorAnswer.Json("""{"error":"not found"}""", 404);

        return VendorAnswer.Json(Page(int.Parse(call.Query.GetValueOrDefault("page", "1"), CultureInfo.InvariantCulture), call.Headers["Host"]));
    }

    /// <summary>A page; its link to the next one names a host.</summary>
    public static string Page(int page, string host = "inner.sundby.example")
    {
        var next = page * 2 < 5 ? $"\"http://{host}/api/reports?page={page + 1}&size=2\"" : "null";
        return $$"""{"total":5,"page":{{page}},"next":{{next}},"items":[{{string.Join(',', Enumerable.Range(1, 5).Skip((page - 1) * 2).Take(2).Select(Row))}}]}""";
    }

    public static string Row(int number) =>
        $$"""{"id":{{4710 + number}},"reference":"FE-2026-{{number:0000}}","heading":"Lamp {{number}}","state":"{{(number % 3) switch { 0 => "DONE", 1 => "NEW", _ => "PLANNED" }}}","registered":"2026-03-0{{number}}","changed":"2026-03-0{{number}}T09:15:00","reporter":{"name":"{{People[number - 1]}}","phone":"070-174 06 3{{number}}"} }""";
}
