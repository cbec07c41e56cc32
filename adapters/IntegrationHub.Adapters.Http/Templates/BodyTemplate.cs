using System.Globalization;
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

    /// <summary>What the request calls it.</summary>
    string MediaType { get; }

    /// <summary>The body; null when there is nothing to fill a needed hole with.</summary>
    byte[]? Write(HoleValues values);
}

/// <summary>A body of JSON. What holds a hole that stays empty is left out: the member of an object, or the whole item of a list.</summary>
/// <param name="root">The body.</param>
/// <param name="isQuestion">Whether a text with a hole in it may be a language of the vendor's own, as a filter is; what is written is only kept.</param>
sealed class JsonBody(JsonPart root, bool isQuestion) : IBodyTemplate
{
    static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public IEnumerable<Hole> Holes => root.Holes;

    public IEnumerable<Hole> Needed => [];

    public string MediaType => "application/json";

    public byte[]? Write(HoleValues values)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Options)) root.Write(writer, values, isQuestion);
        return buffer.ToArray();
    }
}

/// <summary>A part of a body of JSON.</summary>
abstract record JsonPart
{
    public abstract IEnumerable<Hole> Holes { get; }

    /// <summary>Its holes but those of lists in it, which leave out their own items.</summary>
    protected virtual IEnumerable<Hole> OwnHoles => Holes;

    public abstract void Write(Utf8JsonWriter writer, HoleValues values, bool isQuestion);

    bool IsWhole(HoleValues values) => OwnHoles.All(hole => values(hole) is not null);

    /// <summary>An object.</summary>
    public sealed record Members(IReadOnlyList<(string Name, JsonPart Value)> All) : JsonPart
    {
        public override IEnumerable<Hole> Holes => All.SelectMany(m => m.Value.Holes);

        protected override IEnumerable<Hole> OwnHoles => All.SelectMany(m => m.Value.OwnHoles);

        public override void Write(Utf8JsonWriter writer, HoleValues values, bool isQuestion)
        {
            writer.WriteStartObject();
            foreach (var (name, value) in All)
            {
                if (value is Words words && !words.IsWhole(values)) continue;

                writer.WritePropertyName(name);
                value.Write(writer, values, isQuestion);
            }

            writer.WriteEndObject();
        }
    }

    /// <summary>A list.</summary>
    public sealed record Items(IReadOnlyList<JsonPart> All) : JsonPart
    {
        public override IEnumerable<Hole> Holes => All.SelectMany(i => i.Holes);

        protected override IEnumerable<Hole> OwnHoles => [];

        public override void Write(Utf8JsonWriter writer, HoleValues values, bool isQuestion)
        {
            writer.WriteStartArray();
            foreach (var item in All)
                if (item.IsWhole(values)) item.Write(writer, values, isQuestion);
            writer.WriteEndArray();
        }
    }

    /// <summary>A number, a truth, nothing.</summary>
    public sealed record Constant(string Json) : JsonPart
    {
        public override IEnumerable<Hole> Holes => [];

        public override void Write(Utf8JsonWriter writer, HoleValues values, bool isQuestion) => writer.WriteRawValue(Json);
    }

    /// <summary>A text. A hole that stands alone stays what it is: a number, or a list of keys.</summary>
    public sealed record Words(Template Text) : JsonPart
    {
        public override IEnumerable<Hole> Holes => Text.Holes;

        public override void Write(Utf8JsonWriter writer, HoleValues values, bool isQuestion)
        {
            if (Text.Alone is { } hole && values(hole) is { } value)
            {
                if (hole.AsNumber)
                {
                    writer.WriteNumberValue(decimal.TryParse(value.Text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : throw new UnaskableException(hole));
                    return;
                }

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

            writer.WriteStringValue(isQuestion ? Text.FillGuarded(values) : Text.Fill(values));
        }
    }
}

/// <summary>A body of XML. Values are escaped.</summary>
/// <param name="text">The body.</param>
/// <param name="isQuestion">Whether all its holes must be filled; what is written leaves an element empty for which there is nothing to write.</param>
sealed class XmlBody(Template text, bool isQuestion) : IBodyTemplate
{
    public IEnumerable<Hole> Holes => text.Holes;

    public IEnumerable<Hole> Needed => isQuestion ? text.Holes : [];

    public string MediaType => "text/xml";

    public byte[]? Write(HoleValues values) =>
        text.Fill(isQuestion ? values : hole => values(hole) ?? new HoleValue(""), Escaped) is { } filled ? Encoding.UTF8.GetBytes(filled) : null;

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

/// <summary>A form. A field whose hole stays empty is left out.</summary>
/// <param name="fields">Its fields.</param>
sealed class FormBody(IReadOnlyList<(string Name, Template Value)> fields) : IBodyTemplate
{
    public IEnumerable<Hole> Holes => fields.SelectMany(f => f.Value.Holes);

    public IEnumerable<Hole> Needed => [];

    public string MediaType => "application/x-www-form-urlencoded";

    public byte[]? Write(HoleValues values)
    {
        var written = new StringBuilder();
        foreach (var (name, template) in fields)
            if (template.Fill(values) is { } value) written.Append(written.Length == 0 ? "" : "&").Append(Uri.EscapeDataString(name)).Append('=').Append(Uri.EscapeDataString(value));
        return Encoding.UTF8.GetBytes(written.ToString());
    }
}
