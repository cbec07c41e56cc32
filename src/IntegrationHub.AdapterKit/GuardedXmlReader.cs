using System.Text;
using System.Xml;
using IntegrationHub.Faults;

namespace IntegrationHub.AdapterKit;

/// <summary>Counts depth, and turns what the parser throws, whose messages quote the document, into faults that name a place only.</summary>
/// <param name="inner">The parser.</param>
/// <param name="maxDepth">How deep elements may be nested.</param>
/// <param name="waits">Whether the parser may be awaited; a document in memory gives nothing to wait for.</param>
sealed class GuardedXmlReader(XmlReader inner, int maxDepth, bool waits) : XmlReader, IXmlLineInfo, IXmlNamespaceResolver
{
    public override bool Read()
    {
        try
        {
            return inner.Read() && Checked();
        }
        catch (Exception fault) when (IsOfDocument(fault))
        {
            throw Translate(fault, LineNumber, LinePosition);
        }
    }

    public override async Task<bool> ReadAsync()
    {
        try
        {
            return (waits ? await inner.ReadAsync() : inner.Read()) && Checked();
        }
        catch (Exception fault) when (IsOfDocument(fault))
        {
            throw Translate(fault, LineNumber, LinePosition);
        }
    }

    // A long text is parsed only when it is asked for, so asking may fail too.
    public override string Value
    {
        get
        {
            try
            {
                return inner.Value;
            }
            catch (Exception fault) when (IsOfDocument(fault))
            {
                throw Translate(fault, LineNumber, LinePosition);
            }
        }
    }

    public override async Task<string> GetValueAsync()
    {
        try
        {
            return waits ? await inner.GetValueAsync() : inner.Value;
        }
        catch (Exception fault) when (IsOfDocument(fault))
        {
            throw Translate(fault, LineNumber, LinePosition);
        }
    }

    public override bool CanReadValueChunk => inner.CanReadValueChunk;

    // So that a text of any length can be copied without being held.
    public override int ReadValueChunk(char[] buffer, int index, int count)
    {
        try
        {
            return inner.ReadValueChunk(buffer, index, count);
        }
        catch (Exception fault) when (IsOfDocument(fault))
        {
            throw Translate(fault, LineNumber, LinePosition);
        }
    }

    public override int AttributeCount => inner.AttributeCount;

    public override string BaseURI => inner.BaseURI;

    public override int Depth => inner.Depth;

    public override bool EOF => inner.EOF;

    public override bool IsDefault => inner.IsDefault;

    public override bool IsEmptyElement => inner.IsEmptyElement;

    public override string LocalName => inner.LocalName;

    public override string Name => inner.Name;

    public override string NamespaceURI => inner.NamespaceURI;

    public override XmlNameTable NameTable => inner.NameTable;

    public override XmlNodeType NodeType => inner.NodeType;

    public override string Prefix => inner.Prefix;

    public override char QuoteChar => inner.QuoteChar;

    public override ReadState ReadState => inner.ReadState;

    public override XmlReaderSettings? Settings => inner.Settings;

    public override string XmlLang => inner.XmlLang;

    public override XmlSpace XmlSpace => inner.XmlSpace;

    public int LineNumber => (inner as IXmlLineInfo)?.LineNumber ?? 0;

    public int LinePosition => (inner as IXmlLineInfo)?.LinePosition ?? 0;

    public bool HasLineInfo() => inner is IXmlLineInfo place && place.HasLineInfo();

    public override string GetAttribute(int i) => inner.GetAttribute(i);

    public override string? GetAttribute(string name) => inner.GetAttribute(name);

    public override string? GetAttribute(string name, string? namespaceURI) => inner.GetAttribute(name, namespaceURI);

    public override string? LookupNamespace(string prefix) => inner.LookupNamespace(prefix);

    public IDictionary<string, string> GetNamespacesInScope(XmlNamespaceScope scope) => ((IXmlNamespaceResolver)inner).GetNamespacesInScope(scope);

    public string? LookupPrefix(string namespaceName) => ((IXmlNamespaceResolver)inner).LookupPrefix(namespaceName);

    public override bool MoveToAttribute(string name) => inner.MoveToAttribute(name);

    public override bool MoveToAttribute(string name, string? ns) => inner.MoveToAttribute(name, ns);

    public override bool MoveToElement() => inner.MoveToElement();

    public override bool MoveToFirstAttribute() => inner.MoveToFirstAttribute();

    public override bool MoveToNextAttribute() => inner.MoveToNextAttribute();

    public override bool ReadAttributeValue() => inner.ReadAttributeValue();

    public override void ResolveEntity() => inner.ResolveEntity();

    protected override void Dispose(bool disposing)
    {
        if (disposing) inner.Dispose();
        base.Dispose(disposing);
    }

    bool Checked()
    {
        if (inner.NodeType == XmlNodeType.Element && inner.Depth >= maxDepth)
        {
            throw new UnreadableAnswerException(
                FaultCodes.LimitExceeded,
                $"The XML is nested deeper than {maxDepth} levels at line {LineNumber}, column {LinePosition}.");
        }

        return true;
    }

    /// <summary>Whether the document is at fault, and not what it is read from.</summary>
    public static bool IsOfDocument(Exception fault) => fault is XmlException or DecoderFallbackException;

    // The parser tells its reasons apart by message only; tests hold these beginnings. Its message is not passed on: it quotes the document.
    public static UnreadableAnswerException Translate(Exception fault, int line, int column)
    {
        var place = fault is XmlException at ? $"line {at.LineNumber}, column {at.LinePosition}" : $"line {line}, column {column}";
        if (fault.Message.StartsWith("For security reasons DTD", StringComparison.Ordinal) || fault.Message.StartsWith("Unexpected DTD", StringComparison.Ordinal))
            return new UnreadableAnswerException(FaultCodes.DtdForbidden, "The XML carries a document type definition before its first element, which is never read. The vendor must leave it out.");

        if (fault.Message.StartsWith("The input document has exceeded a limit", StringComparison.Ordinal))
            return new UnreadableAnswerException(FaultCodes.LimitExceeded, $"The XML is longer than is allowed; reading stopped at {place}.");

        return new UnreadableAnswerException(FaultCodes.MalformedAnswer, $"The XML is cut or not well formed at {place}. It is read again by the next run; if it stays so, the vendor must look at it.");
    }
}
