using System.Globalization;
using System.Xml;
using IntegrationHub.AdapterKit;
using IntegrationHub.Faults;
using IntegrationHub.Sources;

namespace IntegrationHub.Adapters.ByggR;

/// <summary>Takes the records out of ByggR's answers while they arrive. A record is one <c>arende</c> element, as the vendor wrote it.</summary>
static class ArendeXml
{
    const string Instance = "http://www.w3.org/2001/XMLSchema-instance";

    /// <summary>Reads an answer to GetUpdatedArenden.</summary>
    /// <param name="body">Stands at the body's first element.</param>
    /// <param name="where">Names the batch, for people.</param>
    public static async ValueTask<ArendeBatch> ReadBatchAsync(XmlReader body, string where)
    {
        Expect(body, "GetUpdatedArendenResponse");
        var records = new List<SourceRecord>();
        string? end = null;
        var response = body.Depth;
        var empty = body.IsEmptyElement;
        await body.ReadAsync();
        while (!empty && body.Depth > response)
        {
            if (body.NodeType != XmlNodeType.Element)
            {
                await body.ReadAsync();
            }
            else if (body.Depth == response + 1 || body is { LocalName: "Arenden" })
            {
                // GetUpdatedArendenResult and the list in it: their elements follow.
                await body.ReadAsync();
            }
            else if (body.LocalName == "BatchEnd")
            {
                end = await body.ReadTextAsync();
            }
            else if (body.Depth == response + 3 && !IsNil(body))
            {
                records.Add(await ReadRecordAsync(body, string.Create(CultureInfo.InvariantCulture, $"{where}, item {records.Count + 1}")));
            }
            else
            {
                await body.SkipAsync();
            }
        }

        await ReadToEndAsync(body);
        return new ArendeBatch(records, string.IsNullOrWhiteSpace(end) ? null : end);
    }

    /// <summary>Reads an answer to GetArende; null when it holds no case.</summary>
    /// <param name="body">Stands at the body's first element.</param>
    /// <param name="where">Names the answer, for people.</param>
    public static async ValueTask<SourceRecord?> ReadSingleAsync(XmlReader body, string where)
    {
        Expect(body, "GetArendeResponse");
        SourceRecord? record = null;
        var response = body.Depth;
        var empty = body.IsEmptyElement;
        await body.ReadAsync();
        while (!empty && body.Depth > response)
        {
            if (body.NodeType != XmlNodeType.Element) await body.ReadAsync();
            else if (record is null && !IsNil(body) && body.HasAttributes) record = await ReadRecordAsync(body, where);
            else await body.SkipAsync();
        }

        await ReadToEndAsync(body);
        return record;
    }

    // GetArende calls the same element GetArendeResult: both get one name, so that one case gives the same bytes whichever way it was read.
    static async ValueTask<SourceRecord> ReadRecordAsync(XmlReader reader, string where) => new()
    {
        Content = await reader.CopyElementAsync("arende", leaveOut: SoapEnvelope.Namespace),
        Format = RecordFormat.Xml,
        Where = where,
    };

    // An answer that was cut after its last record is still cut.
    static async ValueTask ReadToEndAsync(XmlReader body)
    {
        while (await body.ReadAsync())
        {
        }
    }

    static void Expect(XmlReader body, string name)
    {
        if (body.LocalName != name)
            throw new UnreadableAnswerException(FaultCodes.UnexpectedContent, $"The answer was expected to hold '{name}' and holds another element. Does the address lead to ArendeExport?");
    }

    static bool IsNil(XmlReader reader) => reader.GetAttribute("nil", Instance) is "true" or "1";
}
