using System.Globalization;
using System.Net;
using System.Runtime.InteropServices;
using System.Text.Json;
using IntegrationHub.Faults;
using IntegrationHub.Sources;

namespace RefitAdapter;

/// <summary>Translates the vendor's pages. Refit is asked for answers as they came, so that it makes no exceptions of them.</summary>
sealed class PermitsSource(IPermitsApi permits, Uri url, string key) : ISource
{
    /// <inheritdoc/>
    public async ValueTask<SourcePage> ReadPageAsync(PageRequest request, CancellationToken cancellationToken)
    {
        using var response = await permits.GetCasesAsync($"{url}/cases", key, Written(request.ChangedAfter), Written(request.ChangedUntil), request.Position, cancellationToken);
        if (response.StatusCode == HttpStatusCode.NotFound) throw new MisconfiguredException(FaultCodes.NoSuchEndpoint, "connection.url", "there are no permits at this path (404).");
        if (!response.IsSuccessStatusCode) throw new SourceRefusedException(FaultCodes.Refused, $"The vendor refused the question ({(int)response.StatusCode}).");

        try
        {
            using var answer = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(cancellationToken));
            if (answer.RootElement is not { ValueKind: JsonValueKind.Object } root || !root.TryGetProperty("cases", out var cases) || cases.ValueKind != JsonValueKind.Array)
                throw new UnreadableAnswerException(FaultCodes.UnexpectedContent, "The answer was expected to hold 'cases' and is JSON of another kind. Does connection.url lead to the permits?");

            return new SourcePage
            {
                Records = [.. cases.EnumerateArray().Select((row, i) => new SourceRecord
                {
                    Content = JsonMarshal.GetRawUtf8Value(row).ToArray(), Format = RecordFormat.Json, Where = string.Create(CultureInfo.InvariantCulture, $"page {request.Position ?? "first"}, item {i + 1}"),
                })],
                Next = root.TryGetProperty("next", out var next) ? next.GetString() : null,
                SourceTime = response.Headers.Date,
            };
        }
        catch (JsonException)
        {
            throw new UnreadableAnswerException(FaultCodes.MalformedAnswer, "The answer is cut, or no JSON.");
        }
    }

    static string? Written(DateTimeOffset? at) => at?.ToString("O", CultureInfo.InvariantCulture);
}
