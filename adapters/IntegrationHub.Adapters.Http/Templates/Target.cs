using System.Text;
using IntegrationHub.Faults;

namespace IntegrationHub.Adapters.Http;

/// <summary>Where a request goes: a path below the address of the stream, and its parameters.</summary>
/// <param name="Path">The path as it was written.</param>
/// <param name="Template">The path with its holes.</param>
/// <param name="Parameters">The parameters with theirs. One whose hole stays empty is left out.</param>
sealed record Target(string Path, Template Template, IReadOnlyList<(string Name, Template Value)> Parameters)
{
    public IEnumerable<Hole> Holes => Template.Holes.Concat(Parameters.SelectMany(p => p.Value.Holes));

    /// <summary>Holes that cannot be left empty.</summary>
    public IEnumerable<Hole> Needed => Template.Holes;

    /// <summary>Whether the path is a link that the vendor gives.</summary>
    public bool IsLink => Template.Alone is { Name: Hole.Row or Hole.Record };

    /// <summary>The address; null when there is nothing to fill the path with.</summary>
    /// <param name="url">The address of the stream.</param>
    /// <param name="values">Fills the holes.</param>
    /// <param name="key">A parameter that signs in.</param>
    /// <exception cref="UnaskableException">A value cannot stand where its hole is.</exception>
    public Uri? Address(Uri url, HoleValues values, (string Name, string Value)? key)
    {
        var link = IsLink;
        if (Template.Fill(values, link ? null : Segment) is not { } path) return null;

        // A hole between quotes or beside other words belongs to a language of the vendor's own.
        var query = new List<string>();
        foreach (var (name, value) in Parameters)
            if (value.FillGuarded(values, (_, text) => Uri.EscapeDataString(text)) is { } filled) query.Add(name.Length == 0 ? filled : $"{name}={filled}");
        if (key is var (keyName, keyValue)) query.Add($"{Uri.EscapeDataString(keyName)}={Uri.EscapeDataString(keyValue)}");

        var address = new StringBuilder();
        if (link && Uri.TryCreate(path, UriKind.Absolute, out var absolute) && absolute.Scheme is "http" or "https") address.Append(path);
        else if (link && path.StartsWith('/')) address.Append(url.GetLeftPart(UriPartial.Authority)).Append(path);
        else address.Append(url.GetLeftPart(UriPartial.Path).TrimEnd('/')).Append(path.Length > 0 && path[0] != '/' ? "/" : "").Append(path);

        if (query.Count > 0) address.Append(path.Contains('?', StringComparison.Ordinal) ? '&' : '?').AppendJoin('&', query);
        return Uri.TryCreate(address.ToString(), UriKind.Absolute, out var result)
            ? result
            : throw new UnreadableAnswerException(FaultCodes.UnexpectedContent, $"What the vendor's answer gives for {Path} is no address.");
    }

    // A dot would climb, and nothing at all would ask for the list instead of one of it.
    static string Segment(Hole hole, string text) => text is "." or ".." || string.IsNullOrWhiteSpace(text) ? throw new UnaskableException(hole) : Uri.EscapeDataString(text);
}
