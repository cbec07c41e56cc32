using System.Globalization;
using System.Reflection;
using IntegrationHub.Cases;
using IntegrationHub.Configuration;
using IntegrationHub.Contacts;
using IntegrationHub.Mapping;

namespace IntegrationHub.SampleTests;

/// <summary>What fields a case, an event or a contact has, named as mapping files name them: in camel case, the case's reference as <c>number</c>, the source's own status as <c>statusText</c>.</summary>
internal abstract record TargetShape
{
    /// <summary>A single value of a type.</summary>
    public sealed record Single(Type Type) : TargetShape;

    /// <summary>Named fields.</summary>
    public sealed record Section(IReadOnlyDictionary<string, TargetShape> Fields) : TargetShape;

    /// <summary>Any number of one shape.</summary>
    public sealed record Many(TargetShape Item) : TargetShape;

    /// <summary>Texts by names of the mapping's own.</summary>
    public sealed record Texts : TargetShape;

    static readonly Single Text = new(typeof(string));
    static readonly Section CaseShape = OfCase();
    static readonly Section EventShape = With((Section)Of(typeof(CaseEvent)), ("order", new Single(typeof(long))));
    static readonly Section ContactShape = With((Section)Of(typeof(RecordedContact)), ("order", new Single(typeof(long))));

    /// <summary>The shape of what a mapping with this target makes.</summary>
    public static Section For(MappingTarget target) => target switch
    {
        MappingTarget.Case => CaseShape,
        MappingTarget.Event => EventShape,
        _ => ContactShape,
    };

    /// <summary>The values of a mapped record: texts, numbers, times …, lists and dictionaries; null for anything that is no case, no event and no contact.</summary>
    public static IReadOnlyDictionary<string, object?>? ValuesOf(MappingResult result) => result switch
    {
        MappingResult.MappedCase mapped => new Dictionary<string, object?>((IDictionary<string, object?>)ValueOf(mapped.Case)!, StringComparer.Ordinal)
        {
            ["order"] = mapped.Order,
            ["timeline"] = mapped.Timeline.Select(InTimeline).ToList(),
        },
        MappingResult.MappedEvent mapped => new Dictionary<string, object?>((IDictionary<string, object?>)ValueOf(mapped.Event)!, StringComparer.Ordinal)
        {
            ["order"] = mapped.Order,
        },
        MappingResult.MappedContact mapped => new Dictionary<string, object?>((IDictionary<string, object?>)ValueOf(mapped.Contact)!, StringComparer.Ordinal)
        {
            ["order"] = mapped.Order,
        },
        _ => null,
    };

    /// <summary>The single values one by one, by their paths: <c>parties[0].name</c>. What is null or false is left out.</summary>
    public static IEnumerable<(string Path, object Value)> Flatten(object? value, string path = "") => value switch
    {
        null or false => [],
        IReadOnlyDictionary<string, object?> fields => fields.SelectMany(f => Flatten(f.Value, path.Length == 0 ? f.Key : $"{path}.{f.Key}")),
        IReadOnlyList<object?> list => list.SelectMany((item, i) => Flatten(item, string.Create(CultureInfo.InvariantCulture, $"{path}[{i}]"))),
        _ => [(path, value)],
    };

    /// <summary>A value as a person would write it in a test.</summary>
    public static string Show(object? value) => value switch
    {
        null => "nothing",
        string text => $"'{text}'",
        Enum name => EnumNames.Camel(name.ToString()),
        DateTimeOffset at => at.ToString(at.Ticks % TimeSpan.TicksPerSecond == 0 ? "yyyy-MM-dd'T'HH:mm:sszzz" : "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz", CultureInfo.InvariantCulture),
        bool flag => flag ? "true" : "false",
        IReadOnlyList<object?> list => $"a list of {list.Count}",
        IReadOnlyDictionary<string, object?> => "a section",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => $"'{value}'",
    };

    static Section OfCase() =>
        With((Section)Of(typeof(Case)), ("order", new Single(typeof(long))), ("timeline", new Many(Without((Section)Of(typeof(CaseEvent)), "caseKey"))));

    static TargetShape Of(Type type)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        if (IsSingle(plain)) return new Single(plain == typeof(Uri) ? typeof(string) : plain);
        if (plain.IsGenericType && plain.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>)) return new Texts();
        if (plain.IsGenericType && plain.GetGenericTypeDefinition() == typeof(IReadOnlyList<>)) return new Many(Of(plain.GetGenericArguments()[0]));

        return new Section(PropertiesOf(plain).ToDictionary(f => NameOf(f), f => f.PropertyType == typeof(CaseReference) ? Text : Of(f.PropertyType), StringComparer.Ordinal));
    }

    static object? ValueOf(object? value) => value switch
    {
        null => null,
        CaseReference reference => reference.Number,
        Uri uri => uri.OriginalString,
        _ when IsSingle(value.GetType()) => value,
        IReadOnlyDictionary<string, string> texts => texts.ToDictionary(t => t.Key, object? (t) => t.Value, StringComparer.Ordinal),
        System.Collections.IEnumerable list => list.Cast<object?>().Select(ValueOf).ToList(),
        _ => PropertiesOf(value.GetType()).ToDictionary(NameOf, f => ValueOf(f.GetValue(value)), StringComparer.Ordinal),
    };

    // In a case's own timeline the case's key says nothing.
    static object? InTimeline(CaseEvent happening) =>
        PropertiesOf(typeof(CaseEvent)).Where(f => f.Name != nameof(CaseEvent.CaseKey)).ToDictionary(NameOf, f => ValueOf(f.GetValue(happening)), StringComparer.Ordinal);

    static bool IsSingle(Type type) => type.IsEnum || type.IsPrimitive || type == typeof(string) || type == typeof(decimal) || type == typeof(DateTimeOffset) || type == typeof(Uri);

    static IEnumerable<PropertyInfo> PropertiesOf(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.GetIndexParameters().Length == 0 && p.Name != "EqualityContract");

    static string NameOf(PropertyInfo property) => property.Name switch
    {
        nameof(Case.Reference) => "number",
        nameof(Case.SourceStatus) => "statusText",
        var name => EnumNames.Camel(name),
    };

    static Section With(Section section, params ReadOnlySpan<(string Name, TargetShape Shape)> more)
    {
        var fields = new Dictionary<string, TargetShape>(section.Fields, StringComparer.Ordinal);
        foreach (var (name, shape) in more) fields[name] = shape;
        return new Section(fields);
    }

    static Section Without(Section section, string name) => new(section.Fields.Where(f => f.Key != name).ToDictionary(StringComparer.Ordinal));
}
