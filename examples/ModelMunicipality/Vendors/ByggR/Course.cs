namespace ModelMunicipality.Vendors.ByggR;

/// <summary>One happening in the life of a case.</summary>
/// <param name="Day">How many working days after the case came in.</param>
/// <param name="Type">handelsetyp.</param>
/// <param name="Kind">handelseslag.</param>
/// <param name="Outcome">handelseutfall.</param>
/// <param name="Direction">riktning: In, Ut or Okänd.</param>
/// <param name="Heading">rubrik.</param>
sealed record Step(int Day, string Type, string? Kind, string? Outcome, string Direction, string Heading)
{
    /// <summary>The case's status from here on.</summary>
    public string Status { get; init; } = "Pågående";

    /// <summary>Whether it carries a decision.</summary>
    public bool Decides { get; init; }
}

/// <summary>The lives that a case may have. Which one is told by its number alone.</summary>
static class Course
{
    static readonly Step Applied = new(0, "ANSÖKAN", "Bygglov", null, "In", "Bygglov");
    static readonly Step Notified = new(0, "ANM", "Attefall", null, "In", "Anmälan");
    static readonly Step Confirmed = new(2, "UNDER", "Utan", null, "Ut", "Underrättelse, mottagen ansökan");
    static readonly Step Incomplete = new(8, "KOMP", "KOMPBYGG", null, "Ut", "Begäran om komplettering");
    static readonly Step Supplemented = new(24, "HANDLING", "KOMPL", null, "In", "Komplettering");
    static readonly Step Referred = new(30, "REMISS", "UTSKICK", null, "Ut", "Grannehörande");
    static readonly Step Granted = new(48, "BESLUT", "BYGG", "BEV", "Ut", "Bygglov, beviljas") { Decides = true };
    static readonly Step Refused = new(52, "BESLUT", "BYGG", "AVSL", "Ut", "Bygglov, avslås") { Decides = true };
    static readonly Step Consulted = new(70, "Atom", "Kv", "Kv2", "Okänd", "Tekniskt samråd");
    static readonly Step MayStart = new(74, "BESLUT", "STARTB", null, "Ut", "Startbesked") { Decides = true };
    static readonly Step MayUse = new(240, "BESLUT", "SLU", null, "Ut", "Slutbesked") { Decides = true };
    static readonly Step Closed = new(246, "ARKIV", null, null, "Okänd", "Ärendet avslutas") { Status = "Avslutat" };
    static readonly Step ClosedSoon = new(90, "ARKIV", null, null, "Okänd", "Ärendet avslutas") { Status = "Avslutat" };
    static readonly Step Culled = new(700, "GALLRING", null, null, "Okänd", "Ärendet gallras") { Status = "Gallrat" };
    static readonly Step Withdrawn = new(20, "HANDLING", "ÅTERK", null, "In", "Återkallelse");
    static readonly Step WithdrawnDecided = new(23, "BESLUT", "UAB", null, "Ut", "Ärendet avskrivs") { Decides = true };
    static readonly Step Cancelled = new(4, "HANDLING", null, null, "Okänd", "Felregistrerat") { Status = "Makulerat" };

    static readonly Step[] Plain = [Applied, Confirmed, Referred, Granted, MayStart, MayUse, Closed];
    static readonly Step[] WithSupplement = [Applied, Confirmed, Incomplete, Supplemented, Referred, Granted, Consulted, MayStart, MayUse, Closed];
    static readonly Step[] SlowSupplement = [Applied, Confirmed, Incomplete, Supplemented with { Day = 75 }, Granted with { Day = 95 }, MayStart with { Day = 110 }, MayUse, Closed];
    static readonly Step[] Denied = [Applied, Confirmed, Incomplete, Referred, Refused, ClosedSoon];
    static readonly Step[] TakenBack = [Applied, Confirmed, Incomplete, Withdrawn, WithdrawnDecided, ClosedSoon];
    static readonly Step[] Notification = [Notified, Confirmed with { Kind = "Med" }, MayStart with { Day = 15 }, MayUse with { Day = 160 }, Closed with { Day = 165 }];
    static readonly Step[] Old = [Applied, Confirmed, Granted, MayStart, MayUse with { Day = 200 }, Closed with { Day = 210 }, Culled];
    static readonly Step[] Mistaken = [Applied, Cancelled];

    // One in twenty is a mistake, one in twenty is culled after almost three years.
    static readonly Step[][] ByNumber =
    [
        WithSupplement, Plain, Notification, SlowSupplement, WithSupplement, Plain, Denied, Notification, TakenBack, WithSupplement,
        Plain, SlowSupplement, Notification, WithSupplement, Old, Plain, WithSupplement, Denied, SlowSupplement, Mistaken,
    ];

    /// <summary>How many courses take turns.</summary>
    public static int Count => ByNumber.Length;

    /// <summary>The turn at which a case waits long for the applicant's supplement.</summary>
    public const int WaitsForApplicant = 3;

    /// <summary>The life of the case with this number.</summary>
    public static IReadOnlyList<Step> Of(int number) => ByNumber[number % ByNumber.Length];

    /// <summary>What happens, in turn, to a case that goes on.</summary>
    public static IReadOnlyList<Step> LaterOpen { get; } =
    [
        new(0, "HANDLING", "KOMPL", null, "In", "Komplettering"),
        new(0, "REMISS", "UTSKICK", null, "Ut", "Grannehörande"),
        new(0, "BESLUT", "STARTB", null, "Ut", "Startbesked") { Decides = true },
        new(0, "KOMP", "KOMPTEK", null, "Ut", "Begäran om komplettering"),
    ];

    /// <summary>What happens to a case that is over.</summary>
    public static Step LaterClosed { get; } = new(0, "HANDLING", "SKR", null, "In", "Skrivelse");
}
