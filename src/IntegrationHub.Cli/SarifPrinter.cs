using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using IntegrationHub.Diagnostics;

namespace IntegrationHub.Cli;

/// <summary>Writes findings as SARIF 2.1.0, which code hosts and editors read.</summary>
internal static class SarifPrinter
{
    static readonly JsonSerializerOptions Plain = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>One log with one run; its rules are those that were found, each with what to do.</summary>
    public static void Write(IReadOnlyList<Diagnostic> diagnostics, IReadOnlyList<DiagnosticEntry> entries, TextWriter output)
    {
        var codes = diagnostics.Select(d => d.Code).Distinct().Order(StringComparer.Ordinal).ToList();
        var log = new JsonObject
        {
            ["$schema"] = "https://json.schemastore.org/sarif-2.1.0.json",
            ["version"] = "2.1.0",
            ["runs"] = new JsonArray(new JsonObject
            {
                ["tool"] = new JsonObject
                {
                    ["driver"] = new JsonObject
                    {
                        ["name"] = "ihub",
                        ["semanticVersion"] = Version,
                        ["rules"] = new JsonArray([.. codes.Select(code => Rule(code, entries))]),
                    },
                },
                ["columnKind"] = "utf16CodeUnits",
                ["results"] = new JsonArray([.. diagnostics.Select(d => Result(d, codes.IndexOf(d.Code)))]),
            }),
        };
        output.WriteLine(log.ToJsonString(Plain));
    }

    static string Version => typeof(SarifPrinter).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0.0.0";

    static JsonObject Rule(string code, IReadOnlyList<DiagnosticEntry> entries)
    {
        var rule = new JsonObject { ["id"] = code };
        if (entries.FirstOrDefault(e => e.Code == code) is not { } entry) return rule;

        rule["shortDescription"] = new JsonObject { ["text"] = entry.Meaning };
        rule["help"] = new JsonObject { ["text"] = entry.Example is { } example ? $"{entry.Remedy}\n\nAn example:\n{example.Shown}" : entry.Remedy };
        return rule;
    }

    static JsonObject Result(Diagnostic diagnostic, int rule) => new()
    {
        ["ruleId"] = diagnostic.Code,
        ["ruleIndex"] = rule,
        ["level"] = diagnostic.Severity == Severity.Error ? "error" : "warning",
        ["message"] = new JsonObject { ["text"] = diagnostic.Message },
        ["locations"] = new JsonArray(new JsonObject
        {
            ["physicalLocation"] = new JsonObject
            {
                ["artifactLocation"] = new JsonObject { ["uri"] = UriOf(diagnostic.Place.File) },
                ["region"] = new JsonObject { ["startLine"] = diagnostic.Place.Line, ["startColumn"] = diagnostic.Place.Column },
            },
        }),
    };

    // Relative to where ihub was started: a code host shows its own copy of the file.
    static string UriOf(string file)
    {
        if (Path.IsPathRooted(file)) return new Uri(file).AbsoluteUri;

        return string.Join('/', file.Replace('\\', '/').Split('/').Where(step => step != ".").Select(Uri.EscapeDataString));
    }
}
