using System.Xml.Schema;
using IntegrationHub.AdapterKit;

namespace ModelMunicipality.Vendors.ByggR;

/// <summary>The schema of what the stand-in answers.</summary>
static class ByggRSchema
{
    /// <summary>Both schema documents, compiled.</summary>
    public static XmlSchemaSet Load()
    {
        var schemas = new XmlSchemaSet { XmlResolver = null };
        foreach (var name in (string[])["arende.xsd", "arende-export.xsd"])
        {
            using var document = typeof(ByggRSchema).Assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"The resource '{name}' is not in the assembly.");
            using var reader = XmlReaders.Create(document);
            schemas.Add(null, reader);
        }

        schemas.Compile();
        return schemas;
    }
}
