using IntegrationHub.Audit;
using IntegrationHub.Disclosure;
using IntegrationHub.Operation;
using IntegrationHub.Tests.Lookup;
using IntegrationHub.Tests.Shared;

namespace IntegrationHub.Tests.Operation;

public sealed class AuditTrailTests : IAsyncDisposable
{
    static readonly TenantId Sundby = new("sundby");

    readonly FakeHubStore store = new();

    public ValueTask DisposeAsync() => store.DisposeAsync();

    [Fact]
    public async Task Reading_what_operators_did_is_itself_in_the_audit_before_it_is_told()
    {
        var read = await Trail().ReadAsync(Who(CallerRole.Administrator), new AuditQuery { Person = "19121212-1212", Action = "stream.", Stream = new StreamName("permits") }, TestContext.Current.CancellationToken);

        var line = Assert.Single(store.Lines);
        Assert.Equal(("audit.read", "full", "anna.ek", "permits", "by person, actions stream."), (line.Action, line.Result, line.OnBehalfOf, line.Stream, line.Purpose));
        Assert.Single(read);
    }

    [Theory]
    [InlineData(CallerRole.Operations)]
    [InlineData(CallerRole.Agent)]
    public async Task Who_is_no_administrator_is_told_nothing_and_the_attempt_is_written_down(CallerRole role)
    {
        await Assert.ThrowsAsync<AuditDeniedException>(() => Trail().ReadAsync(Who(role), new AuditQuery(), TestContext.Current.CancellationToken));

        Assert.Equal("refused", Assert.Single(store.Lines).Result);
    }

    [Fact]
    public async Task Where_it_cannot_be_written_down_nothing_is_told()
    {
        store.AuditFails = true;

        await Assert.ThrowsAsync<AuditUnavailableException>(() => Trail().ReadAsync(Who(CallerRole.Administrator), new AuditQuery(), TestContext.Current.CancellationToken));
    }

    AuditTrail Trail() => new(Sundby, store, new ManualClock());

    static Caller Who(CallerRole role) => new() { Name = "console", Role = role, OnBehalfOf = "anna.ek" };
}
