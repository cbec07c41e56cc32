using IntegrationHub.Audit;

namespace IntegrationHub.Stores.Tests.Conformance;

public abstract class AuditConformance(IStorePlace place) : StoreConformance(place)
{
    [Fact]
    public async Task A_line_comes_back_as_it_was_written()
    {
        var line = new AuditLine
        {
            At = Clock.GetUtcNow(), Caller = "desk", Role = "agent", OnBehalfOf = "siv", Action = "lookup", Purpose = "call", Subject = "ab12", Case = "c", Stream = "permits", Result = "full", TraceId = "t",
        };

        await Store.Audit.AppendAsync(Tenant, [line, line with { OnBehalfOf = null, Purpose = null, Subject = null, Case = null, Stream = null, TraceId = null }], Cancel);

        var written = await Store.Audit.ReadAsync(Tenant, 0, 10, Cancel);
        Assert.Equal([1, 2], written.Select(w => w.Number));
        Assert.Equal(line, written[0].Line);
        Assert.Null(written[1].Line.Case);
        Assert.Null(written[1].Line.Stream);
    }

    [Fact]
    public async Task Each_line_is_chained_to_the_one_before()
    {
        await Store.Audit.AppendAsync(Tenant, [Line("1"), Line("2")], Cancel);
        await Store.Audit.AppendAsync(Tenant, [Line("3")], Cancel);

        byte[] previous = [.. AuditChain.Start];
        foreach (var written in await Store.Audit.ReadAsync(Tenant, 0, 10, Cancel))
        {
            previous = AuditChain.Next(previous, written.Number, Tenant, written.Line);
            Assert.Equal(Convert.ToHexString(previous), written.Chain, ignoreCase: true);
        }
    }

    [Fact]
    public async Task Lines_of_many_callers_at_once_are_numbered_without_gaps_and_none_is_lost()
    {
        await using var other = await Place.OpenAsync(Clock);

        await Task.WhenAll(Enumerable.Range(0, 200).Select(n => Task.Run(async () => await (n % 2 == 0 ? Store : other).Audit.AppendAsync(Tenant, [Line($"{n}")], Cancel), Cancel)));

        var written = await Store.Audit.ReadAsync(Tenant, 0, 1000, Cancel);
        Assert.Equal(Enumerable.Range(1, 200).Select(n => (long)n), written.Select(w => w.Number));
        Assert.Equal(Enumerable.Range(0, 200).Select(n => $"{n}").Order(), written.Select(w => w.Line.TraceId).Order());
    }

    [Fact]
    public async Task Tenants_have_numbers_and_lines_of_their_own()
    {
        var norrby = new TenantId("norrby");
        await Store.Audit.AppendAsync(Tenant, [Line("1")], Cancel);
        await Store.Audit.AppendAsync(norrby, [Line("2")], Cancel);

        var theirs = Assert.Single(await Store.Audit.ReadAsync(norrby, 0, 10, Cancel));

        Assert.Equal((1, "2"), (theirs.Number, theirs.Line.TraceId));
    }

    [Fact]
    public async Task Reading_goes_on_after_a_number_and_stops_at_the_limit()
    {
        await Store.Audit.AppendAsync(Tenant, [Line("1"), Line("2"), Line("3"), Line("4")], Cancel);

        Assert.Equal([2, 3], (await Store.Audit.ReadAsync(Tenant, 1, 2, Cancel)).Select(w => w.Number));
    }

    [Fact]
    public async Task What_operators_did_and_who_signed_in_is_listed_newest_first_and_nothing_of_those_who_help_people_is_among_it()
    {
        await Store.Audit.AppendAsync(Tenant, [Did("stream.run", "anna.ek", "permits"), Line("1"), Line("2") with { Action = "case.told" }, Did("sign-in", "bo") with { Role = "agent" },
            Line("3") with { Action = "contact.begin", Role = "specialist" }, Did("stream.pause", "Anna.Ek", "faults")], Cancel);

        Assert.Equal([6L, 4, 1], await ListAsync(new AuditQuery()));
        Assert.Equal([6L, 4], await ListAsync(new AuditQuery { Limit = 2 }));
        Assert.Equal([1L], await ListAsync(new AuditQuery { Limit = 2, Before = 4 }));
        Assert.Empty(await Store.Audit.ListAsync(new TenantId("norrby"), new AuditQuery(), Cancel));
    }

    [Fact]
    public async Task What_operators_did_is_narrowed_by_person_action_stream_and_time()
    {
        await Store.Audit.AppendAsync(Tenant, [Did("stream.run", "anna.ek", "permits")], Cancel);
        Clock.Advance(TimeSpan.FromHours(1));
        await Store.Audit.AppendAsync(Tenant, [Did("stream.pause", "Anna.Ek", "faults"), Did("sign-in", "bo"), Did("quarantine.read", null, "permits") with { Caller = "ANNA-key" }], Cancel);

        Assert.Equal([4L, 2, 1], await ListAsync(new AuditQuery { Person = "aNNa" }));
        Assert.Equal([2L, 1], await ListAsync(new AuditQuery { Action = "stream." }));
        Assert.Equal([4L, 1], await ListAsync(new AuditQuery { Stream = new StreamName("permits") }));
        Assert.Equal([1L], await ListAsync(new AuditQuery { Until = Clock.GetUtcNow() }));
        Assert.Equal([4L, 3, 2], await ListAsync(new AuditQuery { From = Clock.GetUtcNow() }));
        Assert.Empty(await ListAsync(new AuditQuery { Person = "%" }));
    }

    async Task<IEnumerable<long>> ListAsync(AuditQuery query) => (await Store.Audit.ListAsync(Tenant, query, Cancel)).Select(line => line.Number);

    AuditLine Did(string action, string? person, string? stream = null) =>
        new() { At = Clock.GetUtcNow(), Caller = "console", Role = "operations", OnBehalfOf = person, Action = action, Stream = stream, Result = "asked" };

    [Fact]
    public async Task Nothing_to_write_writes_nothing()
    {
        await Store.Audit.AppendAsync(Tenant, [], Cancel);

        Assert.Empty(await Store.Audit.ReadAsync(Tenant, 0, 10, Cancel));
    }

    AuditLine Line(string trace) => new() { At = Clock.GetUtcNow(), Caller = "desk", Role = "agent", Action = "lookup", Result = "none", TraceId = trace };
}
