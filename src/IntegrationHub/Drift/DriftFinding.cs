using System.Text.RegularExpressions;
using IntegrationHub.Codes;
using IntegrationHub.Mapping;
using IntegrationHub.Mapping.Expressions;
using IntegrationHub.Sources;

namespace IntegrationHub.Drift;

/// <summary>Something in which a stream's records are not what its mapping expects, with what to write to put it right.</summary>
public sealed partial record DriftFinding
{
    /// <summary>What it is.</summary>
    public required DriftKind Kind { get; init; }

    /// <summary>The field's path; null for a code.</summary>
    public string? Path { get; init; }

    /// <summary>The code table; null for a field.</summary>
    public string? Table { get; init; }

    /// <summary>The code; null for a field.</summary>
    public string? Code { get; init; }

    /// <summary>How often: in how many of the records that were looked at, or how many times the code was there.</summary>
    public required long Times { get; init; }

    /// <summary>Among how many records that were looked at; null for a code, which is counted in all.</summary>
    public long? Among { get; init; }

    /// <summary>What it held before, for a change of kind.</summary>
    public IReadOnlyList<FieldKind> Was { get; init; } = [];

    /// <summary>What it holds now, for a change of kind; what a new field holds.</summary>
    public IReadOnlyList<FieldKind> Is { get; init; } = [];

    /// <summary>When it was first seen.</summary>
    public required DateTimeOffset FirstSeenAt { get; init; }

    /// <summary>When it was last seen.</summary>
    public required DateTimeOffset LastSeenAt { get; init; }

    /// <summary>The file to add the line to; null when that is the mapping itself.</summary>
    public string? File { get; init; }

    /// <summary>The line that puts it right: the row to add to the table, or the line under <c>ignore:</c>. Null when nothing can be added.</summary>
    public string? Line { get; init; }

    /// <summary>The line under <c>attributes:</c> that takes a new field in; null for anything else.</summary>
    public string? MapLine { get; init; }

    internal static DriftFinding NewField(FieldFacts field, long records)
    {
        var plain = KnownFields.Plain(field.Path);
        return new DriftFinding
        {
            Kind = DriftKind.NewField,
            Path = plain,
            Times = field.Seen,
            Among = records - field.SinceRecord + 1,
            Is = [.. field.Kinds.Select(k => k.Kind)],
            FirstSeenAt = field.FirstSeenAt,
            LastSeenAt = field.LastSeenAt,
            Line = $"{Scalar(plain)}: 'why nobody needs it'",
            // Only what stands in the record itself can be taken in by one line.
            MapLine = Simple().IsMatch(plain) && !field.Path.Contains('[', StringComparison.Ordinal) ? $"{plain[(plain.LastIndexOf('.') + 1)..]}: {plain}" : null,
        };
    }

    internal static DriftFinding MissingField(FieldFacts field, long records) => new()
    {
        Kind = DriftKind.MissingField,
        Path = KnownFields.Plain(field.Path),
        Times = records - field.LastRecord,
        Among = records,
        FirstSeenAt = field.FirstSeenAt,
        LastSeenAt = field.LastSeenAt,
    };

    internal static DriftFinding TypeChange(FieldFacts field, KindFacts kind) => new()
    {
        Kind = DriftKind.TypeChange,
        Path = KnownFields.Plain(field.Path),
        Times = kind.Seen,
        Among = field.Seen,
        Was = [.. field.Kinds.Where(k => k.After < DriftRule.Established).Select(k => k.Kind)],
        Is = [.. field.Kinds.Where(k => k.After >= DriftRule.Established).Select(k => k.Kind)],
        FirstSeenAt = kind.FirstSeenAt,
        LastSeenAt = field.LastSeenAt,
    };

    internal static DriftFinding NewCode(CodeFacts code, MappedCodes table) => new()
    {
        Kind = DriftKind.NewCode,
        Table = code.Table,
        Code = code.Code,
        Times = code.Times,
        FirstSeenAt = code.FirstSeenAt,
        LastSeenAt = code.LastSeenAt,
        File = table.File,
        // What was withheld, and what was cut, would be no code.
        Line = code.Code == ToldCode.Withheld || code.Code.Length >= ToldCode.MaxLength ? null : CodeComparison.LineOf(new SourceCode(code.Code), table),
    };

    static string Scalar(string path) => Simple().IsMatch(path) ? path : $"'{path.Replace("'", "''", StringComparison.Ordinal)}'";

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_]*(\\.[A-Za-z_][A-Za-z0-9_]*)*$", RegexOptions.CultureInvariant)]
    private static partial Regex Simple();
}

/// <summary>In what a stream's records are not what its mapping expects.</summary>
public enum DriftKind
{
    /// <summary>A field that the mapping neither maps nor ignores.</summary>
    NewField,

    /// <summary>A field that the mapping looks at, and that records do not have any more.</summary>
    MissingField,

    /// <summary>A field that the mapping looks at, and that holds something of another kind than before.</summary>
    TypeChange,

    /// <summary>A code that stands in no row of its table.</summary>
    NewCode,
}
