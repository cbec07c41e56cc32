using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Xml;
using IntegrationHub.AdapterKit;
using IntegrationHub.Faults;
using IntegrationHub.Sources;

namespace IntegrationHub.Adapters.OpenEPlatform;

/// <summary>The operations of the platform's SOAP service <c>api/callback</c> that are used here.</summary>
sealed class PlatformCallback(HttpClient http, Uri root, AuthenticationHeaderValue signIn, LocalClock clock)
{
    const string Contract = "http://www.oeplatform.org/version/1.0/schemas/integration/callback";

    /// <summary>Writes a message: one that the citizen sees, or one for the handlers alone.</summary>
    /// <returns>The platform's number of it.</returns>
    public ValueTask<string> AddMessageAsync(bool isInternal, int instance, WriteSettings settings, string text, DateTimeOffset at, CancellationToken cancellationToken) =>
        CallAsync(isInternal ? "addInternalMessage" : "addMessage", "messageID", writer =>
        {
            Element(writer, "flowInstanceID", instance.ToString(CultureInfo.InvariantCulture));
            writer.WriteStartElement("message", Contract);
            Element(writer, "added", Time(at));
            Element(writer, "message", text);
            Element(writer, "userID", settings.UserId);
            Element(writer, "readReceiptEnabled", settings.ReadReceipt ? "true" : "false");
            writer.WriteEndElement();
            Principal(writer, settings);
        }, cancellationToken);

    /// <summary>Sets the status of a submission.</summary>
    /// <returns>The platform's number of what that did.</returns>
    public ValueTask<string> SetStatusAsync(int instance, WriteSettings settings, string status, CancellationToken cancellationToken) => CallAsync("setStatus", "eventID", writer =>
    {
        Element(writer, "flowInstanceID", instance.ToString(CultureInfo.InvariantCulture));
        Element(writer, settings.ByNumber ? "statusID" : "statusAlias", status);
        Principal(writer, settings);
    }, cancellationToken);

    async ValueTask<string> CallAsync(string operation, string wanted, Action<XmlWriter> writeArguments, CancellationToken cancellationToken)
    {
        using var request = SoapEnvelope.Post(new Uri(root, "api/callback"), "", writer =>
        {
            writer.WriteStartElement(operation, Contract);
            writeArguments(writer);
            writer.WriteEndElement();
        }).Recognising(static (status, content) => status == HttpStatusCode.InternalServerError && PlatformXml.SaysNotFound(content.Span));
        request.Headers.Authorization = signIn;
        using var response = await http.SendAsync(request, cancellationToken);
        var content = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        if (response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Gone)
        {
            throw new MisconfiguredException(FaultCodes.NoSuchEndpoint, "connection.url",
                $"{PlatformXml.OriginOf(response)} has no service at api/callback below this path ({(int)response.StatusCode}). Ask the platform's operator to turn the integration callback on.");
        }

        // What has gone is told in a SOAP fault by some versions, and in plain words by others.
        if (!response.IsSuccessStatusCode && !IsXml(response) && PlatformXml.SaysNotFound(content))
            throw NoSuchInstance(operation, Encoding.Latin1.GetString(content.AsSpan(0, Math.Min(content.Length, 1000))).Trim());

        if (response.StatusCode >= HttpStatusCode.InternalServerError && !IsXml(response))
            throw new SourceUnavailableException(FaultCodes.ServerError, $"{PlatformXml.OriginOf(response)} answered {operation} with {(int)response.StatusCode}. Its reason stands in the platform's own log.");

        using var answer = await SoapEnvelope.OpenAsync(response, limits: null, cancellationToken);
        if (answer.Fault is { } fault) throw ToRefusal(fault, operation);

        return await ReadNumberAsync(answer.Body, operation, wanted);
    }

    static async ValueTask<string> ReadNumberAsync(XmlReader body, string operation, string wanted)
    {
        string? number = null;
        if (body.LocalName == $"{operation}Response")
        {
            var response = body.Depth;
            await body.ReadAsync();
            while (body.Depth > response)
            {
                if (body.NodeType == XmlNodeType.Element && body.LocalName == wanted) number = await body.ReadTextAsync();
                else await body.ReadAsync();
            }
        }

        // An answer that was cut after its number is still cut.
        while (await body.ReadAsync())
        {
        }

        return VendorIds.TryRead(number, out var read)
            ? read.ToString(CultureInfo.InvariantCulture)
            : throw new UnreadableAnswerException(FaultCodes.UnexpectedContent, $"The answer to {operation} was expected to hold a {wanted} and holds none, so it is not known whether it was carried out.");
    }

    // The service's own failure has no type and no such words: after that nobody knows.
    static SourceException ToRefusal(SoapFault fault, string operation)
    {
        var words = fault.Text.Length > 0 ? fault.Text : fault.Detail;
        if (fault.Detail?.StartsWith("FlowInstanceNotFound", StringComparison.Ordinal) == true || PlatformXml.SaysNotFound(Encoding.Latin1.GetBytes(fault.Text)))
            return NoSuchInstance(operation, words);
        if (fault.Detail?.StartsWith("StatusNotFound", StringComparison.Ordinal) == true)
            return new SourceRefusedException(FaultCodes.NotFound, $"The platform refused {operation}: the e-service has no such status.") { VendorText = words };
        if (fault.Detail?.StartsWith("AccessDenied", StringComparison.Ordinal) == true)
            return new SourceRefusedException(FaultCodes.Refused, $"The platform refused {operation}: the account may not do this to the submission.") { VendorText = words };

        return fault.Code == "Client"
            ? new SourceRefusedException(FaultCodes.Refused, $"The platform refused {operation} with fault code Client. Its own words stand with the command.") { VendorText = words }
            : new SourceUnavailableException(FaultCodes.ServerError, $"The platform failed to answer {operation}. Its reason stands in the platform's own log.");
    }

    static SourceRefusedException NoSuchInstance(string operation, string? words) =>
        new(FaultCodes.NotFound, $"The platform refused {operation}: it has no such submission any more.") { VendorText = words };

    static bool IsXml(HttpResponseMessage response) => response.Content.Headers.ContentType?.MediaType is "text/xml" or "application/xml" or "application/soap+xml";

    static void Principal(XmlWriter writer, WriteSettings settings)
    {
        writer.WriteStartElement("principal", Contract);
        if (settings.UserName is { } name) Element(writer, "name", name);
        Element(writer, "userID", settings.UserId);
        writer.WriteEndElement();
    }

    // By the platform's clock, and with its offset: whether it looks at the offset or not, it is the same time.
    string Time(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, clock.Zone).ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);

    static void Element(XmlWriter writer, string name, string value) => writer.WriteElementString(name, Contract, value);
}
