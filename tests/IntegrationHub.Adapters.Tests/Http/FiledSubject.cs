using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using IntegrationHub.Adapters.Http;
using IntegrationHub.Sources;

namespace IntegrationHub.Adapters.Tests.Http;

/// <summary>A system that is connected by files alone: what is tried is the section of the stream file that ships, with its mapping and code tables.</summary>
/// <param name="folder">The system's folder of mappings.</param>
/// <param name="stream">The stream, which names its file and its mapping's.</param>
abstract class FiledSubject(string folder, string stream) : HttpSubject
{
    static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    readonly string file = Path.Combine(Open311.PlayedYearTests.Repository(), "mappings", folder, $"{stream}.stream.yaml");

    public override string Title => stream;

    public override IAdapter Adapter { get; } = new HttpAdapter();

    public override string Mapping => $"mappings/{folder}/{stream}.mapping.yaml";

    public override string Readme => $"mappings/{folder}/README.md";

    public override string Page => $"mappings/{folder}/CONFORMANCE.md";

    public override string Section
    {
        get
        {
            var text = File.ReadAllText(file).ReplaceLineEndings("\n");
            return text[(text.IndexOf("\nhttp:\n", StringComparison.Ordinal) + 1)..];
        }
    }

    /// <summary>A text as JSON.</summary>
    protected static string Json(string? text) => JsonSerializer.Serialize(text, Plain);

    /// <summary>A page of the vendor's by its number.</summary>
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
