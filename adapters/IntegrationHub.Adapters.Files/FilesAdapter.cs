using IntegrationHub.Sources;

namespace IntegrationHub.Adapters.Files;

/// <summary>Reads the files that a department system drops into a folder: CSV, JSON, XML or e-mails (.eml), complete exports or changes.</summary>
public sealed class FilesAdapter : IAdapter
{
    /// <inheritdoc/>
    public AdapterManifest Manifest { get; } = new()
    {
        Name = "files",
        Summary = "Reads files that a department system drops into a folder.",
        Contract = "CSV as in RFC 4180 with any separator, JSON (RFC 8259) as an array or one value a line, XML 1.0 without document type definitions, e-mails as in RFC 5322 and MIME. No vendor's contract: columns and elements are the mapping's.",
        Settings = FilesOptions.Settings,
        Strategies = [ReadStrategy.Cursor, ReadStrategy.Snapshot],
        // A file is looked at whole before its first record is handed over, and passed over up to where an earlier run stopped.
        AnswerTimeout = TimeSpan.FromMinutes(10),
        PersonalData = ["whatever the files hold"],
    };

    /// <inheritdoc/>
    public ISource CreateSource(SourceContext context)
    {
        ArgumentNullException.ThrowIfNull(context);

        return new FilesSource(FilesOptions.Read(context.Settings, context.Strategy), context.Time, context.Logger);
    }
}
