using IntegrationHub.Diagnostics;
using IntegrationHub.Mapping;
using IntegrationHub.Mapping.Expressions;
using IntegrationHub.SampleTests;
using IntegrationHub.Sources;
using IntegrationHub.Workshop.Inference;

namespace IntegrationHub.Workshop.Live;

/// <summary>What a mapping makes of records that came from a live system, and what it leaves of them.</summary>
public sealed record RecordFindings
{
    /// <summary>What became of each record.</summary>
    internal IReadOnlyList<MappingResult> Results { get; init; } = [];

    /// <summary>How many records there are.</summary>
    public int Records => Results.Count;

    /// <summary>How many records became what: <c>mapped</c>, <c>quarantined</c>, <c>skipped</c>, <c>deleted</c>.</summary>
    public required IReadOnlyDictionary<string, int> Outcomes { get; init; }

    /// <summary>Faults and notes, each with how often, the most frequent first.</summary>
    public required IReadOnlyList<(Diagnostic Said, int Times)> Said { get; init; }

    /// <summary>Codes that are in no table: table, code, how often.</summary>
    public required IReadOnlyList<(string Table, string Code, int Times)> UnknownCodes { get; init; }

    /// <summary>Fields of the records that the mapping neither looks at nor ignores, with in how many records they are.</summary>
    public required IReadOnlyList<(string Field, int Records)> Unmapped { get; init; }

    /// <summary>Fields that the mapping looks at and no record has.</summary>
    public required IReadOnlyList<string> NeverSeen { get; init; }

    /// <summary>Maps the records.</summary>
    public static RecordFindings Of(IMapping mapping, IReadOnlyList<SourceRecord> records)
    {
        ArgumentNullException.ThrowIfNull(mapping);
        ArgumentNullException.ThrowIfNull(records);

        var results = records.Select(mapping.Map).ToList();
        var profile = ProfileOf(mapping, records);
        var seen = profile.Fields.Select(f => KnownFields.Plain(f.Path)).SelectMany(Prefixes).ToHashSet(StringComparer.Ordinal);
        return new RecordFindings
        {
            Results = results,
            Outcomes = results.GroupBy(OutcomeText.Of).ToDictionary(g => g.Key, g => g.Count()),
            Said = [.. results.SelectMany(OutcomeText.Said).GroupBy(WithoutItem).Select(g => (g.First(), g.Count())).OrderByDescending(g => g.Item2)],
            UnknownCodes = [.. results.SelectMany(r => r.Notes).Where(n => n is { Table: not null, UnknownCode: not null }).GroupBy(n => (n.Table!, n.UnknownCode!)).Select(g => (g.Key.Item1, g.Key.Item2, g.Count())).OrderByDescending(g => g.Item3)],
            Unmapped = mapping.Fields is { } fields ? [.. profile.Fields.Where(f => f.Filled > 0 && !fields.Reads(f.Path) && !fields.Ignores(f.Path)).Select(f => (KnownFields.Plain(f.Path), f.Records))] : [],
            NeverSeen = profile.Records == 0 || mapping.Fields is null ? [] : [.. mapping.Fields.All.Where(f => !seen.Contains(f)).Order(StringComparer.Ordinal)],
        };
    }

    // A record that cannot be read as what it should be says nothing of its fields; the mapping says why.
    static SampleProfile ProfileOf(IMapping mapping, IReadOnlyList<SourceRecord> records)
    {
        var readable = new List<SourceRecord>();
        foreach (var record in records.Where(r => r.Broken is null && r.Format == mapping.Format && (r.Format != RecordFormat.Csv || r.Layout is not null)))
        {
            try
            {
                SampleProfile.Of(mapping.Format, [record]);
                readable.Add(record);
            }
            catch (Exception e) when (e is System.Text.Json.JsonException or System.Xml.XmlException or Faults.SourceException or ArgumentException)
            {
                // Told by the mapping.
            }
        }

        return SampleProfile.Of(mapping.Format, readable);
    }

    // The same fault in another item of a list is the same fault.
    static (string, Place, string) WithoutItem(Diagnostic said) => (said.Code, said.Place, System.Text.RegularExpressions.Regex.Replace(said.Message, @"\[\d+\]", "[]"));

    static IEnumerable<string> Prefixes(string path)
    {
        for (var dot = path.IndexOf('.', StringComparison.Ordinal); dot >= 0; dot = path.IndexOf('.', dot + 1)) yield return path[..dot];
        yield return path;
    }
}
