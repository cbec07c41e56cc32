using System.Globalization;
using System.Net;
using System.Text.Json;
using IntegrationHub.Faults;
using IntegrationHub.Sources;
using IntegrationHub.Torture.Vendor;
using IntegrationHub.WriteBack;

namespace IntegrationHub.Torture.Worker;

/// <summary>Connects the model vendor.</summary>
/// <param name="orders">Whether the process is to die when a page has been read.</param>
internal sealed class ModelAdapter(CrashOrders orders) : IWriteBackAdapter
{
    /// <inheritdoc/>
    public AdapterManifest Manifest { get; } = new()
    {
        Name = "model",
        Summary = "Reads the model vendor of the torture suite, and writes to it.",
        Contract = "none: it is served by the process that checks",
        Settings =
        [
            new("url", SettingKind.Url, "The address of one of its registers.") { Required = true, Example = "http://127.0.0.1:5000/changes/" },
            new("reads", SettingKind.Choice, "What becomes a record.") { Default = "list", Choices = ["list", "notes", "openings"] },
        ],
        Strategies = [ReadStrategy.Cursor, ReadStrategy.Snapshot, ReadStrategy.Windowed],
        ReadsByKey = true,
        Writes = [new(WriteKind.Note, WriteRepeat.Always), new(WriteKind.Message, WriteRepeat.AfterLookUp), new(WriteKind.HandOver, WriteRepeat.Never)],
        PersonalData = [],
    };

    /// <inheritdoc/>
    public ISource CreateSource(SourceContext context)
    {
        ArgumentNullException.ThrowIfNull(context);

        return new ModelSource(context.Http, new Uri(context.Settings["url"]), context.Settings["reads"], orders);
    }

    /// <inheritdoc/>
    public IWriteBack CreateWriteBack(WriteBackContext context)
    {
        ArgumentNullException.ThrowIfNull(context);

        return new ModelWriter(context.Http, new Uri(context.Settings["url"]), orders);
    }
}

/// <summary>Reads one register. It believes nothing that it can see is wrong.</summary>
internal sealed class ModelSource(HttpClient http, Uri root, string reads, CrashOrders orders) : ISource, IReadsByKey
{
    /// <inheritdoc/>
    public async ValueTask<SourcePage> ReadPageAsync(PageRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);

        var path = reads == "notes" ? "notes" : "list";
        var query = string.Create(CultureInfo.InvariantCulture,
            $"{path}?after={request.ChangedAfter?.UtcTicks}&until={request.ChangedUntil?.UtcTicks}&from={request.Position}&size={request.PageSize}");
        var (page, records) = await GetAsync(query, cancellationToken);
        orders.Reached(CrashPoint.PageRead);
        return new SourcePage
        {
            Records = records,
            Next = page.GetProperty("next") is { ValueKind: JsonValueKind.String } next ? next.GetString() : null,
            Total = page.GetProperty("total") is { ValueKind: JsonValueKind.Number } total ? total.GetInt32() : null,
            SourceTime = page.GetProperty("now").GetDateTimeOffset(),
            Cut = reads == "openings" && records.Count >= ModelVendor.MostOpenings,
        };
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<SourceRecord>> ReadByKeysAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken) =>
        (await GetAsync($"cases?keys={string.Join(',', keys)}", cancellationToken)).Records;

    async Task<(JsonElement Page, IReadOnlyList<SourceRecord> Records)> GetAsync(string query, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(root, query));
        using var response = await http.SendAsync(request.AsRead(), cancellationToken);
        if (response.StatusCode != HttpStatusCode.OK || response.Content.Headers.ContentType?.MediaType != "application/json")
            throw new UnreadableAnswerException(FaultCodes.UnexpectedContent, $"JSON was expected; {(int)response.StatusCode} with other content came.");

        try
        {
            using var document = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(cancellationToken));
            var page = document.RootElement.Clone();
            var rows = page.GetProperty("rows");
            if (page.GetProperty("count").GetInt32() != rows.GetArrayLength()) throw new JsonException();

            return (page, [.. rows.EnumerateArray().Select(row => new SourceRecord { Content = JsonSerializer.SerializeToUtf8Bytes(row), Format = RecordFormat.Json })]);
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new UnreadableAnswerException(FaultCodes.MalformedAnswer, "The answer is no page of the model vendor.");
        }
    }
}
