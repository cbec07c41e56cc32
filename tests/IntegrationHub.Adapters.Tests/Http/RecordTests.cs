using System.Net;
using System.Text;
using IntegrationHub.Adapters.Http;
using IntegrationHub.Sources;

namespace IntegrationHub.Adapters.Tests.Http;

/// <summary>Records that are made of more than one answer, or of rows that are no objects.</summary>
public sealed class RecordTests
{
    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Columns_and_lists_of_values_become_objects()
    {
        var system = new DescribedSystem("http:\n  list: { get: '/q?query=SELECT id FROM incidents WHERE updatedTime > ''{since}''', records: items, table: { columns: columnNames, rows: rows } }\n")
        {
            Answer = _ => DescribedSystem.Json("""{"items":[{"tableName":"incidents","count":2,"columnNames":["id","subject","å"],"rows":[["1","Hål",null],["2",2.50,{"x":[1]}]]},{"columnNames":["id"],"rows":[]}]}"""),
        };

        var page = await system.Source().ReadPageAsync(DescribedSystem.Changes, Token);

        Assert.Equal(["""{"id":"1","subject":"Hål","å":null}""", """{"id":"2","subject":2.50,"å":{"x":[1]}}"""], page.Records.Select(DescribedSystem.Text));
        Assert.Equal("/api/q?query=SELECT%20id%20FROM%20incidents%20WHERE%20updatedTime%20%3E%20'2026-03-09T07%3A30%3A15Z'", system.Calls[0].Target);
    }

    [Theory]
    [InlineData("last", """{"id":"13:2","property":{"Status":"Closed","Updated":"2026-03-09T07:00:00.000Z","Tom":null},"more":1.50}""")]
    [InlineData("first", """{"id":"13:2","property":{"Status":"Open","Updated":"2026-03-09T07:00:00.000Z","Tom":null},"more":1.50}""")]
    [InlineData("list", """{"id":"13:2","property":{"Status":["Open","Closed"],"Updated":["2026-03-09T07:00:00.000Z"],"Tom":[null]},"more":1.50}""")]
    public async Task A_list_of_names_and_values_becomes_an_object(string repeated, string expected)
    {
        var system = new DescribedSystem($"http:\n  list: {{ get: '/items?a={{since}}', records: items.item }}\n  properties: {{ list: property, name: name, value: [rawValue, content], repeated: {repeated} }}\n")
        {
            Answer = _ => DescribedSystem.Json("\uFEFF" + """{"items":{"item":[{"id":"13:2","property":[{"name":"Status","content":"Open"},{"name":"Updated","content":"2026-03-09 08:00","rawValue":"2026-03-09T07:00:00.000Z"},{"name":"Status","content":"Closed"},{"name":"Tom"},{"content":"nobody's"}],"more":1.50}]}}"""),
        };

        Assert.Equal(expected, DescribedSystem.Text(Assert.Single((await system.Source().ReadPageAsync(DescribedSystem.Changes, Token)).Records)));
    }

    [Fact]
    public async Task A_record_without_its_list_is_held_and_the_others_go_on()
    {
        var system = new DescribedSystem("http:\n  list: { get: '/items?a={since}' }\n  properties: { list: property, name: name, value: content }\n") { Answer = _ => DescribedSystem.Json("""[{"id":1},{"id":2,"property":[]},3]""") };

        var records = (await system.Source().ReadPageAsync(DescribedSystem.Changes, Token)).Records;

        Assert.Equal([true, false, true], records.Select(r => r.Broken is not null));
    }

    [Fact]
    public async Task A_rows_record_is_asked_for_and_what_it_refers_to_is_put_beside_it_once_for_all()
    {
        var system = Linked();
        var source = system.Source();

        var page = await source.ReadPageAsync(DescribedSystem.Changes, Token);
        await source.ReadPageAsync(DescribedSystem.Changes, Token);

        Assert.Equal(
        [
            """{"id":1,"status":"/s/open","owner":null,"lookups":{"status":{"name":"Öppen"},"owner":null}}""",
            """{"id":2,"status":"/s/open","owner":"x","lookups":{"status":{"name":"Öppen"},"owner":null}}""",
        ], page.Records.Select(DescribedSystem.Text));
        Assert.Equal(1, system.Calls.Count(c => c.Target == "/s/open"));
        Assert.Equal(1, system.Calls.Count(c => c.Target == "/api/owners/x"));
        Assert.Equal(4, system.Calls.Count(c => c.Target.StartsWith("/api/cases/", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task What_was_looked_up_is_asked_for_again_when_its_time_is_over_and_after_a_fault()
    {
        var system = Linked();
        var fails = true;
        var good = system.Answer;
        system.Answer = call => call.Target == "/s/open" && fails ? DescribedSystem.Json("{}", HttpStatusCode.InternalServerError) : good(call);
        var source = system.Source();

        await Assert.ThrowsAsync<Faults.SourceUnavailableException>(async () => await source.ReadPageAsync(DescribedSystem.Changes, Token));
        fails = false;
        Assert.Equal(2, (await source.ReadPageAsync(DescribedSystem.Changes, Token)).Records.Count(r => r.Broken is null));
        var before = system.Calls.Count(c => c.Target == "/s/open");
        system.Clock.Advance(TimeSpan.FromHours(2));
        await source.ReadPageAsync(DescribedSystem.Changes, Token);

        Assert.Equal(before + 1, system.Calls.Count(c => c.Target == "/s/open"));
    }

    [Fact]
    public async Task One_record_that_cannot_be_read_is_held_under_its_key_one_that_is_gone_is_left_out()
    {
        var system = Linked();
        var good = system.Answer;
        system.Answer = call => call.Target == "/api/cases/1" ? DescribedSystem.Json("<html>") : call.Target == "/api/cases/2" ? DescribedSystem.Json("{}", HttpStatusCode.NotFound) : good(call);

        var record = Assert.Single((await system.Source().ReadPageAsync(DescribedSystem.Changes, Token)).Records);

        Assert.Equal("1", record.BrokenKey);
        Assert.StartsWith("IH6101", record.Broken, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_outage_in_the_middle_of_details_is_no_record_that_cannot_be_read()
    {
        var system = Linked();
        var good = system.Answer;
        system.Answer = call => call.Target == "/api/cases/2" ? DescribedSystem.Json("{}", HttpStatusCode.InternalServerError) : good(call);

        await Assert.ThrowsAsync<Faults.SourceUnavailableException>(async () => await system.Source().ReadPageAsync(DescribedSystem.Changes, Token));
    }

    [Theory]
    [InlineData("{}", """{"lookups":{"a":1,"b":null}}""")]
    [InlineData("""{"x":1}""", """{"x":1,"lookups":{"a":1,"b":null}}""")]
    [InlineData(""" { "x" : 1 } """, """{ "x" : 1,"lookups":{"a":1,"b":null}}""")]
    public void Look_ups_are_the_last_member_of_a_record(string record, string expected) =>
        Assert.Equal(expected, Encoding.UTF8.GetString(RecordFinisher.Beside(Encoding.UTF8.GetBytes(record.TrimStart()), [("a", "1"u8.ToArray()), ("b", null)], "x").Span));

    static DescribedSystem Linked() => new("""
        http:
          list: { get: "/cases?a={since}" }
          detail: { get: "/cases/{row.id}", key: id }
          lookups:
            status: { get: "{record.status}" }
            owner: { get: "/owners/{record.owner}" }
        """)
    {
        Answer = call => call.Target switch
        {
            "/s/open" => DescribedSystem.Json("""{"name":"Öppen"}"""),
            "/api/owners/x" => DescribedSystem.Json("{}", HttpStatusCode.NotFound),
            "/api/cases/1" => DescribedSystem.Json("""{"id":1,"status":"/s/open","owner":null}"""),
            "/api/cases/2" => DescribedSystem.Json("""{"id":2,"status":"/s/open","owner":"x"}"""),
            _ => DescribedSystem.Json("""[{"id":1},{"id":2}]"""),
        },
    };
}
