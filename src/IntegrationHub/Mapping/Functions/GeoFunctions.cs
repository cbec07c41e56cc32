using IntegrationHub.Mapping.Expressions;
using IntegrationHub.Mapping.Records;
using IntegrationHub.Mapping.Values;

namespace IntegrationHub.Mapping.Functions;

/// <summary>Coordinates, to WGS 84 degrees.</summary>
internal static class GeoFunctions
{
    static readonly Failure Nowhere = new(RecordCodes.NotACoordinate, "the coordinates are not in Sweden; north and east may stand in each other's place");
    static readonly Failure NoPair = new(RecordCodes.NotACoordinate, "not a latitude and a longitude with a comma or a space between them");

    public static IReadOnlyList<MappingFunction> All { get; } =
    [
        new("fromSweref99tm", "The latitude ('lat') or longitude ('lon') of SWEREF 99 TM coordinates in metres, to seven decimals.")
        {
            Group = "Geography", Gives = "decimal",
            Parameters = [new("north", Accepts.Number), new("east", Accepts.Number), new("part", Accepts.Text, ParameterKind.Constant)], Bind = FromSweref,
            Examples = [new("fromSweref99tm(6319636.937, 363331.554, 'lat')", "57.0000000"), new("fromSweref99tm(6319636.937, 363331.554, 'lon')", "12.7500000"), new("fromSweref99tm(363331, 6319636, 'lat')", "fails IH3216")],
        },
        new("fromWgs84", "The latitude ('lat') or longitude ('lon') out of a text that holds both in degrees, latitude first.")
        {
            Group = "Geography", Input = Accepts.Text, Gives = "decimal", Parameters = [new("part", Accepts.Text, ParameterKind.Constant)], Bind = FromWgs84,
            Examples = [new("'59.2753, 15.2134' | fromWgs84('lon')", "15.2134"), new("'Storgatan 1' | fromWgs84('lat')", "fails IH3216")],
        },
    ];

    static bool? IsLatitude(CallSite site, int argument) => site.Text(argument) switch { "lat" => true, "lon" => false, _ => null };

    static Bound? FromSweref(CallSite site)
    {
        if (IsLatitude(site, 2) is not { } isLatitude) return site.Error(2, "'lat' or 'lon' is expected");

        var north = site.Argument(0).Evaluator;
        var east = site.Argument(1).Evaluator;
        return site.ResultOfAll(MappingType.Decimal, (Evaluation run, in Value it, in Value _) =>
        {
            var n = north.Evaluate(run, it);
            if (n.IsStopped || n.IsAbsentOrBlank) return n;
            var e = east.Evaluate(run, it);
            if (e.IsStopped || e.IsAbsentOrBlank) return e;

            var (y, x) = (NumberFunctions.Of(n), NumberFunctions.Of(e));
            if (y is < 6_000_000 or > 7_800_000 || x is < 100_000 or > 1_100_000) return Value.Fail(Nowhere);
            var (latitude, longitude) = Sweref99Tm.ToWgs84((double)y, (double)x);
            return Value.Of(Math.Round((decimal)(isLatitude ? latitude : longitude), 7));
        });
    }

    static Bound? FromWgs84(CallSite site)
    {
        if (IsLatitude(site, 0) is not { } isLatitude) return site.Error(0, "'lat' or 'lon' is expected");

        return site.Result(MappingType.Decimal, (Evaluation _, in Value _, in Value x) =>
        {
            Span<byte> room = stackalloc byte[TextBytes.Room];
            var text = TextBytes.Trimmed(x, room);
            var cut = text.IndexOfAny(", ;"u8);
            if (cut < 0 || !Numbers.Read(text[..cut], exponent: false, out var latitude) || !Numbers.Read(text[cut..].Trim(", ;"u8), exponent: false, out var longitude)) return Value.Fail(NoPair);
            return latitude is < -90 or > 90 || longitude is < -180 or > 180 ? Value.Fail(NoPair) : Value.Of(isLatitude ? latitude : longitude);
        });
    }
}
