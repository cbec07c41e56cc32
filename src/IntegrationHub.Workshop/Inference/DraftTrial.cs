using IntegrationHub.Diagnostics;
using IntegrationHub.Mapping;
using IntegrationHub.SampleTests;
using IntegrationHub.Sources;
using IntegrationHub.Workshop.Samples;

namespace IntegrationHub.Workshop.Inference;

/// <summary>What a draft makes of the very records that it was made of.</summary>
/// <param name="Records">How many there are.</param>
/// <param name="Mapped">How many of them become cases.</param>
/// <param name="Faults">Why others do not, with how often.</param>
/// <param name="Warnings">How many things lint warns of: what a person has to decide.</param>
public sealed record DraftTrial(int Records, int Mapped, IReadOnlyList<(Diagnostic Fault, int Times)> Faults, int Warnings)
{
    /// <summary>Tries it; null when the mapping has errors, which are reported.</summary>
    /// <param name="mappingFile">The mapping as it was written.</param>
    /// <param name="samples">The samples.</param>
    /// <param name="each">Where the records stand in them.</param>
    /// <param name="diagnostics">Takes what is wrong with the mapping.</param>
    public static async Task<DraftTrial?> OfSamplesAsync(string mappingFile, IReadOnlyList<string> samples, string? each, DiagnosticBag diagnostics)
    {
        ArgumentNullException.ThrowIfNull(diagnostics);

        if (MappingOnDisk.Read(mappingFile, diagnostics) is not { } mapping) return null;
        var records = await SampleSet.ReadAsync(samples, mapping, each);
        return Of(mapping, [.. records.Records.Select(r => r.Record)], diagnostics);
    }

    /// <summary>Tries it on records that a stream has read.</summary>
    public static DraftTrial? OfRecords(string mappingFile, IReadOnlyList<SourceRecord> records, DiagnosticBag diagnostics)
    {
        ArgumentNullException.ThrowIfNull(diagnostics);
        ArgumentNullException.ThrowIfNull(records);

        return MappingOnDisk.Read(mappingFile, diagnostics) is { } mapping ? Of(mapping, records, diagnostics) : null;
    }

    static DraftTrial Of(MappingOnDisk mapping, IReadOnlyList<SourceRecord> records, DiagnosticBag diagnostics)
    {
        var results = records.Select(mapping.Mapping.Map).ToList();
        var faults = results.OfType<MappingResult.Unmappable>().SelectMany(r => OutcomeText.Said(r).Where(s => s.Severity == Severity.Error))
            .GroupBy(f => f).Select(g => (g.Key, g.Count())).OrderByDescending(f => f.Item2).ToList();
        return new DraftTrial(results.Count, results.Count(r => TargetShape.ValuesOf(r) is not null), faults, diagnostics.All.Count(d => d.Severity == Severity.Warning));
    }
}
