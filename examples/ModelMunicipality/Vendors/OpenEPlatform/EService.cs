using System.Globalization;

namespace ModelMunicipality.Vendors.OpenEPlatform;

/// <summary>One e-service of Sundby.</summary>
/// <param name="Family">The id of its family.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Category">Under which heading it stands.</param>
sealed record EService(int Family, string Name, string Category)
{
    public static readonly EService Permit = new(110, "Ansökan om bygglov, anmälan eller förhandsbesked", "Bygga, bo och miljö");
    public static readonly EService Nursery = new(210, "Ansökan om plats i förskola", "Utbildning och förskola");
    public static readonly EService Fault = new(310, "Felanmälan av gata, park och lekplats", "Trafik och utemiljö");
    public static readonly EService Allotment = new(410, "Ansökan om odlingslott", "Kultur och fritid");
    public static readonly EService Assistance = new(510, "Ansökan om ekonomiskt bistånd", "Omsorg och hjälp");
    public static readonly EService SiteMap = new(610, "Beställning av nybyggnadskarta", "Bygga, bo och miljö");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<EService> All { get; } = [Permit, Nursery, Fault, Allotment, Assistance, SiteMap];

    /// <summary>Those that are drawn for a submission from which no permit comes.</summary>
    public static IReadOnlyList<EService> WithoutPermit { get; } = [Nursery, Fault, Allotment, Assistance, SiteMap];

    /// <summary>The id of its present version.</summary>
    public int Flow => Family * 10 + 3;

    /// <summary>What a status of this e-service is called; each has names of its own.</summary>
    public string NameOf(Standing standing) => (standing, Family) switch
    {
        (Standing.New, _) => "Sparat",
        (Standing.WaitingForMultiSign, 210) => "Väntar på den andra vårdnadshavarens underskrift",
        (Standing.WaitingForMultiSign, _) => "Väntar på signering",
        (Standing.WaitingForPayment, _) => "Väntar på betalning",
        (Standing.Submitted, _) => "Inskickat",
        (Standing.WaitingForCompletion, 510) => "Komplettering behövs",
        (Standing.WaitingForCompletion, _) => "Komplettering begärd",
        (Standing.InProgress, 110) => "Överfört till bygglovsenheten",
        (Standing.InProgress, 210) => "I kö",
        (Standing.InProgress, _) => "Under handläggning",
        (Standing.TakenBack, _) => "Återkallat",
        _ => "Avslutat",
    };

    /// <summary>The id of a status: each e-service has its own.</summary>
    public int IdOf(Standing standing) => Flow * 10 + (int)standing;

    /// <summary>What the platform itself knows of a status.</summary>
    public static string ContentTypeOf(Standing standing) => standing switch
    {
        Standing.New => "NEW",
        Standing.WaitingForMultiSign => "WAITING_FOR_MULTISIGN",
        Standing.WaitingForPayment => "WAITING_FOR_PAYMENT",
        Standing.Submitted => "SUBMITTED",
        Standing.WaitingForCompletion => "WAITING_FOR_COMPLETION",
        Standing.InProgress => "IN_PROGRESS",
        _ => "ARCHIVED",
    };

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"family {Family}");
}

/// <summary>Where a submission may stand.</summary>
enum Standing
{
    New,
    WaitingForMultiSign,
    WaitingForPayment,
    Submitted,
    WaitingForCompletion,
    InProgress,
    Archived,
    TakenBack,
}
