using System.Text;
using System.Xml;

namespace IntegrationHub.AdapterKit;

/// <summary>Small steps of reading XML as it arrives.</summary>
public static class XmlReading
{
    /// <summary>Moves on to the next element, unless the reader stands at one. False at the document's end.</summary>
    public static async ValueTask<bool> MoveToElementAsync(this XmlReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);

        while (reader.NodeType != XmlNodeType.Element)
        {
            if (!await reader.ReadAsync()) return false;
        }

        return true;
    }

    /// <summary>The text of the element at which the reader stands, without that of elements in it; the reader moves behind the element.</summary>
    public static async ValueTask<string> ReadTextAsync(this XmlReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);

        var depth = reader.Depth;
        var empty = reader.IsEmptyElement;
        await reader.ReadAsync();
        if (empty) return "";

        string? only = null;
        StringBuilder? several = null;
        while (reader.Depth > depth)
        {
            if (reader.NodeType == XmlNodeType.Element)
            {
                await reader.SkipAsync();
                continue;
            }

            if (reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace)
            {
                var text = await reader.GetValueAsync();
                if (only is null) only = text;
                else (several ??= new StringBuilder(only)).Append(text);
            }

            await reader.ReadAsync();
        }

        await reader.ReadAsync();
        return several?.ToString() ?? only ?? "";
    }

    /// <summary>Copies the element at which the reader stands into bytes of their own, with the namespaces that are in scope there; the reader moves behind the element.</summary>
    /// <param name="reader">Stands at an element.</param>
    /// <param name="rootName">A local name for the copy's root, when the vendor gives one and the same record different names.</param>
    /// <param name="leaveOut">A namespace whose declaration the copy does not need: that of the envelope.</param>
    /// <returns>UTF-8 without a byte order mark and without an XML declaration.</returns>
    public static async ValueTask<ReadOnlyMemory<byte>> CopyElementAsync(this XmlReader reader, string? rootName = null, string? leaveOut = null)
    {
        ArgumentNullException.ThrowIfNull(reader);
        if (reader.NodeType != XmlNodeType.Element) throw new InvalidOperationException("The reader does not stand at an element.");

        var buffer = new MemoryStream();
        using (var writer = XmlWriter.Create(buffer, Plain))
        {
            var depth = reader.Depth;
            var empty = reader.IsEmptyElement;
            writer.WriteStartElement(reader.Prefix, rootName ?? reader.LocalName, reader.NamespaceURI);
            WriteNamespaces(reader, writer, leaveOut);
            WriteAttributes(reader, writer, withDeclarations: false);
            await reader.ReadAsync();
            while (!empty && reader.Depth > depth)
            {
                await WriteNodeAsync(reader, writer);
                await reader.ReadAsync();
            }

            writer.WriteEndElement();
            if (!empty) await reader.ReadAsync();
        }

        return buffer.GetBuffer().AsMemory(0, (int)buffer.Length);
    }

    static readonly XmlWriterSettings Plain = new()
    {
        Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        OmitXmlDeclaration = true,
        NewLineHandling = NewLineHandling.Entitize,
    };

    static void WriteNamespaces(XmlReader reader, XmlWriter writer, string? leaveOut)
    {
        // A prefix may be used inside a value only, as in xsi:type="a:house"; so every declaration in scope comes along, in an order of its own.
        foreach (var (prefix, ns) in ((IXmlNamespaceResolver)reader).GetNamespacesInScope(XmlNamespaceScope.ExcludeXml).OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            if (ns == leaveOut) continue;
            if (prefix.Length > 0) writer.WriteAttributeString("xmlns", prefix, null, ns);
            else if (reader.Prefix.Length > 0) writer.WriteAttributeString("xmlns", ns);
        }
    }

    static void WriteAttributes(XmlReader reader, XmlWriter writer, bool withDeclarations)
    {
        while (reader.MoveToNextAttribute())
        {
            var declares = reader.Prefix == "xmlns" || (reader.Prefix.Length == 0 && reader.LocalName == "xmlns");
            if (!declares) writer.WriteAttributeString(reader.Prefix, reader.LocalName, reader.NamespaceURI, reader.Value);
            else if (withDeclarations) writer.WriteAttributeString(reader.Prefix, reader.LocalName, null, reader.Value);
        }

        reader.MoveToElement();
    }

    static async ValueTask WriteNodeAsync(XmlReader reader, XmlWriter writer)
    {
        switch (reader.NodeType)
        {
            case XmlNodeType.Element:
                var empty = reader.IsEmptyElement;
                writer.WriteStartElement(reader.Prefix, reader.LocalName, reader.NamespaceURI);
                WriteAttributes(reader, writer, withDeclarations: true);
                if (empty) writer.WriteEndElement();
                break;
            case XmlNodeType.EndElement:
                writer.WriteFullEndElement();
                break;
            case XmlNodeType.Text:
            case XmlNodeType.CDATA:
                writer.WriteString(await reader.GetValueAsync());
                break;
            case XmlNodeType.Whitespace:
            case XmlNodeType.SignificantWhitespace:
                writer.WriteWhitespace(await reader.GetValueAsync());
                break;
            default:
                break;
        }
    }
}
