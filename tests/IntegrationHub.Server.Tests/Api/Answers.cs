using IntegrationHub.Cases;
using IntegrationHub.Lookup;

namespace IntegrationHub.Server.Tests.Api;

/// <summary>Answers that the fake hub gives.</summary>
static class Answers
{
    public static CoverageState Complete { get; } = new("complete");

    public static LookupAnswer Nothing { get; } = new([], []);

    public static CaseAnswer Permit(CaseId id) => new(id, "Nybyggnad av garage");
}
