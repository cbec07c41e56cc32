using System.Text.Encodings.Web;
using System.Text.Json;
using IntegrationHub.WriteBack;

namespace IntegrationHub.Adapters.Tests.Testing;

/// <summary>The model adapter's vendor, as it is written to: it knows a note again by its id, and shows messages and the status of a case.</summary>
sealed class ModelDesk(TimeProvider clock) : IWritableVendor
{
    static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    readonly List<(string Id, string Reference, string Text)> notes = [];
    readonly List<(string Reference, string Text)> messages = [];
    readonly List<WrittenObject> written = [];
    string status = "open";
    DateTimeOffset changedAt = clock.GetUtcNow() - TimeSpan.FromDays(1);

    public string Key => "P-1";

    public IReadOnlyList<WrittenObject> Written => written;

    public bool IsWrite(VendorCall call) => call.Method == "POST";

    public VendorAnswer Refuse(VendorCall call, string words) => VendorAnswer.Json(JsonSerializer.Serialize(new { error = words }, Plain), 400);

    public bool ChangeStatus()
    {
        (status, changedAt) = ("closed", clock.GetUtcNow());
        return true;
    }

    public VendorAnswer Answer(VendorCall call) => (call.Method, call.Path) switch
    {
        ("GET", "/api/cases/P-1/messages") => VendorAnswer.Json(JsonSerializer.Serialize(new { messages = messages.Select(m => new { id = m.Reference, text = m.Text }) }, Plain)),
        ("GET", "/api/cases/P-1/status") => VendorAnswer.Json(JsonSerializer.Serialize(new { status, changed = changedAt }, Plain)),
        ("POST", _) when call.Path.StartsWith("/api/cases/P-1/", StringComparison.Ordinal) => Take(call.Path["/api/cases/P-1/".Length..], JsonDocument.Parse(call.Body).RootElement),
        _ => VendorAnswer.Json("""{"error":"there is no such case"}""", 404),
    };

    VendorAnswer Take(string what, JsonElement sent)
    {
        var text = sent.GetProperty("text").GetString()!;
        switch (what)
        {
            case "notes":
                var id = sent.GetProperty("id").GetString()!;
                if (notes.FirstOrDefault(n => n.Id == id) is { Reference: { } known }) return VendorAnswer.Json($$"""{"error":"known already","id":"{{known}}"}""", 409);

                notes.Add((id, $"n-{1 + notes.Count}", text));
                return Taken(WriteKind.Note, notes[^1].Reference, text);

            case "messages":
                messages.Add(($"m-{1 + messages.Count}", text));
                return Taken(WriteKind.Message, messages[^1].Reference, text);

            default:
                (status, changedAt) = (text, clock.GetUtcNow());
                return Taken(WriteKind.Status, null, text);
        }
    }

    VendorAnswer Taken(WriteKind kind, string? reference, string text)
    {
        written.Add(new WrittenObject(kind, reference, text));
        return VendorAnswer.Json(JsonSerializer.Serialize(new { taken = true, id = reference }, Plain));
    }
}
