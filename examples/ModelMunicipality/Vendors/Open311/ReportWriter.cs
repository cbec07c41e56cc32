using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Xml;

namespace ModelMunicipality.Vendors.Open311;

/// <summary>A field of a row: a text, a number, or null.</summary>
readonly record struct ReportField(string Name, object? Value);

/// <summary>Writes rows in the two formats of the contract: XML with a list element, JSON as an array.</summary>
static class ReportWriter
{
    static readonly JsonWriterOptions Json = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes rows.</summary>
    /// <param name="json">Whether JSON is asked for.</param>
    /// <param name="list">The list's element in XML.</param>
    /// <param name="row">A row's element in XML.</param>
    /// <param name="rows">The rows.</param>
    public static byte[] Write(bool json, string list, string row, IEnumerable<IEnumerable<ReportField>> rows) => json ? WriteJson(rows) : WriteXml(list, row, rows);

    static byte[] WriteJson(IEnumerable<IEnumerable<ReportField>> rows)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Json))
        {
            writer.WriteStartArray();
            foreach (var row in rows)
            {
                writer.WriteStartObject();
                foreach (var (name, value) in row)
                {
                    writer.WritePropertyName(name);
                    if (value is decimal number) writer.WriteNumberValue(number);
                    else if (value is bool flag) writer.WriteBooleanValue(flag);
                    else writer.WriteStringValue((string?)value);
                }

                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        return buffer.ToArray();
    }

    static byte[] WriteXml(string list, string row, IEnumerable<IEnumerable<ReportField>> rows)
    {
        using var buffer = new MemoryStream();
        using (var writer = XmlWriter.Create(buffer, new XmlWriterSettings { Encoding = new UTF8Encoding(false) }))
        {
            writer.WriteStartElement(list);
            foreach (var fields in rows)
            {
                writer.WriteStartElement(row);
                foreach (var (name, value) in fields) writer.WriteElementString(name, value is bool flag ? (flag ? "true" : "false") : Convert.ToString(value, CultureInfo.InvariantCulture));
                writer.WriteEndElement();
            }

            writer.WriteEndElement();
        }

        return buffer.ToArray();
    }
}
