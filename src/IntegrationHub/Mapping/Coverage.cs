using IntegrationHub.Configuration;
using IntegrationHub.Diagnostics;
using IntegrationHub.Mapping.Expressions;
using IntegrationHub.Mapping.Records;

namespace IntegrationHub.Mapping;

/// <summary>Warns of what a mapping leaves out: source fields that nobody maps and nobody ignores, tables and lets that nobody uses.</summary>
internal static class Coverage
{
    public static void Report(MappingContext context, YamlSection ignore)
    {
        foreach (var name in context.UnusedTables) context.Diagnostics.Warning(context.Tables[name].Place, MappingCodes.Unused, $"the code table '{name}' is not used; use it or delete it");
        foreach (var let in context.Lets.Values.Where(l => !l.IsUsed)) context.Diagnostics.Warning(let.Place, MappingCodes.Unused, $"the let '{let.Name}' is not used; use it or delete it");

        var ignored = ReadIgnored(context, ignore);
        if (context.KnownFields is not { } known) return;

        var mapped = new HashSet<string>(StringComparer.Ordinal);
        Collect(context.Record, mapped, []);
        var unmapped = known.All.Where(f => !mapped.Contains(f.Path)).ToList();
        foreach (var (path, place) in unmapped.Where(f => !ignored.Exists(i => i.Matches(f.Path))))
            context.Diagnostics.Warning(place, MappingCodes.UnmappedField, $"the source field '{path}' is not mapped; map it, or ignore it with a reason");
        foreach (var pattern in ignored.Where(i => !unmapped.Exists(f => i.Matches(f.Path))))
            context.Diagnostics.Warning(pattern.Place, MappingCodes.Unused, $"'{pattern.Text}' ignores no field: the source has none, or it is mapped");
    }

    static List<Ignored> ReadIgnored(MappingContext context, YamlSection section)
    {
        var ignored = new List<Ignored>();
        foreach (var entry in section.Entries)
        {
            ignored.Add(new Ignored(KnownFields.Plain(entry.Key.Text), entry.Key.Place));
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

    /// <summary>A pattern of paths: <c>*</c> is one name, <c>**</c> any number of them.</summary>
    sealed record Ignored(string Text, Place Place)
    {
        readonly string[] names = Text.Split('.');

        public bool Matches(string path) => Matches(names, path.Split('.'));

        static bool Matches(ReadOnlySpan<string> pattern, ReadOnlySpan<string> path)
        {
            if (pattern.IsEmpty) return path.IsEmpty;
            if (pattern[0] == "**")
            {
                for (var i = 0; i <= path.Length; i++)
                {
                    if (Matches(pattern[1..], path[i..])) return true;
                }

                return false;
            }

            return !path.IsEmpty && (pattern[0] == "*" || pattern[0] == path[0]) && Matches(pattern[1..], path[1..]);
        }
    }
}
