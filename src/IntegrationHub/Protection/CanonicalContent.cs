using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using IntegrationHub.Cases;

namespace IntegrationHub.Protection;

/// <summary>The canonical bytes of one record, private parts and clear parts one behind the other. One per thread, since it runs for every record that is mapped.</summary>
sealed class CanonicalContent : IDisposable
{
    const int KeptCapacity = 1024 * 1024;

    [ThreadStatic]
    static CanonicalContent? ofThread;

    readonly ArrayBufferWriter<byte> buffer;
    readonly Utf8JsonWriter json;

    CanonicalContent()
    {
        buffer = new ArrayBufferWriter<byte>(4096);
        json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true });
    }

    /// <summary>Takes the thread's own; disposing gives it back.</summary>
    public static CanonicalContent Rent()
    {
        var rented = ofThread ?? new CanonicalContent();
        ofThread = null;
        return rented;
    }

    /// <summary>Overwrites what stands in it: it is personal.</summary>
    public void Dispose()
    {
        buffer.Clear();
        if (buffer.Capacity <= KeptCapacity) ofThread = this;
        else json.Dispose();
    }

    public int Position => buffer.WrittenCount;

    public ReadOnlySpan<byte> From(int start) => buffer.WrittenSpan[start..];

    public ReadOnlySpan<byte> Between(int start, int end) => buffer.WrittenSpan[start..end];

    /// <summary>Writes a case and returns where its private part ends and its clear part begins.</summary>
    public int Write(Case @case, PrivatePart.ClearTexts clear, Confidentiality confidentiality)
    {
        json.Reset(buffer);
        PrivatePart.Write(json, @case, clear);
        json.Flush();
        var end = Position;

        json.Reset(buffer);
        json.WriteStartObject();
        if (clear.Number) json.WriteString("number", @case.Reference.Number);
        if (clear.Title) json.WriteString("title", @case.Title);
        if (clear.PublicTitle) PrivatePart.WriteText(json, "publicTitle", @case.PublicTitle);
        if (clear.SourceStatus) PrivatePart.WriteText(json, "sourceStatus", @case.SourceStatus);
        PrivatePart.WriteText(json, "type", @case.Type);
        json.WriteNumber("status", (int)@case.Status);
        PrivatePart.WriteText(json, "department", @case.Department);
        json.WriteNumber("confidentiality", (int)confidentiality);
        PrivatePart.WriteTime(json, "openedAt", @case.OpenedAt);
        PrivatePart.WriteTime(json, "updatedAt", @case.UpdatedAt);
        PrivatePart.WriteTime(json, "dueAt", @case.DueAt);
        PrivatePart.WriteTime(json, "closedAt", @case.ClosedAt);
        json.WriteEndObject();
        json.Flush();
        return end;
    }

    /// <summary>Writes an event and returns where its private part ends and its clear part begins.</summary>
    public int Write(CaseEvent happening, Confidentiality confidentiality)
    {
        json.Reset(buffer);
        PrivatePart.Write(json, happening);
        json.Flush();
        var end = Position;

        json.Reset(buffer);
        json.WriteStartObject();
        json.WriteString("id", happening.Id);
        PrivatePart.WriteTime(json, "at", happening.At);
        json.WriteNumber("kind", (int)happening.Kind);
        json.WriteNumber("confidentiality", (int)confidentiality);
        json.WriteEndObject();
        json.Flush();
        return end;
    }
}
