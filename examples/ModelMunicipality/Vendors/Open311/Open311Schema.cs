using System.Xml.Schema;
using IntegrationHub.AdapterKit;

namespace ModelMunicipality.Vendors.Open311;

/// <summary>The schema of what the stand-in answers in XML.</summary>
static class Open311Schema
{
    /// <summary>The schema document, compiled.</summary>
    public static XmlSchemaSet Load()
    {
        const string Name = "open311.xsd";
        var schemas = new XmlSchemaSet { XmlResolver = null };
        using var document = typeof(Open311Schema).Assembly.GetManifestResourceStream(Name) ?? throw new InvalidOperationException($"The resource '{Name}' is not in the assembly.");
        using var reader = XmlReaders.Create(document);
        schemas.Add(null, reader);
        schemas.Compile();
        return schemas;
    }
}
