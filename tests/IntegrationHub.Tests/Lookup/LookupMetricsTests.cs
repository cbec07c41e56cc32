using IntegrationHub.Audit;
using IntegrationHub.Disclosure;
using IntegrationHub.Lookup;
using IntegrationHub.Tests.Protection;
using IntegrationHub.Tests.Shared;

namespace IntegrationHub.Tests.Lookup;

public sealed class LookupMetricsTests
{
    readonly LookupSetting hub = new();

    [Fact]
    public async Task A_look_up_is_counted_by_its_kind_and_by_what_came_of_it_and_never_by_its_value()
    {
        using var measured = new Measured("tenant", "measured-lookups");

        await LookUp(LookupBy.Person, "19121212-1212");
        await LookUp(LookupBy.Name, "Tolvan Tolvansson");
        await Assert.ThrowsAsync<LookupInvalidException>(() => LookUp(LookupBy.Person, "19121212-1213"));
        await Assert.ThrowsAsync<LookupInvalidException>(() => LookUp((LookupBy)99, "Tolvan"));
        await Assert.ThrowsAsync<LookupDeniedException>(() => LookUp(LookupBy.Person, "19121212-1212", LookupSetting.Agent with { Role = CallerRole.Operations }));
        hub.Store.AuditFails = true;
        await Assert.ThrowsAsync<AuditUnavailableException>(() => LookUp(LookupBy.Person, "19121212-1212"));

        Assert.Equal(
            ["name none 1", "person failed 1", "person invalid 1", "person none 1", "person refused 1", "unknown invalid 1"],
            measured.Count("integrationhub.lookup.duration", "kind", "outcome"));
        Assert.Equal(["failed 1", "written 3"], measured.Count("integrationhub.audit.duration", "outcome"));
        Assert.DoesNotContain("1212", measured.All, StringComparison.Ordinal);
        Assert.DoesNotContain("Tolvan", measured.All, StringComparison.Ordinal);
    }

    Task<LookupAnswer> LookUp(LookupBy by, string value, Caller? caller = null) =>
        new LookupService(hub.Store, Samples.Keys, new TenantId("measured-lookups"), hub.Policy, [LookupSetting.Permits, LookupSetting.Support], hub.Clock)
            .LookUpAsync(caller ?? LookupSetting.Agent, new LookupRequest(by, value, "The citizen calls"), TestContext.Current.CancellationToken).AsTask();
}
