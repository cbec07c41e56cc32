using System.Globalization;

namespace IntegrationHub.Workshop.Inference;

/// <summary>How the pages of an API seem to be turned.</summary>
internal sealed record PagingGuess
{
    /// <summary>As <c>paging.by</c> has it.</summary>
    public required string By { get; init; }

    /// <summary>Why, for the person who looks it through.</summary>
    public required string Because { get; init; }

    /// <summary>Where the link or the token of the next page stands.</summary>
    public string? At { get; init; }

    /// <summary>The sign of the end, as <c>paging.end</c> has it.</summary>
    public string? End { get; init; }

    /// <summary>The number of the first page, when it is not 1.</summary>
    public int? First { get; init; }

    /// <summary>The parameter that says which page is wanted; null when there is none.</summary>
    public string? Parameter { get; init; }

    /// <summary>Whether the parameter's name is a guess too.</summary>
    public bool ParameterIsGuessed { get; init; }

    /// <summary>Guesses. Pure.</summary>
    /// <param name="asked">How the answer was asked for.</param>
    /// <param name="said">What the answer said.</param>
    public static PagingGuess Of(AskedAddress asked, ApiSigns said)
    {
        if (said.HasNextLink == true) return new PagingGuess { By = "link", Because = "the header Link names the next page" };

        // What the link asks for tells how the parameters are called.
        var link = said.Next?.Value is { } text && Uri.TryCreate(asked.Address, text, out var address) ? address : null;
        var (page, offset, token) = (Find(asked, link, ParameterRole.Page), Find(asked, link, ParameterRole.Offset), Find(asked, link, ParameterRole.Token));
        if (said.Next is { } next) return ByNext(next.Path, next.Value, link, asked, page, offset);
        if (said.Token is { } found)
            return new PagingGuess { By = "token", At = found.Path, Parameter = token ?? ParameterFor(found.Path), ParameterIsGuessed = token is null, Because = $"'{found.Path}' seems to lead to the next page" };

        var end = said.Last is { } last ? $"last: {last}" : said.More is { } more ? $"more: {more}" : said.Pages is { } pages && offset is null ? $"pages: {pages}" : null;
        if (offset is not null) return new PagingGuess { By = "offset", Parameter = offset, End = end ?? "empty: true", Because = end is null ? "nothing says that there is no more, so a page without records ends it" : $"'{LastWord(end)}' says whether there is more" };
        if (page is not null || end is not null)
        {
            return new PagingGuess
            {
                By = "page", Parameter = page ?? "page", ParameterIsGuessed = page is null, End = end ?? "empty: true", First = FirstPage(asked, said),
                Because = end is null ? "nothing says that there is no more, so a page without records ends it" : $"'{LastWord(end)}' says whether there is more",
            };
        }

        return new PagingGuess
        {
            By = "none",
            Because = said.Total?.Value > said.Rows
                ? string.Create(CultureInfo.InvariantCulture, $"there are {said.Total.Value.Value} records and the answer held {said.Rows}, but nothing tells how the next page is asked for: ask the vendor")
                : "nothing in the answer speaks of another page",
        };
    }

    static PagingGuess ByNext(string path, string? value, Uri? link, AskedAddress asked, string? page, string? offset)
    {
        // Behind a proxy a link often has the name that the system believes it has; and one without a path is of another address than the stream's.
        var canBeFollowed = value is null ? page is null && offset is null : link is not null && link.Authority == asked.Address.Authority && link.Scheme == asked.Address.Scheme && ApiAnswer.IsAddress(value);
        if (canBeFollowed) return new PagingGuess { By = "next", At = path, Because = value is null ? $"'{path}' was empty in this answer, and seems to be the link to the next page" : $"'{path}' is the link to the next page" };

        var why = value is null ? $"'{path}' is not there on the last page" : $"'{path}' is there while there is more; its address leads to another host, so pages are asked for by number";
        return offset is not null && page is null
            ? new PagingGuess { By = "offset", Parameter = offset, End = $"next: {path}", Because = why }
            : new PagingGuess { By = "page", Parameter = page ?? "page", ParameterIsGuessed = page is null, End = $"next: {path}", First = FirstPage(asked, null), Because = why };
    }

    static int? FirstPage(AskedAddress asked, ApiSigns? said)
    {
        var written = asked.Of(ParameterRole.Page)?.Value;
        return written == "0" || (written is null && said?.Page == 0) ? 0 : null;
    }

    static string? Find(AskedAddress asked, Uri? link, ParameterRole role)
    {
        if (asked.Of(role) is { } own) return own.Name;

        foreach (var part in link?.Query.TrimStart('?').Split('&') ?? [])
            if (part.Split('=', 2) is [var name, var value] && AskedParameter.RoleOf(Uri.UnescapeDataString(name), Uri.UnescapeDataString(value)) == role) return Uri.UnescapeDataString(name);

        return null;
    }

    // What an answer calls the next cursor, a question calls the cursor.
    static string ParameterFor(string path)
    {
        var name = path[(path.LastIndexOf('.') + 1)..].Trim('[', ']', '\'');
        var plain = name.StartsWith("next_", StringComparison.Ordinal) ? name["next_".Length..] : name.StartsWith("next", StringComparison.Ordinal) && name.Length > 4 && char.IsUpper(name[4]) ? char.ToLowerInvariant(name[4]) + name[5..] : name;
        return plain is "token" or "next" ? name : plain;
    }

    static string LastWord(string end) => end[(end.IndexOf(' ', StringComparison.Ordinal) + 1)..];
}
