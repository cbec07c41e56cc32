using System.Globalization;
using System.Text;
using System.Text.Json;

namespace IntegrationHub.Adapters.Tests.EasitGo;

/// <summary>An item of a view.</summary>
/// <param name="Number">What its id is made of, and the column Id.</param>
/// <param name="ChangedAt">The column Uppdaterad.</param>
/// <param name="Json">The item.</param>
sealed record EasitItem(int Number, DateTimeOffset ChangedAt, string Json)
{
    public string Id => string.Create(CultureInfo.InvariantCulture, $"{Number}:2");
}

/// <summary>Easit GO's integration API, with its habits: a GET with a body, a mark of the byte order before every answer, everything a text.</summary>
static class ScriptedEasit
{
    public const string Key = "the key that the API's user has";
    public const string View = "IntegrationHub";

    const string Answered = "application/json; charset=UTF-8";

    /// <summary>What it answers.</summary>
    /// <param name="call">The call.</param>
    /// <param name="items">What the view shows.</param>
    /// <param name="most">How many items it gives at once.</param>
    /// <param name="told">How many items it says there are, of so many; the truth unless given.</param>
    public static VendorAnswer Answer(VendorCall call, IEnumerable<EasitItem> items, int most = 100, Func<int, int>? told = null)
    {
        if (call.Path != "/integration-api/items" || call.Method != "GET") return VendorAnswer.Only(404);
        if (!MaySee(call)) return VendorAnswer.Only(401);

        JsonElement body;
        try
        {
            body = JsonDocument.Parse(call.Body).RootElement;
        }
        catch (JsonException)
        {
            return Refuse("The request has no body of JSON.");
        }

        if (Text(body, "itemViewIdentifier") != View) return Refuse("There is no such view.");

        var found = items.ToList();
        if (Text(body, "idFilter") is { } id) found = [.. found.Where(i => i.Id == id)];
        foreach (var filter in body.TryGetProperty("columnFilter", out var filters) ? filters.EnumerateArray() : default)
        {
            if (Text(filter, "columnName") != "Uppdaterad" || Text(filter, "comparator") != "GREATER_THAN_OR_EQUALS") return Refuse("There is no such column or comparator.");
            if (!DateTimeOffset.TryParseExact(Text(filter, "rawValue"), "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var since)) return Refuse("The value is no time.");

            found = [.. found.Where(i => i.ChangedAt >= since)];
        }

        if (body.TryGetProperty("sortColumn", out var sort))
        {
            if (Text(sort, "content") != "Id" || Text(sort, "order") != "Ascending") return Refuse("The view has no such column.");
            found = [.. found.OrderBy(i => i.Number)];
        }

        var (page, size) = (Number(body, "page") ?? 1, Math.Min(Number(body, "pageSize") ?? 25, most));
        var pages = Math.Max(1, (found.Count + size - 1) / size);
        var shown = found.Skip((page - 1) * size).Take(size).Select(i => i.Json);
        return Marked($$"""{"columns":{"column":[{"content":"Id","datatype":"INTEGER","collection":false,"connectiontype":null}]},"items":{"item":[{{string.Join(',', shown)}}]},"requestedPage":0,"page":{{page}},"pageSize":{{size}},"totalNumberOfPages":{{pages}},"totalNumberOfItems":{{told?.Invoke(found.Count) ?? found.Count}}}""");
    }

    /// <summary>A property of an item.</summary>
    public static string Property(string name, string? content, string? raw = null) =>
        $$"""{"content":{{JsonSerializer.Serialize(content ?? "")}},"name":{{JsonSerializer.Serialize(name)}},"rawValue":{{JsonSerializer.Serialize(raw)}}}""";

    /// <summary>A property that is a time: as people of the zone read it, and as the system keeps it.</summary>
    public static string Time(string name, DateTimeOffset at) => Property(
        name,
        TimeZoneInfo.ConvertTime(at, TimeZoneInfo.FindSystemTimeZoneById("Europe/Stockholm")).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture),
        at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));

    // The key is the name of the user, and the password is empty.
    static bool MaySee(VendorCall call) => call.Headers.GetValueOrDefault("Authorization") is { } header && (header == Basic(Key) || header == Basic(Canary.Secret));

    static string Basic(string key) => $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{key}:"))}";

    static VendorAnswer Refuse(string why) => VendorAnswer.Json($$"""{"errorMessage":"{{why}}"}""", 400);

    static VendorAnswer Marked(string json) => VendorAnswer.Of(json, Answered) with { Body = (byte[])[.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(json)] };

    static string? Text(JsonElement of, string name) => of.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    static int? Number(JsonElement of, string name) => of.TryGetProperty(name, out var value) ? value.GetInt32() : null;
}
