using System.Globalization;
using System.Text;
using IntegrationHub.AdapterKit;
using IntegrationHub.Adapters.Files;
using IntegrationHub.Sources;

namespace IntegrationHub.Adapters.Tests.Files;

/// <summary>What the hub expects of an adapter, of files that hold what changed.</summary>
public sealed class FilesOfChangesConformanceTests() : AdapterConformance(new FilesSubject(complete: false));

/// <summary>The same of files that hold everything.</summary>
public sealed class CompleteFilesConformanceTests() : AdapterConformance(new FilesSubject(complete: true));

/// <summary>The social services' system: files of rows with a separator, in the charset of older Windows systems, whose last row counts the others.</summary>
sealed class FilesSubject(bool complete) : FolderSubject
{
    const string Columns = "Ärendenr;Personnr;Namn;Ärendetyp;Status;Inkom;Ändrad;Beslutsdatum;Handläggare;Enhet;Belopp;Sekretess";

    static readonly Encoding Windows = Charsets.Get("windows-1252");
    static readonly LocalClock Clock = new(TimeZoneInfo.FindSystemTimeZoneById("Europe/Stockholm"));

    public override IAdapter Adapter { get; } = new FilesAdapter();

    public override ReadStrategy Strategy => complete ? ReadStrategy.Snapshot : ReadStrategy.Cursor;

    public override string Mapping => "mappings/social-support/social-cases.mapping.yaml";

    public override string Readme => "adapters/IntegrationHub.Adapters.Files/README.md";

    public override string Page => $"adapters/IntegrationHub.Adapters.Files/CONFORMANCE{(complete ? "-COMPLETE" : "")}.md";

    public override string Reading => complete ? "page:\n  size: 5" : "lookback: 0s\nsettle: 0s\npage:\n  size: 5";

    public override int PageSize => 5;

    public override TimeSpan Resolution => TimeSpan.FromMinutes(1);

    public override bool IsComplete => complete;

    public override IReadOnlyCollection<Capability> Capabilities { get; } =
        complete ? [Capability.OrderedRecords, Capability.UnsortedRows, Capability.CompleteReads, Capability.LocalTime] : [Capability.OrderedRecords, Capability.UnsortedRows, Capability.LocalTime];

    public override string KeyOf(VendorCase @case) => string.Create(CultureInfo.InvariantCulture, $"IFO-2026-{@case.Number:0000}");

    public override IReadOnlyDictionary<string, string> Settings(string folder) => new Dictionary<string, string>
    {
        ["folder"] = folder, ["content"] = complete ? "complete" : "changes", ["settled"] = "1s", ["encoding"] = "windows-1252", ["columns"] = Columns, ["totalsRow"] = "Antal",
    };

    public override IReadOnlyCollection<KeyValuePair<string, string>> WrongSettings => [new("settled", "a while"), new("delimiter", "::"), new("encoding", "EBCDIC-of-1964"), new("archive", "../elsewhere")];

    public override (string Name, byte[] Content) Write(int number, IReadOnlyList<VendorCase> cases) => (
        string.Create(CultureInfo.InvariantCulture, $"arenden-{number:0000}.csv"),
        Windows.GetBytes(string.Concat([Columns + "\r\n", .. cases.Select(Row), $"Antal;{cases.Count};;;;;;;;;;\r\n"])));

    string Row(VendorCase c) =>
        $"{KeyOf(c)};{c.Person?.PersonalNumber};{c.Person?.Name};Bistånd;{(c.Closed ? "Avslutat" : "Under utredning")};{Clock.ToLabel(c.OpenedAt):yyyy-MM-dd};{(c.Broken ? "nyss" : Clock.ToLabel(c.ChangedAt).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture))};;\"{c.Text.Replace("\"", "\"\"", StringComparison.Ordinal)}\";;{c.Amount};N\r\n";
}
