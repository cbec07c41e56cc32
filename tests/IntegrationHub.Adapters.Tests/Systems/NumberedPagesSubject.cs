using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace IntegrationHub.Adapters.Tests.Systems;

/// <summary>A system that is connected by files alone, whose pages have numbers.</summary>
/// <param name="folder">The system's folder of mappings, with its README and conformance page.</param>
/// <param name="stream">The stream, which names its file and its mapping's.</param>
abstract class NumberedPagesSubject(string folder, string stream) : ShippedStreamSubject
{
    static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public override string StreamFile => $"mappings/{folder}/{stream}.stream.yaml";

    public override string Mapping => $"mappings/{folder}/{stream}.mapping.yaml";

    public override string Readme => $"mappings/{folder}/README.md";

    public override string? Page => $"mappings/{folder}/CONFORMANCE.md";

    /// <summary>A text as JSON.</summary>
    protected static string Json(string? text) => JsonSerializer.Serialize(text, Plain);

    /// <summary>A page of the vendor's by its number; null when it has none of it.</summary>
    /// <param name="call">The call.</param>
    /// <param name="parameter">The parameter with the number.</param>
    /// <param name="first">The number of the first page.</param>
    /// <param name="rows">All rows.</param>
    /// <param name="cases">Cuts them.</param>
    protected static VendorPage? PageOf(VendorCall call, string parameter, int first, IReadOnlyList<VendorCase> rows, VendorCases cases) =>
        int.TryParse(call.Query.GetValueOrDefault(parameter) ?? first.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture, out var number) && number >= first
            ? cases.Page(rows, number == first ? null : (number - first).ToString(CultureInfo.InvariantCulture))
            : null;
}
