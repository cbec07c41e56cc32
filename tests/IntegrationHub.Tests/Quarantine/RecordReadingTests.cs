using IntegrationHub.Disclosure;
using IntegrationHub.Lookup;
using IntegrationHub.Quarantine;
using IntegrationHub.Sources;

namespace IntegrationHub.Tests.Quarantine;

/// <summary>Who sees what a record in quarantine holds, and what is written down of it.</summary>
public sealed class RecordReadingTests
{
    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_administrator_sees_the_record_and_the_audit_has_who_why_and_which_case()
    {
        await using var town = await DeskFixture.StartAsync("nonsense");
        var entry = await town.EntryAsync("BAD0");

        var content = await town.Desk.ReadAsync(DeskFixture.Administrator, entry.Id, "the vendor asks which date", Cancel);

        Assert.StartsWith("{\"id\":\"BAD0\",\"rev\":1,\"status\":\"nonsense\"", content!.Text, StringComparison.Ordinal);
        Assert.Contains("\n  \"status\": \"nonsense\"", content.Pretty, StringComparison.Ordinal);
        Assert.Equal((RecordFormat.Json, "application/json", "utf-8", null), (content.Format, content.MediaType, content.Charset, content.NotEditable));
        var line = Assert.Single(await town.AuditAsync());
        Assert.Equal(("quarantine.read", "setup", "administrator", "anna.ek", "the vendor asks which date"), (line.Action, line.Caller, line.Role, line.OnBehalfOf, line.Purpose));
        Assert.Equal(("permits", entry.Id, "full", town.Hub.Protector.IdOf(town.Hub.Definition.Source, "BAD0").ToString()), (line.Stream, line.Entry, line.Result, line.Case));
    }

    [Theory]
    [InlineData(CallerRole.Operations)]
    [InlineData(CallerRole.Agent)]
    [InlineData(CallerRole.Specialist)]
    public async Task Nobody_else_sees_it_and_the_attempt_is_in_the_audit(CallerRole role)
    {
        await using var town = await DeskFixture.StartAsync("nonsense");
        var entry = await town.EntryAsync("BAD0");
        var caller = DeskFixture.Operator with { Role = role };

        await Assert.ThrowsAsync<QuarantineDeniedException>(() => town.Desk.ReadAsync(caller, entry.Id, "I am curious", Cancel));
        await Assert.ThrowsAsync<QuarantineDeniedException>(() => town.Desk.EditAsync(caller, entry.Id, new RecordEdit("{}", "v", "I am curious"), Cancel));

        Assert.Equal([("quarantine.read", "refused"), ("quarantine.edit", "refused")], (await town.AuditAsync()).Select(l => (l.Action, l.Result)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("ab")]
    [InlineData("for 19121212-1212")]
    public async Task Without_a_reason_that_can_be_accepted_nothing_is_told(string purpose)
    {
        await using var town = await DeskFixture.StartAsync("nonsense");
        var entry = await town.EntryAsync("BAD0");

        await Assert.ThrowsAsync<LookupInvalidException>(() => town.Desk.ReadAsync(DeskFixture.Administrator, entry.Id, purpose, Cancel));

        Assert.Empty(await town.AuditAsync());
    }

    [Fact]
    public async Task A_record_that_is_not_there_is_in_the_audit_too()
    {
        await using var town = await DeskFixture.StartAsync();

        Assert.Null(await town.Desk.ReadAsync(DeskFixture.Administrator, "nothing", "to see", Cancel));

        Assert.Equal(("quarantine.read", "none"), (await town.AuditAsync()).Select(l => (l.Action, l.Result)).Single());
    }

    [Fact]
    public async Task A_list_holds_nothing_of_the_record_but_its_key_and_the_code()
    {
        await using var town = await DeskFixture.StartAsync("nonsense");

        var entry = await town.Desk.FindAsync((await town.EntryAsync("BAD0")).Id, Cancel);

        Assert.DoesNotContain("\"rev\"", entry!.ToString(), StringComparison.Ordinal);
        Assert.Equal("1.0.0", entry.MappingVersion);
    }
}
