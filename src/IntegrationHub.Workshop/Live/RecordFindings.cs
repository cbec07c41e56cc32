using IntegrationHub.Diagnostics;
using IntegrationHub.Drift;
using IntegrationHub.Mapping;
using IntegrationHub.Mapping.Expressions;
using IntegrationHub.SampleTests;
using IntegrationHub.Sources;

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
        var seen = new DriftTally();
        foreach (var result in results) seen.Add(result);
        foreach (var record in records) seen.Add(FieldsOf(record));
        // What is found is what a run of the stream would tell of these records.
        var found = DriftRule.Find(DriftRule.Add(DriftFacts.None, seen, mapping.AllCodeTables, DateTimeOffset.UnixEpoch), mapping, new DriftPolicy());
        var fields = seen.Fields.Keys.Select(KnownFields.Plain).ToHashSet(StringComparer.Ordinal);
        return new RecordFindings
        {
            Results = results,
            Outcomes = results.GroupBy(OutcomeText.Of).ToDictionary(g => g.Key, g => g.Count()),
            Said = [.. results.SelectMany(OutcomeText.Said).GroupBy(WithoutItem).Select(g => (g.First(), g.Count())).OrderByDescending(g => g.Item2)],
            UnknownCodes = [.. found.Where(f => f.Kind == DriftKind.NewCode).Select(f => (f.Table!, f.Code!, (int)f.Times)).OrderByDescending(f => f.Item3)],
            Unmapped = [.. found.Where(f => f.Kind == DriftKind.NewField).Select(f => (f.Path!, (int)f.Times))],
            NeverSeen = fields.Count == 0 || mapping.Fields is null ? [] : [.. mapping.Fields.All.Where(f => !fields.Contains(f)).Order(StringComparer.Ordinal)],
        };
    }

    static List<(string Path, FieldKind? Kind)> FieldsOf(SourceRecord record)
    {
        var fields = new List<(string Path, FieldKind? Kind)>();
        RecordFields.Read(record, (path, kind) => fields.Add((path, kind)));
        return fields;
    }

    // The same fault in another item of a list is the same fault.
    static (string, Place, string) WithoutItem(Diagnostic said) => (said.Code, said.Place, System.Text.RegularExpressions.Regex.Replace(said.Message, @"\[\d+\]", "[]"));
}
