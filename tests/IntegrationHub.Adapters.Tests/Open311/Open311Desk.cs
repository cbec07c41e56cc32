using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Xml.Linq;
using IntegrationHub.Sources;
using IntegrationHub.WriteBack;
using Microsoft.AspNetCore.WebUtilities;

namespace IntegrationHub.Adapters.Tests.Open311;

/// <summary>An Open311 server with one report that takes updates, and takes new reports: it knows an update again by its id, and lists everything by the time at which it came in.</summary>
sealed class Open311Desk(RecordFormat format, TimeProvider clock) : IWritableVendor
{
    static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    readonly List<(string Reference, DateTimeOffset At, Dictionary<string, string> Form)> updates = [];
    readonly List<(string Reference, DateTimeOffset At, Dictionary<string, string> Form)> reports = [];
    readonly List<WrittenObject> written = [];

    public string Key => "1001";

    public IReadOnlyList<WrittenObject> Written => written;

    /// <summary>Whether a new report only has a token so far; by number and token it can be asked for.</summary>
    public bool GivesTokens { get; init; }

    /// <summary>What came in of the forms.</summary>
    public IReadOnlyDictionary<string, string> LastForm => updates.Concat(reports).OrderBy(r => r.At).Last().Form;

    bool IsXml => format == RecordFormat.Xml;

    public bool IsWrite(VendorCall call) => call.Method == "POST";

    public VendorAnswer Refuse(VendorCall call, string words) => Error(400, words);

    public VendorAnswer Answer(VendorCall call)
    {
        var resource = Path.GetFileNameWithoutExtension(call.Path);
        if (!call.Path.StartsWith("/open311/v2/", StringComparison.Ordinal) || Path.GetExtension(call.Path) != (IsXml ? ".xml" : ".json")) return VendorAnswer.Only(404);
        if (call.Method == "POST") return Take(resource, QueryHelpers.ParseQuery(call.Body).ToDictionary(f => f.Key, f => f.Value.ToString(), StringComparer.Ordinal));
        if (call.Path.Contains("/tokens/", StringComparison.Ordinal)) return Rows("service_requests", "request", [[("service_request_id", resource[2..]), ("token", resource)]]);
        if (call.Query.GetValueOrDefault("service_request_id") is { } number) return Rows("service_requests", "request", reports.Where(r => r.Reference == number).Select(r => Shown(r.Reference, r.Form)));
        if (!Open311Subject.TryRead(call, "start_date", out var from) || !Open311Subject.TryRead(call, "end_date", out var until)) return Error(400, "start_date and end_date must be times");

        return resource == "requests"
            ? Rows("service_requests", "request", reports.Where(r => r.At >= from && r.At <= until).Select(r => Listed(r.Reference, r.Form)))
            : Rows("service_request_updates", "request_update", updates.Where(u => u.At >= from && u.At <= until).Select(u =>
                (IReadOnlyList<(string, string)>)[("update_id", u.Reference), ("service_request_id", u.Form["service_request_id"]), ("status", u.Form["status"]), ("description", u.Form["description"])]));
    }

    IReadOnlyList<(string, string)> Listed(string number, Dictionary<string, string> form) => GivesTokens
        ? [("token", $"T-{number}")]
        : Shown(number, form);

    static IReadOnlyList<(string, string)> Shown(string number, Dictionary<string, string> form) =>
        [("service_request_id", number), ("service_code", form["service_code"]), ("description", form["description"])];

    VendorAnswer Take(string resource, Dictionary<string, string> form)
    {
        if (form.GetValueOrDefault("api_key") is null) return Error(400, "api_key was not provided");

        return resource switch
        {
            "requests" => Report(form),
            "servicerequestupdates" => Update(form),
            _ => VendorAnswer.Only(404),
        };
    }

    VendorAnswer Report(Dictionary<string, string> form)
    {
        if (!form.ContainsKey("service_code")) return Error(400, "service_code was not provided");
        if (!form.ContainsKey("lat") || !form.ContainsKey("long")) return Error(400, "a place was not provided");
        if (form["description"].Length > 4000) return Error(400, "description is longer than 4000 characters");

        var number = $"{2001 + reports.Count}";
        reports.Add((number, clock.GetUtcNow(), form));
        written.Add(new WrittenObject(WriteKind.Create, number, form["description"]));
        return Rows("service_requests", "request", [GivesTokens ? [("token", $"T-{number}")] : [("service_request_id", number), ("service_notice", "Tack.")]]);
    }

    VendorAnswer Update(Dictionary<string, string> form)
    {
        foreach (var demanded in (string[])["service_request_id", "update_id", "status", "updated_datetime", "description"])
            if (string.IsNullOrEmpty(form.GetValueOrDefault(demanded))) return Error(400, $"{demanded} was not provided");
        if (form["service_request_id"] != Key) return Error(404, "service_request_id was not found");
        if (!DateTimeOffset.TryParseExact(form["updated_datetime"], "yyyy-MM-dd'T'HH:mm:ssK", CultureInfo.InvariantCulture, DateTimeStyles.None, out var at)) return Error(400, "updated_datetime is no time");
        if (updates.Any(u => u.Form["update_id"] == form["update_id"])) return Error(400, "Bad request: already exists");

        var reference = $"u-{1 + updates.Count}";
        updates.Add((reference, at, form));
        // Notes and messages are the same to a server; the subject lets them say different things of the status.
        written.Add(new WrittenObject(form["status"] switch { "unchanged" => WriteKind.Note, "open" => WriteKind.Message, _ => WriteKind.Status }, reference, form["description"]));
        return Rows("service_request_updates", "request_update", [[("update_id", reference)]]);
    }

    VendorAnswer Error(int code, string words) => Rows("errors", "error", [[("code", $"{code}"), ("description", words)]], code);

    VendorAnswer Rows(string list, string row, IEnumerable<IReadOnlyList<(string Name, string Value)>> rows, int status = 200) => IsXml
        ? VendorAnswer.Xml($"<?xml version=\"1.0\" encoding=\"utf-8\"?>{new XElement(list, rows.Select(r => new XElement(row, r.Select(f => new XElement(f.Name, f.Value)))))}", status)
        : VendorAnswer.Json($"[{string.Join(',', rows.Select(r => $"{{{string.Join(',', r.Select(f => $"\"{f.Name}\":{JsonSerializer.Serialize(f.Value, Plain)}"))}}}"))}]", status);
}
