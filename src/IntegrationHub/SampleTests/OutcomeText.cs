using IntegrationHub.Diagnostics;
using IntegrationHub.Mapping;

namespace IntegrationHub.SampleTests;

/// <summary>What became of a record, in words.</summary>
internal static class OutcomeText
{
    /// <summary>In one word.</summary>
    public static string Of(MappingResult result) => result switch
    {
        MappingResult.Unmappable => "quarantined",
        MappingResult.Skipped => "skipped",
        MappingResult.Deleted => "deleted",
        _ => "mapped",
    };

    /// <summary>What the mapping said of it: faults as errors, notes as warnings. An unknown code that is a fault is a note too; it is said once.</summary>
    public static IReadOnlyList<Diagnostic> Said(MappingResult result)
    {
        var faults = result is MappingResult.Unmappable bad ? bad.Faults : [];
        return
        [
            .. faults.Select(f => new Diagnostic(f.Place, f.Code, Severity.Error, $"{f.Field}: {f.Message}")),
            .. result.Notes.Where(n => !faults.Any(f => f.Code == n.Code && f.Field == n.Field)).Select(n => new Diagnostic(n.Place, n.Code, Severity.Warning, $"{n.Field}: {n.Message}")),
        ];
    }
}
