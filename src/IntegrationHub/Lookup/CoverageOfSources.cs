using System.Collections.Frozen;
using IntegrationHub.Disclosure;
using IntegrationHub.Mapping;
using IntegrationHub.Streams;
using IntegrationHub.Sync;

namespace IntegrationHub.Lookup;

/// <summary>What an answer says of each source that its caller may ask.</summary>
sealed class CoverageOfSources(IReadOnlyList<StreamDefinition> streams)
{
    // A telephone system that does not answer hides no case.
    readonly List<IGrouping<SourceId, StreamDefinition>> sources =
        [.. streams.Where(stream => stream.Target != MappingTarget.Contact).OrderBy(stream => stream.Name.Value, StringComparer.Ordinal).GroupBy(stream => stream.Source).OrderBy(source => source.First().Title, StringComparer.Ordinal)];

    readonly FrozenDictionary<SourceId, string> titles =
        streams.GroupBy(stream => stream.Source).ToFrozenDictionary(source => source.Key, source => source.MinBy(stream => stream.Name.Value, StringComparer.Ordinal)!.Title);

    public string TitleOf(SourceId source) => titles.GetValueOrDefault(source) ?? source.Value;

    public IReadOnlyList<SourceCoverage> For(AccessFilter filter, IReadOnlyList<StreamState> states, DateTimeOffset now)
    {
        var known = states.ToDictionary(state => (state.Stream.Source, state.Stream.Stream));
        return [.. sources.Where(source => filter.MayTell(source.Key))
            .Select(source => CoverageDecision.Worst([.. source.Select(stream => CoverageDecision.Decide(stream, known.GetValueOrDefault((stream.Source, stream.Name)), now))]))];
    }
}
