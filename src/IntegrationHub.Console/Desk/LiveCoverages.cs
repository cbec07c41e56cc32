using IntegrationHub.Console.Live;
using IntegrationHub.Lookup;

namespace IntegrationHub.Console.Desk;

/// <summary>How complete sources are now, out of what was seen of the streams.</summary>
static class LiveCoverages
{
    /// <summary>Of all sources.</summary>
    public static IReadOnlyList<SourceCoverage> Of(HubMoment? moment) =>
        moment is null ? [] : [.. moment.Streams.GroupBy(s => s.Coverage.Source).Select(g => CoverageDecision.Worst([.. g.Select(s => s.Coverage)]))];

    /// <summary>Of the sources of an answer, and no others: what the caller may not ask is not named.</summary>
    public static IReadOnlyList<SourceCoverage> Of(HubMoment? moment, IReadOnlyList<SourceCoverage> answered)
    {
        var now = Of(moment).ToDictionary(c => c.Source, StringComparer.Ordinal);
        return [.. answered.Select(c => now.GetValueOrDefault(c.Source) ?? c)];
    }
}
