using IntegrationHub.Diagnostics;
using IntegrationHub.Mapping;
using IntegrationHub.Streams;

namespace IntegrationHub.Configuration;

/// <summary>What can only be seen by looking at several files at once.</summary>
internal static class CatalogChecks
{
    /// <summary>The mappings by name. Of several with one name the one that already was in force stays; if none was, none is taken.</summary>
    public static Dictionary<string, CatalogEntry<CatalogMapping>> UniqueMappings(IEnumerable<CatalogEntry<CatalogMapping>> entries, DiagnosticBag diagnostics)
    {
        var unique = new Dictionary<string, CatalogEntry<CatalogMapping>>(StringComparer.Ordinal);
        foreach (var group in entries.Where(e => e.Usable is not null).GroupBy(e => e.Usable!.Mapping.Name, StringComparer.Ordinal))
        {
            var same = group.ToList();
            if (same.Count > 1) ReportTwins(same, e => e.Usable!.Header.NamePlace, StreamCodes.DuplicateMapping, $"the mapping '{group.Key}'", diagnostics);

            var keep = same.Count == 1 ? same[0] : same.FirstOrDefault(e => e.LastGood?.Mapping.Name == group.Key);
            if (keep is not null) unique[group.Key] = keep;
        }

        return unique;
    }

    /// <summary>The stream files whose names are theirs alone. Of several with one name the one that already was in force under it stays.</summary>
    public static IReadOnlySet<CatalogEntry<StreamFile>> UniqueStreams(
        IEnumerable<CatalogEntry<StreamFile>> entries, Func<string, StreamName?> nameInForce, DiagnosticBag diagnostics)
    {
        var unique = new HashSet<CatalogEntry<StreamFile>>();
        foreach (var group in entries.Where(e => e.Usable is not null).GroupBy(e => e.Usable!.Definition.Name))
        {
            var same = group.ToList();
            if (same.Count > 1) ReportTwins(same, e => e.Usable!.Names.Stream, StreamCodes.DuplicateStream, $"the stream '{group.Key}'", diagnostics);

            var keep = same.Count == 1 ? same[0] : same.FirstOrDefault(e => nameInForce(e.Path) == group.Key);
            if (keep is not null) unique.Add(keep);
        }

        return unique;
    }

    public static void ReportUnknownMapping(StreamFile file, IEnumerable<string> known, DiagnosticBag diagnostics)
    {
        var names = known.Order(StringComparer.Ordinal).ToList();
        var hint = DidYouMean.Hint(file.Definition.Mapping, names);
        if (hint.Length == 0) hint = names.Count == 0 ? "; no mapping file was found" : $"; there are {string.Join(", ", names)}";
        diagnostics.Error(file.Names.Mapping, StreamCodes.UnknownMapping, $"there is no mapping '{file.Definition.Mapping}'{hint}");
    }

    /// <summary>Warns when a mapping says that it was written for something else than what the stream reads.</summary>
    public static void CompareNames(StreamFile file, MappingHeader header, DiagnosticBag diagnostics)
    {
        var stream = file.Definition;
        if (header.System is { } system && !Agrees(stream.Source.Value, system) && stream.Adapter != system)
        {
            diagnostics.Warning(file.Names.Source, StreamCodes.OtherSource,
                $"the mapping '{stream.Mapping}' was written for the system '{system}', and this stream reads '{stream.Source}' with the adapter '{stream.Adapter}'");
        }

        if (header.Stream is { } name && !Agrees(stream.Name.Value, name))
        {
            diagnostics.Warning(file.Names.Stream, StreamCodes.OtherSource,
                $"the mapping '{stream.Mapping}' was written for the stream '{name}', and this stream is '{stream.Name}'");
        }
    }

    /// <summary>The code tables that a stream file wants compared with the vendor's lists must be there, with one column of codes.</summary>
    public static bool HasCodeTables(StreamFile file, IMapping mapping, DiagnosticBag diagnostics)
    {
        var tables = mapping.CodeTables.Select(t => t.Name).Order(StringComparer.Ordinal).ToList();
        var wrong = file.Definition.Codes.Where(c => !tables.Contains(c.Value)).ToList();
        foreach (var (list, table) in wrong)
        {
            var hint = DidYouMean.Hint(table, tables);
            if (hint.Length == 0) hint = tables.Count == 0 ? "; it has none" : $"; it has {string.Join(", ", tables)}";
            diagnostics.Error(file.Names.Codes[list], StreamCodes.UnknownCodeTable, $"codes.{list}: the mapping '{mapping.Name}' has no code table '{table}' with one column of codes{hint}");
        }

        return wrong.Count == 0;
    }

    /// <summary>Whether what the file says about reading cases again can be done with the mapping; an error when it cannot.</summary>
    public static bool CheckReread(StreamFile file, IMapping mapping, DiagnosticBag diagnostics)
    {
        if (file.Names.Reread is not { } place || mapping.Target == MappingTarget.Case) return true;

        diagnostics.Error(place, StreamCodes.Contradiction,
            $"read.reread has no effect: the mapping '{mapping.Name}' makes {EnumNames.Of(mapping.Target)}s, and only cases are read again; take it away, or put it into the stream of the cases");
        return false;
    }

    /// <summary>Whether notifications of the stream can be read with the mapping; an error when they cannot.</summary>
    public static bool CheckNotify(StreamFile file, IMapping mapping, DiagnosticBag diagnostics)
    {
        if (file.Names.Notify is not { } places || mapping.Target == MappingTarget.Case) return true;

        diagnostics.Error(places.Section, StreamCodes.Contradiction,
            $"notify has no effect: the mapping '{mapping.Name}' makes {EnumNames.Of(mapping.Target)}s, and only cases are read by their keys; take it away, or put it into the stream of the cases");
        return false;
    }

    // Two installations of one product share a mapping: 'byggr-north' and 'byggr' agree, and so do 'north-permits' and 'permits'.
    static bool Agrees(string written, string expected) =>
        written == expected || written.StartsWith(expected + "-", StringComparison.Ordinal) || written.EndsWith("-" + expected, StringComparison.Ordinal);

    static void ReportTwins<T>(List<T> same, Func<T, Place> placeOf, string code, string what, DiagnosticBag diagnostics)
    {
        foreach (var one in same)
        {
            var others = string.Join(" and ", same.Where(o => !ReferenceEquals(o, one)).Select(o => placeOf(o).File));
            diagnostics.Error(placeOf(one), code, $"{what} stands in {others} too; a name is given once");
        }
    }
}
