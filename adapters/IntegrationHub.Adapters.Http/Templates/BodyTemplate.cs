using System.Security;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Xml;

namespace IntegrationHub.Adapters.Http;

/// <summary>The body of a request, with holes.</summary>
interface IBodyTemplate
{
    IEnumerable<Hole> Holes { get; }

    /// <summary>Holes that cannot be left empty.</summary>
    IEnumerable<Hole> Needed { get; }

    /// <summary>The body; null when there is nothing to fill a needed hole with.</summary>
    byte[]? Write(HoleValues values);
}

/// <summary>A body of JSON. What holds a hole that stays empty is left out: the member of an object, or the whole item of a list.</summary>
sealed class JsonBody(JsonPart root) : IBodyTemplate
{
    static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public IEnumerable<Hole> Holes => root.Holes;

    public IEnumerable<Hole> Needed => [];

    public byte[]? Write(HoleValues values)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Options)) root.Write(writer, values);
        return buffer.ToArray();
    }
}

/// <summary>A part of a body of JSON.</summary>
abstract record JsonPart
{
    public abstract IEnumerable<Hole> Holes { get; }

    public abstract void Write(Utf8JsonWriter writer, HoleValues values);

    bool IsWhole(HoleValues values) => Holes.All(hole => values(hole) is not null);

    /// <summary>An object.</summary>
    public sealed record Members(IReadOnlyList<(string Name, JsonPart Value)> All) : JsonPart
    {
        public override IEnumerable<Hole> Holes => All.SelectMany(m => m.Value.Holes);

        public override void Write(Utf8JsonWriter writer, HoleValues values)
        {
            writer.WriteStartObject();
            foreach (var (name, value) in All)
            {
                if (value is Words words && !words.IsWhole(values)) continue;

                writer.WritePropertyName(name);
                value.Write(writer, values);
            }

            writer.WriteEndObject();
        }
    }

    /// <summary>A list.</summary>
    public sealed record Items(IReadOnlyList<JsonPart> All) : JsonPart
    {
        public override IEnumerable<Hole> Holes => All.SelectMany(i => i.Holes);

        public override void Write(Utf8JsonWriter writer, HoleValues values)
        {
            writer.WriteStartArray();
            foreach (var item in All)
                if (item.IsWhole(values)) item.Write(writer, values);
            writer.WriteEndArray();
        }
    }

    /// <summary>A number, a truth, nothing.</summary>
    public sealed record Constant(string Json) : JsonPart
    {
        public override IEnumerable<Hole> Holes => [];

        public override void Write(Utf8JsonWriter writer, HoleValues values) => writer.WriteRawValue(Json);
    }

    /// <summary>A text. A hole that stands alone stays what it is: a number, or a list of keys.</summary>
    public sealed record Words(Template Text) : JsonPart
    {
        public override IEnumerable<Hole> Holes => Text.Holes;

        public override void Write(Utf8JsonWriter writer, HoleValues values)
        {
            if (Text.Alone is { } hole && values(hole) is { } value)
            {
                if (value.List is { } list)
                {
                    writer.WriteStartArray();
                    foreach (var one in list) writer.WriteStringValue(one);
                    writer.WriteEndArray();
                    return;
                }

                if (value.Raw is { } raw)
                {
                    writer.WriteRawValue(raw);
                    return;
                }
            }

            writer.WriteStringValue(Text.FillGuarded(values));
        }
    }
}

/// <summary>A body of XML. Values are escaped.</summary>
sealed class XmlBody(Template text) : IBodyTemplate
{
    public IEnumerable<Hole> Holes => text.Holes;

    public IEnumerable<Hole> Needed => text.Holes;

    public byte[]? Write(HoleValues values) =>
        text.Fill(values, Escaped) is { } filled ? Encoding.UTF8.GetBytes(filled) : null;

    static string Escaped(Hole hole, string value)
    {
        try
        {
            return SecurityElement.Escape(XmlConvert.VerifyXmlChars(value));
        }
        catch (XmlException)
        {
            throw new UnaskableException(hole);
        }
    }
}
