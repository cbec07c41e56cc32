using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Xml.Linq;
using IntegrationHub.Faults;
using IntegrationHub.Sources;

namespace IntegrationHub.Adapters.OpenEPlatform;

/// <summary>The reads of the platform that are used here. An address holds ids of families and submissions and days, never anything about a person.</summary>
sealed class PlatformApi(HttpClient http, Uri root, AuthenticationHeaderValue signIn, string probe)
{
    /// <summary>The submissions of a family that came in on these days; null when the platform answers that there are none.</summary>
    public ValueTask<PlatformAnswer?> ListInstancesAsync(int family, LocalDays days, CancellationToken cancellationToken) =>
        GetAsync(Path($"api/instanceapi/getinstances/family/{family}{days.Query}"), "FlowInstances", single: false, cancellationToken);

    /// <summary>The messages of a family that were written on these days; null when the platform answers that there are none.</summary>
    public ValueTask<PlatformAnswer?> ListMessagesAsync(int family, LocalDays days, CancellationToken cancellationToken) =>
        GetAsync(Path($"api/messageapi/getmessages/family/{family}{days.Query}"), "Messages", single: false, cancellationToken);

    /// <summary>The messages about one submission that were written on these days; null when the platform answers that there are none.</summary>
    public ValueTask<PlatformAnswer?> ListMessagesOfInstanceAsync(int id, LocalDays days, CancellationToken cancellationToken) =>
        GetAsync(Path($"api/messageapi/getmessages/flowinstance/{id}{days.Query}"), "Messages", single: true, cancellationToken);

    /// <summary>What was sent in, with its owner; null when the platform does not have it any more.</summary>
    public ValueTask<PlatformAnswer?> GetInstanceAsync(int id, CancellationToken cancellationToken) =>
        GetAsync(Path($"api/instanceapi/getinstance/{id}/xml"), "FlowInstance", single: true, cancellationToken);

    /// <summary>Where the submission stands; null when the platform does not have it any more.</summary>
    public ValueTask<PlatformAnswer?> GetStatusAsync(int id, CancellationToken cancellationToken) =>
        GetAsync(Path($"api/instanceapi/getstatus/{id}"), "Status", single: true, cancellationToken);

    /// <summary>Asks for something that is always there: a platform that answers 404 for that as well is none.</summary>
    /// <param name="known">Whether a list has come from it already: then it is one, whatever the answer.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The families that it has; null when the answer is no list of e-services.</returns>
    /// <exception cref="MisconfiguredException">The address leads to no platform.</exception>
    public async ValueTask<IReadOnlySet<int>?> ProbeAsync(bool known, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(probe, cancellationToken);
        if (known || response.StatusCode is not (HttpStatusCode.NotFound or HttpStatusCode.Gone))
            return response.IsSuccessStatusCode ? FlowList.Families(await response.Content.ReadAsByteArrayAsync(cancellationToken), response.Content.Headers.ContentType?.CharSet) : null;

        throw new MisconfiguredException(FaultCodes.NoSuchEndpoint, "connection.url",
            $"{PlatformXml.OriginOf(response)} answers 404 to a family, and to connection.probe too, so there is no Open ePlatform at this path. Compare the path with that of the installation; if it has no list of e-services, set connection.probe to a path that answers.");
    }

    async ValueTask<PlatformAnswer?> GetAsync(string path, string expected, bool single, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(path, cancellationToken);
        if (response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Gone) return null;

        var content = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        if (!response.IsSuccessStatusCode) return PlatformXml.SaysNotFound(content) && single ? null : throw PlatformXml.Refusal(response, content);

        return new PlatformAnswer(await PlatformXml.ReadAsync(response, content, expected, cancellationToken), response.Headers.Date);
    }

    async ValueTask<HttpResponseMessage> SendAsync(string path, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(root, path)) { Headers = { Authorization = signIn } };
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/xml"));
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/xml"));
        return await http.SendAsync(request.AsRead(), cancellationToken);
    }

    static string Path(FormattableString path) => path.ToString(CultureInfo.InvariantCulture);
}

/// <summary>An answer of the platform.</summary>
/// <param name="Root">Its root element.</param>
/// <param name="ServerTime">What the server's clock said, by HTTP.</param>
sealed record PlatformAnswer(XElement Root, DateTimeOffset? ServerTime);

/// <summary>The platform's own numbers.</summary>
static class VendorIds
{
    /// <summary>Reads an id: a positive number of at most ten digits as the platform counts them. A personal number with its century is none, so none ever gets into an address.</summary>
    public static bool TryRead(string? text, out int id) =>
        int.TryParse(text?.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out id) && id > 0;
}
