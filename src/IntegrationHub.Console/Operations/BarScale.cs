using System.Globalization;

namespace IntegrationHub.Console.Operations;

/// <summary>How high the bars of a chart are.</summary>
static class BarScale
{
    /// <summary>The height of a bar: none for nothing, and something for the least that there was.</summary>
    public static double HeightOf(double value, double most, double height) => value <= 0 || most <= 0 ? 0 : Math.Max(1, Math.Round(value / most * height, 1));

    /// <summary>A number as SVG writes it.</summary>
    public static string Number(double number) => number.ToString("0.#", CultureInfo.InvariantCulture);
}
