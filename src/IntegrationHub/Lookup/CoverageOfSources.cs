using System.Collections.Frozen;
using IntegrationHub.Disclosure;
using IntegrationHub.Mapping;
using IntegrationHub.Streams;
using IntegrationHub.Sync;

namespace IntegrationHub.Lookup;

/// <summary>What an answer says of each source that its caller may ask.</summary>
sealed class CoverageOfSources
{
    readonly List<IGrouping<SourceId, StreamDefinition>> sources;
    readonly FrozenDictionary<SourceId, string> titles;

    // A telephone system that does not answer hides no case.
    public CoverageOfSources(IReadOnlyList<StreamDefinition> streams) : this(streams, stream => stream.Target != MappingTarget.Contact)
    {
    }

    CoverageOfSources(IReadOnlyList<StreamDefinition> streams, Func<StreamDefinition, bool> isAsked)
    {
        sources = [.. streams.Where(isAsked).OrderBy(stream => stream.Name.Value, StringComparer.Ordinal).GroupBy(stream => stream.Source).OrderBy(source => source.First().Title, StringComparer.Ordinal)];
        titles = streams.GroupBy(stream => stream.Source).ToFrozenDictionary(source => source.Key, source => source.MinBy(stream => stream.Name.Value, StringComparer.Ordinal)!.Title);
    }

    /// <summary>Of the sources that bring contacts in.</summary>
    public static CoverageOfSources OfContacts(IReadOnlyList<StreamDefinition> streams) => new(streams, stream => stream.Target == MappingTarget.Contact);

    public bool IsEmpty => sources.Count == 0;

    public string TitleOf(SourceId source) => titles.GetValueOrDefault(source) ?? source.Value;

    public IReadOnlyList<SourceCoverage> For(AccessFilter filter, IReadOnlyList<StreamState> states, DateTimeOffset now) => Of(sources.Where(source => filter.MayTell(source.Key)), states, now);

    /// <summary>Of all of them, whoever asks: which systems there are is no secret of theirs.</summary>
    public IReadOnlyList<SourceCoverage> Of(IReadOnlyList<StreamState> states, DateTimeOffset now) => Of(sources, states, now);

    static IReadOnlyList<SourceCoverage> Of(IEnumerable<IGrouping<SourceId, StreamDefinition>> sources, IReadOnlyList<StreamState> states, DateTimeOffset now)
    {
        var known = states.ToDictionary(state => (state.Stream.Source, state.Stream.Stream));
        return [.. sources
            .Select(source => CoverageDecision.Worst([.. source.Select(stream => CoverageDecision.Decide(stream, known.GetValueOrDefault((stream.Source, stream.Name)), now))]))];
    }
}
