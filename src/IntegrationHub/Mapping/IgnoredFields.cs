using IntegrationHub.Diagnostics;

namespace IntegrationHub.Mapping;

/// <summary>A pattern of paths that a mapping leaves out: <c>*</c> is one name, <c>**</c> any number of them.</summary>
internal sealed record IgnoredFields(string Text, Place Place)
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
