using System.Text;
using System.Text.RegularExpressions;
using IntegrationHub.AdapterKit;
using IntegrationHub.Protection;
using IntegrationHub.Sources;
using IntegrationHub.Workshop.Inference;

namespace IntegrationHub.Workshop.Recording;

/// <summary>Takes people and secrets out of answers. Everything is gone through twice: first to learn who is in it, then to write it down.</summary>
/// <param name="judge">Says what a field is.</param>
/// <param name="disguise">Gives what stands in the place of what is taken out.</param>
/// <param name="scrubber">Takes it out of texts.</param>
internal sealed partial class Redaction(FieldJudge judge, Disguise disguise, Scrubber scrubber)
{
    const int MostRemembered = 400;

    readonly Dictionary<string, FieldTally> fields = new(StringComparer.Ordinal);
    readonly Dictionary<string, FieldKind> recorded = new(StringComparer.Ordinal);
    readonly HashSet<string> paths = new(StringComparer.Ordinal);
    bool isLearning = true;

    /// <summary>What became of each field, by the mapping's path of it where the mapping looks there, else by its path in the answer.</summary>
    public IReadOnlyDictionary<string, FieldTally> Fields => fields;

    /// <summary>Every path of every answer.</summary>
    public IReadOnlyCollection<string> Paths => paths;

    /// <summary>Looks at a record: where the vendor's answer calls its values differently, they are known by what they are.</summary>
    public void Learn(SourceRecord record)
    {
        if (record.Broken is not null) return;

        if (record.Format == RecordFormat.Csv)
        {
            if (record.Layout is not { } layout) return;

            var values = SampleTests.CsvRows.Values(Charsets.Get(record.Charset).GetString(record.Content.Span), layout.Delimiter, layout.Quote);
            for (var i = 0; i < Math.Min(values.Count, layout.Columns.Count); i++) LearnValue(layout.Columns[i], values[i]);
            return;
        }

        if (AnswerBody.Of(record.Content, record.Format == RecordFormat.Json ? "application/json; charset=utf-8" : $"text/xml; charset={record.Charset}") is not { } body) return;

        Rewrite learn = (path, value, _) =>
        {
            // The mapping's paths begin inside the record's element.
            LearnValue(record.Format == RecordFormat.Xml ? path[(path.IndexOf('.', StringComparison.Ordinal) + 1)..] : path, value);
            return value;
        };
        if (record.Format == RecordFormat.Json) BodyValues.Json(body.Text, learn, name => name);
        else BodyValues.Xml(body, learn);
    }

    /// <summary>Looks at an answer.</summary>
    public void Learn(AnswerBody body) => Rewritten(body, out _);

    /// <summary>From now on what was learned holds.</summary>
    public void EndLearning()
    {
        isLearning = false;
        foreach (var field in fields.Values) field.Begin();
    }

    /// <summary>The answer without people and secrets.</summary>
    /// <param name="body">The answer.</param>
    /// <param name="isRead">Whether it could be read as what it is; otherwise it was searched as a text.</param>
    public string Rewritten(AnswerBody body, out bool isRead)
    {
        isRead = true;
        var here = new HashSet<string>(StringComparer.Ordinal);
        Rewrite look = (path, value, _) =>
        {
            here.Add(path);
            return value;
        };
        var known = body.Format switch
        {
            BodyFormat.Json => BodyValues.Json(body.Text, look, name => name),
            BodyFormat.Xml => BodyValues.Xml(body, look),
            _ => null,
        };
        if (known is not null)
        {
            var places = judge.Align(here);
            Rewrite rewrite = (path, value, isText) => Value(path, places.GetValueOrDefault(path), value, isText);
            var made = body.Format == BodyFormat.Json ? BodyValues.Json(body.Text, rewrite, name => scrubber.Of(name, isWritten: false)) : BodyValues.Xml(body, rewrite);
            if (made is not null) return made;
        }

        isRead = false;
        return scrubber.Of(body.Text, isWritten: true);
    }

    void LearnValue(string path, string value)
    {
        if (judge.Of(path, path) is var kind && kind is not FieldKind.Unjudged && value.Length > 0) recorded[value] = recorded.TryGetValue(value, out var other) ? Stronger(kind, other) : kind;
        if (kind is > FieldKind.Open and < FieldKind.Text && IsAnything(value)) disguise.Of(kind, value);
    }

    string Value(string path, string? field, string value, bool isText)
    {
        if (!IsAnything(value)) return value;

        // JSON inside a text is JSON.
        if (isText && value.TrimStart() is ['{' or '[', ..] && BodyValues.Json(value, (inner, v, t) => Value($"{path}.{inner}", null, v, t), name => scrubber.Of(name, isWritten: false)) is { } packed) return packed;

        var kind = judge.Of(path, field);
        // A short number can be anything: a page, a sum.
        if (kind == FieldKind.Unjudged && value.Length >= (isText ? 4 : 8) && recorded.TryGetValue(value, out var known)) kind = known;
        paths.Add(path);
        if (!fields.TryGetValue(field ?? path, out var tally)) fields[field ?? path] = tally = new FieldTally();
        if (isLearning) tally.See(value, MostRemembered);
        var made = Made(kind, value, isText, isLabel: tally.IsLabel && judge.Reads(field));
        if (!isLearning) tally.Add(kind, made != value, (isText && HoldsWords(value)) || (kind == FieldKind.Unjudged && IsLongNumber(value)));
        return made;
    }

    string Made(FieldKind kind, string value, bool isText, bool isLabel)
    {
        switch (kind)
        {
            case FieldKind.Kept or FieldKind.Harmless:
                return isText ? scrubber.WithoutSecrets(value) : value;
            case FieldKind.Code:
                return IsAddress(value) ? scrubber.OfAddress(value) : disguise.Known(value) ?? scrubber.Of(value, isWritten: false);
            case FieldKind.Open:
                return scrubber.Of(value, isWritten: true);
            case FieldKind.Unjudged:
                return Unjudged(value, isText, isLabel);
            case FieldKind.Text when !HoldsWords(value):
                return scrubber.Of(value, isWritten: false);
            case FieldKind.Place when !isText || value.Any(char.IsAsciiDigit):
                return disguise.Of(kind, value);
            case FieldKind.Place:
                return value;
            default:
                // Who may not see a value reads a sign instead, and is to read it here too.
                return scrubber.Secrets.IsIn(value) ? scrubber.WithoutSecrets(value) : disguise.Of(kind, value);
        }
    }

    string Unjudged(string value, bool isText, bool isLabel)
    {
        if (isText && disguise.Known(value) is { } known) return known;
        if (!isText || IsTime().IsMatch(value) || Guid.TryParse(value, out _)) return scrubber.Of(value, isWritten: false);
        if (IsAddress(value)) return scrubber.OfAddress(value);
        if (Packed().IsMatch(value)) return Convert.ToBase64String(Encoding.ASCII.GetBytes("made up"));

        // What people write is hardly ever written twice; what a system writes is. Where nobody reads it, nothing is lost with it.
        return !IsWritten().IsMatch(value) ? scrubber.Of(value, isWritten: true)
            : isLearning ? value
            : isLabel ? scrubber.Of(value, isWritten: true)
            : disguise.Of(FieldKind.Text, value);
    }

    static FieldKind Stronger(FieldKind a, FieldKind b) => a > b ? a : b;

    // What is masked tells nobody, and means something to the mapping.
    static bool IsAnything(string value) => !string.IsNullOrWhiteSpace(value) && !Masks.IsMask(value);

    static bool HoldsWords(string value) => value.Any(char.IsLetter) && !IsTime().IsMatch(value) && !Guid.TryParse(value, out _) && value is not ("true" or "false");

    // Of some countries nobody here knows how people's numbers look.
    static bool IsLongNumber(string value) => value.Length is >= 9 and <= 14 && value.Count(char.IsAsciiDigit) >= 9 && value.All(c => char.IsAsciiDigit(c) || c is ' ' or '-');

    static bool IsAddress(string value) => value.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || value.StartsWith("https://", StringComparison.OrdinalIgnoreCase) || (value.StartsWith('/') && !value.Contains(' ', StringComparison.Ordinal));

    [GeneratedRegex(@"^[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9:.]+(Z|[+-][0-9:]+)?)?$")]
    private static partial Regex IsTime();

    [GeneratedRegex(@"\p{L}{2,}[^\p{L}\n]*\s+.*\p{L}", RegexOptions.Singleline)]
    private static partial Regex IsWritten();

    [GeneratedRegex("^[A-Za-z0-9+/_-]{100,}={0,2}$")]
    private static partial Regex Packed();
}

/// <summary>What became of a field's values.</summary>
internal sealed class FieldTally
{
    readonly HashSet<string> different = new(StringComparer.Ordinal);
    int seen;

    /// <summary>What it was taken for, the last time.</summary>
    public FieldKind Kind { get; private set; }

    /// <summary>How many of its values were replaced, or changed.</summary>
    public int Replaced { get; private set; }

    /// <summary>How many stayed that hold words, or a number that could be somebody's.</summary>
    public int Stayed { get; private set; }

    /// <summary>Whether the same few values come again and again.</summary>
    public bool IsLabel => seen >= 4 && different.Count * 2 <= seen;

    /// <summary>Counts a value.</summary>
    public void See(string value, int most)
    {
        seen++;
        if (different.Count < most) different.Add(value);
    }

    /// <summary>Begins to count anew what becomes of the values.</summary>
    public void Begin() => (Replaced, Stayed) = (0, 0);

    /// <summary>Counts what became of a value.</summary>
    public void Add(FieldKind kind, bool isReplaced, bool holdsWords)
    {
        Kind = kind;
        if (isReplaced) Replaced++;
        else if (holdsWords) Stayed++;
    }
}
