using System.Globalization;
using System.Text;
using IntegrationHub.AdapterKit;
using IntegrationHub.Faults;
using IntegrationHub.Sources;

namespace IntegrationHub.Adapters.Files;

/// <summary>How the records stand in a file.</summary>
internal enum FileFormat
{
    Csv,
    Json,
    Xml,
    Eml,
}

/// <summary>What one file is.</summary>
internal enum FileContent
{
    /// <summary>Everything there is; an older file is worth nothing once a newer one has come.</summary>
    Complete,

    /// <summary>What changed since the file before; every file must be read, in order.</summary>
    Changes,
}

/// <summary>The settings under <c>connection:</c>, checked.</summary>
internal sealed record FilesOptions
{
    public required string Folder { get; init; }
    public required string Archive { get; init; }
    public required string Pattern { get; init; }
    public required string? DoneSuffix { get; init; }
    public required TimeSpan Settled { get; init; }
    public required FileFormat Format { get; init; }
    public required FileContent Content { get; init; }

    /// <summary>Null finds out: byte order mark, else UTF-8 if the whole file is, else <see cref="FallbackEncoding"/>.</summary>
    public required Encoding? Encoding { get; init; }

    public required Encoding FallbackEncoding { get; init; }
    public required char Delimiter { get; init; }
    public required char Quote { get; init; }
    public required bool Header { get; init; }

    /// <summary>The columns that a file must have; empty takes what its header says.</summary>
    public required IReadOnlyList<string> Columns { get; init; }

    /// <summary>The first value of a last row whose second value counts the rows before it; null when files have none.</summary>
    public required string? TotalsRow { get; init; }

    public required string? RecordPath { get; init; }
    public required int MaxRecordSize { get; init; }
    public required int MaxMailSize { get; init; }
    public required long MaxFileSize { get; init; }

    /// <summary>The path of a file in the drop folder.</summary>
    public string PathOf(string name) => Path.Combine(Folder, name);

    /// <summary>The folder that read files are moved to.</summary>
    public string ArchiveFolder => Path.Combine(Folder, Archive);

    public static IReadOnlyList<AdapterSetting> Settings { get; } =
    [
        new("folder", SettingKind.Folder, "The folder that the files are dropped into.") { Required = true, Example = "/srv/drop/social" },
        new("content", SettingKind.Choice, "Whether one file is a complete export (strategy snapshot) or holds only changes (strategy cursor).") { Required = true, Choices = ["complete", "changes"], Example = "changes" },
        new("format", SettingKind.Choice, "How the records stand in a file.") { Default = "csv", Choices = ["csv", "json", "xml", "eml"] },
        new("pattern", SettingKind.Text, "Which names are read, with * and ?; upper and lower case are alike.") { Default = "*.csv", Example = "arenden-*.csv" },
        new("settled", SettingKind.Duration, "A file that changed less than this ago counts as half written and is left alone.") { Default = "10s" },
        new("doneSuffix", SettingKind.Text, "When set, a file is read only once a file of its name with this ending stands beside it; settled does not count then.") { Example = ".done" },
        new("archive", SettingKind.Text, "The folder below folder that files are moved to once the hub has them.") { Default = "archive" },
        new("encoding", SettingKind.Text, "The charset of the files; a byte order mark goes before it. auto takes UTF-8 if the whole file is, else fallbackEncoding.") { Default = "auto", Example = "windows-1252" },
        new("fallbackEncoding", SettingKind.Text, "The charset that auto takes for a file that is not UTF-8.") { Default = "windows-1252" },
        new("delimiter", SettingKind.Text, "What stands between two values of a row: one ASCII character, or tab.") { Default = ";" },
        new("quote", SettingKind.Text, "What stands around a value that holds a delimiter: one ASCII character.") { Default = "\"" },
        new("header", SettingKind.Flag, "Whether the first row names the columns.") { Default = "true" },
        new("columns", SettingKind.Text, "The header line that files must have, in any order; needed when they have none. A file with other columns is not read.") { Example = "Nr;Status;Changed" },
        new("totalsRow", SettingKind.Text, "When set, the last row must begin with this word and then the number of rows before it; a file where that is not so was cut and is not read to its end.") { Example = "Antal" },
        new("recordPath", SettingKind.Text, "json: the path to the array of records, with dots; without it the file is an array or one value a line. xml: the local name of the record's element.") { Example = "data.cases" },
        new("maxRecordSize", SettingKind.Number, "The longest record, in bytes; a longer one goes to quarantine.") { Default = "1048576" },
        new("maxMailSize", SettingKind.Number, "eml: the longest e-mail with all that is attached to it, in bytes; a longer one goes to quarantine.") { Default = "33554432" },
        new("maxFileSize", SettingKind.Number, "The largest file, in bytes; a larger one is not read and stops the stream. 2 GiB unless set.") { Default = "2147483648" },
    ];

    /// <summary>Reads the settings; those that are not set have the defaults above.</summary>
    /// <exception cref="MisconfiguredException">A setting has a value that cannot be.</exception>
    public static FilesOptions Read(IReadOnlyDictionary<string, string> settings, ReadStrategy strategy)
    {
        var values = new SettingValues(settings);
        var format = values.Choice<FileFormat>("format");
        var content = values.Choice<FileContent>("content");
        if (content == FileContent.Complete != (strategy == ReadStrategy.Snapshot))
        {
            throw Wrong("content", content == FileContent.Complete
                ? "complete exports are read with the strategy snapshot; a file of changes with cursor"
                : "files of changes are read with the strategy cursor; snapshot would take what they leave out for deleted");
        }

        var delimiter = values.Character("delimiter");
        var quote = values.Character("quote");
        if (delimiter == quote) throw Wrong("quote", "it is the same character as the delimiter");

        var header = values.Flag("header");
        var columns = values.Text("columns") is { } line ? CsvColumns.Parse(line, delimiter, quote) : [];
        if (format == FileFormat.Csv && !header && columns.Count == 0) throw Wrong("columns", "files without a header need the names of their columns here");

        if (format == FileFormat.Eml && content == FileContent.Complete) throw Wrong("content", "an e-mail is no complete export; e-mails are read as changes");

        var recordPath = values.Text("recordPath");
        if (format == FileFormat.Xml && recordPath is null) throw Wrong("recordPath", "XML files need the name of the record's element here");

        return new FilesOptions
        {
            Folder = Path.GetFullPath(values.Text("folder") ?? throw Wrong("folder", "it is not set")),
            Archive = values.FileName("archive") ?? "archive",
            Pattern = values.FileName("pattern") ?? "*.csv",
            DoneSuffix = values.FileName("doneSuffix"),
            Settled = values.Duration("settled"),
            Format = format,
            Content = content,
            Encoding = values.Text("encoding") is null or "auto" ? null : values.Encoding("encoding"),
            FallbackEncoding = values.Encoding("fallbackEncoding"),
            Delimiter = delimiter,
            Quote = quote,
            Header = header,
            Columns = columns,
            TotalsRow = values.Text("totalsRow"),
            RecordPath = recordPath,
            MaxRecordSize = (int)values.Number("maxRecordSize", 256, 256 * 1024 * 1024),
            MaxMailSize = (int)values.Number("maxMailSize", 256, 256 * 1024 * 1024),
            MaxFileSize = values.Number("maxFileSize", 1, long.MaxValue),
        };
    }

    static MisconfiguredException Wrong(string setting, string message) =>
        new(FaultCodes.InvalidSetting, $"connection.{setting}", message);

    /// <summary>The settings as texts, each read as what it must be.</summary>
    sealed class SettingValues(IReadOnlyDictionary<string, string> settings)
    {
        public string? Text(string name)
        {
            if (settings.TryGetValue(name, out var text) && text.Length > 0) return text;

            return Settings.First(s => s.Name == name).Default;
        }

        public T Choice<T>(string name) where T : struct, Enum =>
            Enum.TryParse<T>(Text(name), ignoreCase: true, out var value) && Enum.IsDefined(value)
                ? value
                : throw Wrong(name, $"it must be one of {string.Join(", ", Settings.First(s => s.Name == name).Choices)}");

        public bool Flag(string name) => bool.TryParse(Text(name), out var value) ? value : throw Wrong(name, "it must be true or false");

        public long Number(string name, long least, long most) =>
            long.TryParse(Text(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most
                ? value
                : throw Wrong(name, $"it must be a whole number of bytes from {least} to {most}");

        public char Character(string name) => Text(name) switch
        {
            "tab" => '\t',
            [var one] when char.IsAscii(one) && one is not ('\r' or '\n' or '\0') => one,
            _ => throw Wrong(name, "it must be one ASCII character, or tab"),
        };

        // What is compared with names or put behind one must never lead out of the folder.
        public string? FileName(string name) => Text(name) switch
        {
            null => null,
            "." or ".." => throw Wrong(name, "it must be a plain name"),
            var text when text.AsSpan().IndexOfAny('/', '\\', '\0') >= 0 => throw Wrong(name, "it must be a plain name, without a path; the folder is connection.folder"),
            var text => text,
        };

        public TimeSpan Duration(string name)
        {
            var text = Text(name)!;
            var (unit, length) = text switch
            {
                [.., 'm', 's'] => (TimeSpan.FromMilliseconds(1), 2),
                [.., 's'] => (TimeSpan.FromSeconds(1), 1),
                [.., 'm'] => (TimeSpan.FromMinutes(1), 1),
                [.., 'h'] => (TimeSpan.FromHours(1), 1),
                [.., 'd'] => (TimeSpan.FromDays(1), 1),
                _ => (TimeSpan.Zero, 0),
            };
            return length > 0 && int.TryParse(text.AsSpan(0, text.Length - length), NumberStyles.None, CultureInfo.InvariantCulture, out var count)
                ? unit * count
                : throw Wrong(name, "it must be a time span such as 10s or 5m");
        }

        public Encoding Encoding(string name) =>
            Charsets.TryGet(Text(name), out var encoding) ? encoding : throw Wrong(name, $"there is no such charset; known are for instance {string.Join(", ", Charsets.Common)}");
    }
}
