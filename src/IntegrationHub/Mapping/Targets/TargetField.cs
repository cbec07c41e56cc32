using System.Collections.Frozen;
using IntegrationHub.Mapping.Expressions;

namespace IntegrationHub.Mapping.Targets;

/// <summary>What a target field holds.</summary>
internal enum TargetKind
{
    Text,

    /// <summary>A text that may be written as a number or a date too: keys, numbers, attributes.</summary>
    Id,
    Scale,
    Time,
    Number,
    Flag,
    Url,
}

/// <summary>A field of the shared model that a mapping may fill. Fields of one target are counted from 0, so that what was compiled for them stands in an array.</summary>
internal sealed record TargetField(string Name, TargetKind Kind, string Summary, int Index)
{
    public bool IsRequired { get; init; }

    /// <summary>For <see cref="TargetKind.Scale"/>: the values there are.</summary>
    public Scale? Scale { get; init; }

    public Accepts Accepts => Kind switch
    {
        TargetKind.Text or TargetKind.Scale or TargetKind.Url => Accepts.Text,
        TargetKind.Id => Accepts.Written,
        TargetKind.Time => Accepts.DateTime,
        TargetKind.Number => Accepts.Number,
        _ => Accepts.Bool,
    };

    public string TypeName => Kind switch
    {
        TargetKind.Scale => string.Join(" · ", Scale!.Names),
        TargetKind.Time => "datetime",
        TargetKind.Number => "number",
        TargetKind.Flag => "bool",
        TargetKind.Url => "string (URL)",
        TargetKind.Id => "any single value",
        _ => "string",
    };
}

/// <summary>The values of an enumeration as a mapping writes them: in camel case.</summary>
internal sealed class Scale
{
    readonly FrozenDictionary<string, int> byName;

    Scale(string what, IReadOnlyList<(string Name, int Value)> values)
    {
        What = what;
        Names = [.. values.Select(v => v.Name)];
        byName = values.ToFrozenDictionary(v => v.Name, v => v.Value, StringComparer.Ordinal);
    }

    /// <summary>What the values are, for messages: <c>case status</c>.</summary>
    public string What { get; }

    public IReadOnlyList<string> Names { get; }

    public static Scale Of<T>(string what) where T : struct, Enum =>
        new(what, [.. Enum.GetValues<T>().Select(v => (char.ToLowerInvariant(v.ToString()[0]) + v.ToString()[1..], Convert.ToInt32(v, null)))]);

    public bool TryGet(string name, out int value) => byName.TryGetValue(name, out value);
}

/// <summary>The fields of one target, or of the items of one of its lists.</summary>
internal sealed class TargetFields
{
    readonly List<TargetField> all = [];

    public IReadOnlyList<TargetField> All => all;

    public TargetField? Find(string name) => all.Find(f => f.Name == name);

    public TargetField Add(string name, TargetKind kind, string summary, bool required = false, Scale? scale = null)
    {
        var field = new TargetField(name, kind, summary, all.Count) { IsRequired = required, Scale = scale };
        all.Add(field);
        return field;
    }
}
