using System.Xml;
using System.Xml.Linq;
using IntegrationHub.AdapterKit;

namespace ModelMunicipality.Vendors.ByggR;

/// <summary>A message of SaveNewHandelse, read as the contract has it.</summary>
/// <param name="Dnr">The case.</param>
/// <param name="Content">What is kept of the happening, by the contract's names.</param>
sealed record SavedHappening(string Dnr, IReadOnlyDictionary<string, string> Content)
{
    /// <summary>The signature of who saved it, among <see cref="Content"/>.</summary>
    public const string Signature = "HandlaggarSign";

    static readonly string[] Demanded = ["riktning", "startDatum", "sekretess", "makulerad", "arbetsmaterial"];
    static readonly XmlLimits Limits = new(1_000_000, 20);

    /// <summary>What is kept and shown of a happening, in the contract's order, up to what is never saved with one here.</summary>
    public static IReadOnlyList<string> Kept { get; } =
        ["riktning", "rubrik", "startDatum", "anteckning", "handelseslag", "handelsetyp", "handelseutfall", "sekretess", "sekretessKapitel", "sekretessParagraf", "makulerad"];

    /// <summary>Reads a message; null when it lacks what the contract demands.</summary>
    public static async ValueTask<SavedHappening?> ReadAsync(Stream request)
    {
        using var reader = XmlReaders.Create(request, Limits);
        await reader.MoveToElementAsync();
        var root = (XElement)await XNode.ReadFromAsync(reader, CancellationToken.None);
        var message = root.Descendants(XName.Get("message", PermitWriter.Service)).FirstOrDefault();
        var happening = message?.Element(XName.Get("Handelse", PermitWriter.Service));
        if (happening?.Attribute("handelseId") is null || Demanded.Any(name => happening.Element(XName.Get(name, PermitWriter.Content)) is null)) return null;

        var content = happening.Elements().Where(e => e.Name.NamespaceName == PermitWriter.Content && (Kept.Contains(e.Name.LocalName) || e.Name.LocalName == "arbetsmaterial"))
            .DistinctBy(e => e.Name).ToDictionary(e => e.Name.LocalName, e => e.Value, StringComparer.Ordinal);
        if (content["riktning"] is not ("In" or "Ut" or "Okänd") || !IsTime(content["startDatum"])) return null;

        content[Signature] = message!.Element(XName.Get(Signature, PermitWriter.Service))?.Value ?? "";
        return new SavedHappening(message.Element(XName.Get("Dnr", PermitWriter.Service))?.Value ?? "", content);
    }

    static bool IsTime(string text)
    {
        try
        {
            _ = XmlConvert.ToDateTime(text, XmlDateTimeSerializationMode.Unspecified);
            return true;
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
