using IntegrationHub.Configuration;
using IntegrationHub.Diagnostics;
using IntegrationHub.Faults;
using IntegrationHub.Outbound;
using IntegrationHub.Streams;
using IntegrationHub.Sync;
using IntegrationHub.Workshop.Inference;
using Microsoft.Extensions.Logging.Abstractions;

namespace IntegrationHub.Workshop.Live;

/// <summary>Asks an API of which nothing is known for one page, once: with the hub's own client, so that it calls no other host and no answer is too large.</summary>
public static class ApiCall
{
    static readonly StreamKey Key = new(new TenantId("workshop"), new SourceId("api"), new StreamName("api"));

    /// <summary>Asks.</summary>
    /// <param name="asked">What for.</param>
    /// <param name="settings">Where secrets come from.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The answer; or what went wrong, with what to do.</returns>
    public static async Task<(ApiAnswer? Answer, string? Wrong)> AskAsync(AskedAddress asked, ISettingSource settings, TimeProvider time, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(asked);

        var missing = new DiagnosticBag();
        var resolver = new SettingResolver(settings);
        var headers = asked.Headers.Select(h => (h.Name, Value: resolver.Fill($"--header {h.Name}", h.Text, new Place("", 1, 1), missing))).ToList();
        if (missing.HasErrors) return (null, string.Join("; ", missing.All.Select(d => d.Message)));

        try
        {
            var options = new OutboundOptions { Stream = Key, Addresses = new Dictionary<string, Uri> { ["url"] = asked.Address }, Retry = new StreamRetry { Attempts = 1 }, Logger = NullLogger.Instance };
            using var http = new OutboundHttp(time).Create(options);
            using var request = new HttpRequestMessage(HttpMethod.Get, asked.Address);
            request.Headers.TryAddWithoutValidation("Accept", "application/json");
            foreach (var (name, value) in headers)
            {
                request.Headers.Remove(name);
                request.Headers.TryAddWithoutValidation(name, value);
            }

            using var response = await http.SendAsync(request, cancellationToken);
            if (!response.IsSuccessStatusCode) return (null, $"{asked.Shown} answers {(int)response.StatusCode}: {(response.StatusCode == System.Net.HttpStatusCode.NotFound ? "nothing is there; compare the path with the system's documentation" : "the system refuses; a parameter may be wrong, or one may be missing")}");

            var content = await response.Content.ReadAsByteArrayAsync(cancellationToken);
            return (new ApiAnswer(content, response.Headers.TryGetValues("Link", out var links) && links.Any(l => l.Contains("next", StringComparison.OrdinalIgnoreCase))), null);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            var named = RunFaults.Of(fault);
            return (null, named.Code == FaultCodes.NotAuthorised
                ? $"{asked.Shown}: the system does not accept who calls. Give what it wants: --header 'Authorization: Bearer ${{secret:NAME}}' or --header 'X-Api-Key: ${{secret:NAME}}', with the secret in the environment variable NAME"
                : $"{named.Code}: {named.Message}");
        }
    }
}
