using IntegrationHub.Cases;
using IntegrationHub.Lookup;
using IntegrationHub.Quarantine;
using IntegrationHub.Sources;

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

    public static QuarantinedRecord Held(string id, StreamName stream) => new()
    {
        Id = id,
        Stream = stream,
        Source = new SourceId("byggr"),
        Key = "EKB-1",
        Code = "IH3102",
        Field = "status",
        Diagnostics = "permits.mapping.yaml:14:19: error IH3102: status: there is no code for this value\npermits.mapping.yaml:20:3: error IH3202: openedAt: no time",
        MappingVersion = "1.0.0",
        Where = "permits.csv:7",
        FirstSeenAt = new DateTimeOffset(2026, 3, 10, 8, 0, 0, TimeSpan.Zero),
        LastSeenAt = new DateTimeOffset(2026, 3, 10, 9, 0, 0, TimeSpan.Zero),
    };

    public static QuarantinedContent Content(QuarantinedRecord entry) => new()
    {
        Entry = entry,
        Format = RecordFormat.Json,
        MediaType = "application/json",
        Charset = "utf-8",
        Bytes = 17,
        Text = """{"status":"<b>"}""",
        Pretty = "{\n  \"status\": \"<b>\"\n}",
        Version = "abcd",
    };

    public static Replayed Replayed { get; } = new()
    {
        Records = 3, CameIn = 1, Older = 0, StillHeld = 2, NotOpened = 0, Expired = 0, Faults = [new ReplayFault("IH3102", "status", "permits.mapping.yaml:14:19: error IH3102: …", 2)],
    };

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
