using System.Globalization;
using System.Net;
using System.Runtime.InteropServices;
using System.Text.Json;
using IntegrationHub.Faults;
using IntegrationHub.Sources;

/// <summary>An adapter as an author writes one: permits over JSON, in pages whose length the vendor decides.</summary>
sealed class PermitsAdapter : IAdapter
{
    public AdapterManifest Manifest { get; } = new()
    {
        Name = "permits",
        Summary = "Reads permits.",
        Contract = "GET cases?after&until&page, JSON; invented for the documentation",
        Settings =
        [
            new("url", SettingKind.Url, "The address of the permits.") { Required = true, Example = "https://permits.example/api" },
            new("key", SettingKind.Secret, "The key that the vendor gave out.") { Required = true },
        ],
        Strategies = [ReadStrategy.Cursor],
        PersonalData = ["names and personal numbers of applicants"],
    };

    public ISource CreateSource(SourceContext context) => Uri.TryCreate(context.Settings["url"], UriKind.Absolute, out var url)
        ? new PermitsSource(context.Http, url, context.Settings["key"])
        : throw new MisconfiguredException(FaultCodes.InvalidSetting, "connection.url", "no absolute address; write it as https://permits.example/api.");
}

sealed class PermitsSource(HttpClient http, Uri url, string key) : ISource
{
    public async ValueTask<SourcePage> ReadPageAsync(PageRequest request, CancellationToken cancellationToken)
    {
        (string Name, string? Value)[] parameters = [("after", Written(request.ChangedAfter)), ("until", Written(request.ChangedUntil)), ("page", request.Position)];
        using var question = new HttpRequestMessage(HttpMethod.Get, $"{url}/cases?{string.Join('&', parameters.Where(p => p.Value is not null).Select(p => $"{p.Name}={Uri.EscapeDataString(p.Value!)}"))}").AsRead();
        question.Headers.Add("X-Key", key);
        using var response = await http.SendAsync(question, cancellationToken);
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
