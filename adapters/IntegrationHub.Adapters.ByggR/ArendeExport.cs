using System.Net;
using System.Xml;
using IntegrationHub.AdapterKit;
using IntegrationHub.Faults;
using IntegrationHub.Sources;

namespace IntegrationHub.Adapters.ByggR;

/// <summary>The operations of the service ArendeExport that are used here. They are the same in V4 and V8 but for their SOAPAction.</summary>
sealed class ArendeExport(HttpClient http, Uri url, string version)
{
    internal const string Contract = "www.tekis.se/ServiceContract";
    internal const string Instance = "http://www.w3.org/2001/XMLSchema-instance";

    /// <summary>The next cases that changed after <paramref name="lowerExclusive"/>; the vendor decides how many.</summary>
    /// <param name="lowerExclusive">Local time, as xs:dateTime.</param>
    /// <param name="upperInclusive">Local time, as xs:dateTime; null sets no end.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    public async ValueTask<ArendeBatch> GetUpdatedArendenAsync(string lowerExclusive, string? upperInclusive, CancellationToken cancellationToken)
    {
        const string Operation = "GetUpdatedArenden";
        using var request = Read(Operation, writer =>
        {
            writer.WriteStartElement("filter", Contract);
            writer.WriteElementString("LowerExclusiveBound", Contract, lowerExclusive);
            writer.WriteStartElement("UpperInclusiveBound", Contract);
            if (upperInclusive is null) writer.WriteAttributeString("nil", Instance, "true");
            else writer.WriteString(upperInclusive);
            writer.WriteEndElement();
            writer.WriteEndElement();
        });
        using var response = await SendAsync(request, cancellationToken);
        using var answer = await SoapEnvelope.OpenAsync(response, limits: null, cancellationToken);
        if (answer.Fault is { } fault) throw ByggRFaults.ToException(fault, Operation);

        return await ArendeXml.ReadBatchAsync(answer.Body, $"{Operation} after {lowerExclusive}") with { ServerTime = response.Headers.Date };
    }

    /// <summary>One case as it is now; null when there is none with this number.</summary>
    public async ValueTask<SourceRecord?> GetArendeAsync(string dnr, CancellationToken cancellationToken)
    {
        const string Operation = "GetArende";
        using var request = Read(Operation, writer => writer.WriteElementString("dnr", Contract, dnr));
        using var response = await SendAsync(request, cancellationToken);
        using var answer = await SoapEnvelope.OpenAsync(response, limits: null, cancellationToken);
        if (answer.Fault is { } fault) return ByggRFaults.SaysNoSuchCase(fault) ? null : throw ByggRFaults.ToException(fault, Operation);

        return await ArendeXml.ReadSingleAsync(answer.Body, Operation);
    }

    /// <summary>Saves a happening on a case.</summary>
    /// <param name="dnr">The case's number.</param>
    /// <param name="happening">The happening.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>ByggR's id of it, HandelseId.</returns>
    public async ValueTask<string> SaveNewHandelseAsync(string dnr, NewHandelse happening, CancellationToken cancellationToken)
    {
        const string Operation = "SaveNewHandelse";
        using var request = Request(Operation, writer => happening.Write(writer, dnr));
        using var response = await SendAsync(request, cancellationToken);
        using var answer = await SoapEnvelope.OpenAsync(response, limits: null, cancellationToken);
        if (answer.Fault is { } fault) throw ByggRFaults.ToRefusal(fault, Operation);

        return await HandelseXml.ReadIdAsync(answer.Body);
    }

    // ByggR says 500 when there is no such case: a 404 is the web server's, and what is not there is the service.
    async ValueTask<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (response.StatusCode is not (HttpStatusCode.NotFound or HttpStatusCode.Gone)) return response;

        var status = (int)response.StatusCode;
        response.Dispose();
        throw new MisconfiguredException(FaultCodes.NoSuchEndpoint, "connection.url",
            $"{url.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped)} answers, but has no service at this path ({status}). Compare the path with that of ArendeExport in the installation; it usually ends in ArendeExportWS.svc.");
    }

    HttpRequestMessage Read(string operation, Action<XmlWriter> writeArguments) => Request(operation, writeArguments).AsRead();

    HttpRequestMessage Request(string operation, Action<XmlWriter> writeArguments) =>
        SoapEnvelope.Post(url, $"www.tekis.se/ServiceContract/{version}/IExportArenden/{operation}", writer =>
        {
            writer.WriteStartElement(operation, Contract);
            writeArguments(writer);
            writer.WriteEndElement();
        });
}

/// <summary>One answer to GetUpdatedArenden.</summary>
/// <param name="Records">The cases, in the vendor's order.</param>
/// <param name="End">BatchEnd as it was written; null when there was none.</param>
sealed record ArendeBatch(IReadOnlyList<SourceRecord> Records, string? End)
{
    /// <summary>What the server's clock said, by HTTP.</summary>
    public DateTimeOffset? ServerTime { get; init; }
}
