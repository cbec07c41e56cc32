using System.Runtime.InteropServices;
using System.Text;
using System.Xml;

namespace IntegrationHub.AdapterKit;

/// <summary>The one place where XML readers are made: no document type definition, nothing fetched from elsewhere, limits on length and depth.</summary>
/// <remarks>
/// The readers work both ways, with <c>await</c> and without. What they find wrong, they throw as <see cref="Faults.UnreadableAnswerException"/> with the line
/// and column and without a word of the document: <see cref="Faults.FaultCodes.DtdForbidden"/>, <see cref="Faults.FaultCodes.MalformedAnswer"/> (also for a
/// document that is cut) or <see cref="Faults.FaultCodes.LimitExceeded"/>. A fault of the stream below escapes as it is.
/// </remarks>
public static class XmlReaders
{
    /// <summary>Reads XML from a stream, which stays open.</summary>
    /// <param name="stream">The document or fragment of one root element.</param>
    /// <param name="limits">How much is read; <see cref="XmlLimits.Default"/> unless set.</param>
    /// <param name="encoding">The charset, when something outside the document tells it; else the document's byte order mark and declaration decide.</param>
    public static XmlReader Create(Stream stream, XmlLimits? limits = null, Encoding? encoding = null)
    {
        ArgumentNullException.ThrowIfNull(stream);

        return Create(stream, limits ?? XmlLimits.Default, encoding, waits: true);
    }

    /// <summary>Reads XML that is in memory already.</summary>
    /// <param name="content">The document or fragment of one root element.</param>
    /// <param name="limits">How much is read; <see cref="XmlLimits.Default"/> unless set.</param>
    /// <param name="encoding">The charset, when something outside the document tells it; else the document's byte order mark and declaration decide.</param>
    public static XmlReader Create(ReadOnlyMemory<byte> content, XmlLimits? limits = null, Encoding? encoding = null)
    {
        var bytes = MemoryMarshal.TryGetArray(content, out var array) ? array : new ArraySegment<byte>(content.ToArray());
        return Create(new MemoryStream(bytes.Array!, bytes.Offset, bytes.Count, writable: false), limits ?? XmlLimits.Default, encoding, waits: false);
    }

    static GuardedXmlReader Create(Stream stream, XmlLimits limits, Encoding? encoding, bool waits)
    {
        var settings = new XmlReaderSettings
        {
            // Buffers of a reader that may wait are 64 KB, however short the document is.
            Async = waits,
            CheckCharacters = true,
            CloseInput = false,
            ConformanceLevel = ConformanceLevel.Document,
            DtdProcessing = DtdProcessing.Prohibit,
            IgnoreComments = true,
            IgnoreProcessingInstructions = true,
            MaxCharactersFromEntities = 1024,
            MaxCharactersInDocument = limits.MaxCharacters,
            XmlResolver = null,
        };
        try
        {
            var reader = encoding is null
                ? XmlReader.Create(stream, settings)
                : XmlReader.Create(new StreamReader(stream, encoding, detectEncodingFromByteOrderMarks: true, bufferSize: -1, leaveOpen: true), settings);
            return new GuardedXmlReader(reader, limits.MaxDepth, waits);
        }
        catch (Exception fault) when (GuardedXmlReader.IsOfDocument(fault))
        {
            // A reader that need not wait begins to read at once.
            throw GuardedXmlReader.Translate(fault, line: 1, column: 1);
        }
    }
}
