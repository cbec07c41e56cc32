using System.Globalization;
using System.Text;
using System.Xml;
using IntegrationHub.AdapterKit;
using IntegrationHub.Faults;
using IntegrationHub.Sources;

namespace IntegrationHub.Adapters.Files;

/// <summary>The elements of one name in an XML file, each written out with the namespace declarations it needs.</summary>
/// <param name="name">The file's name.</param>
/// <param name="stream">The file from behind its byte order mark.</param>
/// <param name="encoding">Its charset; what the file itself declares does not count any more.</param>
/// <param name="options">The settings.</param>
internal sealed class XmlRecords(string name, Stream stream, Encoding encoding, FilesOptions options) : FileRecords(name)
{
    static readonly XmlWriterSettings Writing = new()
    {
        Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        OmitXmlDeclaration = true,
        ConformanceLevel = ConformanceLevel.Fragment,
        NewLineHandling = NewLineHandling.None,
    };

    // How long the document may be is for connection.maxFileSize to say.
    readonly XmlReader reader = XmlReaders.Create(stream, new XmlLimits(long.MaxValue, XmlLimits.Default.MaxDepth), encoding);
    readonly BoundedStream buffer = new(options.MaxRecordSize);

    public override ValueTask<SourceRecord?> ReadAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            while (reader.NodeType != XmlNodeType.Element || reader.LocalName != options.RecordPath)
            {
                if (!reader.Read()) return ValueTask.FromResult<SourceRecord?>(null);
            }

            return ValueTask.FromResult<SourceRecord?>(Copy());
        }
        catch (UnreadableAnswerException e)
        {
            throw new UnreadableAnswerException(e.Code, $"{Name}: {e.Message}", e);
        }
    }

    SourceRecord Copy()
    {
        buffer.Clear();
        var place = reader is IXmlLineInfo lines ? lines.LineNumber : 0;
        using (var writer = XmlWriter.Create(buffer, Writing))
        {
            writer.WriteStartElement(reader.Prefix, reader.LocalName, reader.NamespaceURI);
            WriteNamespaces(writer);
            writer.WriteAttributes(reader, defattr: false);
            CopyContent(writer);
            writer.WriteEndElement();
        }

        return new SourceRecord
        {
            Content = buffer.Overflowed ? buffer.ToArray().AsMemory(0, (int)Math.Min(KeptOfTooLong, buffer.Length)) : buffer.ToArray(),
            Format = RecordFormat.Xml,
            Where = string.Create(CultureInfo.InvariantCulture, $"{Name}:{place}"),
            Broken = buffer.Overflowed
                ? string.Create(CultureInfo.InvariantCulture, $"the record is longer than {options.MaxRecordSize} bytes (connection.maxRecordSize); only its beginning was kept")
                : null,
        };
    }

    // A prefix may stand inside a value (xsi:type="a:Permit"), where no writer looks for it.
    void WriteNamespaces(XmlWriter writer)
    {
        foreach (var (prefix, uri) in ((IXmlNamespaceResolver)reader).GetNamespacesInScope(XmlNamespaceScope.ExcludeXml))
        {
            if (prefix.Length == 0 || prefix == reader.Prefix || reader.GetAttribute("xmlns:" + prefix) is not null) continue;

            writer.WriteAttributeString("xmlns", prefix, null, uri);
        }
    }

    void CopyContent(XmlWriter writer)
    {
        var depth = reader.Depth;
        var empty = reader.IsEmptyElement;
        reader.Read();
        if (empty) return;

        while (reader.Depth > depth) writer.WriteNode(reader, defattr: false);
        reader.Read();
    }

    public override void Dispose()
    {
        reader.Dispose();
        buffer.Dispose();
    }

    /// <summary>Takes everything and keeps only so much, so that one endless element cannot fill the memory.</summary>
    sealed class BoundedStream(int most) : MemoryStream
    {
        public bool Overflowed { get; private set; }

        public void Clear()
        {
            SetLength(0);
            Overflowed = false;
        }

        // What comes as a span ends up here too.
        public override void Write(byte[] buffer, int offset, int count)
        {
            Overflowed |= Length + count > most;
            if (!Overflowed) base.Write(buffer, offset, count);
        }
    }
}
