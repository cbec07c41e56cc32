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

        // One step back to the last '**' is enough, whatever stands before it; so this ends soon for any pattern.
        static bool Matches(string[] pattern, string[] path)
        {
            var (p, s, any, tried) = (0, 0, -1, 0);
            while (s < path.Length)
            {
                if (p < pattern.Length && pattern[p] == "**")
                    (any, tried) = (p++, s);
                else if (p < pattern.Length && (pattern[p] == "*" || pattern[p] == path[s]))
                    (p, s) = (p + 1, s + 1);
                else if (any >= 0)
                    (p, s) = (any + 1, ++tried);
                else
                    return false;
            }

            while (p < pattern.Length && pattern[p] == "**") p++;
            return p == pattern.Length;
        }
    }
}
