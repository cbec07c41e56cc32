using System.Xml.Schema;
using IntegrationHub.AdapterKit;

namespace ModelMunicipality.Vendors.OpenEPlatform;

/// <summary>The schema of what the stand-in answers.</summary>
static class OpenEPlatformSchema
{
    /// <summary>Both schema documents, compiled.</summary>
    public static XmlSchemaSet Load()
    {
        var schemas = new XmlSchemaSet { XmlResolver = null };
        foreach (var name in (string[])["platform-lists.xsd", "flow-instance.xsd"])
        {
            using var document = typeof(OpenEPlatformSchema).Assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"The resource '{name}' is not in the assembly.");
            using var reader = XmlReaders.Create(document);
            schemas.Add(null, reader);
        }

        schemas.Compile();
        return schemas;
    }
}
