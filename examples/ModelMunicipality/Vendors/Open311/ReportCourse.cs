namespace ModelMunicipality.Vendors.Open311;

/// <summary>One happening in the life of a fault report.</summary>
/// <param name="After">How long after the report came in.</param>
/// <param name="Status">The extended status; <c>unchanged</c> says nothing of it.</param>
/// <param name="Code">external_status_code, if the office has one for it.</param>
/// <param name="Words">description.</param>
sealed record ReportStep(TimeSpan After, string Status, string? Code, string? Words);

/// <summary>The lives that a fault report may have. Which one is told by its number alone.</summary>
static class ReportCourse
{
    static readonly ReportStep Looked = new(TimeSpan.FromHours(5), "investigating", "UTR", "Någon åker ut och ser på felet.");
    static readonly ReportStep Ordered = new(TimeSpan.FromDays(1.5), "action_scheduled", "BEST", "Arbetet är beställt.");
    static readonly ReportStep Working = new(TimeSpan.FromDays(3), "in_progress", "PÅG", null);
    static readonly ReportStep Fixed = new(TimeSpan.FromDays(6), "fixed", "KLAR", "Felet är åtgärdat.");
    static readonly ReportStep Closed = new(TimeSpan.FromDays(9), "closed", "KLAR", null);
    static readonly ReportStep Remark = new(TimeSpan.FromDays(2), "unchanged", null, "Anmälaren har skickat en bild.");
    static readonly ReportStep Duplicate = new(TimeSpan.FromHours(20), "duplicate", "DUB", "Felet är redan anmält.");
    static readonly ReportStep NotOurs = new(TimeSpan.FromDays(1), "not_councils_responsibility", "EJ", "Vägen är statlig; anmälan är skickad dit.");
    static readonly ReportStep Referred = new(TimeSpan.FromDays(2), "internal_referral", "INT", "Parkenheten tar över.");
    static readonly ReportStep TakenBack = new(TimeSpan.FromHours(30), "cancelled", null, null);
    static readonly ReportStep Reopened = new(TimeSpan.FromDays(34), "reopen", "ÅTER", "Felet är tillbaka.");
    static readonly ReportStep FixedAgain = new(TimeSpan.FromDays(41), "fixed", "KLAR", "Felet är åtgärdat igen.");
    static readonly ReportStep LateRemark = new(TimeSpan.FromDays(120), "unchanged", null, "Garantibesiktning är gjord.");
    static readonly ReportStep FixedLate = new(TimeSpan.FromDays(200), "fixed", "KLAR", "Åtgärdat med årets beläggning.");
    static readonly ReportStep Planned = new(TimeSpan.FromDays(12), "planned", "PLAN", "Tas med i nästa års beläggning.");

    static readonly ReportStep[][] ByNumber =
    [
        [Looked, Working, Fixed],
        [Looked, Ordered, Remark, Working, Fixed, Closed],
        [Duplicate],
        [Looked, Ordered, Working with { After = TimeSpan.FromDays(60) }, Fixed with { After = TimeSpan.FromDays(75) }],
        [Looked, Fixed, Reopened, FixedAgain],
        [Referred, Working, Fixed, LateRemark],
        [NotOurs],
        [Looked, Planned, FixedLate],
        [Looked with { Status = "for_triage", Code = "FÖR", Words = null }, Working, Closed],
        [TakenBack],
        [],
    ];

    /// <summary>How many courses take turns.</summary>
    public static int Count => ByNumber.Length;

    /// <summary>The turn at which a report waits long for work that is ordered.</summary>
    public const int WaitsForWork = 3;

    /// <summary>The life of the report with this number.</summary>
    public static IReadOnlyList<ReportStep> Of(int number) => ByNumber[number % ByNumber.Length];

    /// <summary>What happens, in turn, to a report of any age in a town that lives.</summary>
    public static IReadOnlyList<ReportStep> Later { get; } =
    [
        new(default, "investigating", "UTR", "Felet undersöks."),
        new(default, "fixed", "KLAR", "Felet är åtgärdat."),
        new(default, "reopen", "ÅTER", "Felet är tillbaka."),
        new(default, "unchanged", null, "En granne har hört av sig."),
    ];

    /// <summary>What happens to the report that is shown to visitors: it stays what is printed of it.</summary>
    public static ReportStep StoryRemark { get; } = new(default, "unchanged", null, "Montören väntar på en ny armatur.");

    /// <summary>Whether a report with this status is over; a filter knows only open and closed.</summary>
    public static bool IsClosed(string status) => status is "fixed" or "closed" or "duplicate" or "not_councils_responsibility" or "no_further_action" or "cancelled";

    /// <summary>Whether a word is one of the extended statuses.</summary>
    public static bool IsStatus(string word) => IsClosed(word)
        || word is "open" or "in_progress" or "planned" or "action_scheduled" or "investigating" or "internal_referral" or "reopen" or "for_triage" or "unchanged";
}
