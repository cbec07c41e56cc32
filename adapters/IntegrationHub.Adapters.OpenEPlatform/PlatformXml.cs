using System.Net;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using IntegrationHub.AdapterKit;
using IntegrationHub.Faults;

namespace IntegrationHub.Adapters.OpenEPlatform;

/// <summary>Reads the platform's answers, and says what they are when they are no answer.</summary>
static class PlatformXml
{
    static readonly XmlWriterSettings Plain = new()
    {
        Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        OmitXmlDeclaration = true,
        NewLineHandling = NewLineHandling.Entitize,
    };

    /// <summary>The root element of an answer.</summary>
    /// <exception cref="UnreadableAnswerException">It is no XML, is cut, carries a DTD, or is something else than was asked for.</exception>
    public static async ValueTask<XElement> ReadAsync(HttpResponseMessage response, ReadOnlyMemory<byte> content, string expected, CancellationToken cancellationToken)
    {
        var type = response.Content.Headers.ContentType;
        if (type?.MediaType is not (null or "text/xml" or "application/xml")) throw Other(response, expected, $"content of type '{Printable(type.MediaType)}' came");
        if (content.IsEmpty) throw Other(response, expected, "nothing came");

        using var reader = XmlReaders.Create(content, limits: null, AnswerCharset.Choose(content.Span, type?.CharSet));
        if (!await reader.MoveToElementAsync() || reader.LocalName != expected) throw Other(response, expected, "another document came");

        var root = (XElement)await XNode.ReadFromAsync(reader, cancellationToken);
        while (await reader.ReadAsync())
        {
        }

        return root;
    }

    /// <summary>Whether a server error is the answer that there is no such submission.</summary>
    public static bool SaysNotFound(ReadOnlySpan<byte> content)
    {
        var text = Encoding.Latin1.GetString(content[..Math.Min(content.Length, 4096)]);
        return text.Contains("flow instance", StringComparison.OrdinalIgnoreCase) && text.Contains("not found", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>What an answer without success means. Its text is not passed on: it may quote anything.</summary>
    public static SourceException Refusal(HttpResponseMessage response, ReadOnlySpan<byte> content)
    {
        var status = (int)response.StatusCode;
        if (response.StatusCode < HttpStatusCode.InternalServerError)
            return new SourceRefusedException(FaultCodes.Refused, $"{OriginOf(response)} refused the read with {status}. Its reason stands in the platform's own log; is every id in connection.families that of a family?");
        return SaysNotFound(content)
            ? new SourceRefusedException(FaultCodes.NotFound, $"{OriginOf(response)} answered {status}: what was asked for is not there.")
            : new SourceUnavailableException(FaultCodes.ServerError, $"{OriginOf(response)} answered {status}. Its reason stands in the platform's own log.");
    }

    /// <summary>The elements in order, each in one of its own that says what it is, in one record.</summary>
    /// <param name="root">The record's root element.</param>
    /// <param name="parts">The names of the parts and the vendor's elements, which go in as they came.</param>
    public static ReadOnlyMemory<byte> Compose(string root, params ReadOnlySpan<(string Name, XElement? Element)> parts)
    {
        var buffer = new MemoryStream();
        using (var writer = XmlWriter.Create(buffer, Plain))
        {
            writer.WriteStartElement(root);
            foreach (var (name, element) in parts)
            {
                if (element is null) continue;
                writer.WriteStartElement(name);
                element.WriteTo(writer);
                writer.WriteEndElement();
            }

            writer.WriteEndElement();
        }

        return buffer.GetBuffer().AsMemory(0, (int)buffer.Length);
    }

    /// <summary>One element as a record of its own.</summary>
    public static ReadOnlyMemory<byte> Copy(XElement element)
    {
        var buffer = new MemoryStream();
        using (var writer = XmlWriter.Create(buffer, Plain)) element.WriteTo(writer);
        return buffer.GetBuffer().AsMemory(0, (int)buffer.Length);
    }

    /// <summary>The child with this local name, in whatever namespace.</summary>
    public static XElement? Child(this XElement? element, string name) => element?.Elements().FirstOrDefault(e => e.Name.LocalName == name);

    /// <summary>Scheme and host of what was asked: all that a message may tell of an address.</summary>
    public static string OriginOf(HttpResponseMessage response) =>
        response.RequestMessage?.RequestUri is { IsAbsoluteUri: true } asked ? asked.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped) : "the platform";

    static UnreadableAnswerException Other(HttpResponseMessage response, string expected, string came) => new(
        FaultCodes.UnexpectedContent,
        $"'{expected}' was expected from {OriginOf(response)}; {came} with status {(int)response.StatusCode}. Does a sign-in page stand before it, or is it another version of the platform?");

    static string Printable(string mediaType) => mediaType.Length > 80 ? mediaType[..80] : mediaType;
}
