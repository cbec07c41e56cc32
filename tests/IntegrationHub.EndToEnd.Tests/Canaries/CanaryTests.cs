using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.RegularExpressions;
using IntegrationHub.Lookup;
using IntegrationHub.Sync;
using Microsoft.Extensions.Logging;

namespace IntegrationHub.EndToEnd.Tests.Canaries;

/// <summary>A day in a town where everybody is the canary: what comes out where no person belongs must not know them.</summary>
[Collection(nameof(CanaryTests))]
public sealed partial class CanaryTests
{
    [Fact]
    public async Task No_person_and_no_secret_comes_out_in_logs_metrics_addresses_errors_or_history_all_day()
    {
        await using var town = await CanaryTown.StartAsync();

        var runs = await PlayADayAsync(town);
        await AskForEverythingAsync(town);
        await AskWronglyAsync(town);
        var ends = await CanaryPeople.PlayAsync(town);
        await CanaryPeople.AskWronglyAsync(town);

        // It was a day on which much could have come out.
        var (_, found) = await town.AskAsync(HttpMethod.Post, "/api/v1/lookups", json: Body("person", Canary.Number));
        Assert.Equal(["byggr", "errands"], JsonDocument.Parse(found).RootElement.GetProperty("cases").EnumerateArray().Select(c => c.GetProperty("source").GetString()!).Distinct().Order(StringComparer.Ordinal));
        Assert.NotEmpty(Canary.In(found));
        Assert.True(runs.Count(run => run.Fault is not null) >= 6, "The vendor was bad in many ways.");
        Assert.True(runs.Sum(run => run.Counters.Quarantined) >= 6, "Many records could not be mapped.");

        Assert.Equal(["accepted", "refused", "accepted", "withdrawn"], ends);

        Assert.Empty((await town.SearchAsync()).Leaks);
    }

    [Fact]
    public async Task Every_label_of_the_hubs_metrics_is_one_that_the_page_names()
    {
        await using var town = await CanaryTown.StartAsync();
        await PlayADayAsync(town);
        await AskForEverythingAsync(town);
        await CanaryPeople.PlayAsync(town);

        var metrics = (await town.ComeOutAsync())["metrics"];
        var page = await File.ReadAllTextAsync(Path.Combine(Path.GetDirectoryName(ThisFile())!, "../../../docs/metrics.md"), TestContext.Current.CancellationToken);
        var allowed = Row().Matches(page).ToDictionary(row => row.Groups["name"].Value, row => row.Groups["labels"].Value.Split(", ").Order(StringComparer.Ordinal).ToArray());
        var seen = Sample().Matches(metrics)
            .Select(sample => (Name: Suffix().Replace(sample.Groups["name"].Value, ""), Labels: Label().Matches(sample.Groups["labels"].Value).Select(label => label.Groups["name"].Value).Where(name => name != "le").ToArray()))
            .ToList();

        Assert.All(seen, sample => Assert.Equal(allowed[allowed.ContainsKey(sample.Name) ? sample.Name : sample.Name + "_total"], sample.Labels));
        // All are told on such a day but retries, for the town asks once, what complete reads end with, of which it has none, notifications, for none of its vendors sends any,
        // mapping again, for no mapping changes, and alerts, of which nobody is told.
        string[] left = ["integrationhub_vendor_retries_total", "integrationhub_sync_sweeps_total", "integrationhub_sync_tombstones_total"];
        Assert.All(allowed.Keys.Except(seen.Select(s => s.Name)).Except(left), name => Assert.Matches("^integrationhub_(notifications|remap|alerts)_", name));
    }

    [Fact]
    public async Task Every_attribute_of_the_hubs_spans_is_one_that_the_page_names()
    {
        await using var town = await CanaryTown.StartAsync();
        await PlayADayAsync(town);
        await AskForEverythingAsync(town);
        await CanaryPeople.PlayAsync(town);

        var page = await File.ReadAllTextAsync(Path.Combine(Path.GetDirectoryName(ThisFile())!, "../../../docs/traces.md"), TestContext.Current.CancellationToken);
        var allowed = SpanRow().Matches(page).ToDictionary(row => row.Groups["name"].Value, row => row.Groups["attributes"].Value.Split(", "));
        var seen = town.Traces.Spans;

        Assert.All(seen, span => Assert.Empty(span.Attributes.Keys.Except(allowed[span.Name])));
        // The town has no complete reads and nobody to be told of alerts, and nobody asks for a case to be read again. That one is read behind a note may go on when the day ends.
        Assert.Equal(
            ["integrationhub.alerts.send", "integrationhub.case.refresh", "integrationhub.sync.sweep"],
            allowed.Keys.Except(seen.Select(span => span.Name)).Except(["integrationhub.notifications.read"]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_search_of_the_day_sees_a_leak_in_every_place_it_searches()
    {
        await using var town = await CanaryTown.StartAsync();
        await PlayADayAsync(town);

        Careless(town.Log.CreateLogger("adapter"), Canary.Number);
        using var meter = new System.Diagnostics.Metrics.Meter("IntegrationHub");
        meter.CreateCounter<long>("careless").Add(1, new KeyValuePair<string, object?>("person", Canary.Name));
        using var source = new System.Diagnostics.ActivitySource("IntegrationHub");
        source.StartActivity("careless")?.SetTag("tenant", "gulby").SetTag("person", Canary.Name).Dispose();
        await town.AskAsync(HttpMethod.Get, "/api/v1/cases/nothing");

        var leaks = (await town.ComeOutAsync()).Where(place => Canary.In(place.Value).Count > 0).Select(place => place.Key);

        Assert.Equal(["log", "metrics", "traces"], leaks);
    }

    [LoggerMessage(999_901, LogLevel.Trace, "Read {Person}")]
    static partial void Careless(ILogger logger, string person);

    internal static async Task<List<RunRecord>> PlayADayAsync(CanaryTown town)
    {
        var runs = new List<RunRecord>();
        var soap = "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body>{0}</s:Body></s:Envelope>";
        Action[] hours =
        [
            town.Mend,
            () => town.Vendor(200, "text/html", $"<html><title>{Canary.Name}</title>{Canary.Number}</html>"),
            () => town.Vendor(500, "text/plain", $"NullReferenceException: {Canary.Name} {Canary.Number} at {Canary.Address}"),
            () => town.Vendor(500, "text/xml", string.Format(System.Globalization.CultureInfo.InvariantCulture, soap, $"<s:Fault><faultcode>s:Client</faultcode><faultstring>{Canary.Name}, {Canary.Number}: {Canary.FreeText}</faultstring></s:Fault>")),
            () => town.Vendor(401, "text/plain", Canary.Name),
            () => town.Vendor(302, "text/plain", "", $"https://login.example/?person={Canary.Number}&name=Kanariella"),
            () => town.Vendor(200, "text/xml", string.Format(System.Globalization.CultureInfo.InvariantCulture, soap, $"<x namn=\"{Canary.Name}\"><{"Kanariella"}>{Canary.Number}")),
            () => town.Vendor(200, "text/xml", $"<!DOCTYPE x [<!ENTITY a \"{Canary.Name}\">]><x>&a;</x>"),
            () => town.Vendor(200, "application/json", $$"""{"name":"{{Canary.Name}}"}"""),
            () => town.Vendor(503, "text/plain", Canary.Number),
            town.Mend,
        ];
        for (var hour = 0; hour < hours.Length; hour++)
        {
            hours[hour]();
            town.DropFile([.. Errands(hour, town.Now)]);
            runs.AddRange(await town.HourAsync());
        }

        return runs;
    }

    static IEnumerable<string> Errands(int hour, string now)
    {
        yield return CanaryFiles.Row($"E-{hour}-1", now);
        yield return CanaryFiles.Row($"E-{hour}-2", now, status: "Klart");
        yield return hour switch
        {
            0 => CanaryFiles.Row($"E-{hour}-3", Canary.Name),
            1 => CanaryFiles.Row($"E-{hour}-3", now, phone: Canary.FreeText),
            2 => CanaryFiles.Row($"E-{hour}-3", now, email: Canary.Name),
            3 => CanaryFiles.Row($"E-{hour}-3", now, status: $"{Canary.Name} {Canary.Number}"),
            4 => CanaryFiles.Row($"E-{hour}-3", now).Replace(Canary.Number, "19850312-9805 Kanariella", StringComparison.Ordinal),
            5 => $"{Canary.Name};{Canary.Number}",
            6 => CanaryFiles.Row($"E-{hour}-3", now, text: $"\"{Canary.FreeText}"),
            7 => CanaryFiles.Row("", now),
            8 => CanaryFiles.Row($"E-{hour}-3", now, text: $"{Canary.Number} {Canary.FreeText}"),
            9 => CanaryFiles.Row($"E-{hour}-3", now, status: Canary.Email),
            10 => CanaryFiles.Row($"E-{hour}-3", now, status: Canary.Phone),
            _ => CanaryFiles.Row($"E-{hour}-3", now, text: new string('x', 100_000) + Canary.Name),
        };
    }

    internal static async Task AskForEverythingAsync(CanaryTown town)
    {
        foreach (var by in Enum.GetValues<LookupBy>())
            foreach (var value in Canary.Values)
                await town.AskAsync(HttpMethod.Post, "/api/v1/lookups", json: Body(JsonNamingPolicy.CamelCase.ConvertName(by.ToString()), value));
    }

    static async Task AskWronglyAsync(CanaryTown town)
    {
        const string Lookups = "/api/v1/lookups";
        foreach (var value in Canary.Values)
        {
            var escaped = Uri.EscapeDataString(value);
            await town.AskAsync(HttpMethod.Get, $"{Lookups}?by=person&value={escaped}");
            await town.AskAsync(HttpMethod.Get, $"/api/v1/cases/{escaped}");
            await town.AskAsync(HttpMethod.Get, $"/api/v1/{escaped}");
            await town.AskAsync(HttpMethod.Get, $"/{escaped}");
            await town.AskAsync(HttpMethod.Post, $"/api/v1/streams/{escaped}/runs", "operations");
            await town.AskAsync(HttpMethod.Get, $"/api/v1/quarantine?stream={escaped}", "operations");
            await town.AskAsync(HttpMethod.Get, $"/api/v1/quarantine?limit={escaped}", "operations");
            await town.AskAsync(HttpMethod.Get, $"/api/v1/quarantine?{escaped}=1", "operations");
            await town.AskAsync(HttpMethod.Post, Lookups, json: Body("kind", value));
            await town.AskAsync(HttpMethod.Post, Lookups, json: Body(value, value));
            await town.AskAsync(HttpMethod.Post, Lookups, json: $"{{\"by\":\"person\",\"value\":\"{value}");
            await town.AskAsync(HttpMethod.Post, Lookups, json: $"{{\"{value}\":1}}");
            await town.AskAsync(HttpMethod.Post, Lookups, json: Body("person", value + new string('9', 400)));
            await town.AskAsync(HttpMethod.Post, Lookups, json: $$"""{"by":"person","value":"{{value}}","purpose":"{{value}} {{Canary.Number}}"}""");
            await town.AskAsync(HttpMethod.Post, Lookups, "operations", Body("person", value));
            await town.AskAsync(HttpMethod.Post, Lookups, json: Body("person", value), person: $"UTF-8''{escaped}%E2%80%8B");
            await town.AskAsync(HttpMethod.Post, Lookups, json: Body("person", value), key: value);
            await town.AskAsync(HttpMethod.Put, Lookups, json: Body("person", value));
        }

        await town.AskAsync(HttpMethod.Get, "/metrics", key: Canary.Secret);
        await town.AskAsync(HttpMethod.Get, "/api/v1/cases/00000000000000000000000000", purpose: $"{Canary.Number} calls");
    }

    static string Body(string by, string value) => JsonSerializer.Serialize(new { by, value, purpose = Canary.Purpose });

    static string ThisFile([CallerFilePath] string path = "") => path;

    [GeneratedRegex(@"^\| `integrationhub\.[a-z.]+` \| `(?<name>[a-z_]+)` \| [a-z]+ \| (?<labels>[a-z, ]+) \|", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"^\| `(?<name>integrationhub\.[a-z.]+)` \|[a-zA-Z, -]*\| (?<attributes>[a-z, ]+) \|", RegexOptions.Multiline)]
    private static partial Regex SpanRow();

    [GeneratedRegex(@"^(?<name>integrationhub_[a-z_]+)\{(?<labels>[^}]*)\} ", RegexOptions.Multiline)]
    private static partial Regex Sample();

    [GeneratedRegex("(?<name>[a-z]+)=\"")]
    private static partial Regex Label();

    [GeneratedRegex("_(bucket|sum|count)$")]
    private static partial Regex Suffix();
}
