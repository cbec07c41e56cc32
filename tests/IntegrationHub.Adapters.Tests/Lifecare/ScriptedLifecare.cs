using System.Globalization;
using System.Text.RegularExpressions;
using IntegrationHub.AdapterKit;

namespace IntegrationHub.Adapters.Tests.Lifecare;

/// <summary>A row of one of Lifecare's feeds.</summary>
/// <param name="Id">Its number.</param>
/// <param name="ChangedAt">When it last changed.</param>
/// <param name="Json">The row.</param>
sealed record LifecareRow(int Id, DateTimeOffset ChangedAt, string Json)
{
    /// <summary>It was deleted: Elderly Care tells it in answers that ask for changes, Family Care never.</summary>
    public bool Deleted { get; init; }
}

/// <summary>Lifecare's two APIs, as their contracts and their habits have them.</summary>
static partial class ScriptedLifecare
{
    public const string Key = "the key of the integration & more";
    public const string Domain = "sundby";

    static readonly LocalClock Clock = new(TimeZoneInfo.FindSystemTimeZoneById("Europe/Stockholm"));

    /// <summary>Family Care: a feed by local time, with the number of all rows.</summary>
    /// <param name="call">The call.</param>
    /// <param name="rows">What the feed has, in the order in which it has it.</param>
    /// <param name="most">How many rows it gives at once.</param>
    /// <param name="told">How many rows it says there are, of so many; the truth unless given.</param>
    public static VendorAnswer Extract(VendorCall call, IEnumerable<LifecareRow> rows, int most = 1000, Func<int, int>? told = null)
    {
        if (Refusal(call) is { } refusal) return refusal;

        var after = call.Query.GetValueOrDefault("modifiedAfter");
        // A date without a time is a bad request, whatever the contract says.
        if (after is not null && !LocalTime().IsMatch(after)) return VendorAnswer.Json("""{"Message":"The request is invalid."}""", 400);
        if (!TryNumber(call, "limit", out var limit)) return VendorAnswer.Json("""{"Message":"The request is invalid."}""", 400);

        _ = TryNumber(call, "offset", out var offset);
        var found = rows.Where(r => !r.Deleted && (after is null || string.CompareOrdinal(Label(r.ChangedAt), after) > 0)).ToList();
        var page = found.Skip(offset).Take(Math.Min(limit, most));
        return VendorAnswer.Json($$"""{"ModifiedAfter":{{(after is null ? "null" : $"\"{after}\"")}},"TotalNumberOfRecords":{{told?.Invoke(found.Count) ?? found.Count}},"Result":[{{string.Join(',', page.Select(r => r.Json))}}]}""");
    }

    /// <summary>Elderly Care: a bare list of what changed since, in UTC, and one by its number. None is a 404.</summary>
    /// <param name="call">The call.</param>
    /// <param name="resource">The resource below /api/v1.</param>
    /// <param name="rows">What it has.</param>
    /// <param name="most">How many rows it gives at once.</param>
    public static VendorAnswer Changes(VendorCall call, string resource, IEnumerable<LifecareRow> rows, int most = 1000)
    {
        if (Refusal(call) is { } refusal) return refusal;

        if (call.Path.Split($"/api/v1/{resource}/") is [_, var id])
            return rows.FirstOrDefault(r => !r.Deleted && r.Id.ToString(CultureInfo.InvariantCulture) == id) is { } one ? VendorAnswer.Json(one.Json) : VendorAnswer.Only(404);
        if (!call.Path.EndsWith($"/api/v1/{resource}", StringComparison.Ordinal)) return VendorAnswer.Only(404);

        DateTimeOffset? after = null;
        if (call.Query.GetValueOrDefault("gt") is { } gt)
        {
            if (!DateTimeOffset.TryParse(gt, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var parsed)) return VendorAnswer.Json("""{"Message":"The request is invalid."}""", 400);
            after = parsed;
        }

        _ = TryNumber(call, "offset", out var offset);
        var limit = TryNumber(call, "limit", out var asked) ? asked : most;
        var page = rows.Where(r => after is null ? !r.Deleted : r.ChangedAt > after).Skip(offset).Take(Math.Min(limit, most)).ToList();
        return page.Count == 0 ? VendorAnswer.Only(404) : VendorAnswer.Json($"[{string.Join(',', page.Select(r => r.Json))}]");
    }

    static VendorAnswer? Refusal(VendorCall call) =>
        call.Query.GetValueOrDefault("domain") != Domain ? VendorAnswer.Json("""{"Message":"No such domain."}""", 400)
        : call.Query.GetValueOrDefault("key") is Key or Canary.Secret ? null
        : VendorAnswer.Only(401);

    static bool TryNumber(VendorCall call, string name, out int number) => int.TryParse(call.Query.GetValueOrDefault(name), NumberStyles.None, CultureInfo.InvariantCulture, out number);

    /// <summary>What its clock on the wall shows.</summary>
    public static string Label(DateTimeOffset at) => Clock.ToLabel(at).ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>A day, as it writes them: with a Z that is not meant.</summary>
    public static string Day(DateTimeOffset at) => Clock.ToLabel(at).ToString("yyyy-MM-dd'T'00:00:00'Z'", CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$")]
    private static partial Regex LocalTime();
}
