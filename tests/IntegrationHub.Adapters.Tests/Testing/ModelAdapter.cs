using System.Globalization;
using System.Net;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using IntegrationHub.AdapterKit;
using IntegrationHub.Faults;
using IntegrationHub.Sources;
using IntegrationHub.WriteBack;
using Microsoft.Extensions.Logging;

namespace IntegrationHub.Adapters.Tests.Testing;

/// <summary>A small adapter over JSON that does everything right, but for the one defect that is planted in it.</summary>
sealed partial class ModelAdapter(Defect defect) : IWriteBackAdapter
{
    static readonly IReadOnlyList<AdapterSetting> Settings =
    [
        new("url", SettingKind.Url, "The address of the permits.") { Required = true, Example = "https://permits.example/api" },
        new("key", SettingKind.Secret, "The key that the vendor has given out.") { Required = true },
        new("timezone", SettingKind.TimeZone, "The zone of the vendor's clock.") { Default = "Europe/Stockholm" },
    ];

    public AdapterManifest Manifest { get; } = new()
    {
        Name = "model",
        Summary = "Reads invented permits.",
        Contract = "Invented for these tests",
        Settings = Settings,
        Strategies = [ReadStrategy.Cursor],
        ReadsByKey = true,
        Writes = ModelWriteBack.All,
        PersonalData = ["names and numbers of applicants"],
    };

    public ISource CreateSource(SourceContext context)
    {
        if (!Uri.TryCreate(context.Settings["url"], UriKind.Absolute, out var url))
            throw new MisconfiguredException(FaultCodes.InvalidSetting, "connection.url", "no absolute address; write it as https://permits.example/api.");
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(context.Settings["timezone"], out var zone))
        {
            zone = defect == Defect.SettingNotChecked ? TimeZoneInfo.Utc
                : throw new MisconfiguredException(FaultCodes.InvalidSetting, "connection.timezone", "no time zone of this machine; write an IANA name such as Europe/Stockholm.");
        }

        return new Source(defect, url, context, zone);
    }

    public IWriteBack CreateWriteBack(WriteBackContext context) => new ModelWriteBack(defect, context);

    sealed partial class Source(Defect defect, Uri url, SourceContext context, TimeZoneInfo zone) : ISource, IReadsByKey
    {
        static readonly HttpClient Own = new();
        static readonly HashSet<string> Seen = [];
        static int reads;

        readonly LocalClock clock = new(zone);
        readonly List<SourceRecord> gathered = [];
        readonly int read = Interlocked.Increment(ref reads);

        public async ValueTask<SourcePage> ReadPageAsync(PageRequest request, CancellationToken cancellationToken)
        {
            if (defect == Defect.IgnoresCancellation) cancellationToken = CancellationToken.None;
            if (defect == Defect.GathersEverything) return await GatherAsync(request, cancellationToken);

            var (page, _) = await PageAsync(request, request.Position, cancellationToken);
            return page;
        }

        public async ValueTask<IReadOnlyList<SourceRecord>> ReadByKeysAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken)
        {
            var records = new List<SourceRecord>();
            foreach (var key in keys)
            {
                using var response = await SendAsync($"cases/{Uri.EscapeDataString(key)}", cancellationToken);
                if (response.StatusCode == HttpStatusCode.NotFound) continue;

                using var answer = await ParseAsync(response, cancellationToken);
                records.Add(Record(answer.RootElement, "by key") with { });
                if (defect == Defect.OtherBytesByKey) records[^1] = records[^1] with { Content = Encoding.UTF8.GetBytes($" {answer.RootElement.GetRawText()} ") };
            }

            return records;
        }

        async ValueTask<(SourcePage Page, int Rows)> PageAsync(PageRequest request, string? position, CancellationToken cancellationToken)
        {
            var query = new StringBuilder("cases?");
            if (request.ChangedAfter is { } after) query.Append(CultureInfo.InvariantCulture, $"after={Label(after, lower: true)}&");
            if (request.ChangedUntil is { } until) query.Append(CultureInfo.InvariantCulture, $"until={Label(until, lower: false)}&");
            if (position is not null) query.Append(CultureInfo.InvariantCulture, $"{(defect == Defect.TieLostBetweenPages ? "after" : "page")}={Uri.EscapeDataString(position)}");

            HttpResponseMessage response;
            try
            {
                response = await SendAsync(query.ToString(), cancellationToken);
            }
            catch (SourceException) when (defect == Defect.PageSwallowedOnAFault && position is not null)
            {
                return (new SourcePage { Records = [] }, 0);
            }

            using var answered = response;
            if (!response.IsSuccessStatusCode && position is not null && defect == Defect.ForeignPositionTakenForTheEnd) return (new SourcePage { Records = [] }, 0);
            var rows = new List<SourceRecord>();
            string? next;
            try
            {
                using var answer = await ParseAsync(response, cancellationToken);
                if (answer.RootElement.ValueKind != JsonValueKind.Object || !answer.RootElement.TryGetProperty("cases", out var cases) || cases.ValueKind != JsonValueKind.Array)
                    throw new UnreadableAnswerException(FaultCodes.UnexpectedContent, "The answer was expected to hold 'cases' and is JSON of another kind. Does connection.url lead to the permits?");

                foreach (var row in cases.EnumerateArray()) rows.Add(Record(row, $"page {position ?? "first"}, item {rows.Count + 1}"));
                next = answer.RootElement.TryGetProperty("next", out var told) ? told.GetString() : null;
                if (defect == Defect.TieLostBetweenPages && next is not null) next = cases[cases.GetArrayLength() - 1].GetProperty("changed").GetString();
            }
            catch (UnreadableAnswerException) when (defect == Defect.BrokenOffAnswerTakenForTheEnd)
            {
                next = null;
            }

            if (defect == Defect.NeverStopsPaging) next ??= "0";
            return (new SourcePage
            {
                Records = rows,
                Next = next,
                SourceTime = response.Headers.Date,
                CompleteUntil = defect == Defect.CursorSetBeforeTheWork ? request.ChangedUntil : null,
                Deletions = defect == Defect.DeletesWhatAnEmptyAnswerLeavesOut && request.ChangedAfter is null && position is null ? Vanished(rows) : [],
            }, rows.Count);
        }

        async ValueTask<SourcePage> GatherAsync(PageRequest request, CancellationToken cancellationToken)
        {
            for (string? position = null, next = ""; next is not null; position = next)
            {
                (var page, _) = await PageAsync(request, position, cancellationToken);
                gathered.AddRange(page.Records);
                next = page.Next;
            }

            return new SourcePage { Records = gathered };
        }

        static List<SourceDeletion> Vanished(List<SourceRecord> rows)
        {
            var keys = rows.Select(r => JsonDocument.Parse(r.Content).RootElement.GetProperty("id").GetString()!).ToList();
            lock (Seen)
            {
                var gone = Seen.Except(keys).Select(key => new SourceDeletion(key, null)).ToList();
                Seen.UnionWith(keys);
                return gone;
            }
        }

        SourceRecord Record(JsonElement row, string where)
        {
            var content = JsonMarshal.GetRawUtf8Value(row).ToArray();
            var text = Encoding.UTF8.GetString(content);
            if (defect == Defect.KeyDiffersFromReadToRead) content = Encoding.UTF8.GetBytes(text.Replace("\"id\":\"P-", $"\"id\":\"P-{read}-", StringComparison.Ordinal));
            if (defect == Defect.RewritesNumbers) content = Encoding.UTF8.GetBytes(text.Replace(row.GetProperty("amount").GetRawText(), row.GetProperty("amount").GetDouble().ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal));
            if (defect == Defect.RewritesTexts) content = Encoding.UTF8.GetBytes(text.Replace("ö", "o", StringComparison.Ordinal));
            if (defect == Defect.TimeCutToTheDay)
            {
                var changed = row.GetProperty("changed").GetString()!;
                content = Encoding.UTF8.GetBytes(text.Replace($"\"changed\":\"{changed}\"", $"\"changed\":\"{changed[..10]}T00:00:00\"", StringComparison.Ordinal));
            }

            if (defect == Defect.PersonInTheLog) Careless(context.Logger, text);
            return new SourceRecord { Content = content, Format = RecordFormat.Json, Where = where };
        }

        async ValueTask<JsonDocument> ParseAsync(HttpResponseMessage response, CancellationToken cancellationToken)
        {
            if (!response.IsSuccessStatusCode)
            {
                throw new SourceRefusedException(FaultCodes.Refused, defect == Defect.SecretInTheMessage
                    ? $"The vendor refused the question with the key {context.Settings["key"]} ({(int)response.StatusCode})."
                    : $"The vendor refused the question ({(int)response.StatusCode}).");
            }

            try
            {
                return JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(cancellationToken));
            }
            catch (JsonException)
            {
                throw new UnreadableAnswerException(FaultCodes.MalformedAnswer, "The answer is cut, or no JSON.");
            }
        }

        async ValueTask<HttpResponseMessage> SendAsync(string question, CancellationToken cancellationToken)
        {
            var http = defect is Defect.FollowsRedirects or Defect.CallsAgainAtOnce ? Own : context.Http;
            while (true)
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"{url}/{question}")).AsRead();
                request.Headers.TryAddWithoutValidation("X-Key", context.Settings["key"]);
                var response = await http.SendAsync(request, cancellationToken);
                if (defect != Defect.CallsAgainAtOnce || response.StatusCode is not (HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable)) return response;
            }
        }

        string Label(DateTimeOffset at, bool lower)
        {
            var label = defect == Defect.WrongHourInAutumn || !lower ? clock.ToLabel(at) : clock.ToLowerBound(at);
            return label.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);
        }

        [LoggerMessage(999_902, LogLevel.Debug, "Read {Row}")]
        static partial void Careless(ILogger logger, string row);
    }
}
