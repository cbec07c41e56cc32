using IntegrationHub.Configuration;
using IntegrationHub.Diagnostics;
using IntegrationHub.Streams;

namespace IntegrationHub.Cli;

/// <summary>The line that a finding is about, to be shown with a caret under the place.</summary>
/// <param name="Line">The line, or the part of it around the place.</param>
/// <param name="Caret">How many characters stand before the place.</param>
internal sealed record SourceExcerpt(string Line, int Caret)
{
    const int Widest = 160;

    /// <summary>The excerpt; null when there is none, or when the line could hold a secret that somebody wrote into a stream file.</summary>
    /// <param name="diagnostic">The finding.</param>
    /// <param name="files">The files that were read for findings before it.</param>
    public static SourceExcerpt? Of(Diagnostic diagnostic, ReadFiles files)
    {
        var place = diagnostic.Place;
        var line = files.Lines(place.File).ElementAtOrDefault(place.Line - 1)?.TrimEnd('\r');
        if (string.IsNullOrWhiteSpace(line) || place.Column > line.Length + 1) return null;
        if (IsSettings(place.File))
        {
            if (!MayBeShown(place, files, line)) return null;
            line = line[..EndOfToken(line, place.Column - 1)];
        }

        var start = place.Column - 1 > Widest - 20 ? place.Column - 1 - Widest / 2 : 0;
        return new SourceExcerpt(line.Substring(start, Math.Min(Widest, line.Length - start)), place.Column - 1 - start);
    }

    static bool IsSettings(string file) => file.EndsWith(StreamFileReader.Extension, StringComparison.Ordinal) || Path.GetFileName(file) == HubFileReader.FileName;

    // Secrets do not belong into stream files, but that is how they are found there. A build's log keeps what is printed, so of these files only
    // lines are shown that can hold none: not those of the connection, not several keys on one line, nothing of a file that is no YAML.
    static bool MayBeShown(Place place, ReadFiles files, string line)
    {
        if (line.Contains('{', StringComparison.Ordinal) || files.Tree(place.File) is not YamlMap root) return false;
        if (root["connection"] is not { } connection) return true;

        var next = root.Entries.FirstOrDefault(e => e.Key.Place.Line > connection.Key.Place.Line)?.Key.Place.Line ?? int.MaxValue;
        return place.Line < connection.Key.Place.Line || place.Line >= next;
    }

    // What stands behind a key may be anything; a value is in the message already.
    static int EndOfToken(string line, int start)
    {
        var colon = line.IndexOf(": ", Math.Min(start, line.Length), StringComparison.Ordinal);
        return colon < 0 ? line.Length : colon + 1;
    }
}

/// <summary>The files that findings are about, each read once: a file may have very many of them.</summary>
internal sealed class ReadFiles
{
    readonly Dictionary<string, string[]> lines = new(StringComparer.Ordinal);
    readonly Dictionary<string, YamlNode?> trees = new(StringComparer.Ordinal);

    /// <summary>The lines; none when the file cannot be read.</summary>
    public string[] Lines(string file)
    {
        if (!lines.TryGetValue(file, out var known)) lines[file] = known = Text(file).Split('\n');
        return known;
    }

    /// <summary>The YAML; null when it is none.</summary>
    public YamlNode? Tree(string file)
    {
        if (!trees.TryGetValue(file, out var known)) trees[file] = known = YamlTreeReader.Read(file, string.Join('\n', Lines(file)), new DiagnosticBag());
        return known;
    }

    static string Text(string file)
    {
        try
        {
            return File.Exists(file) ? File.ReadAllText(file) : "";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
