using IntegrationHub.Diagnostics;

namespace IntegrationHub.Mapping;

/// <summary>A pattern of paths that a mapping leaves out: <c>*</c> is one name, <c>**</c> any number of them.</summary>
internal sealed record IgnoredFields(string Text, Place Place)
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
