using System.Collections.Frozen;
using System.Text;
using IntegrationHub.Diagnostics;
using IntegrationHub.Mapping.Expressions;
using IntegrationHub.Mapping.Records;
using IntegrationHub.Mapping.Values;

namespace IntegrationHub.Mapping.Files;

/// <summary>What becomes of a code that stands in no row.</summary>
internal enum UnknownCode
{
    Quarantine,
    Keep,
    Drop,
    Constant,
}

/// <summary>One row: what the source writes in each column (<c>*</c> is anything), and the shared word for it.</summary>
internal sealed record CodeRow(IReadOnlyList<string> Sources, string Target, Place Place)
{
    public const string Any = "*";

    public bool HasWildcard => Sources.Contains(Any);

    /// <summary>Whether every record that the other row matches is matched by this one too.</summary>
    public bool Covers(CodeRow other)
    {
        for (var i = 0; i < Sources.Count; i++)
        {
            if (Sources[i] != Any && Sources[i] != other.Sources[i]) return false;
        }

        return true;
    }
}

/// <summary>A code table. Rows are tried in their order; the first that matches wins.</summary>
internal sealed class CodeTable
{
    readonly FrozenDictionary<string, Value>? exact;
    readonly Dictionary<ulong, (byte[] Code, string Word)> byHash = [];
    readonly Value? otherwise;
    readonly Value constant;

    public CodeTable(string name, int columns, IReadOnlyList<CodeRow> rows, UnknownCode unknown, KnownText? constant, Place place)
    {
        Name = name;
        Columns = columns;
        Rows = rows;
        Unknown = unknown;
        Constant = constant;
        Place = place;
        this.constant = constant is { } text ? Value.Of(text.Text) : default;

        if (columns != 1) return;
        // With one column the order matters only for '*', which is last or makes what follows it unreachable.
        exact = rows.Where(r => !r.HasWildcard).DistinctBy(r => r.Sources[0]).ToFrozenDictionary(r => r.Sources[0], r => Value.Of(r.Target), StringComparer.Ordinal);
        foreach (var (code, word) in exact)
        {
            // Codes of one hash are rare enough to be found the long way.
            var bytes = Encoding.UTF8.GetBytes(code);
            if (!word.IsBlank) byHash.TryAdd(NameSet.Hash(bytes), (bytes, word.Text));
        }

        otherwise = rows.FirstOrDefault(r => r.HasWildcard) is { } any ? Value.Of(any.Target) : null;
    }

    public string Name { get; }
    public int Columns { get; }
    public IReadOnlyList<CodeRow> Rows { get; }
    public UnknownCode Unknown { get; }
    public KnownText? Constant { get; }
    public Place Place { get; }

    /// <summary>What separates the columns of its file; null when it stands in the mapping itself.</summary>
    public char? Separator { get; init; }

    /// <summary>What is compared with a vendor's own list of codes.</summary>
    public MappedCodes ToMappedCodes() => new(Name, Rows.Count > 0 ? Rows[0].Place.File : Place.File, Rows.Select(r => r.Sources[0]).ToFrozenSet(StringComparer.Ordinal))
    {
        TakesAnything = otherwise is not null,
        Rows = Columns == 1 ? null : [.. Rows.Select(r => r.Sources)],
        Instead = Constant?.Text,
        Separator = Separator,
    };

    /// <summary>Every shared word that it can give.</summary>
    public IReadOnlyList<KnownText> Targets => [.. Rows.Select(r => new KnownText(r.Target, r.Place)).Concat(Constant is { } text ? [text] : [])];

    /// <summary>The shared word for one code. What is missing, null or blank has none and stays as it is.</summary>
    public Value Find(Evaluation run, in Value code, Place place)
    {
        if (code.IsAbsentOrBlank) return exact!.TryGetValue("", out var empty) ? empty : code;

        if (exact!.TryGetValue(code.Text, out var word)) return word;

        return otherwise ?? NotFound(run, code.Text, code, place);
    }

    /// <summary>The shared word for a code that stands in the record; null when it is in no row by itself, and more is to be looked at.</summary>
    public string? WordOf(ReadOnlySpan<byte> code) => byHash.TryGetValue(NameSet.Hash(code), out var found) && code.SequenceEqual(found.Code) ? found.Word : null;

    /// <summary>The shared word for several codes together. When all are missing, null or blank and no row is for that, so is the answer.</summary>
    public Value Find(Evaluation run, ReadOnlySpan<Value> codes, Place place)
    {
        var texts = new string[codes.Length];
        var isAbsent = true;
        for (var i = 0; i < codes.Length; i++)
        {
            texts[i] = codes[i].IsAbsentOrBlank ? "" : codes[i].Text;
            isAbsent &= texts[i].Length == 0;
        }

        foreach (var row in Rows)
        {
            if (Matches(row, texts)) return Value.Of(row.Target);
        }

        var written = string.Join(MappedCodes.Between, texts);
        return isAbsent ? Value.Null : NotFound(run, written, Value.Of(written), place);
    }

    /// <summary>The row that these codes find; null when none does.</summary>
    public CodeRow? RowOf(IReadOnlyList<string> codes)
    {
        // As when it is looked up: nothing is not anything, unless a row says so.
        if (codes is [""]) return Rows.FirstOrDefault(r => r.Sources[0].Length == 0);
        return Rows.FirstOrDefault(r => Matches(r, codes));
    }

    static bool Matches(CodeRow row, IReadOnlyList<string> texts)
    {
        for (var i = 0; i < texts.Count; i++)
        {
            if (row.Sources[i] != CodeRow.Any && row.Sources[i] != texts[i]) return false;
        }

        return true;
    }

    Value NotFound(Evaluation run, string written, in Value kept, Place place)
    {
        var code = ToldCode.Of(written);
        var message = $"code '{code}' is not in table '{Name}'";
        var failure = new Failure(RecordCodes.UnknownCode, message) { Place = place, Table = Name, UnknownCode = code };
        switch (Unknown)
        {
            case UnknownCode.Drop:
                return Value.Drop(failure with { Message = message + "; dropped" });
            case UnknownCode.Keep:
                run.Note(failure with { Message = message + "; kept as it is" });
                return kept;
            case UnknownCode.Constant:
                run.Note(failure with { Message = $"{message}; '{Constant!.Value.Text}' instead" });
                return constant;
            default:
                return Value.Fail(failure with { Message = message + "; add it to the table" });
        }
    }
}
