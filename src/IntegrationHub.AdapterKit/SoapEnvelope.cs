using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Xml;
using IntegrationHub.Faults;

namespace IntegrationHub.AdapterKit;

/// <summary>The versions of SOAP.</summary>
public enum SoapVersion
{
    /// <summary>SOAP 1.1: text/xml, the action in a header of its own.</summary>
    Soap11,

    /// <summary>SOAP 1.2: application/soap+xml, the action beside the type.</summary>
    Soap12,
}

/// <summary>Writes requests and opens answers of SOAP 1.1 and 1.2.</summary>
public static class SoapEnvelope
{
    /// <summary>The namespace of SOAP 1.1's envelope.</summary>
    public const string Namespace = "http://schemas.xmlsoap.org/soap/envelope/";

    /// <summary>The namespace of SOAP 1.2's envelope.</summary>
    public const string Namespace12 = "http://www.w3.org/2003/05/soap-envelope";

    // A line break that somebody wrote arrives as it was written, whatever machine the hub runs on.
    static readonly XmlWriterSettings Compact = new() { Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), CheckCharacters = true, NewLineHandling = NewLineHandling.Entitize };

    /// <summary>A POST with an envelope round what <paramref name="writeBody"/> writes. Values are escaped; say with <c>AsRead</c> when it only reads.</summary>
    /// <param name="url">The service's address.</param>
    /// <param name="action">The operation's SOAPAction, without quotes.</param>
    /// <param name="writeBody">Writes the body's one element.</param>
    /// <param name="version">The version of SOAP; 1.1 unless set.</param>
    public static HttpRequestMessage Post(Uri url, string action, Action<XmlWriter> writeBody, SoapVersion version = SoapVersion.Soap11)
    {
        ArgumentNullException.ThrowIfNull(writeBody);

        var ns = NamespaceOf(version);
        var buffer = new MemoryStream();
        using (var writer = XmlWriter.Create(buffer, Compact))
        {
            writer.WriteStartElement("s", "Envelope", ns);
            writer.WriteStartElement("s", "Body", ns);
            writeBody(writer);
            writer.WriteEndElement();
            writer.WriteEndElement();
        }

        var content = new ByteArrayContent(buffer.GetBuffer(), 0, (int)buffer.Length);
        var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = content };
        if (version == SoapVersion.Soap12)
        {
            content.Headers.ContentType = new MediaTypeHeaderValue("application/soap+xml", "utf-8");
            content.Headers.ContentType.Parameters.Add(new NameValueHeaderValue("action", $"\"{action}\""));
            request.Headers.Accept.ParseAdd("application/soap+xml");
            return request;
        }

        content.Headers.ContentType = new MediaTypeHeaderValue("text/xml", "utf-8");
        request.Headers.Add("SOAPAction", $"\"{action}\"");
        request.Headers.Accept.ParseAdd("text/xml");
        return request;
    }

    /// <summary>The namespace of the envelope.</summary>
    public static string NamespaceOf(SoapVersion version) => version == SoapVersion.Soap12 ? Namespace12 : Namespace;

    /// <summary>Opens an answer: a fault is read whole, anything else is left to be streamed from the body's first element.</summary>
    /// <param name="response">The answer, best asked for with <see cref="HttpCompletionOption.ResponseHeadersRead"/>. The caller disposes it after the result.</param>
    /// <param name="limits">How much is read; <see cref="XmlLimits.Default"/> unless set.</param>
    /// <param name="cancellationToken">Stops this and every later read of the answer.</param>
    /// <exception cref="UnreadableAnswerException">The answer is no SOAP envelope, or is cut.</exception>
    /// <exception cref="SourceUnavailableException">A server error that carries no SOAP fault, or the connection broke.</exception>
    public static async ValueTask<SoapAnswer> OpenAsync(HttpResponseMessage response, XmlLimits? limits, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(response);

        var type = response.Content.Headers.ContentType;
        if (type?.MediaType is not (null or "text/xml" or "application/xml" or "application/soap+xml")) throw NoEnvelope(response, $"content of type '{Printable(type.MediaType)}'");

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
        var ns = reader.NamespaceURI;
        if (reader.LocalName != "Envelope" || ns is not (Namespace or Namespace12)) throw NoEnvelope(response, "XML that is no SOAP envelope");

        // A header may come first; whatever it holds is passed over.
        var within = reader.Depth;
        await reader.ReadAsync();
        while (reader.Depth > within)
        {
            if (reader.NodeType != XmlNodeType.Element)
            {
                await reader.ReadAsync();
            }
            else if (reader.LocalName != "Body" || reader.NamespaceURI != ns)
            {
                await reader.SkipAsync();
            }
            else
            {
                return await OpenBodyAsync(reader, ns, response);
            }
        }

        throw NoEnvelope(response, "an envelope without a body");
    }

    static async ValueTask<SoapAnswer> OpenBodyAsync(XmlReader reader, string ns, HttpResponseMessage response)
    {
        var body = reader.Depth;
        var empty = reader.IsEmptyElement;
        if (!empty) await reader.ReadAsync();
        while (!empty && reader.Depth > body && reader.NodeType != XmlNodeType.Element) await reader.ReadAsync();

        if (empty || reader.Depth <= body) throw NoEnvelope(response, "an empty body");
        if (reader.LocalName == "Fault" && reader.NamespaceURI == ns) return new SoapAnswer(reader, await ReadFaultAsync(reader));
        if (!response.IsSuccessStatusCode) throw NoEnvelope(response, "an envelope without a fault");
        return new SoapAnswer(reader, null);
    }

    static async ValueTask<SoapFault> ReadFaultAsync(XmlReader reader)
    {
        var (code, text, detail) = ("", "", (string?)null);
        var fault = reader.Depth;
        if (!reader.IsEmptyElement) await reader.ReadAsync();
        while (reader.Depth > fault)
        {
            switch (reader.NodeType, reader.LocalName)
            {
                case (XmlNodeType.Element, "faultcode"): code = (await reader.ReadTextAsync()).Trim(); break;
                case (XmlNodeType.Element, "faultstring"): text = (await reader.ReadTextAsync()).Trim(); break;
                // SOAP 1.2 has the code's value and the reason's text one level below.
                case (XmlNodeType.Element, "Value") when code.Length == 0: code = (await reader.ReadTextAsync()).Trim(); break;
                case (XmlNodeType.Element, "Text") when text.Length == 0: text = (await reader.ReadTextAsync()).Trim(); break;
                case (XmlNodeType.Element, "Code" or "Reason"): await reader.ReadAsync(); break;
                case (XmlNodeType.Element, "detail" or "Detail"): detail = await ReadDetailAsync(reader); break;
                case (XmlNodeType.Element, _): await reader.SkipAsync(); break;
                default: await reader.ReadAsync(); break;
            }
        }

        var name = code[(code.IndexOf(':', StringComparison.Ordinal) + 1)..];
        // SOAP 1.2 gives its two codes other names.
        return new SoapFault(name switch { "Sender" => "Client", "Receiver" => "Server", _ => name }, text) { Detail = detail };
    }

    static async ValueTask<string?> ReadDetailAsync(XmlReader reader)
    {
        var (within, empty, name) = (reader.Depth, reader.IsEmptyElement, (string?)null);
        await reader.ReadAsync();
        if (empty) return null;

        while (reader.Depth > within)
        {
            if (reader.NodeType != XmlNodeType.Element)
            {
                await reader.ReadAsync();
                continue;
            }

            name ??= reader.LocalName;
            await reader.SkipAsync();
        }

        await reader.ReadAsync();
        return name;
    }

    static SourceException NoEnvelope(HttpResponseMessage response, string came) => response.StatusCode >= HttpStatusCode.InternalServerError
        ? new SourceUnavailableException(FaultCodes.ServerError, $"The source answered {(int)response.StatusCode} with {came}.")
        : new UnreadableAnswerException(
            FaultCodes.UnexpectedContent,
            $"A SOAP envelope was expected from {OriginOf(response)}; {came} came with status {(int)response.StatusCode}. Is the address in the stream file that of the service, or does a sign-in page stand before it?");

    static string OriginOf(HttpResponseMessage response) =>
        response.RequestMessage?.RequestUri is { IsAbsoluteUri: true } asked ? asked.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped) : "the source";

    // HTTP's charset stands over the document's own declaration; a name that nobody knows is left to the declaration.
    static Encoding? Encoding(MediaTypeHeaderValue? type) =>
        type?.CharSet is { Length: > 0 } name && Charsets.TryGet(name.Trim('"'), out var encoding) ? encoding : null;

    static string Printable(string mediaType) => mediaType.Length > 80 ? mediaType[..80] : mediaType;
}
