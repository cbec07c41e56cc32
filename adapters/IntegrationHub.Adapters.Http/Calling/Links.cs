using IntegrationHub.Faults;

namespace IntegrationHub.Adapters.Http;

/// <summary>Addresses of next pages as vendors give them: whole, from the root, or with their parameters only.</summary>
static class Links
{
    /// <summary>The next page that the header Link names (RFC 8288); null when it names none.</summary>
    public static string? Next(HttpResponseMessage response)
    {
        if (!response.Headers.TryGetValues("Link", out var values)) return null;

        foreach (var header in values)
        {
            for (var at = 0; (at = header.IndexOf('<', at)) >= 0;)
            {
                var end = header.IndexOf('>', at);
                if (end < 0) break;

                var following = header.IndexOf('<', end);
                var parameters = header[(end + 1)..(following < 0 ? header.Length : following)];
                if (parameters.Split(';', ',').Any(IsNext)) return header[(at + 1)..end];

                at = end;
            }
        }

        return null;
    }

    /// <summary>What is kept of a link between two pages: never what signs in, which vendors put into it too.</summary>
    /// <param name="link">As the vendor gave it.</param>
    /// <param name="secrets">The parameters that sign in.</param>
    public static string Kept(string link, IReadOnlyList<(string Name, string Value)> secrets)
    {
        var mark = link.IndexOf('?', StringComparison.Ordinal);
        if (secrets.Count == 0 || mark < 0) return link;

        var rest = link[(mark + 1)..].Split('&').Where(p => !secrets.Any(s => Uri.UnescapeDataString(p.Split('=')[0]).Equals(s.Name, StringComparison.OrdinalIgnoreCase))).ToList();
        return rest.Count == 0 ? link[..mark] : $"{link[..mark]}?{string.Join('&', rest)}";
    }

    /// <summary>The address of a link, with what signs in. Whether it may be called is the hub's to say.</summary>
    public static Uri Resolve(Uri url, string link, IReadOnlyList<(string Name, string Value)> secrets, string where)
    {
        // As browsers do it, but from the stream's own address, which is a folder.
        var folder = new Uri(url.GetLeftPart(UriPartial.Path).TrimEnd('/') + "/");
        if (!Uri.TryCreate(folder, link, out var address) || address.Scheme is not ("http" or "https"))
            throw new UnreadableAnswerException(FaultCodes.UnexpectedContent, $"{where}: what the answer gives as its next page is no address.");
        if (secrets.Count == 0) return address;

        var signing = string.Join('&', secrets.Select(s => $"{Uri.EscapeDataString(s.Name)}={Uri.EscapeDataString(s.Value)}"));
        return new Uri($"{address.GetLeftPart(UriPartial.Path)}{(address.Query.Length > 1 ? address.Query + "&" : "?")}{signing}");
    }

    static bool IsNext(string parameter)
    {
        var (name, value) = parameter.Split('=', 2) is [var n, var v] ? (n.Trim(), v.Trim().Trim('"')) : (parameter, "");
        return name.Equals("rel", StringComparison.OrdinalIgnoreCase) && value.Split(' ').Contains("next", StringComparer.OrdinalIgnoreCase);
    }
}
