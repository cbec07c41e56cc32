using System.Globalization;
using System.Text;
using System.Xml.Linq;
using IntegrationHub.AdapterKit;
using IntegrationHub.Configuration;
using IntegrationHub.Diagnostics;

namespace IntegrationHub.SampleTests;

/// <summary>Puts other texts into an XML record. Paths are those of mappings: local names, <c>[1]</c> for one of several, <c>@name</c> for an attribute.</summary>
internal static class XmlSamplePatching
{
    /// <exception cref="SampleException">The sample has nothing, or several elements, at a path.</exception>
    public static ReadOnlyMemory<byte> Apply(ReadOnlyMemory<byte> content, IReadOnlyList<SamplePatch> patches)
    {
        using var reader = XmlReaders.Create(content);
        var root = XElement.Load(reader, LoadOptions.PreserveWhitespace);
        foreach (var patch in patches) Put(root, patch);
        return Encoding.UTF8.GetBytes(root.ToString(SaveOptions.DisableFormatting));
    }

    static void Put(XElement root, SamplePatch patch)
    {
        if (patch.Value is not YamlText { Text: var text }) throw new SampleException($"'{patch.Path}' in 'with' must be a text: the sample is XML");

        var at = root;
        for (var i = 0; i < patch.Steps.Count; i++)
        {
            var name = patch.Steps[i].Name ?? throw Missing(patch, "");
            if (name.StartsWith('@'))
            {
                var attribute = at.Attributes().FirstOrDefault(a => a.Name.LocalName == name[1..] && !a.IsNamespaceDeclaration);
                if (attribute is null || i < patch.Steps.Count - 1) throw Missing(patch, DidYouMean.Hint(name, at.Attributes().Select(a => $"@{a.Name.LocalName}")));

                attribute.Value = text;
                return;
            }

            var named = at.Elements().Where(e => e.Name.LocalName == name).ToList();
            var hasNumber = i + 1 < patch.Steps.Count && patch.Steps[i + 1].Name is null;
            var number = hasNumber ? patch.Steps[++i].Item : 0;
            if (number >= named.Count) throw Missing(patch, named.Count > 0 ? "" : DidYouMean.Hint(name, at.Elements().Select(e => e.Name.LocalName).Distinct()));
            if (!hasNumber && named.Count > 1)
                throw new SampleException(string.Create(CultureInfo.InvariantCulture, $"the sample has {named.Count} '{name}' at '{patch.Path}'; choose one: {name}[0]"));

            at = named[number];
        }

        at.Value = text;
    }

    static SampleException Missing(SamplePatch patch, string hint) => new($"the sample has no '{patch.Path}'{hint}; 'with' changes what is there");
}
