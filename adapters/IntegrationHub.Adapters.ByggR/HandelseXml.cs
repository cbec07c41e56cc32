using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using IntegrationHub.AdapterKit;
using IntegrationHub.Faults;

namespace IntegrationHub.Adapters.ByggR;

/// <summary>A happening that is to be saved.</summary>
/// <param name="Settings">What notes become in this installation.</param>
/// <param name="Heading">rubrik.</param>
/// <param name="Text">anteckning.</param>
/// <param name="At">startDatum, by ByggR's clock, to the second.</param>
sealed record NewHandelse(NoteSettings Settings, string Heading, string Text, DateTime At)
{
    const string Content = "www.tekis.se/arende";

    /// <summary>Writes the message of SaveNewHandelse: its elements in the order of the contract, which is the same in V4 and V8.</summary>
    public void Write(XmlWriter writer, string dnr)
    {
        writer.WriteStartElement("message", ArendeExport.Contract);
        writer.WriteElementString("Dnr", ArendeExport.Contract, dnr);
        writer.WriteElementString("HandlaggarSign", ArendeExport.Contract, Settings.Signature);
        writer.WriteStartElement("Handelse", ArendeExport.Contract);
        // The contract demands an id also of what has none yet.
        writer.WriteAttributeString("handelseId", "0");
        writer.WriteElementString("riktning", Content, Settings.Direction);
        writer.WriteElementString("rubrik", Content, Heading);
        writer.WriteElementString("startDatum", Content, At.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture));
        writer.WriteElementString("anteckning", Content, Text);
        if (Settings.Variety is { } variety) writer.WriteElementString("handelseslag", Content, variety);
        writer.WriteElementString("handelsetyp", Content, Settings.Type);
        writer.WriteElementString("sekretess", Content, Settings.Secret ? "true" : "false");
        writer.WriteElementString("makulerad", Content, "false");
        writer.WriteElementString("arbetsmaterial", Content, "false");
        writer.WriteEndElement();
        writer.WriteStartElement("BesvaradHandelseId", ArendeExport.Contract);
        writer.WriteAttributeString("nil", ArendeExport.Instance, "true");
        writer.WriteEndElement();
        writer.WriteElementString("AnkomststamplaHandlingar", ArendeExport.Contract, "false");
        writer.WriteElementString("AutoGenereraBeslutNr", ArendeExport.Contract, "false");
        writer.WriteEndElement();
    }

    /// <summary>Whether a happening on the case is this one.</summary>
    /// <remarks>An installation that keeps days only shows midnight; then the day has to do.</remarks>
    public bool IsShownAs(XElement happening, LocalClock clock)
    {
        ArgumentNullException.ThrowIfNull(happening);

        return Child("handelsetyp") == Settings.Type
            && WrittenText.IsSame(Heading, Child("rubrik"))
            && WrittenText.IsSame(Text, Child("anteckning"))
            && clock.TryRead(Child("startDatum"), out var at)
            && (at.Label.TimeOfDay == TimeSpan.Zero ? at.Label.Date == At.Date : (at.Label - At).Duration() < TimeSpan.FromMinutes(1));

        string? Child(string name) => happening.Element(XName.Get(name, Content))?.Value.Trim();
    }
}

/// <summary>Reads what ByggR says of happenings.</summary>
static class HandelseXml
{
    /// <summary>The id in an answer to SaveNewHandelse. Installations differ in how they write its name.</summary>
    /// <param name="body">Stands at the body's first element.</param>
    public static async ValueTask<string> ReadIdAsync(XmlReader body)
    {
        string? id = null;
        if (body.LocalName == "SaveNewHandelseResponse")
        {
            var response = body.Depth;
            await body.ReadAsync();
            while (body.Depth > response)
            {
                if (body.NodeType == XmlNodeType.Element && body.LocalName.Equals("HandelseId", StringComparison.OrdinalIgnoreCase)) id = (await body.ReadTextAsync()).Trim();
                else await body.ReadAsync();
            }
        }

        // An answer that was cut after its id is still cut.
        while (await body.ReadAsync())
        {
        }

        return int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out _)
            ? id
            : throw new UnreadableAnswerException(FaultCodes.UnexpectedContent, "The answer to SaveNewHandelse was expected to hold a HandelseId and holds none, so it is not known whether the happening was saved.");
    }

    /// <summary>The happenings in a case as ByggR wrote it.</summary>
    public static async ValueTask<IReadOnlyList<XElement>> ReadListAsync(ReadOnlyMemory<byte> arende, CancellationToken cancellationToken)
    {
        using var reader = XmlReaders.Create(arende);
        await reader.MoveToElementAsync();
        var root = (XElement)await XNode.ReadFromAsync(reader, cancellationToken);
        return [.. root.Descendants().Where(element => element.Name.LocalName == "handelse")];
    }
}
