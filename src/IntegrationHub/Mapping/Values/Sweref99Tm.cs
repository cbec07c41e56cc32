namespace IntegrationHub.Mapping.Values;

/// <summary>The inverse Gauss–Krüger projection of SWEREF 99 TM: GRS 80, central meridian 15°, scale 0.9996, false easting 500 km. Exact to a millimetre in Sweden.</summary>
internal static class Sweref99Tm
{
    const double Axis = 6378137.0;
    const double Flattening = 1.0 / 298.257222101;
    const double CentralMeridian = 15.0;
    const double Scale = 0.9996;
    const double FalseEasting = 500000.0;

    public static (double Latitude, double Longitude) ToWgs84(double north, double east)
    {
        const double e2 = Flattening * (2 - Flattening);
        const double n = Flattening / (2 - Flattening);
        const double roof = Axis / (1 + n) * (1 + (n * n / 4) + (n * n * n * n / 64));

        const double d1 = (n / 2) - (2 * n * n / 3) + (37 * n * n * n / 96) - (n * n * n * n / 360);
        const double d2 = (n * n / 48) + (n * n * n / 15) - (437 * n * n * n * n / 1440);
        const double d3 = (17 * n * n * n / 480) - (37 * n * n * n * n / 840);
        const double d4 = 4397 * n * n * n * n / 161280;

        const double a = e2 + (e2 * e2) + (e2 * e2 * e2) + (e2 * e2 * e2 * e2);
        const double b = -((7 * e2 * e2) + (17 * e2 * e2 * e2) + (30 * e2 * e2 * e2 * e2)) / 6;
        const double c = ((224 * e2 * e2 * e2) + (889 * e2 * e2 * e2 * e2)) / 120;
        const double d = -(4279 * e2 * e2 * e2 * e2) / 1260;

        var xi = north / (Scale * roof);
        var eta = (east - FalseEasting) / (Scale * roof);
        var xiPrime = xi;
        var etaPrime = eta;
        ReadOnlySpan<double> deltas = [d1, d2, d3, d4];
        for (var i = 0; i < deltas.Length; i++)
        {
            var k = 2 * (i + 1);
            xiPrime -= deltas[i] * Math.Sin(k * xi) * Math.Cosh(k * eta);
            etaPrime -= deltas[i] * Math.Cos(k * xi) * Math.Sinh(k * eta);
        }

        var phi = Math.Asin(Math.Sin(xiPrime) / Math.Cosh(etaPrime));
        var lambda = Math.Atan(Math.Sinh(etaPrime) / Math.Cos(xiPrime));
        var s = Math.Sin(phi);
        var latitude = phi + (s * Math.Cos(phi) * (a + (b * s * s) + (c * Math.Pow(s, 4)) + (d * Math.Pow(s, 6))));
        return (latitude * 180 / Math.PI, CentralMeridian + (lambda * 180 / Math.PI));
    }
}
