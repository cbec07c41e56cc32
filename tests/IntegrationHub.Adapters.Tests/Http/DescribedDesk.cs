using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using IntegrationHub.WriteBack;

namespace IntegrationHub.Adapters.Tests.Http;

/// <summary>The described vendor as it is written to: it knows notes again by a header and messages by an id of ours, and shows remarks, the status of its case, and new cases by a mark.</summary>
sealed class DescribedDesk(TimeProvider clock) : IWritableVendor
{
    static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    readonly Dictionary<string, string> known = new(StringComparer.Ordinal);
    readonly List<(string Id, string Text, DateTimeOffset At)> remarks = [];
    readonly List<(string Id, string Mark)> cases = [];
    readonly List<WrittenObject> written = [];
    string status = "open";
    DateTimeOffset changedAt = clock.GetUtcNow() - TimeSpan.FromDays(1);

    public string Key => "P-1";

    public IReadOnlyList<WrittenObject> Written => written;

    public bool IsWrite(VendorCall call) => call.Method != "GET";

    public VendorAnswer Refuse(VendorCall call, string words) => Json(new { error = words }, 422);

    public bool ChangeStatus()
    {
        (status, changedAt) = ("closed", clock.GetUtcNow());
        return true;
    }

    public VendorAnswer Answer(VendorCall call) => (call.Method, call.Path) switch
    {
        ("POST", "/api/cases/P-1/notes") => TakeKnown(WriteKind.Note, call.Headers["Idempotency-Key"], Sent(call).GetProperty("text").GetString()!, again: 200),
        ("POST", "/api/cases/P-1/messages") => Form(call.Body) is var form ? TakeKnown(WriteKind.Message, form["id"], form["text"], again: 409) : VendorAnswer.Only(400),
        ("GET", "/api/cases/P-1/remarks") => Json(new { total = remarks.Count, remarks = remarks.Select(r => new { id = r.Id, text = r.Text, created = r.At }) }),
        ("POST", "/api/cases/P-1/remarks") => TakeRemark(Sent(call).GetProperty("text").GetString()!),
        ("GET", "/api/cases/P-1/status") => Json(new { status, changed = changedAt }),
        ("PATCH", "/api/cases/P-1") => TakeStatus(Sent(call).GetProperty("status").GetString()!),
        ("POST", "/api/cases") => TakeCase(Sent(call)),
        ("GET", "/api/cases") => Json(new { cases = cases.Where(c => c.Mark == call.Query["mark"]).Select(c => new { id = c.Id }) }),
        _ => Json(new { error = "there is no such case" }, 404),
    };

    VendorAnswer TakeKnown(WriteKind kind, string id, string text, int again)
    {
        if (known.TryGetValue(id, out var reference)) return Json(new { id = reference }, again);

        known[id] = reference = $"k-{1 + known.Count}";
        written.Add(new WrittenObject(kind, reference, text));
        return Json(new { id = reference });
    }

    VendorAnswer TakeRemark(string text)
    {
        remarks.Add(($"r-{1 + remarks.Count}", text, clock.GetUtcNow()));
        written.Add(new WrittenObject(WriteKind.Note, remarks[^1].Id, text));
        return Json(new { remark = new { id = remarks[^1].Id } }, 201);
    }

    VendorAnswer TakeStatus(string wanted)
    {
        (status, changedAt) = (wanted, clock.GetUtcNow());
        written.Add(new WrittenObject(WriteKind.Status, null, wanted));
        return Json(new { status });
    }

    VendorAnswer TakeCase(JsonElement sent)
    {
        cases.Add(($"P-{100 + cases.Count}", sent.GetProperty("mark").GetString()!));
        written.Add(new WrittenObject(WriteKind.Create, cases[^1].Id, sent.GetProperty("text").GetString()!));
        return Json(new { id = cases[^1].Id }, 201);
    }

    static VendorAnswer Json<T>(T answer, int status = 200) => VendorAnswer.Json(JsonSerializer.Serialize(answer, Plain), status);

    static JsonElement Sent(VendorCall call) => JsonDocument.Parse(call.Body).RootElement;

    internal static Dictionary<string, string> Form(string body) =>
        body.Split('&').Select(field => field.Split('=')).ToDictionary(field => field[0], field => Uri.UnescapeDataString(field[1].Replace('+', ' ')), StringComparer.Ordinal);
}
