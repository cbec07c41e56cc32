using System.Text;
using IntegrationHub.AdapterKit;
using IntegrationHub.Configuration;
using IntegrationHub.Diagnostics;
using IntegrationHub.Sources;

namespace IntegrationHub.Adapters.Http;

/// <summary>Reads texts with holes. What may fill a hole depends on where it stands; which settings there are is found out on the way.</summary>
sealed class TemplateReader(TimeStyle times, DiagnosticBag diagnostics)
{
    readonly List<AdapterSetting> settings = [];

    /// <summary>The settings that holes name, in the order in which they were found.</summary>
    public IReadOnlyList<AdapterSetting> Settings => settings;

    /// <summary>Whether a hole was wrong: then nothing is concluded from its not being there.</summary>
    public bool HasWrongHoles { get; private set; }

    /// <summary>How times are written where a hole does not say otherwise.</summary>
    public TimeStyle Times { get; } = times;

    /// <summary>Reads a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="holes">What may fill a hole here, beside settings and secrets.</param>
    public Template Read(YamlText text, IReadOnlyList<string> holes) => Read(text.Text, text.Text.Contains('\n', StringComparison.Ordinal) ? null : text.TextPlace, text.Place, holes);

    /// <summary>Reads a part of a text.</summary>
    /// <param name="text">The part.</param>
    /// <param name="begins">Where it begins, if its columns can be told.</param>
    /// <param name="place">Where the whole text is.</param>
    /// <param name="holes">What may fill a hole here.</param>
    public Template Read(string text, Place? begins, Place place, IReadOnlyList<string> holes)
    {
        var pieces = new List<Template.Piece>();
        var words = new StringBuilder();
        for (var at = 0; at < text.Length; at++)
        {
            var c = text[at];
            if ((c is '{' or '}') && at + 1 < text.Length && text[at + 1] == c)
            {
                words.Append(c);
                at++;
                continue;
            }

            if (c != '{')
            {
                words.Append(c);
                continue;
            }

            var here = begins is { } start ? start with { Column = start.Column + at } : place;
            var end = text.IndexOf('}', at);
            if (end < 0)
            {
                diagnostics.Error(here, HttpCodes.OpenHole, "this '{' has no '}'; write {{ for a brace that is one");
                HasWrongHoles = true;
                break;
            }

            if (words.Length > 0) pieces.Add(new(words.ToString(), null));
            words.Clear();
            if (ReadHole(text[(at + 1)..end], here, holes) is { } hole) pieces.Add(new("", hole));
            else HasWrongHoles = true;
            at = end;
        }

        if (words.Length > 0) pieces.Add(new(words.ToString(), null));
        return new Template(pieces);
    }

    Hole? ReadHole(string inner, Place place, IReadOnlyList<string> holes)
    {
        var colon = inner.IndexOf(':', StringComparison.Ordinal);
        var (named, format) = colon < 0 ? (inner, null) : (inner[..colon], inner[(colon + 1)..]);
        var dot = named.IndexOf('.', StringComparison.Ordinal);
        var (name, path) = dot < 0 ? (named, null) : (named[..dot], named[(dot + 1)..]);

        if (name is Hole.Setting or Hole.Secret) return ReadSetting(name, path, format, place);
        if (!holes.Contains(name))
        {
            var hint = DidYouMean.Hint(name, [.. holes, Hole.Setting, Hole.Secret]);
            diagnostics.Error(place, HttpCodes.UnknownHole, $"there is no {{{named}}} here{(hint.Length > 0 ? hint : $"; there are {string.Join(", ", holes.Concat(["setting.NAME", "secret.NAME"]).Select(h => $"{{{h}}}"))}")}");
            return null;
        }

        var wantsPath = Hole.HasParts(name);
        if (wantsPath != path is not null || path is { Length: 0 })
        {
            diagnostics.Error(place, HttpCodes.WrongHole, wantsPath ? $"{{{named}}} names no value; write {{{name}.PATH}}, as in {{{name}.id}}" : $"{{{name}}} has no parts; write {{{name}}}");
            return null;
        }

        if (path is not null && Hole.PartsOf(name) is { Count: > 0 } parts && !parts.Contains(path))
        {
            diagnostics.Error(place, HttpCodes.UnknownHole, $"there is no {{{named}}}{DidYouMean.Hint(path, parts)}; there are {string.Join(", ", parts.Select(part => $"{{{name}.{part}}}"))}");
            return null;
        }

        if (name == Hole.WriteBack && !IsName(path!))
        {
            diagnostics.Error(place, HttpCodes.WrongHole, $"{{{named}}} names no setting; write {{writeBack.NAME}}, NAME a lower-case letter and then letters and digits: it is a key under writeBack and the kind");
            return null;
        }

        if (path is not null && ValuePath.Parse(path) is null)
        {
            diagnostics.Error(place, HttpCodes.WrongPath, $"'{path}' is no path; write names with dots between them, as in a.b");
            return null;
        }

        if (format is null) return new Hole(name, path, null, place);
        if (format == "number" && name is Hole.Key or Hole.WriteBack or Hole.Field or Hole.Status) return new Hole(name, path, null, place) { AsNumber = true };
        if (format == "N" && name == Hole.Uuid) return new Hole(name, path, null, place) { WithoutHyphens = true };
        if (name is not (Hole.Since or Hole.Until or Hole.AskedAt))
        {
            diagnostics.Error(place, HttpCodes.WrongHole, name switch
            {
                Hole.Uuid => "{uuid} takes the format N only, which leaves its hyphens out",
                Hole.WriteBack or Hole.Field or Hole.Status => $"{{{named}}} takes the format number only",
                _ => $"{{{named}}} takes no format: only {string.Join(" and ", holes.Where(h => h is Hole.Since or Hole.Until or Hole.AskedAt).Select(h => $"{{{h}}}").DefaultIfEmpty("times"))} do",
            });
            return null;
        }

        var style = TimeStyle.Create(format, Times.Zone, out var wrong);
        if (style is null) diagnostics.Error(place, HttpCodes.WrongTime, wrong!);
        return style is null ? null : new Hole(name, path, style, place);
    }

    Hole? ReadSetting(string name, string? path, string? format, Place place)
    {
        if (path is null || format is not null || !IsName(path))
        {
            diagnostics.Error(place, HttpCodes.WrongHole, $"{{{name}{(path is null ? "" : $".{path}")}}} names no setting; write {{{name}.NAME}}, NAME a lower-case letter and then letters and digits: it is a key under connection");
            return null;
        }

        var kind = name == Hole.Secret ? SettingKind.Secret : SettingKind.Text;
        var known = settings.Find(s => s.Name == path);
        if (known is not null && known.Kind != kind) diagnostics.Error(place, HttpCodes.WrongHole, $"connection.{path} is a secret in one place and none in another; take one name for each");
        else if (known is null) settings.Add(Named(path, kind));
        return new Hole(name, path, null, place);
    }

    static AdapterSetting Named(string name, SettingKind kind) => kind == SettingKind.Secret
        ? new AdapterSetting(name, kind, $"A secret: what {{secret.{name}}} in the section http stands for.") { Required = true }
        : new AdapterSetting(name, kind, $"What {{setting.{name}}} in the section http stands for.") { Required = true, Example = "sundby" };

    /// <summary>Whether a setting may be called so.</summary>
    public static bool IsName(string text) => text.Length is > 0 and <= 64 && char.IsAsciiLetterLower(text[0]) && text.All(char.IsAsciiLetterOrDigit);
}
