using IntegrationHub.Configuration;
using IntegrationHub.Diagnostics;
using IntegrationHub.Sources;

namespace IntegrationHub.Adapters.Sql;

/// <summary>Which strategies a query can be read with: by what it can be asked for.</summary>
static class StrategyRule
{
    /// <summary>The strategies. Everything can be read of every query; more where it takes times.</summary>
    public static IReadOnlyList<ReadStrategy> Of(ListQuery list)
    {
        var strategies = new List<ReadStrategy> { ReadStrategy.Snapshot };
        if (HasLowerBound(list)) strategies.Insert(0, ReadStrategy.Cursor);
        if (HasLowerBound(list) && list.Query.Has(Parameter.Until)) strategies.Add(ReadStrategy.Windowed);
        return strategies;
    }

    /// <summary>Tells what the strategy of the stream needs and the query does not have.</summary>
    public static void Check(YamlSection sql, ListQuery list, ReadStrategy? strategy, DiagnosticBag diagnostics)
    {
        var place = sql.PlaceOf("list");
        switch (strategy)
        {
            case ReadStrategy.Cursor when !HasLowerBound(list):
                diagnostics.Error(place, SqlCodes.ParameterNeeded, "read.strategy is cursor, and sql.list.query does not ask for what changed; compare the time with @after or @since, or read with strategy snapshot");
                break;
            case ReadStrategy.Windowed when !HasLowerBound(list) || !list.Query.Has(Parameter.Until):
                diagnostics.Error(place, SqlCodes.ParameterNeeded, "read.strategy is windowed, and sql.list.query does not ask from @since to @until; compare the time with both, or read with strategy snapshot");
                break;
            default:
                break;
        }
    }

    static bool HasLowerBound(ListQuery list) => list.Query.Has(Parameter.Since) || list.Query.Has(Parameter.After);
}
