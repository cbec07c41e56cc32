namespace IntegrationHub.Diagnostics;

/// <summary>How bad a diagnostic is.</summary>
public enum Severity
{
    /// <summary>The file is used; somebody should look.</summary>
    Warning,

    /// <summary>The file is not used until this is mended.</summary>
    Error,
}

/// <summary>A place in a file that a person wrote.</summary>
/// <param name="File">The file's path as the person would type it.</param>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1, in characters.</param>
public readonly record struct Place(string File, int Line, int Column)
{
    /// <summary><c>file:line:column</c>.</summary>
    public override string ToString() => $"{File}:{Line}:{Column}";
}

/// <summary>What is wrong, where, and what to do: the one format of errors in the files that people write.</summary>
/// <param name="Place">Where.</param>
/// <param name="Code">The stable code, <c>IHnnnn</c>: IH1xxx files, IH2xxx expressions, IH3xxx records, IH4xxx tests (IH41xx stub files), IH5xxx streams and the hub's own settings.</param>
/// <param name="Severity">How bad it is.</param>
/// <param name="Message">What is wrong and what to do, without the place and the code.</param>
public sealed record Diagnostic(Place Place, string Code, Severity Severity, string Message)
{
    /// <summary><c>file:line:column: error IHnnnn: message</c>.</summary>
    public override string ToString() => $"{Place}: {(Severity == Severity.Error ? "error" : "warning")} {Code}: {Message}";
}

/// <summary>Collects diagnostics, so that a person is told of all of them at once.</summary>
public sealed class DiagnosticBag
{
    readonly List<Diagnostic> all = [];

    /// <summary>Everything reported so far, by file, line and column.</summary>
    public IReadOnlyList<Diagnostic> All => [.. all
        .Distinct()
        .OrderBy(d => d.Place.File, StringComparer.Ordinal).ThenBy(d => d.Place.Line).ThenBy(d => d.Place.Column).ThenBy(d => d.Code, StringComparer.Ordinal)];

    /// <summary>Whether an error is among them.</summary>
    public bool HasErrors => all.Any(d => d.Severity == Severity.Error);

    /// <summary>Reports an error.</summary>
    public void Error(Place place, string code, string message) => all.Add(new Diagnostic(place, code, Severity.Error, message));

    /// <summary>Reports a warning.</summary>
    public void Warning(Place place, string code, string message) => all.Add(new Diagnostic(place, code, Severity.Warning, message));

    /// <summary>Takes over what another bag holds.</summary>
    public void AddRange(IEnumerable<Diagnostic> diagnostics) => all.AddRange(diagnostics);
}
