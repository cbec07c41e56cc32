using IntegrationHub.Configuration;
using IntegrationHub.Diagnostics;
using IntegrationHub.Sources;
using IntegrationHub.Sync;

namespace IntegrationHub.Testing;

/// <summary>An adapter with everything that the suite must know to try it: derive <see cref="HttpSubject"/>, <see cref="FolderSubject"/> or <see cref="DatabaseSubject"/>, one small file per adapter.</summary>
public abstract class AdapterSubject
{
    readonly Lazy<SourceDescription?> description;

    private protected AdapterSubject() => description = new Lazy<SourceDescription?>(Describe);

    /// <summary>What is tried, as its conformance page is headed; the adapter's name unless set.</summary>
    public virtual string Title => Adapter.Manifest.Name;

    /// <summary>The adapter.</summary>
    public abstract IAdapter Adapter { get; }

    /// <summary>How its stream is read.</summary>
    public abstract ReadStrategy Strategy { get; }

    /// <summary>The mapping file; its code tables are found beside it. A relative path counts from the nearest folder above the tests that has it.</summary>
    public abstract string Mapping { get; }

    /// <summary>What the adapter and its vendor can.</summary>
    public abstract IReadOnlyCollection<Capability> Capabilities { get; }

    /// <summary>The tests that it cannot pass, each with a reason.</summary>
    public virtual IReadOnlyCollection<Waiver> Waivers => [];

    /// <summary>The key that the mapping reads for a case; of an <see cref="IEventSubject"/> the id of an event within its case.</summary>
    public abstract string KeyOf(VendorCase @case);

    /// <summary>For an adapter without a vendor of its own: the section of the stream file that describes the source, with its key. Empty for every other.</summary>
    public virtual string Section => "";

    /// <summary>What a municipality with this vendor changes in the mapping file before it uses it, for instance its format. Nothing unless set.</summary>
    /// <param name="text">The file as it ships.</param>
    public virtual string ChangeMapping(string text) => text;

    /// <summary>What of the vendor is read, in a few words for the head of its page, where one adapter has several: «reports over XML». Null where it has one.</summary>
    public virtual string? Part => null;

    /// <summary>Whether the vendor answers a question whole, however much there is: then nobody can hand a long read over in parts, and only <c>limits.maxAnswer</c> bounds it. False unless set.</summary>
    public virtual bool AnswersWhole => false;

    /// <summary>Lines below <c>read:</c> in the stream file, without <c>strategy</c> and <c>full</c>.</summary>
    public virtual string Reading => "";

    /// <summary>The shortest time between two states of a case that the vendor's records tell apart. A second unless set.</summary>
    public virtual TimeSpan Resolution => TimeSpan.FromSeconds(1);

    /// <summary>How many rows the vendor puts into one answer at most. Three unless set: small pages find more.</summary>
    public virtual int PageSize => 3;

    /// <summary>The zone of a vendor that writes local time. Europe/Stockholm unless set.</summary>
    public virtual TimeZoneInfo Zone => TimeZoneInfo.FindSystemTimeZoneById("Europe/Stockholm");

    /// <summary>The conformance page that is kept with the adapter, as a path like <see cref="Mapping"/>; null keeps none.</summary>
    public virtual string? Page => null;

    /// <summary>The adapter's README, as a path like <see cref="Mapping"/>: its first YAML example is read as a stream file; null when there is none.</summary>
    public virtual string? Readme => null;

    /// <summary>The folder of the mappings that ship with the adapter, as a path like <see cref="Mapping"/>; that of <see cref="Mapping"/> unless set.</summary>
    public virtual string MappingFolder => Path.GetDirectoryName(Mapping) ?? ".";

    /// <summary>Settings that cannot be, beside those that the suite thinks of itself: the setting, and a value that the adapter must refuse by naming it.</summary>
    public virtual IReadOnlyCollection<KeyValuePair<string, string>> WrongSettings => [];

    /// <summary>What the adapter made of <see cref="Section"/>; null when it needs none.</summary>
    internal SourceDescription? Description => description.Value;

    /// <summary>The adapter as it is here: with the settings that the description gives it.</summary>
    internal AdapterManifest Manifest => Description?.Manifest ?? Adapter.Manifest;

    SourceDescription? Describe()
    {
        if (Adapter.Manifest.Describes is not { } describes) return null;

        var diagnostics = new DiagnosticBag();
        var section = (YamlTreeReader.Read("section", Section, diagnostics) as YamlMap)?[describes.Section.Name]?.Value;
        var read = describes.Describe(section, new Place("section", 1, 1), Strategy, diagnostics);
        return read is not null && !diagnostics.HasErrors ? read : throw new InvalidOperationException($"The section of the subject is wrong: {string.Join('\n', diagnostics.All)}");
    }

    /// <summary>Itself where its stream holds events; null where it holds cases.</summary>
    internal IEventSubject? Events => this as IEventSubject;

    /// <summary>Itself where writes are tried with it; null where they are not.</summary>
    internal IWriteSubject? Writes => this as IWriteSubject;

    /// <summary>Whether the adapter can do this: declared, or true of itself. What never changes has only one state, so that no older one can replace it.</summary>
    internal bool Can(Capability capability) => Capabilities.Contains(capability)
        || (capability == Capability.OrderedRecords && Events is { Corrects: false })
        || (capability == Capability.WritesBack && Writes is not null);

    /// <summary>The key of a record among those of the stream.</summary>
    internal string RecordKeyOf(VendorCase state) => Events is { } events ? EventKeys.Of(events.CaseOf(state), KeyOf(state)) : KeyOf(state);
}

/// <summary>An adapter whose vendor is called over HTTP.</summary>
public abstract class HttpSubject : AdapterSubject
{
    /// <summary>The settings under <c>connection:</c>. A secret's value is given as it is; the suite keeps it out of the stream file.</summary>
    /// <param name="vendor">Where the scripted vendor is.</param>
    public abstract IReadOnlyDictionary<string, string> Settings(Uri vendor);

    /// <summary>What the vendor answers to a call.</summary>
    /// <param name="call">The call.</param>
    /// <param name="cases">What it has at this moment.</param>
    public abstract VendorAnswer Answer(VendorCall call, VendorCases cases);

    /// <summary>Whether a call is one for records, at which faults are aimed; not, for instance, one for a list of services. All are unless set.</summary>
    public virtual bool AsksForRecords(VendorCall call) => true;
}

/// <summary>An adapter that reads files that its vendor drops into a folder.</summary>
public abstract class FolderSubject : AdapterSubject
{
    /// <summary>The settings under <c>connection:</c>.</summary>
    /// <param name="folder">The folder that files are dropped into.</param>
    public abstract IReadOnlyDictionary<string, string> Settings(string folder);

    /// <summary>Whether a file holds everything; else what changed since the file before.</summary>
    public abstract bool IsComplete { get; }

    /// <summary>A file as the vendor writes it.</summary>
    /// <param name="number">Which file it is, from 1.</param>
    /// <param name="cases">What it holds, in the order of change.</param>
    public abstract (string Name, byte[] Content) Write(int number, IReadOnlyList<VendorCase> cases);
}

/// <summary>An adapter that asks a database.</summary>
public abstract class DatabaseSubject : AdapterSubject
{
    /// <summary>Makes a database without cases, for one test.</summary>
    /// <param name="folder">A folder for it alone, which is there and removed afterwards.</param>
    public abstract IVendorDatabase Create(string folder);

    /// <summary>How the database turns bad, each in a few words that go on after «the vendor»: «has lost its table». Each of them makes a read fail.</summary>
    public abstract IReadOnlyList<string> Troubles { get; }
}
