using IntegrationHub.Mapping.Expressions;
using IntegrationHub.Mapping.Records;
using IntegrationHub.Mapping.Values;

namespace IntegrationHub.Mapping.Own;

/// <summary>A type that a function may take or give: what it is in the language and in C#.</summary>
internal sealed class OwnType
{
    static readonly Dictionary<Type, OwnType> Known = new()
    {
        [typeof(string)] = new("string", Accepts.Text, MappingType.Text, (run, value) => Evaluation.TextOf(run.Scalar(value)), value => value is string text && text.Length <= Evaluation.MaxTextLength ? Value.Of(text) : null),
        [typeof(long)] = new("int", Accepts.Int, MappingType.Int, (_, value) => Whole(value), value => value is long or int ? Value.Of(Convert.ToInt64(value, null)) : null),
        [typeof(decimal)] = new("decimal", Accepts.Number, MappingType.Decimal, (_, value) => Number(value), value => value is decimal number ? Value.Of(number) : null),
        [typeof(bool)] = new("bool", Accepts.Bool, MappingType.Bool, (_, value) => value.Kind == ValueKind.Bool ? value.Bool : null, value => value is bool flag ? Value.Of(flag) : null),
        [typeof(DateOnly)] = new("date", Accepts.Date, MappingType.Date, (_, value) => value.Kind == ValueKind.Date ? value.Date : null, value => value is DateOnly day ? Value.Of(day) : null),
        [typeof(DateTimeOffset)] = new("datetime", Accepts.DateTime, MappingType.DateTime, (_, value) => value.Kind == ValueKind.DateTime ? value.DateTime : null, value => value is DateTimeOffset time ? Value.Of(time) : null),
        [typeof(IReadOnlyList<string>)] = new("list of string", Accepts.List, MappingType.ListOf(MappingType.Text), Texts, Written),
    };

    readonly Func<Evaluation, Value, object?> read;
    readonly Func<object, Value?> write;

    OwnType(string name, Accepts accepts, MappingType type, Func<Evaluation, Value, object?> read, Func<object, Value?> write) =>
        (Name, Accepts, Type, this.read, this.write) = (name, accepts, type, read, write);

    public string Name { get; }

    public Accepts Accepts { get; }

    public MappingType Type { get; }

    public static OwnType? Of(Type type) => Known.GetValueOrDefault(type);

    /// <summary>The value in C#; a failure when the record holds something else there.</summary>
    public Failure? Read(Evaluation run, in Value value, out object? read)
    {
        read = this.read(run, value);
        return read is null ? new Failure(RecordCodes.NotANumber, $"no {Name} stands here, and the function takes one") : null;
    }

    /// <summary>The value in the language; null when it is of another type.</summary>
    public Value? Write(object? value) => value is null ? Value.Null : write(value);

    static object? Whole(in Value value) => value.Kind switch
    {
        ValueKind.Int => value.Int,
        ValueKind.Decimal when decimal.Truncate(value.Decimal) == value.Decimal && value.Decimal is >= long.MinValue and <= long.MaxValue => (long)value.Decimal,
        _ => null,
    };

    static object? Number(in Value value) => value.Kind switch
    {
        ValueKind.Int => (decimal)value.Int,
        ValueKind.Decimal => value.Decimal,
        _ => null,
    };

    static List<string>? Texts(Evaluation run, Value value)
    {
        var texts = new List<string>();
        foreach (var element in run.Elements(value))
        {
            if (Evaluation.TextOf(run.Scalar(element)) is not { } text) return null;
            texts.Add(text);
        }

        return texts;
    }

    static Value? Written(object value) =>
        value is IReadOnlyList<string> { Count: <= Evaluation.MaxElements } texts && texts.All(t => t is { Length: <= Evaluation.MaxTextLength }) ? Value.Of([.. texts.Select(Value.Of)]) : null;
}
