using IntegrationHub.Mapping.Expressions;
using IntegrationHub.Mapping.Records;
using IntegrationHub.Mapping.Values;

namespace IntegrationHub.Mapping.Functions;

/// <summary>Numbers: read without losing a digit, never as binary fractions.</summary>
internal static class NumberFunctions
{
    public static IReadOnlyList<MappingFunction> All { get; } =
    [
        new("int", "A whole number.")
        {
            Group = "Numbers", Input = Accepts.Text | Accepts.Number, Gives = "int", Bind = Int,
            Examples = [new("'42' | int", "42"), new("'4.2' | int", "fails IH3201"), new("7.0 | int", "7")],
        },
        new("decimal", "A number of up to 28 digits with a decimal point; with 'sv-SE' with a decimal comma and spaces between thousands.")
        {
            Group = "Numbers", Input = Accepts.Text | Accepts.Number, Gives = "decimal", Parameters = [new("format", Accepts.Text, ParameterKind.Constant) { IsOptional = true }], Bind = DecimalNumber,
            Examples = [new("'12.50' | decimal", "12.50"), new("'4 250,50' | decimal('sv-SE')", "4250.50"), new("'4,2' | decimal", "fails IH3201")],
        },
        new("round", "Rounded to so many decimals, halves away from zero; to a whole number unless told.")
        {
            Group = "Numbers", Input = Accepts.Number, Gives = "decimal", Parameters = [new("decimals", Accepts.Int, ParameterKind.Constant) { IsOptional = true }], Bind = Round,
            Examples = [new("2.5 | round", "3"), new("2.345 | round(2)", "2.35")],
        },
        new("abs", "Without its sign.")
        {
            Group = "Numbers", Input = Accepts.Number, Gives = "decimal", Bind = site => site.Result(MappingType.Decimal, (Evaluation _, in Value _, in Value x) => Value.Of(Math.Abs(Of(x)))),
            Examples = [new("-3 | abs", "3")],
        },
        new("between", "The number itself; a failure when it is outside the two.")
        {
            Group = "Numbers", Input = Accepts.Number, Gives = "decimal", Parameters = [new("low", Accepts.Number, ParameterKind.Constant), new("high", Accepts.Number, ParameterKind.Constant)], Bind = Between,
            Examples = [new("59.3 | between(-90, 90)", "59.3"), new("100 | between(-90, 90)", "fails IH3214")],
        },
    ];

    /// <summary>The number of a value that is one.</summary>
    public static decimal Of(in Value value) => value.Kind == ValueKind.Int ? value.Int : value.Decimal;

    static readonly Failure NotWhole = new(RecordCodes.NotANumber, "not a whole number");

    static Bound Int(CallSite site) => site.Result(MappingType.Int, (Evaluation _, in Value _, in Value x) =>
    {
        switch (x.Kind)
        {
            case ValueKind.Int:
                return x;
            case ValueKind.Decimal:
                var number = x.Decimal;
                return number == decimal.Truncate(number) && number is >= long.MinValue and <= long.MaxValue ? Value.Of((long)number) : Value.Fail(NotWhole);
            default:
                Span<byte> room = stackalloc byte[TextBytes.Room];
                return Numbers.ReadInt(TextBytes.Trimmed(x, room), out var whole) ? Value.Of(whole) : Value.Fail(NotWhole);
        }
    });

    static Bound? DecimalNumber(CallSite site)
    {
        var format = site.TextOrNull(0);
        if (format is not (null or "sv-SE")) return site.Error(0, $"there is no number format '{format}'; 'sv-SE' is the one beside the decimal point");

        var failure = new Failure(RecordCodes.NotANumber, format is null
            ? "not a number with a decimal point; for a decimal comma use decimal('sv-SE')"
            : "not a number with a decimal comma");
        return site.Result(MappingType.Decimal, (Evaluation _, in Value _, in Value x) =>
        {
            if (x.Kind is ValueKind.Int or ValueKind.Decimal) return x;
            Span<byte> room = stackalloc byte[TextBytes.Room];
            var text = TextBytes.Trimmed(x, room);
            var isNumber = format is null ? Numbers.Read(text, exponent: false, out var number) : Numbers.ReadSwedish(text, out number);
            return isNumber ? Value.Of(number) : Value.Fail(failure);
        });
    }

    static Bound? Round(CallSite site)
    {
        var decimals = site.Count == 0 ? 0 : site.Int(0);
        if (decimals is < 0 or > 28) return site.Error(0, "decimals are 0 to 28");
        return site.Result(MappingType.Decimal, (Evaluation _, in Value _, in Value x) => Value.Of(Math.Round(Of(x), (int)decimals, MidpointRounding.AwayFromZero)));
    }

    static Bound? Between(CallSite site)
    {
        var low = Of(site.Argument(0).Constant!.Value);
        var high = Of(site.Argument(1).Constant!.Value);
        if (low > high) return site.Error(0, "the lower bound is greater than the upper one");

        var failure = new Failure(RecordCodes.OutsideRange, FormattableString.Invariant($"not between {low} and {high}"));
        return site.Result(site.Input!.Type, (Evaluation _, in Value _, in Value x) => Of(x) >= low && Of(x) <= high ? x : Value.Fail(failure));
    }
}
