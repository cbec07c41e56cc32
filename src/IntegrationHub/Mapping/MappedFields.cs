using IntegrationHub.Mapping.Expressions;

namespace IntegrationHub.Mapping;

/// <summary>Which fields of its records a mapping looks at, and which it leaves out with a reason. Paths are as in expressions, without the marks of lists: <c>fees.code</c>.</summary>
public sealed class MappedFields
{
    readonly IReadOnlySet<string> read;
    readonly IReadOnlyList<IgnoredFields> ignored;

    internal MappedFields(IReadOnlySet<string> read, IReadOnlyList<IgnoredFields> ignored) => (this.read, this.ignored) = (read, ignored);

    /// <summary>The fields that an expression of the mapping looks at.</summary>
    internal IReadOnlySet<string> All => read;

    /// <summary>Whether an expression of the mapping looks at the field.</summary>
    public bool Reads(string path) => read.Contains(KnownFields.Plain(path));

    /// <summary>Whether it looks at something inside the field: an element that holds others is empty in one record and full in the next.</summary>
    public bool ReadsInside(string path)
    {
        var plain = KnownFields.Plain(path);
        return read.Any(field => field.Length > plain.Length && field[plain.Length] == '.' && field.StartsWith(plain, StringComparison.Ordinal));
    }

    /// <summary>Whether the mapping leaves the field out with a reason.</summary>
    public bool Ignores(string path)
    {
        var plain = KnownFields.Plain(path);
        return ignored.Any(pattern => pattern.Matches(plain));
    }
}
