using IntegrationHub.Cases;
using IntegrationHub.Mapping;
using IntegrationHub.Protection;

namespace IntegrationHub.Tests.Protection;

/// <summary>Fixed keys and an invented case that the tests of protection share.</summary>
static class Samples
{
    public static readonly TenantId Sundby = new("sundby");
    public static readonly SourceId Permits = new("byggr");
    public static readonly StreamName PermitStream = new("byggr-permits");

    public static KeyRing Keys { get; } = new("k1", new Dictionary<string, byte[]> { ["k1"] = Key(1) }, Key(101), Key(201));

    public static CaseProtector Protector { get; } = new(Keys, Sundby);

    public static byte[] Key(byte seed) => [.. Enumerable.Range(0, KeyRing.KeyLength).Select(i => (byte)(seed + i))];

    public static Party Tolvan { get; } = new()
    {
        Role = PartyRole.Applicant,
        Name = "Tolvan Tolvansson",
        PersonalNumber = "19121212-1212",
        Phone = "070-174 06 05",
        Email = "Tolvan@Example.com",
        Address = "Storgatan 1 A, 854 60 SUNDBY",
    };

    public static Case Permit { get; } = new()
    {
        Key = "4711",
        Reference = new CaseReference(Permits, "BYGG 2026-000200"),
        Type = "building-permit.new",
        Title = "Nybyggnad av garage",
        PublicTitle = "Bygglov",
        Summary = "Garage om 40 kvadratmeter",
        Status = CaseStatus.InProgress,
        SourceStatus = "Under handläggning",
        Channel = "e-service",
        Department = "byggnadsnamnden",
        Handler = new CaseHandler { Id = "anek", Name = "Anna Ek", Unit = "Bygglov", Phone = "08-465 004 10", Email = "anna.ek@example.com" },
        Parties = [Tolvan],
        Location = new CaseLocation { Address = "Kyrkogatan 7", Property = "BALDER 2:14", Latitude = 62.39m, Longitude = 17.31m },
        OpenedAt = new DateTimeOffset(2026, 2, 2, 9, 30, 0, TimeSpan.FromHours(1)),
        UpdatedAt = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.FromHours(1)),
        DueAt = new DateTimeOffset(2026, 4, 13, 0, 0, 0, TimeSpan.FromHours(2)),
        NextStep = new NextStep("Beslut fattas", new DateTimeOffset(2026, 4, 1, 0, 0, 0, TimeSpan.FromHours(2))),
        Links = [new CaseLink("e-service", "ES-2026-77")],
        DeepLink = new Uri("https://byggr.example.com/arende/4711"),
        Confidentiality = Confidentiality.Open,
        Attributes = new Dictionary<string, string> { ["area"] = "40", ["plan"] = "P12" },
    };

    public static CaseEvent Decision { get; } = new()
    {
        CaseKey = "4711",
        Id = "1",
        At = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.FromHours(1)),
        Kind = EventKind.Decision,
        Title = "Beslut",
        Text = "Lov ges",
        By = "anek",
        Confidentiality = Confidentiality.Open,
    };

    public static ProtectedRecord Protect(Case @case, params CaseEvent[] timeline) =>
        Protector.Protect(new MappingResult.MappedCase(@case, Order: 1) { Timeline = timeline }, Permits, PermitStream, Confidentiality.Open);
}
