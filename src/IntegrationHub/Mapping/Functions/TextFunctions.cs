using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;
using IntegrationHub.Mapping.Expressions;
using IntegrationHub.Mapping.Records;
using IntegrationHub.Mapping.Values;

namespace IntegrationHub.Mapping.Functions;

/// <summary>Texts.</summary>
internal static class TextFunctions
{
    public static IReadOnlyList<MappingFunction> All { get; } =
    [
        OnBytes("trim", "Without white space at both ends.", Trim, text => text.Trim(), new Example("'  A b ' | trim", "A b")),
        OnBytes("lower", "In lower-case letters.", Lower, text => text.ToLowerInvariant(), new Example("'ÅSA' | lower", "åsa")),
        OnBytes("upper", "In upper-case letters.", Upper, text => text.ToUpperInvariant(), new Example("'åsa' | upper", "ÅSA")),
        OnBytes("collapse", "Every run of white space as one space, none at the ends.", IsCollapsed, Collapse, new Example("' A   b ' | collapse", "A b")),
        Simple("digits", "Its digits 0 to 9 alone.", Digits, new Example("'BYGG 2026-000200' | digits", "2026000200")),
        new("replace", "Every occurrence of one text replaced by another.")
        {
            Group = "Text", Input = Accepts.Text, Gives = "string", Parameters = [Constant("old"), Constant("new")], Bind = Replace,
            Examples = [new("'a-b-c' | replace('-', ' ')", "a b c")],
        },
        new("regex", "Whether the text matches the pattern somewhere.")
        {
            Group = "Text", Input = Accepts.Text, Gives = "bool", Parameters = [Constant("pattern")], Bind = site => Matching(site, MappingType.Bool, (regex, text) => Value.Of(regex.IsMatch(text))),
            Examples = [new("'BYGG 2026-000200' | regex('\\d{4}-\\d{6}')", "true")],
        },
        new("extract", "What the pattern matches first, or its first group; null when it matches nothing.")
        {
            Group = "Text", Input = Accepts.Text, Gives = "string or null", Parameters = [Constant("pattern")], Bind = site => Matching(site, MappingType.Text, Extract),
            Examples = [new("'BYGG 2026-000200' | extract('(\\d{4})-')", "2026"), new("'none' | extract('\\d+')", "null")],
        },
        new("split", "The parts between the separators.")
        {
            Group = "Text", Input = Accepts.Text, Gives = "list of string", Parameters = [Constant("separator")], Bind = Split,
            Examples = [new("'a;b' | split(';')", "[a, b]")],
        },
        new("join", "The values with the separator between them; what is missing, null or blank is left out.")
        {
            Group = "Text", Input = Accepts.List, InputIsOptional = true, Gives = "string", Parameters = [Constant("separator"), new("value", Accepts.Written) { Repeats = true }], Bind = Join,
            Examples = [new("join(', ', 'Storgatan 1', null, 'Sundby')", "Storgatan 1, Sundby"), new("['a', 'b'] | join('-')", "a-b")],
        },
        new("substring", "The characters from a position (from 0), to the end or so many.")
        {
            Group = "Text", Input = Accepts.Text, Gives = "string", Parameters = [new("start", Accepts.Int, ParameterKind.Constant), new("length", Accepts.Int, ParameterKind.Constant) { IsOptional = true }], Bind = Substring,
            Examples = [new("'2026-03-05' | substring(0, 4)", "2026"), new("'AB' | substring(5)", "")],
        },
        new("truncate", "At most so many characters; a cut text ends in …")
        {
            Group = "Text", Input = Accepts.Text, Gives = "string", Parameters = [new("length", Accepts.Int, ParameterKind.Constant)], Bind = Truncate,
            Examples = [new("'Sundby' | truncate(4)", "Sun…"), new("'Sund' | truncate(4)", "Sund")],
        },
        new("template", "The text with {0}, {1} … replaced by the values; null when all of them are missing, null or blank.")
        {
            Group = "Text", Gives = "string or null", Parameters = [Constant("text"), new("value", Accepts.Written) { Repeats = true }], Bind = Template,
            Examples = [new("template('{0} – {1}', 'BYGG 1', 'BALDER 2')", "BYGG 1 – BALDER 2"), new("template('{0}', null)", "null")],
        },
        new("pad", "Filled up in front to so many characters; with zeros unless told.")
        {
            Group = "Text", Input = Accepts.Text, Gives = "string", Parameters = [new("length", Accepts.Int, ParameterKind.Constant), new("with", Accepts.Text, ParameterKind.Constant) { IsOptional = true }], Bind = Pad,
            Examples = [new("'42' | pad(6)", "000042")],
        },
        new("mask", "With * for all but the last so many characters.")
        {
            Group = "Text", Input = Accepts.Text, Gives = "string", Parameters = [new("keep", Accepts.Int, ParameterKind.Constant)], Bind = Mask,
            Examples = [new("'0701740635' | mask(2)", "********35")],
        },
    ];

    static Failure TooLong { get; } = new(RecordCodes.TextTooLong, $"the text would have more than {Evaluation.MaxTextLength:N0} characters");

    static Parameter Constant(string name) => new(name, Accepts.Text, ParameterKind.Constant);

    static MappingFunction Simple(string name, string summary, Func<string, string> change, Example example) => new(name, summary)
    {
        Group = "Text", Input = Accepts.Text, Gives = "string", Examples = [example],
        Bind = site => site.Result(MappingType.Text, (Evaluation _, in Value _, in Value x) => Value.Of(change(x.Text))),
    };

    static MappingFunction OnBytes(string name, string summary, ChangeOfBytes ofBytes, Func<string, string> ofString, Example example) => new(name, summary)
    {
        Group = "Text", Input = Accepts.Text, Gives = "string", Examples = [example],
        Bind = site => new Bound(MappingType.Text, new TextChangeEvaluator(site.Input!.Evaluator, ofBytes, ofString), site.Offset),
    };

    static readonly SearchValues<byte> White = SearchValues.Create(" \t\r\n\v\f"u8);

    // Beyond ASCII there is white space too, which only the string knows.
    static bool Trim(Evaluation run, ref ReadOnlySpan<byte> text)
    {
        if (text[0] >= 0x80 || text[^1] >= 0x80) return false;
        var start = text.IndexOfAnyExcept(White);
        var end = text.LastIndexOfAnyExcept(White);
        if (start < 0 || text[start] >= 0x80 || text[end] >= 0x80) return false;

        text = text[start..(end + 1)];
        return true;
    }

    // White space other than the space: of ASCII itself, beyond it by the first byte that it has in UTF-8. Other characters that begin so are looked at the long way.
    static readonly SearchValues<byte> OtherWhite = SearchValues.Create([(byte)'\t', (byte)'\n', (byte)'\v', (byte)'\f', (byte)'\r', 0xC2, 0xE1, 0xE2, 0xE3]);

    static bool IsCollapsed(Evaluation run, ref ReadOnlySpan<byte> text) =>
        text[0] != ' ' && text[^1] != ' ' && !text.ContainsAny(OtherWhite) && text.IndexOf("  "u8) < 0;

    static bool Lower(Evaluation run, ref ReadOnlySpan<byte> text)
    {
        if (!Ascii.IsValid(text)) return false;
        if (!text.ContainsAnyInRange((byte)'A', (byte)'Z')) return true;

        var room = run.Scratch(text.Length, out var start).AsSpan(start, text.Length);
        Ascii.ToLower(text, room, out _);
        text = room;
        return true;
    }

    static bool Upper(Evaluation run, ref ReadOnlySpan<byte> text)
    {
        if (!Ascii.IsValid(text)) return false;
        if (!text.ContainsAnyInRange((byte)'a', (byte)'z')) return true;

        var room = run.Scratch(text.Length, out var start).AsSpan(start, text.Length);
        Ascii.ToUpper(text, room, out _);
        text = room;
        return true;
    }

    /// <summary>Changes a text's bytes where that is enough; false when it is not, and the string is to be changed.</summary>
    delegate bool ChangeOfBytes(Evaluation run, ref ReadOnlySpan<byte> text);

    /// <summary>Changes a text that is not missing, null or blank; one that stands in the record without a string on the way.</summary>
    sealed class TextChangeEvaluator(Evaluator input, ChangeOfBytes ofBytes, Func<string, string> ofString) : Evaluator
    {
        public override Value Evaluate(Evaluation run, in Value it)
        {
            if (TryText(run, it, out var text)) return Value.Of(text);

            var value = input.Evaluate(run, it);
            return value.IsStopped || value.IsAbsentOrBlank ? value : Value.Of(ofString(value.Text));
        }

        public override bool TryWritten(Evaluation run, in Value it, out ReadOnlySpan<byte> text) => input.TryWritten(run, it, out text) && ofBytes(run, ref text);
    }

    public static string Collapse(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    static string Digits(string text) => string.Concat(text.Where(char.IsAsciiDigit));

    static Bound? Replace(CallSite site)
    {
        var (old, with) = (site.Text(0), site.Text(1));
        if (old.Length == 0) return site.Error(0, "there is nothing to replace");
        return site.Result(MappingType.Text, (Evaluation _, in Value _, in Value x) =>
        {
            var text = x.Text;
            // The longest it can become, before it becomes so.
            return text.Length + ((long)(text.Length / old.Length) * with.Length) > Evaluation.MaxTextLength
                ? Value.Fail(TooLong)
                : Value.Of(text.Replace(old, with, StringComparison.Ordinal));
        });
    }

    static Bound? Matching(CallSite site, MappingType type, Func<Regex, string, Value> match)
    {
        var pattern = site.Text(0);
        if (PatternSize.Refusal(pattern) is { } tooLarge) return site.Error(0, MappingCodes.TooLarge, tooLarge);

        Regex regex;
        try
        {
            regex = new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return site.Error(0, MappingCodes.Pattern, $"this is no pattern that can be matched in linear time: {e.Message}");
        }

        var longest = PatternSize.LongestText(pattern);
        return site.Result(type, (Evaluation _, in Value _, in Value x) =>
        {
            var text = x.Text;
            // Bounded by a count and not by a time: the same record must give the same case on a busy machine.
            return text.Length > Evaluation.MaxTextLength ? Value.Fail(TooLong) : text.Length > longest ? Value.Fail(Evaluation.TooLarge) : match(regex, text);
        });
    }

    static Value Extract(Regex regex, string text)
    {
        var match = regex.Match(text);
        return !match.Success ? Value.Null : Value.Of(match.Groups.Count > 1 && match.Groups[1].Success ? match.Groups[1].Value : match.Value);
    }

    static Bound? Split(CallSite site)
    {
        var separator = site.Text(0);
        if (separator.Length == 0) return site.Error(0, "the separator is empty");
        return site.Result(MappingType.ListOf(MappingType.Text), (Evaluation _, in Value _, in Value x) =>
        {
            var parts = x.Text.Split(separator, Evaluation.MaxElements + 1);
            return parts.Length > Evaluation.MaxElements ? Value.Fail(Evaluation.TooLarge) : Value.Of(Array.ConvertAll(parts, Value.Of));
        });
    }

    static Bound? Join(CallSite site)
    {
        var separator = site.Text(0);
        if (site.Input is { } list)
        {
            if (site.Count > 1) return site.Error(1, "'join' takes either a list from a pipe or values as arguments");
            if (list.Type.Item is { Kind: not (TypeKind.Source or TypeKind.Null) } item && (Conversions.AcceptsOf(item) & Accepts.Written) == 0)
                return site.Error(0, $"'join' takes a list of values but gets a list of {item.Name}");
        }

        var values = Enumerable.Range(1, site.Count - 1).Select(i => site.Argument(i).Evaluator).ToArray();
        return site.ResultOfAll(MappingType.Text, (Evaluation run, in Value it, in Value x) =>
        {
            if (x.IsAbsent && site.Input is not null) return x;

            var text = new TextBuilder(stackalloc char[256]);
            if (site.Input is not null)
            {
                foreach (var element in run.Elements(x))
                {
                    if (Append(ref text, separator, run.Scalar(element)) is { } failure) return failure;
                }
            }

            foreach (var value in values)
            {
                if (Append(ref text, separator, value.Evaluate(run, it)) is { } failure) return failure;
            }

            return Value.Of(text.ToString());
        });
    }

    static Value? Append(ref TextBuilder text, string separator, in Value value)
    {
        if (!value.IsStopped)
        {
            if (value.IsAbsentOrBlank) return null;
            if (text.Length > 0) text.Append(separator);
            text.Append(value);
            if (!text.IsTooLong) return null;
        }

        text.Dispose();
        return value.IsStopped ? value : Value.Fail(TooLong);
    }

    static Bound? Substring(CallSite site)
    {
        var start = site.Int(0);
        var length = site.Count > 1 ? site.Int(1) : int.MaxValue;
        if (start < 0 || length < 0) return site.Error(0, "a position and a length are 0 or more");
        return site.Result(MappingType.Text, (Evaluation _, in Value _, in Value x) =>
        {
            var text = x.Text;
            var from = (int)Math.Min(start, text.Length);
            return Value.Of(text.Substring(from, (int)Math.Min(length, text.Length - from)));
        });
    }

    static Bound? Truncate(CallSite site)
    {
        var most = site.Int(0);
        if (most is < 1 or > Evaluation.MaxTextLength) return site.Error(0, $"the length is 1 to {Evaluation.MaxTextLength}");
        return site.Result(MappingType.Text, (Evaluation _, in Value _, in Value x) =>
        {
            var text = x.Text;
            if (text.Length <= most) return x;
            var end = (int)most - 1;
            if (end > 0 && char.IsHighSurrogate(text[end - 1])) end--;
            return Value.Of(string.Concat(text.AsSpan(0, end), "…"));
        });
    }

    static Bound? Template(CallSite site)
    {
        if (TemplateText.Parse(site.Text(0), site.Count - 1, out var problem) is not { } template) return site.Error(0, problem!);

        var values = Enumerable.Range(1, site.Count - 1).Select(i => site.Argument(i).Evaluator).ToArray();
        return site.ResultOfAll(MappingType.Text, (Evaluation run, in Value it, in Value _) =>
        {
            var parts = new Value[values.Length];
            var isAbsent = true;
            for (var i = 0; i < values.Length; i++)
            {
                parts[i] = values[i].Evaluate(run, it);
                if (parts[i].IsStopped) return parts[i];
                isAbsent &= parts[i].IsAbsentOrBlank;
            }

            if (isAbsent && values.Length > 0) return Value.Null;
            return template.Write(parts) is { } text ? Value.Of(text) : Value.Fail(TooLong);
        });
    }

    static Bound? Pad(CallSite site)
    {
        var length = site.Int(0);
        var with = site.TextOrNull(1) ?? "0";
        if (length is < 0 or > 1000) return site.Error(0, "the length is 0 to 1000");
        if (with.Length != 1) return site.Error(1, "one character is expected");
        return site.Result(MappingType.Text, (Evaluation _, in Value _, in Value x) => Value.Of(x.Text.PadLeft((int)length, with[0])));
    }

    static Bound? Mask(CallSite site)
    {
        var keep = site.Int(0);
        if (keep is < 0 or > 1000) return site.Error(0, "so many characters are kept: 0 to 1000");
        return site.Result(MappingType.Text, (Evaluation _, in Value _, in Value x) =>
        {
            var text = x.Text;
            var hidden = Math.Max(0, text.Length - (int)keep);
            return Value.Of(string.Concat(new string('*', hidden), text.AsSpan(hidden)));
        });
    }
}
