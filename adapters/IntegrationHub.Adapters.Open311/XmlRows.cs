using System.Globalization;
using System.Text;
using System.Xml;
using IntegrationHub.AdapterKit;
using IntegrationHub.Sources;

namespace IntegrationHub.Adapters.Open311;

/// <summary>Takes the rows out of an XML answer: the elements of its list, or a single row that stands alone.</summary>
static class XmlRows
{
    static readonly HashSet<string> Lists = new(StringComparer.OrdinalIgnoreCase) { "service_requests", "requests", "service_request_updates", "request_updates", "services", "service_list" };
    static readonly HashSet<string> Singles = new(StringComparer.OrdinalIgnoreCase) { "request", "service_request", "request_update", "service_request_update", "service" };

    /// <summary>Reads an answer.</summary>
    /// <param name="content">The answer.</param>
    /// <param name="encoding">The charset that HTTP told, if it did.</param>
    /// <param name="question">What was asked, for people.</param>
    /// <exception cref="Faults.UnreadableAnswerException">It is no XML, or no answer of Open311.</exception>
    public static async ValueTask<ReportRows> ReadAsync(ReadOnlyMemory<byte> content, Encoding? encoding, string question)
    {
        using var reader = XmlReaders.Create(content, limits: null, encoding);
        if (!await reader.MoveToElementAsync()) throw GeoReportFaults.NotReports(question, "an empty document");

        var root = reader.LocalName;
        var rows = Lists.Contains(root) ? await ReadListAsync(reader, question)
            : Singles.Contains(root) ? new ReportRows([await ReadRowAsync(reader, question, 1)])
            : root.Equals("errors", StringComparison.OrdinalIgnoreCase) || root.Equals("error", StringComparison.OrdinalIgnoreCase) ? ReportRows.Of(await ReadErrorAsync(reader))
            : throw GeoReportFaults.NotReports(question, root.Equals("html", StringComparison.OrdinalIgnoreCase) ? "a page of HTML" : "XML of another kind");

        // An answer that was cut after its last row is still cut.
        while (await reader.ReadAsync())
        {
        }

        return rows;
    }

    static async ValueTask<ReportRows> ReadListAsync(XmlReader reader, string question)
    {
        var rows = new List<ReportRow>();
        var list = reader.Depth;
        var empty = reader.IsEmptyElement;
        await reader.ReadAsync();
        while (!empty && reader.Depth > list)
        {
            if (reader.NodeType != XmlNodeType.Element) await reader.ReadAsync();
            else if (reader.LocalName is "errors" or "error") return ReportRows.Of(await ReadErrorAsync(reader));
            else rows.Add(await ReadRowAsync(reader, question, rows.Count + 1));
        }

        return new ReportRows(rows);
    }

    static async ValueTask<ReportRow> ReadRowAsync(XmlReader reader, string question, int at)
    {
        var content = await reader.CopyElementAsync();
        return new ReportRow(
            new SourceRecord { Content = content, Format = RecordFormat.Xml, Where = string.Create(CultureInfo.InvariantCulture, $"{question}, item {at}") },
            await ReadValuesAsync(content));
    }

    static async ValueTask<Dictionary<string, string>> ReadValuesAsync(ReadOnlyMemory<byte> row)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        using var reader = XmlReaders.Create(row);
        await reader.MoveToElementAsync();
        var depth = reader.Depth;
        await reader.ReadAsync();
        while (reader.Depth > depth)
        {
            if (reader.NodeType != XmlNodeType.Element)
            {
                await reader.ReadAsync();
            }
            else if (ReportRow.Wanted.Contains(reader.LocalName))
            {
                var name = reader.LocalName;
                if (await reader.ReadTextAsync() is var text && !string.IsNullOrWhiteSpace(text)) values[name] = text.Trim();
            }
            else
            {
                await reader.SkipAsync();
            }
        }

        return values;
    }

    static async ValueTask<ReportError> ReadErrorAsync(XmlReader reader)
    {
        int? code = null;
        var description = "";
        var within = reader.Depth;
        var empty = reader.IsEmptyElement;
        await reader.ReadAsync();
        while (!empty && reader.Depth > within)
        {
            switch (reader.NodeType, reader.LocalName)
            {
                case (XmlNodeType.Element, "code"):
                    if (int.TryParse((await reader.ReadTextAsync()).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number)) code ??= number;
                    break;
                case (XmlNodeType.Element, "description"): description = $"{description} {await reader.ReadTextAsync()}".Trim(); break;
                default: await reader.ReadAsync(); break;
            }
        }

        return new ReportError(code, description);
    }
}
