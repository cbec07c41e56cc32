using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using IntegrationHub.Sources;
using IntegrationHub.WriteBack;

namespace IntegrationHub.Testing;

/// <summary>The page <c>CONFORMANCE.md</c> that is kept with an adapter: what the suite proves of it, what is waived and why, what is not declared. Written from the subject, so it cannot say more than the tests.</summary>
internal static partial class ConformancePage
{
    /// <summary>The environment variable that makes the test write the page instead of comparing it.</summary>
    public const string Write = "IHUB_WRITE_CONFORMANCE";

    /// <summary>Compares the page that is kept with what it must be; writes it when <see cref="Write"/> is set.</summary>
    public static void Check(AdapterSubject subject)
    {
        var file = RepositoryPath.OfNew(subject.Page!);
        var page = Of(subject);
        if (Environment.GetEnvironmentVariable(Write) is { Length: > 0 })
        {
            File.WriteAllText(file, page);
            return;
        }

        var kept = File.Exists(file) ? File.ReadAllText(file).ReplaceLineEndings("\n") : "";
        Assert.True(kept == page, $"{subject.Page} is out of date. Run the tests of this class once with {Write}=1 in the environment, look at what changed in the page, and commit it.");
    }

    /// <summary>The settings that a kept page publishes.</summary>
    public static IReadOnlyList<(string Name, string Kind, bool Required)> SettingsIn(string page) =>
        [.. SettingRow().Matches(page).Select(row => (row.Groups["name"].Value, row.Groups["kind"].Value, row.Groups["must"].Value == "must be set"))];

    static string Of(AdapterSubject subject)
    {
        var manifest = subject.Manifest;
        var page = new StringBuilder();
        page.Append(CultureInfo.InvariantCulture, $"# Conformance of {subject.Title}{(subject.Part is { } part ? $": {part}" : "")}\n\n{manifest.Summary} Read with the strategy `{subject.Strategy.ToString().ToLowerInvariant()}`.{(subject.Events is null ? "" : " The stream holds events.")}\n\n");
        page.Append("This page is written by the adapter's tests, which fail when it is out of date. *Proved* means that tests of the suite in `IntegrationHub.Testing` hold the adapter to it,\n"
            + "through the real engine and a scripted vendor; what is expected by each number stands in `docs/adapter-conformance.md`.\n\n");
        page.Append("| | expected | |\n| --- | --- | --- |\n");
        foreach (var behaviour in Behaviours.All) page.Append(CultureInfo.InvariantCulture, $"| {behaviour.Number} | {behaviour.Words} | {StandOf(behaviour, subject)} |\n");

        if (manifest.Writes.Count > 0)
        {
            page.Append("\n## What can be written\n\nWhen it is not known whether something was written, the hub sends it again only as it says here.\n\n| kind | sent again | longest text |\n| --- | --- | --- |\n");
            foreach (var write in manifest.Writes)
                page.Append(CultureInfo.InvariantCulture, $"| {write.Kind} | {WordsFor(write.Repeat)} | {(write.MaxText is { } longest ? $"{longest:N0} characters" : "no limit is known")} |\n");
        }

        page.Append("\n## Settings that are published\n\nA setting keeps its name and kind from release to release.\n\n| setting | kind | |\n| --- | --- | --- |\n");
        foreach (var (name, setting) in Published(manifest))
            page.Append(CultureInfo.InvariantCulture, $"| `{name}` | {setting.Kind} | {(setting.Required ? "must be set" : setting.Default is { } standard ? $"`{standard.Replace("|", "\\|", StringComparison.Ordinal)}` unless set" : "may be left out")} |\n");
        return page.ToString();
    }

    /// <summary>The settings of an adapter, by the names that stream files know them by: those of the connection bare, those of writes with their kind.</summary>
    public static IEnumerable<(string Name, AdapterSetting Setting)> Published(AdapterManifest manifest) =>
    [
        .. manifest.Settings.Select(setting => (setting.Name, setting)),
        .. manifest.Writes.SelectMany(write => write.Settings.Select(setting => ($"{WriteKey(write.Kind)}.{setting.Name}", setting))),
    ];

    /// <summary>Where a stream file has the settings of a kind.</summary>
    public static string WriteKey(WriteKind kind) => $"writeBack.{char.ToLowerInvariant($"{kind}"[0])}{$"{kind}"[1..]}";

    static string WordsFor(WriteRepeat repeat) => repeat switch
    {
        WriteRepeat.Always => "always: twice is once",
        WriteRepeat.AfterLookUp => "when it was looked for and is not there",
        _ => "never without a person",
    };

    static string StandOf(Behaviour behaviour, AdapterSubject subject)
    {
        var tests = AdapterConformance.Tests.Where(t => t.Behaviour.Number == behaviour.Number).ToList();
        if (tests.Count == 0) return $"not here: {Behaviours.Elsewhere[behaviour.Number]}";

        var stands = tests.Select(t => (t.Name, Why: t.Behaviour.WhyNot(subject), Waiver: subject.Waivers.FirstOrDefault(w => w.Test == t.Name))).ToList();
        var words = new List<string>();
        if (stands.Any(s => s is { Why: null, Waiver: null })) words.Add("proved");
        words.AddRange(stands.Where(s => s is { Why: null, Waiver: not null }).Select(s => $"**waived**, {Words(s.Name)}: {s.Waiver!.Reason}"));
        words.AddRange(stands.Where(s => s.Why is not null).Select(s => s.Why).Distinct().Select(why => stands.Count == 1 || words.Count == 0 ? $"not declared: {why}" : $"in part not declared: {why}"));
        return string.Join("; ", words);
    }

    static string Words(string test) => test.Replace('_', ' ');

    [GeneratedRegex(@"^\| `(?<name>[A-Za-z0-9.]+)` \| (?<kind>[A-Za-z]+) \| (?<must>[^|]*) \|$", RegexOptions.Multiline)]
    private static partial Regex SettingRow();
}
