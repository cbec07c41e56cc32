using IntegrationHub.Configuration;
using IntegrationHub.Diagnostics;
using IntegrationHub.Mapping.Expressions;
using IntegrationHub.Mapping.Records;

namespace IntegrationHub.Mapping;

/// <summary>Warns of what a mapping leaves out: source fields that nobody maps and nobody ignores, tables and lets that nobody uses.</summary>
internal static class Coverage
{
    /// <summary>Warns.</summary>
    /// <returns>Which fields the mapping looks at, and which it ignores.</returns>
    public static MappedFields Report(MappingContext context, YamlSection ignore)
    {
        foreach (var name in context.UnusedTables) context.Diagnostics.Warning(context.Tables[name].Place, MappingCodes.Unused, $"the code table '{name}' is not used; use it or delete it");
        foreach (var let in context.Lets.Values.Where(l => !l.IsUsed)) context.Diagnostics.Warning(let.Place, MappingCodes.Unused, $"the let '{let.Name}' is not used; use it or delete it");

        var ignored = ReadIgnored(context, ignore);
        var mapped = new HashSet<string>(StringComparer.Ordinal);
        Collect(context.Record, mapped, []);
        var fields = new MappedFields(mapped, ignored);
        if (context.KnownFields is not { } known) return fields;

        var unmapped = known.All.Where(f => !mapped.Contains(f.Path)).ToList();
        foreach (var (path, place) in unmapped.Where(f => !ignored.Exists(i => i.Matches(f.Path))))
            context.Diagnostics.Warning(place, MappingCodes.UnmappedField, $"the source field '{path}' is not mapped; map it, or ignore it with a reason");
        foreach (var pattern in ignored.Where(i => !unmapped.Exists(f => i.Matches(f.Path))))
            context.Diagnostics.Warning(pattern.Place, MappingCodes.Unused, $"'{pattern.Text}' ignores no field: the source has none, or it is mapped");
        return fields;
    }

    static List<IgnoredFields> ReadIgnored(MappingContext context, YamlSection section)
    {
        var ignored = new List<IgnoredFields>();
        foreach (var entry in section.Entries)
        {
            ignored.Add(new IgnoredFields(KnownFields.Plain(entry.Key.Text), entry.Key.Place));
            if (entry.Value is not YamlText { IsEmpty: false }) context.Diagnostics.Error(entry.Value.Place, MappingCodes.WrongShape, $"'{entry.Key.Text}' is ignored without a reason; write why");
        }

        return ignored;
    }

    static void Collect(Shape shape, HashSet<string> mapped, HashSet<FieldGroup> seen)
    {
        if (shape.IsValue || shape.IsList) mapped.Add(KnownFields.Plain(shape.Path));
        if (!seen.Add(shape.Fields)) return;
        foreach (var field in shape.Fields.All) Collect(field, mapped, seen);
    }
}
