using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Xml;
using IntegrationHub.Faults;

namespace IntegrationHub.AdapterKit;

/// <summary>Writes requests and opens answers of SOAP 1.1.</summary>
public static class SoapEnvelope
{
    /// <summary>The namespace of SOAP 1.1's envelope.</summary>
    public const string Namespace = "http://schemas.xmlsoap.org/soap/envelope/";

    static readonly XmlWriterSettings Compact = new() { Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), CheckCharacters = true };

    /// <summary>A POST with an envelope round what <paramref name="writeBody"/> writes. Values are escaped; say with <c>AsRead</c> when it only reads.</summary>
    /// <param name="url">The service's address.</param>
    /// <param name="action">The operation's SOAPAction, without quotes.</param>
    /// <param name="writeBody">Writes the body's one element.</param>
    public static HttpRequestMessage Post(Uri url, string action, Action<XmlWriter> writeBody)
    {
        ArgumentNullException.ThrowIfNull(writeBody);

        var buffer = new MemoryStream();
        using (var writer = XmlWriter.Create(buffer, Compact))
        {
            writer.WriteStartElement("s", "Envelope", Namespace);
            writer.WriteStartElement("s", "Body", Namespace);
            writeBody(writer);
            writer.WriteEndElement();
            writer.WriteEndElement();
        }

        var content = new ByteArrayContent(buffer.GetBuffer(), 0, (int)buffer.Length);
        content.Headers.ContentType = new MediaTypeHeaderValue("text/xml", "utf-8");
        var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = content };
        request.Headers.Add("SOAPAction", $"\"{action}\"");
        request.Headers.Accept.ParseAdd("text/xml");
        return request;
    }

    /// <summary>Opens an answer: a fault is read whole, anything else is left to be streamed from the body's first element.</summary>
    /// <param name="response">The answer, best asked for with <see cref="HttpCompletionOption.ResponseHeadersRead"/>. The caller disposes it after the result.</param>
    /// <param name="limits">How much is read; <see cref="XmlLimits.Default"/> unless set.</param>
    /// <param name="cancellationToken">Stops this and every later read of the answer.</param>
    /// <exception cref="UnreadableAnswerException">The answer is no SOAP 1.1 envelope, or is cut.</exception>
    /// <exception cref="SourceUnavailableException">A server error that carries no SOAP fault, or the connection broke.</exception>
    public static async ValueTask<SoapAnswer> OpenAsync(HttpResponseMessage response, XmlLimits? limits, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(response);

        var type = response.Content.Headers.ContentType;
        if (type?.MediaType is not (null or "text/xml" or "application/xml")) throw NoEnvelope(response, $"content of type '{Printable(type.MediaType)}'");

        var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        var reader = XmlReaders.Create(new AnswerStream(stream, cancellationToken), limits, Encoding(type));
        try
        {
            return await OpenAsync(reader, response);
        }
        catch
        {
            reader.Dispose();
            throw;
        }
    }

    static async ValueTask<SoapAnswer> OpenAsync(XmlReader reader, HttpResponseMessage response)
    {
        if (!await reader.MoveToElementAsync()) throw NoEnvelope(response, "no XML element");
        if (reader.LocalName != "Envelope" || reader.NamespaceURI != Namespace) throw NoEnvelope(response, "XML that is no SOAP 1.1 envelope");

        // A header may come first; whatever it holds is passed over.
        var within = reader.Depth;
        await reader.ReadAsync();
        while (reader.Depth > within)
        {
            if (reader.NodeType != XmlNodeType.Element)
            {
                await reader.ReadAsync();
            }
            else if (reader.LocalName != "Body" || reader.NamespaceURI != Namespace)
            {
                await reader.SkipAsync();
            }
            else
            {
                return await OpenBodyAsync(reader, response);
            }
        }

        throw NoEnvelope(response, "an envelope without a body");
    }

    static async ValueTask<SoapAnswer> OpenBodyAsync(XmlReader reader, HttpResponseMessage response)
    {
        var body = reader.Depth;
        var empty = reader.IsEmptyElement;
        if (!empty) await reader.ReadAsync();
        while (!empty && reader.Depth > body && reader.NodeType != XmlNodeType.Element) await reader.ReadAsync();

        if (empty || reader.Depth <= body) throw NoEnvelope(response, "an empty body");
        if (reader.LocalName == "Fault" && reader.NamespaceURI == Namespace) return new SoapAnswer(reader, await ReadFaultAsync(reader));
        if (!response.IsSuccessStatusCode) throw NoEnvelope(response, "an envelope without a fault");
        return new SoapAnswer(reader, null);
    }

    static async ValueTask<SoapFault> ReadFaultAsync(XmlReader reader)
    {
        var (code, text) = ("", "");
        var fault = reader.Depth;
        if (!reader.IsEmptyElement) await reader.ReadAsync();
        while (reader.Depth > fault)
        {
            switch (reader.NodeType, reader.LocalName)
            {
                case (XmlNodeType.Element, "faultcode"): code = (await reader.ReadTextAsync()).Trim(); break;
                case (XmlNodeType.Element, "faultstring"): text = (await reader.ReadTextAsync()).Trim(); break;
                case (XmlNodeType.Element, _): await reader.SkipAsync(); break;
                default: await reader.ReadAsync(); break;
            }
        }

        return new SoapFault(code[(code.IndexOf(':', StringComparison.Ordinal) + 1)..], text);
    }

    static SourceException NoEnvelope(HttpResponseMessage response, string came) => response.StatusCode >= HttpStatusCode.InternalServerError
        ? new SourceUnavailableException(FaultCodes.ServerError, $"The source answered {(int)response.StatusCode} with {came}.")
        : new UnreadableAnswerException(
            FaultCodes.UnexpectedContent,
            $"A SOAP 1.1 envelope was expected from {OriginOf(response)}; {came} came with status {(int)response.StatusCode}. Is the address in the stream file that of the service, or does a sign-in page stand before it?");

    static string OriginOf(HttpResponseMessage response) =>
        response.RequestMessage?.RequestUri is { IsAbsoluteUri: true } asked ? asked.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped) : "the source";

    // HTTP's charset stands over the document's own declaration; a name that nobody knows is left to the declaration.
    static Encoding? Encoding(MediaTypeHeaderValue? type) =>
        type?.CharSet is { Length: > 0 } name && Charsets.TryGet(name.Trim('"'), out var encoding) ? encoding : null;

    static string Printable(string mediaType) => mediaType.Length > 80 ? mediaType[..80] : mediaType;
}
