using System.Net;
using System.Text.Json;
using IntegrationHub.Server.Tests.Operation;

namespace IntegrationHub.Server.Tests.Contacts;

/// <summary>A real hub with a permit in it and the shipped mappings of a telephone system and of an e-mail gateway: contacts are dropped as files and found over HTTP.</summary>
public sealed class ContactsFromFilesTests : IAsyncLifetime
{
    const string Rows = """
        Number;Person;Name;Title;Status;Changed
        BYGG 2026-000200;19121212-1212;Tolvan Tolvansson;Garage på Åsgatan;open;2026-03-02 08:00

        """;

    const string Header = "CallId;Start;End;Direction;Number;Agent;Queue;Outcome;CaseNumber;Note\n";

    HubOverHttp hub = null!;
    int files;

    public async ValueTask InitializeAsync() => hub = await HubOverHttp.StartAsync(options =>
    {
        // Days of this year would be too old in two.
        options.Contacts.KeepFor = TimeSpan.Zero;
        foreach (var (system, name, setting) in new[] { ("telephony", "telephony-calls", "TELEPHONY_DROP"), ("email-gateway", "email-gateway", "EMAIL_DROP") }) Connect(options.StreamFolders[0], system, name, setting);
    });

    static void Connect(string streams, string system, string name, string setting)
    {
        var drop = Directory.CreateDirectory(Path.Combine(Path.GetDirectoryName(streams)!, system)).FullName;
        File.WriteAllText(Path.Combine(streams, $"{name}.mapping.yaml"), MappingOf($"{system}/{name}.mapping.yaml", system));
        File.WriteAllText(Path.Combine(streams, $"{name}.stream.yaml"), MappingOf($"{system}/{name}.stream.yaml", system).Replace($"${{{setting}}}", drop, StringComparison.Ordinal)
            .Replace("content: changes", "content: changes\n  settled: 0s", StringComparison.Ordinal));
        var codes = Directory.CreateDirectory(Path.Combine(streams, "codes")).FullName;
        foreach (var table in Directory.EnumerateFiles(Path.Combine(Repository(), "mappings", system, "codes"))) File.Copy(table, Path.Combine(codes, $"{system}-{Path.GetFileName(table)}"));
    }

    public ValueTask DisposeAsync() => hub.DisposeAsync();

    static string Repository()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "IntegrationHub.sln"))) folder = Path.GetDirectoryName(folder)!;
        return folder;
    }

    static string MappingOf(string file, string system) =>
        File.ReadAllText(Path.Combine(Repository(), "mappings", file)).Replace("codes/", $"codes/{system}-", StringComparison.Ordinal);

    async Task CallAsync(string rows)
    {
        await File.WriteAllTextAsync(hub.Disk.In($"telephony/calls-{files++:000}.csv"), Header + rows);
        await hub.RunAsync("telephony-calls");
    }

    async Task<JsonElement[]> FindAsync(string by, string value, string role = "agent") =>
        [.. (await hub.SendAsync(HttpMethod.Post, "contacts/find", role, JsonSerializer.Serialize(new { by, value, purpose = "the citizen calls" }))).Body.GetProperty("contacts").EnumerateArray()];

    static string? Text(JsonElement contact, string field) => contact.GetProperty(field).GetString();

    [Fact]
    public async Task A_call_out_of_an_export_is_found_beside_those_that_were_written_here_once_its_case_has_come()
    {
        await hub.SendAsync(HttpMethod.Post, "contacts", "agent", """{"channel":"chat","person":{"phone":"070-174 06 05"},"questions":[{"subject":"own"}]}""", "chat-1");
        await CallAsync("C-1;2026-03-02 10:00:00;;in;070-174 06 05;Anna Ek;Bygglov;;BYGG 2026-000200;\n");
        Assert.Equal(["chat"], (await FindAsync("phone", "0701740605")).Select(contact => Text(contact, "channel")));

        hub.Disk.Drop(Rows);
        await hub.RunAsync();
        await CallAsync("C-1;2026-03-02 10:00:00;2026-03-02 10:06:30;in;070-174 06 05;Anna Ek;Bygglov;answered;BYGG 2026-000200;Wants to know when\n");
        await CallAsync("C-1;2026-03-02 10:00:00;2026-03-02 10:01:00;in;070-174 06 05;Anna Ek;Bygglov;callback;BYGG 2026-000200;older\n");

        var found = await FindAsync("phone", "0701740605");
        Assert.Equal(["chat", "phone"], found.Select(contact => Text(contact, "channel")));
        var call = found[1];
        Assert.Equal(("telephony", "Telefoni / Telephony", "C-1", "Anna Ek"), (Text(call, "source"), Text(call, "sourceTitle"), Text(call, "number"), Text(call, "by")));
        Assert.False(found[0].TryGetProperty("source", out var none) && none.ValueKind == JsonValueKind.String);
        Assert.Equal(("answered", "Wants to know when"), (Text(call.GetProperty("questions")[0], "result"), Text(call.GetProperty("questions")[0], "notes")));

        var permit = (await hub.SendAsync(HttpMethod.Post, "lookups", "agent", """{"by":"caseNumber","value":"BYGG 2026-000200","purpose":"the citizen calls"}""")).Body.GetProperty("cases")[0];
        var ofCase = (await hub.SendAsync(HttpMethod.Get, $"cases/{Text(permit, "id")}/contacts", "agent")).Body.GetProperty("contacts");
        Assert.Equal(Text(call, "id"), Text(Assert.Single(ofCase.EnumerateArray()), "id"));
        var timeline = (await hub.SendAsync(HttpMethod.Get, $"cases/{Text(permit, "id")}", "agent")).Body.GetProperty("timeline").EnumerateArray();
        var line = Assert.Single(timeline, happening => happening.TryGetProperty("contact", out var of) && of.ValueKind == JsonValueKind.Object);
        Assert.Equal((Text(call, "id"), "telephony", "Wants to know when"), (Text(line.GetProperty("contact"), "id"), Text(line, "source"), Text(line, "text")));
        Assert.Equal(Text(permit, "id"), call.GetProperty("questions")[0].GetProperty("cases")[0].GetString());
        Assert.Contains("contact.told", (await hub.AuditAsync("contact.")).Where(line => line.Entry == Text(call, "id")).Select(line => line.Action));

        // A telephone system says nothing of which cases there are.
        var coverage = (await hub.SendAsync(HttpMethod.Post, "lookups", "agent", """{"by":"caseNumber","value":"BYGG 2026-000200","purpose":"the citizen calls"}""")).Body.GetProperty("coverage");
        Assert.Equal(["permits"], coverage.EnumerateArray().Select(source => Text(source, "source")));
    }

    [Fact]
    public async Task An_answer_on_contacts_says_which_of_the_systems_that_hold_some_has_not_brought_them()
    {
        await CallAsync("C-5;2026-03-02 10:00:00;2026-03-02 10:06:30;in;070-174 06 05;Anna Ek;Kontaktcenter;answered;;\n");
        Assert.Equal(["email: notConnected", "telephony: complete"], await CoverageAsync());

        await CallAsync("C-6;2026-03-02 11:00:00;2026-03-02 11:06:30;in;070-174 06 05;Anna Ek;Kontaktcenter;voicemail;;\n");
        Assert.Equal(["email: notConnected", "telephony: partial"], await CoverageAsync());
        Assert.Single(await FindAsync("phone", "0701740605"));
    }

    async Task<IEnumerable<string>> CoverageAsync() =>
        (await hub.SendAsync(HttpMethod.Post, "contacts/find", "agent", """{"by":"phone","value":"0701740605","purpose":"the citizen calls"}""")).Body.GetProperty("coverage").EnumerateArray()
            .Select(source => $"{Text(source, "source")}: {Text(source, "state")}").Order(StringComparer.Ordinal);

    [Fact]
    public async Task What_another_system_holds_is_changed_there_and_is_told_to_whom_its_queue_lets_be_told()
    {
        await CallAsync("C-2;2026-03-02 10:00:00;2026-03-02 10:06:30;in;070-174 06 05;Anna Ek;Kontaktcenter;answered;;\nC-3;2026-03-02 11:00:00;2026-03-02 11:06:30;in;070-174 06 05;Bo Alm;Socialtjänst;answered;;\n");

        var told = Assert.Single(await FindAsync("phone", "0701740605"));
        var (status, problem) = await hub.SendAsync(HttpMethod.Put, $"contacts/{Text(told, "id")}/questions/1", "agent", """{"notes":"mine","version":1}""");

        Assert.Equal("C-2", Text(told, "number"));
        Assert.Equal((HttpStatusCode.BadRequest, "IH7011"), (status, Text(problem, "code")));
        Assert.Contains("telephony", problem.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_row_that_cannot_be_mapped_waits_in_quarantine_and_comes_in_when_its_table_is_mended()
    {
        await CallAsync("C-4;2026-03-02 10:00:00;2026-03-02 10:06:30;in;070-174 06 05;Anna Ek;Kontaktcenter;voicemail;;\n");
        Assert.Empty(await FindAsync("phone", "0701740605"));

        await File.AppendAllTextAsync(hub.Disk.In("streams/codes/telephony-outcomes.csv"), "voicemail,notReached\n", TestContext.Current.CancellationToken);
        await hub.RunAsync("telephony-calls");

        Assert.Equal("notReached", Text(Assert.Single(await FindAsync("phone", "0701740605")).GetProperty("questions")[0], "result"));
    }

    [Fact]
    public async Task A_letter_of_the_gateway_is_a_contact_and_garbage_beside_it_waits_in_quarantine()
    {
        hub.Disk.Drop(Rows);
        await hub.RunAsync();
        await File.WriteAllBytesAsync(hub.Disk.In("email-gateway/1-garbage.eml"), [0, 255, 17], TestContext.Current.CancellationToken);
        File.Copy(Path.Combine(Repository(), "mappings/email-gateway/mails/garage.eml"), hub.Disk.In("email-gateway/2.eml"));
        await hub.RunAsync("email-gateway");
        File.Copy(Path.Combine(Repository(), "mappings/email-gateway/mails/garage.eml"), hub.Disk.In("email-gateway/3-again.eml"));
        await hub.RunAsync("email-gateway");

        var letter = Assert.Single(await FindAsync("email", "tolvan@example.se"));
        Assert.Equal(("email", "Tolvan Åäkö"), (Text(letter, "channel"), Text(letter.GetProperty("person"), "name")));
        Assert.StartsWith("När kommer inspektören?", Text(letter.GetProperty("questions")[0], "notes"), StringComparison.Ordinal);
        Assert.Single(await hub.Hub.Quarantine.ListAsync(new() { Limit = 10 }, TestContext.Current.CancellationToken));
    }
}
