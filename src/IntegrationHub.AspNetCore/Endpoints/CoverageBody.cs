using IntegrationHub.Lookup;

namespace IntegrationHub.AspNetCore;

/// <summary>How complete and how fresh an answer from one source is.</summary>
public sealed record CoverageBody(string Source, string State)
{
    internal static CoverageBody Of(SourceId source, CoverageState state) => new(source.Value, state.State);
}
