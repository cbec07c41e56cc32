using IntegrationHub.AdapterKit;
using IntegrationHub.Cases;
using IntegrationHub.Configuration;
using IntegrationHub.Diagnostics;
using IntegrationHub.Sources;

namespace IntegrationHub.Adapters.Sql;

/// <summary>Reads the section <c>sql</c> of a stream file. Everything that is wrong is told, with its place.</summary>
sealed class SqlSection : IDescribesSources
{
    public KeySpec Section => SqlKeys.Section;

    public SourceDescription? Describe(YamlNode? section, Place place, ReadStrategy? strategy, DiagnosticBag diagnostics)
    {
        if (section is not YamlMap map)
        {
            diagnostics.Error(section?.Place ?? place, SqlCodes.NoSection, "the adapter 'sql' reads with the queries of the section sql, and there is none; write sql: with driver and list below it");
            return null;
        }

        var own = new DiagnosticBag();
        var description = Read(YamlSection.Item(map, "sql", SqlKeys.Section, own, SqlCodes.Sections), strategy, own);
        diagnostics.AddRange(own.All);
        return own.HasErrors ? null : description;
    }

    static SqlDescription? Read(YamlSection sql, ReadStrategy? strategy, DiagnosticBag diagnostics)
    {
        var queries = new QueryReader(diagnostics);
        var driver = Driver(sql, diagnostics);
        var times = TimeSection.Read(sql.Section("times"), driver, diagnostics);
        var timeout = sql.Duration("timeout") ?? TimeSpan.FromSeconds(30);
        var clock = queries.Read(sql, "clock");
        var list = List(sql.Section("list"), queries);
        var byKey = sql.Has("byKey") ? ByKey(sql.Section("byKey"), queries, diagnostics) : null;
        var children = Children(sql, queries, diagnostics);
        var deletions = sql.Has("deletions") ? Deletions(sql.Section("deletions"), queries, diagnostics) : null;
        sql.End();
        if (list is null || driver is null) return null;

        // What follows from another mistake is not told as one more.
        if (!diagnostics.HasErrors) StrategyRule.Check(sql, list, strategy, diagnostics);
        return new SqlDescription(SqlAdapter.Undescribed with { Strategies = StrategyRule.Of(list), ReadsByKey = byKey is not null, AnswerTimeout = timeout })
        {
            Driver = driver,
            Timeout = timeout,
            Times = times,
            Clock = clock,
            List = list,
            ByKey = byKey,
            Children = children,
            Deletions = deletions,
        };
    }

    static string? Driver(YamlSection sql, DiagnosticBag diagnostics)
    {
        if (sql.Text("driver") is not { } driver) return null;
        if (Providers.IsName(driver.Text)) return driver.Text;

        diagnostics.Error(driver.Place, SqlCodes.WrongDriver, $"sql.driver: '{driver.Text}' is no driver{DidYouMean.Hint(driver.Text, Providers.InTheBox)}; write {string.Join(", ", Providers.InTheBox)}, or the name of an ADO.NET provider, for instance Microsoft.Data.SqlClient");
        return null;
    }

    static ListQuery? List(YamlSection section, QueryReader queries)
    {
        var list = queries.ReadList(section);
        section.End();
        return list;
    }

    static KeyedQuery? ByKey(YamlSection section, QueryReader queries, DiagnosticBag diagnostics)
    {
        var query = queries.Read(section, "query", Parameter.Key, Parameter.Keys);
        var most = section.Number("most");
        section.End();
        if (query is null) return null;

        var (one, several) = (query.Has(Parameter.Key), query.Has(Parameter.Keys));
        if (one && several) diagnostics.Error(section.Place, SqlCodes.NotTogether, "sql.byKey.query has both @key and @keys; take one of them");
        if (!one && !several) diagnostics.Error(section.Place, SqlCodes.ParameterNeeded, "sql.byKey.query does not say which key; write @key, or @keys for several");
        if (one && !several && most is not null) diagnostics.Error(section.PlaceOf("most"), SqlCodes.NoEffect, "sql.byKey.most has no effect with @key; take it out");
        return new KeyedQuery(query, most ?? 50);
    }

    static List<ChildQuery> Children(YamlSection sql, QueryReader queries, DiagnosticBag diagnostics)
    {
        var children = new List<ChildQuery>();
        if (!sql.Has("children")) return children;

        foreach (var (name, _) in sql.Section("children").Entries)
        {
            var section = sql.Section("children").Section(name.Text);
            var query = queries.Read(section, "query", Parameter.Keys);
            var key = section.Text("key");
            var most = section.Number("most") ?? 1000;
            section.End();
            if (query is null || key is null) continue;

            if (!query.Has(Parameter.Keys))
                diagnostics.Error(section.Place, SqlCodes.ParameterNeeded, $"{query.Key} does not say which records' rows are wanted; compare {key.Text} with @keys");
            children.Add(new ChildQuery(name.Text, query, key.Text, most));
        }

        return children;
    }

    static DeletionQuery? Deletions(YamlSection section, QueryReader queries, DiagnosticBag diagnostics)
    {
        var list = queries.ReadList(section);
        var at = section.Text("at");
        var reason = section.Choice("reason") == "outOfScope" ? TombstoneReason.OutOfScope : TombstoneReason.Deleted;
        section.End();
        if (list is null) return null;

        if (!list.Query.Has(Parameter.Since) && !list.Query.Has(Parameter.After))
            diagnostics.Error(section.Place, SqlCodes.ParameterNeeded, "sql.deletions.query does not ask for what was deleted since a time; compare with @since or @after");
        return new DeletionQuery(list, at?.Text, reason);
    }
}
