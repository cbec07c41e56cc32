using IntegrationHub.Diagnostics;

namespace IntegrationHub.Mapping.Expressions;

/// <summary>The text of a mapping file with where its lines begin: places are asked for once for every call in it.</summary>
internal sealed class FileText(string text)
{
    readonly int[] starts = StartsOf(text);

    public string Text => text;

    /// <summary>Where the place is in the text; -1 when it is not in it.</summary>
    public int IndexOf(Place place)
    {
        if (place.Line < 1 || place.Line > starts.Length) return -1;

        var index = starts[place.Line - 1] + place.Column - 1;
        return index <= text.Length ? index : -1;
    }

    /// <summary>The place of a character.</summary>
    public Place PlaceOf(string file, int index)
    {
        index = Math.Min(index, text.Length);
        var line = Array.BinarySearch(starts, index);
        if (line < 0) line = ~line - 1;
        return new Place(file, line + 1, index - starts[line] + 1);
    }

    static int[] StartsOf(string text)
    {
        var starts = new List<int> { 0 };
        for (var end = text.IndexOf('\n', StringComparison.Ordinal); end >= 0; end = text.IndexOf('\n', end + 1)) starts.Add(end + 1);
        return [.. starts];
    }
}
