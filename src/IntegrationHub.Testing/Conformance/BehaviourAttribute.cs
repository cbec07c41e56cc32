using IntegrationHub.WriteBack;

namespace IntegrationHub.Testing;

/// <summary>Says which behaviour a test of the suite proves, and what an adapter must be able to do for it to be tried.</summary>
/// <param name="number">The behaviour's number; see <see cref="Behaviours"/>.</param>
/// <param name="needs">What must be declared.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BehaviourAttribute(int number, params Capability[] needs) : Attribute
{
    /// <summary>The behaviour's number.</summary>
    public int Number { get; } = number;

    /// <summary>What must be declared.</summary>
    public IReadOnlyList<Capability> Needs { get; } = needs;

    /// <summary>Only adapters that call their vendor over HTTP are tried.</summary>
    public bool OverHttp { get; init; }

    /// <summary>What is said of adapters that read files, when only those over HTTP are tried.</summary>
    public string OfFiles { get; init; } = "reads files, calls nobody";

    /// <summary>Only adapters that read by key are tried.</summary>
    public bool ByKey { get; init; }

    /// <summary>Only streams of cases are tried.</summary>
    public bool OfCases { get; init; }

    /// <summary>Only streams of events are tried.</summary>
    public bool OfEvents { get; init; }

    /// <summary>Only vendors that do not answer everything at once are tried.</summary>
    public bool InParts { get; init; }

    /// <summary>Only adapters that have a secret are tried.</summary>
    public bool WithSecret { get; init; }

    /// <summary>Only adapters that keep a page, or a README, are tried.</summary>
    public bool WithPage { get; init; }

    /// <summary>Only adapters that write a kind that may be sent again so are tried; of several, those that write one of them.</summary>
    public WriteRepeat[] Repeats { get; init; } = [];

    /// <summary>Only adapters that write statuses, and look for them, are tried.</summary>
    public bool WithStatus { get; init; }

    /// <summary>Why the adapter is not tried, in words for the page; null when it is.</summary>
    internal string? WhyNot(AdapterSubject subject)
    {
        if (OverHttp && subject is DatabaseSubject) return "asks a database, not over HTTP; the adapter's own tests try it";
        if (OverHttp && subject is not HttpSubject) return OfFiles;
        if (OfEvents && subject.Events is null) return "holds cases, not events";
        if (OfCases && subject.Events is not null) return "holds events, and what happened stays";
        if (ByKey && subject.Events is not null) return "events are not read by their keys";
        if (InParts && subject.AnswersWhole) return "the vendor answers each question whole, and `limits.maxAnswer` bounds it";
        if (ByKey && !subject.Manifest.ReadsByKey) return "does not read by key";
        if (WithSecret && subject.Manifest.Settings.All(s => s.Kind != Sources.SettingKind.Secret)) return "has no secret";
        if (WithPage && subject.Page is null) return "no page is kept with it";
        if (Needs.Contains(Capability.WritesBack) && subject.Writes is null && subject.Manifest.Writes.Count > 0) return "writes are tried with another of the adapter's streams";
        if (Repeats.Length > 0 && subject.Writes is not null && !subject.Manifest.Writes.Any(w => Repeats.Contains(w.Repeat)))
            return Repeats.Contains(WriteRepeat.Always) ? "the vendor does not know a command again that comes twice" : "nothing that is written can be looked for";
        if (WithStatus && subject.Writes is not null && !subject.Manifest.Writes.Any(w => w is { Kind: WriteKind.Status, Repeat: WriteRepeat.AfterLookUp })) return "no status is written that would have to be looked for";
        return Needs.Where(need => !subject.Can(need)).Select(need => (string?)WordsFor(need)).FirstOrDefault();
    }

    static string WordsFor(Capability need) => need switch
    {
        Capability.AsksByTime => "the vendor is not asked by time",
        Capability.VendorPages => "the vendor's answers have no pages",
        Capability.UnsortedRows => "the vendor sorts by change",
        Capability.OrderedRecords => "records have no order: what was read last stands",
        Capability.AnnouncesDeletes => "the vendor does not tell of deletions",
        Capability.CompleteReads => "not everything can be read",
        Capability.TellsTotal => "the vendor does not tell how many records there are",
        Capability.LocalTime => "the vendor's times say their zone",
        _ => "writes nothing back",
    };
}
