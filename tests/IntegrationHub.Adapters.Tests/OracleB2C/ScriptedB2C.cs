using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace IntegrationHub.Adapters.Tests.OracleB2C;

/// <summary>An incident, by the names of the query's columns; every value is a text or null.</summary>
sealed record Incident(int Id, DateTimeOffset UpdatedTime, IReadOnlyDictionary<string, string?> Values)
{
    /// <summary>A column that is written as it stands, for tests that want to see what becomes of it.</summary>
    public (string Column, string Json) Odd { get; init; }

    public string Json(string column) => column == Odd.Column ? Odd.Json : JsonSerializer.Serialize(Values.GetValueOrDefault(column));
}

/// <summary>Connect REST v1.4 of Oracle B2C Service, as far as ROQL queries of one table go.</summary>
static partial class ScriptedB2C
{
    public const string User = "ihub";
    public const string Password = "the password of the account";

    /// <summary>What it answers.</summary>
    /// <param name="call">The call.</param>
    /// <param name="incidents">What there is.</param>
    /// <param name="most">How many rows it gives at once; what is more it cuts without a word.</param>
    public static VendorAnswer Answer(VendorCall call, IEnumerable<Incident> incidents, int most = 20_000)
    {
        if (call.Path.TrimEnd('/') != "/services/rest/connect/v1.4/queryResults") return VendorAnswer.Only(404);
        if (call.Headers.GetValueOrDefault("Authorization") is not { } header || (header != Basic(Password) && header != Basic(Canary.Secret))) return VendorAnswer.Only(401);
        // Needed since v1.4.
        if (call.Headers.GetValueOrDefault("OSvC-CREST-Application-Context") is not { Length: > 0 and <= 40 }) return Refuse("OSC-CREST-00043", "The request has no application context.");

        var query = Query().Match(call.Query.GetValueOrDefault("query") ?? "");
        if (!query.Success) return Refuse("OSC-CREST-00004", "The ROQL query could not be read.");

        var columns = query.Groups["columns"].Value.Split(',').Select(c => c.Trim().Split(" AS ")[1]).ToList();
        var found = incidents.OrderBy(i => i.Id).ToList();
        if (query.Groups["since"].Success)
        {
            var since = DateTimeOffset.Parse(query.Groups["since"].Value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
            found = [.. found.Where(i => i.UpdatedTime >= since)];
        }
        else
        {
            var ids = query.Groups["ids"].Value.Split(',').Select(id => int.Parse(id, CultureInfo.InvariantCulture)).ToList();
            found = [.. found.Where(i => ids.Contains(i.Id))];
        }

        var offset = query.Groups["offset"].Success ? int.Parse(query.Groups["offset"].Value, CultureInfo.InvariantCulture) : 0;
        var limit = query.Groups["limit"].Success ? int.Parse(query.Groups["limit"].Value, CultureInfo.InvariantCulture) : most;
        var rows = found.Skip(offset).Take(Math.Min(limit, most)).Select(i => $"[{string.Join(',', columns.Select(i.Json))}]").ToList();
        return VendorAnswer.Json($$"""{"items":[{"tableName":"incidents","count":{{rows.Count}},"columnNames":{{JsonSerializer.Serialize(columns)}},"rows":[{{string.Join(',', rows)}}]}],"links":[{"rel":"canonical","href":"https://sundby.example/services/rest/connect/v1.4/queryResults"}]}""");
    }

    static VendorAnswer Refuse(string code, string why) =>
        VendorAnswer.Json($$"""{"type":"https://sundby.example/services/rest/connect/exceptions/{{code}}","title":"{{why}}","status":400,"detail":"{{why}}","o:errorCode":"{{code}}"}""", 400);

    static string Basic(string password) => $"Basic {Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"{User}:{password}"))}";

    [GeneratedRegex(@"^SELECT (?<columns>.+) FROM incidents WHERE (updatedTime >= '(?<since>[^']+)'|id = (?<ids>\d+)|id IN \((?<ids>\d+(,\d+)*)\))( ORDER BY id LIMIT (?<limit>\d+) OFFSET (?<offset>\d+))?$")]
    private static partial Regex Query();
}
