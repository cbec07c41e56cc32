using IntegrationHub.Cases;
using IntegrationHub.Lookup;

namespace IntegrationHub.Server.Tests.Api;

/// <summary>Answers that the fake hub gives.</summary>
static class Answers
{
    public static SourceCoverage Complete { get; } = new() { Source = "byggr", Title = "Building permits", State = CoverageState.Complete };

    public static LookupAnswer Nothing { get; } = With();

    public static LookupAnswer With(params ToldCase[] cases) => new()
    {
        LookedUp = new LookedUp(LookupBy.CaseNumber, "BYGG 2026-000200"),
        Cases = cases,
        Coverage = [Complete],
        Notices = [],
    };

    public static ExistenceLine SocialServices { get; } = new() { Source = "social", SourceTitle = "Social services", Unit = "Reception", Phone = "08-465 004 50" };

    public static CaseAnswer Permit(CaseId id) => new() { Case = Case(id), Timeline = [], Coverage = [Complete] };

    public static AnswerCase Case(CaseId id) => new()
    {
        Id = id.ToString(),
        Source = "byggr",
        SourceTitle = "Building permits",
        Number = "BYGG 2026-000200",
        Title = "Nybyggnad av garage på Åsgatan",
        Status = CaseStatus.WaitingForCitizen,
        Confidentiality = Confidentiality.Open,
        ProtectedIdentity = false,
        Outdated = false,
        Certainty = MatchCertainty.Certain,
        Parties = [new AnswerParty { Role = PartyRole.Applicant, Name = "Tolvan Tolvansson", PersonalNumber = "19121212-****" }],
        Links = [],
        Attributes = new Dictionary<string, string>(),
        OpenedAt = new DateTimeOffset(2026, 3, 10, 8, 0, 0, TimeSpan.FromHours(1)),
    };
}
