using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using IntegrationHub.Diagnostics;

namespace IntegrationHub.Cli;

/// <summary>Writes findings, for people and for programs.</summary>
internal static class DiagnosticPrinter
{
    static readonly JsonSerializerOptions Plain = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>One array of findings and nothing else.</summary>
    public static void Json(IReadOnlyList<Diagnostic> diagnostics, TextWriter output) => output.WriteLine(JsonSerializer.Serialize(
        diagnostics.Select(d => new
        {
            d.Place.File,
            d.Place.Line,
            d.Place.Column,
            d.Code,
            Severity = SeverityOf(d),
            d.Message,
        }),
        Plain));

    /// <summary>Annotations of a workflow on GitHub; nothing when there is nothing to tell.</summary>
    public static void GitHub(IReadOnlyList<Diagnostic> diagnostics, TextWriter output)
    {
        foreach (var d in diagnostics)
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"::{SeverityOf(d)} file={Property(d.Place.File)},line={d.Place.Line},col={d.Place.Column},title={d.Code}::{Escaped(d.Message)}"));
    }

    // What follows a line break would be a command of its own.
    static string Escaped(string text) => text.Replace("%", "%25", StringComparison.Ordinal).Replace("\r", "%0D", StringComparison.Ordinal).Replace("\n", "%0A", StringComparison.Ordinal);

    static string Property(string text) => Escaped(text).Replace(":", "%3A", StringComparison.Ordinal).Replace(",", "%2C", StringComparison.Ordinal);

    /// <summary>The findings, each with its line where that may be shown, and a sum.</summary>
    public static void Text(IReadOnlyList<Diagnostic> diagnostics, int files, Terminal terminal)
    {
        var read = new ReadFiles();
        foreach (var diagnostic in diagnostics) One(diagnostic, read, terminal);

        var errors = diagnostics.Count(d => d.Severity == Severity.Error);
        var warnings = diagnostics.Count - errors;
        terminal.Line(
            errors + warnings == 0 ? $"{Count(files, "file")}, nothing found" : $"{Count(files, "file")}: {Count(errors, "error")}, {Count(warnings, "warning")}",
            errors > 0 ? Styles.Error : warnings > 0 ? Styles.Warning : Styles.Good);
    }

    /// <summary>One finding with its line.</summary>
    public static void Text(Diagnostic diagnostic, Terminal terminal) => One(diagnostic, new ReadFiles(), terminal);

    static void One(Diagnostic diagnostic, ReadFiles files, Terminal terminal)
    {
        terminal.Write($"{diagnostic.Place}: ").Write(SeverityOf(diagnostic), diagnostic.Severity == Severity.Error ? Styles.Error : Styles.Warning)
            .Line($" {diagnostic.Code}: {diagnostic.Message}");
        if (SourceExcerpt.Of(diagnostic, files) is not { } excerpt) return;

        var number = diagnostic.Place.Line.ToString(CultureInfo.InvariantCulture);
        terminal.Write($"  {number} | ", Styles.Quiet).Line(excerpt.Line);
        terminal.Write($"  {new string(' ', number.Length)} | ", Styles.Quiet).Write(new string(' ', excerpt.Caret)).Line("^", Styles.Error);
    }

    static string SeverityOf(Diagnostic diagnostic) => diagnostic.Severity == Severity.Error ? "error" : "warning";

    static string Count(int number, string what) => string.Create(CultureInfo.InvariantCulture, $"{number} {what}{(number == 1 ? "" : "s")}");
}
