namespace IntegrationHub.Diagnostics;

/// <summary>What a code stands for: what is wrong, and what to do. <c>ihub explain</c>, the page on diagnostics and the rules of SARIF are made of it.</summary>
/// <param name="Code">The stable code, <c>IHnnnn</c>.</param>
/// <param name="Meaning">What is wrong, in a sentence or two.</param>
/// <param name="Remedy">What to do about it, in a sentence or two.</param>
public sealed record DiagnosticEntry(string Code, string Meaning, string Remedy)
{
    /// <summary>Files that provoke it; null where it cannot be shown by files alone.</summary>
    public DiagnosticExample? Example { get; init; }
}

/// <summary>Files that provoke a diagnostic. A test writes them down and sees that they do.</summary>
/// <param name="Shown">The lines that matter, for people.</param>
/// <param name="Files">The whole files.</param>
public sealed record DiagnosticExample(string Shown, IReadOnlyList<ExampleFile> Files)
{
    /// <summary>The file among them that is read as one record of the mapping among them; null when reading the files is enough.</summary>
    public string? Record { get; init; }
}

/// <summary>A file of an example.</summary>
/// <param name="Name">Its path, relative to the example's folder.</param>
/// <param name="Text">Its content. <c>\uFFFD</c> stands for a byte that is no UTF-8.</param>
public readonly record struct ExampleFile(string Name, string Text);
