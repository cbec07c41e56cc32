using IntegrationHub.Configuration;
using IntegrationHub.Diagnostics;
using IntegrationHub.Sources;

namespace IntegrationHub.Adapters.Http;

/// <summary>Which strategies a list can be read with: by what it can be asked for.</summary>
static class StrategyRule
{
    /// <summary>The strategies. Everything can be read of every list; more where it takes times.</summary>
    public static IReadOnlyList<ReadStrategy> Of(Listing list)
    {
        var holes = list.Request.Holes.Select(h => h.Name).ToHashSet();
        var strategies = new List<ReadStrategy>();
        if (holes.Contains(Hole.Since)) strategies.Add(ReadStrategy.Cursor);
        strategies.Add(ReadStrategy.Snapshot);
        if (holes.Contains(Hole.Since) && holes.Contains(Hole.Until) && list.Paging.By != PagingKind.Bounds) strategies.Add(ReadStrategy.Windowed);
        return strategies;
    }

    /// <summary>Tells what the strategy of the stream needs and the list does not have.</summary>
    public static void Check(YamlSection http, Listing list, ReadStrategy? strategy, DiagnosticBag diagnostics)
    {
        var holes = list.Request.Holes.Select(h => h.Name).ToHashSet();
        var place = http.PlaceOf("list");
        switch (strategy)
        {
            case ReadStrategy.Cursor when !holes.Contains(Hole.Since):
                diagnostics.Error(place, HttpCodes.StrategyNeeds, "read.strategy is cursor, and http.list does not ask for what changed {since}; put the hole where the vendor wants the time, or read with strategy snapshot");
                break;
            case ReadStrategy.Windowed when !holes.Contains(Hole.Since) || !holes.Contains(Hole.Until):
                diagnostics.Error(place, HttpCodes.StrategyNeeds, "read.strategy is windowed, and http.list does not ask from {since} to {until}; put both holes where the vendor wants the times, or read with strategy snapshot");
                break;
            case ReadStrategy.Windowed when list.Paging.By == PagingKind.Bounds:
                diagnostics.Error(place, HttpCodes.NotTogether, "paging by bounds goes on by itself from one bound to the next: read it with strategy cursor");
                break;
            default:
                break;
        }
    }
}
