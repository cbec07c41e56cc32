using System.Text.Json;

namespace IntegrationHub.EndToEnd.Tests.Canaries;

/// <summary>What people do on the canary's day: they talk with the canary and write it down, promise to call back, pass it on, and have notes written to the vendor, which takes them, refuses them, and loses its answers.</summary>
static class CanaryPeople
{
    /// <summary>What they write: it stands nowhere else.</summary>
    public const string Written = "kanariesamtalet handlade om en sjukdom";

    // Real time, for what goes on beside the town's clock.
    static readonly TimeSpan AMoment = TimeSpan.FromMilliseconds(20);
    const int MostMoments = 1500;

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Plays it; how the commands to the vendor ended, in the order in which they were asked for.</summary>
    public static async Task<IReadOnlyList<string>> PlayAsync(CanaryTown town)
    {
        var cases = await CasesAsync(town);
        await TalkAsync(town, cases);
        await HandOverAsync(town);
        return await WriteAsync(town, cases[0]);
    }

    /// <summary>Everything that people write, in places where it does not belong.</summary>
    public static async Task AskWronglyAsync(CanaryTown town)
    {
        var @case = (await CasesAsync(town))[0];
        foreach (var value in Canary.Values)
        {
            var escaped = Uri.EscapeDataString(value);
            foreach (var path in (string[])[$"/api/v1/writes/{escaped}", $"/api/v1/cases/{escaped}/writes", $"/api/v1/contacts/{escaped}", $"/api/v1/handovers/{escaped}", $"/api/v1/handovers?unit={escaped}", $"/api/v1/handovers?{escaped}=1"])
                await town.AskAsync(HttpMethod.Get, path);
            foreach (var path in (string[])[$"/api/v1/outbox/commands?stream={escaped}", $"/api/v1/outbox/commands?state={escaped}", $"/api/v1/outbox/commands?{escaped}=1"])
                await town.AskAsync(HttpMethod.Get, path, "operations");
            await town.AskAsync(HttpMethod.Post, $"/api/v1/outbox/commands/{escaped}/resend", "operations", json: JsonSerializer.Serialize(new { version = 1, text = value }));
            await town.AskAsync(HttpMethod.Post, $"/api/v1/outbox/commands/{@case}/settle", "operations", json: """{"version":1}""", purpose: $"{value} {Canary.Number}");

            var asked = JsonSerializer.Serialize(value);
            foreach (var body in (string[])
                [
                    $$"""{"kind":{{asked}},"text":{{asked}}}""", $$"""{"kind":"note","text":{{asked}},{{asked}}:{{asked}}}""", $$"""{"kind":"note","text":{{asked}},"status":{{asked}}}""",
                    $$"""{"kind":"message","text":{{asked}}}""", $$"""{"kind":"note","subject":{{asked}},"text":{{JsonSerializer.Serialize(value + new string('x', 30_000))}}}""", $$"""{"kind":"note","text":{{asked}}""",
                    $$"""{"kind":"attach","attachment":{"name":{{asked}},"mediaType":{{asked}},"content":{{asked}} } }""",
                ])
                await town.AskAsync(HttpMethod.Post, $"/api/v1/cases/{@case}/writes", json: body, once: Key());
            await town.AskAsync(HttpMethod.Post, $"/api/v1/cases/{@case}/writes", json: Note(), once: value);
            await town.AskAsync(HttpMethod.Post, $"/api/v1/cases/{@case}/writes", json: Note());
            await town.AskAsync(HttpMethod.Post, $"/api/v1/cases/{@case}/writes", "operations", Note(), once: Key());
            foreach (var body in (string[])
                [
                    $$"""{"channel":{{asked}},"questions":[{"subject":{{asked}}}]}""", $$"""{"channel":"phone","person":{"personalNumber":{{asked}},"phone":{{asked}},"email":{{asked}}},"questions":[{"subject":"x","cases":[{{asked}}]}]}""",
                    $$"""{"channel":"phone",{{asked}}:1}""",
                ])
                await town.AskAsync(HttpMethod.Post, "/api/v1/contacts", json: body, once: Key());
            foreach (var body in (string[])
                [
                    $$"""{"kind":{{asked}},"subject":{{asked}}}""", $$"""{"kind":"callBack","subject":"x","to":{"kind":"unit","unit":{{asked}}},"person":{"phone":{{asked}} } }""", $$"""{"kind":"callBack","subject":"x","to":{"kind":"unit","unit":"tekniska"},"dueAt":{{asked}}}""",
                ])
                await town.AskAsync(HttpMethod.Post, "/api/v1/handovers", json: body, once: Key());
        }
    }

    // A case of the vendor's that can be written to, and one of another system.
    static async Task<IReadOnlyList<string>> CasesAsync(CanaryTown town)
    {
        var (_, found) = await town.AskAsync(HttpMethod.Post, "/api/v1/lookups", json: JsonSerializer.Serialize(new { by = "person", value = Canary.Number, purpose = Canary.Purpose }));
        var cases = JsonDocument.Parse(found).RootElement.GetProperty("cases").EnumerateArray().ToList();
        return [.. new[] { "byggr", "errands" }.Select(source => cases.First(one => one.GetProperty("source").GetString() == source).GetProperty("id").GetString()!)];
    }

    static async Task TalkAsync(CanaryTown town, IReadOnlyList<string> cases)
    {
        var begun = await AddAsync(town, "/api/v1/contacts", new
        {
            channel = "phone",
            person = new { name = Canary.Name, personalNumber = Canary.Number, phone = Canary.Phone, email = Canary.Email },
            questions = new[] { new { subject = Canary.FreeText } },
        });
        var question = $"/api/v1/contacts/{begun.GetProperty("contact").GetString()}/questions/1";
        var (saved, _) = await town.AskAsync(HttpMethod.Put, question, json: JsonSerializer.Serialize(new { subject = Canary.FreeText, notes = Written, cases, version = 1 }));
        Assert.Equal(200, saved);
        // Somebody else has written meanwhile.
        await town.AskAsync(HttpMethod.Put, question, json: JsonSerializer.Serialize(new { subject = Canary.FreeText, notes = Written, cases, version = 1 }));
    }

    static async Task HandOverAsync(CanaryTown town)
    {
        var begun = await AddAsync(town, "/api/v1/handovers", new
        {
            kind = "callBack",
            subject = Canary.FreeText,
            text = Written,
            to = new { kind = "unit", unit = "tekniska" },
            person = new { name = Canary.Name, personalNumber = Canary.Number, phone = Canary.Phone },
        });
        var steps = $"/api/v1/handovers/{begun.GetProperty("handOver").GetString()}/steps";
        foreach (var step in (object[])[new { step = "accepted", version = 1 }, new { step = "attempted", outcome = "notReached", version = 2 }, new { step = "done", text = Written, version = 3 }])
        {
            var (taken, said) = await town.AskAsync(HttpMethod.Post, steps, "specialist", JsonSerializer.Serialize(step), once: Key());
            Assert.True(taken == 201, said);
        }

        await town.AskAsync(HttpMethod.Post, steps, "specialist", JsonSerializer.Serialize(new { step = "returned", text = Written, version = 4 }), once: Key());
    }

    static async Task<IReadOnlyList<string>> WriteAsync(CanaryTown town, string @case)
    {
        var ids = new List<string>();
        town.Mend();
        ids.Add(await NoteAsync(town, @case));
        await UntilAtRestAsync(town);

        // The vendor's own no, with what it says of the person.
        town.Vendor(500, "text/xml", $"<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body><s:Fault><faultcode>s:Client</faultcode><faultstring>{Canary.Name}, {Canary.Number}: {Canary.FreeText}</faultstring></s:Fault></s:Body></s:Envelope>");
        ids.Add(await NoteAsync(town, @case));
        await UntilAtRestAsync(town);

        // An answer of which nobody can say whether it was carried out; the next one is taken back behind it.
        town.Vendor(500, "text/plain", $"NullReferenceException: {Canary.Name} {Canary.Number} at {Canary.Address}");
        ids.Add(await NoteAsync(town, @case));
        ids.Add(await NoteAsync(town, @case));
        await UntilAsync(town, queue => queue.GetProperty("unknown").GetInt64() == 1);
        var (taken, said) = await town.AskAsync(HttpMethod.Post, $"/api/v1/writes/{ids[^1]}/withdraw");
        Assert.True(taken == 200, said);
        town.Mend();
        await UntilAtRestAsync(town);

        var ends = new List<string>();
        foreach (var id in ids)
        {
            var (found, one) = await town.AskAsync(HttpMethod.Get, $"/api/v1/writes/{id}");
            Assert.True(found == 200, one);
            ends.Add(JsonDocument.Parse(one).RootElement.GetProperty("state").GetString()!);
        }

        return ends;
    }

    static async Task<string> NoteAsync(CanaryTown town, string @case) => (await AddAsync(town, $"/api/v1/cases/{@case}/writes", JsonSerializer.Deserialize<JsonElement>(Note()))).GetProperty("id").GetString()!;

    static async Task<JsonElement> AddAsync(CanaryTown town, string path, object body)
    {
        var (status, said) = await town.AskAsync(HttpMethod.Post, path, json: JsonSerializer.Serialize(body), once: Key());
        Assert.True(status is 201 or 202, said);
        return JsonDocument.Parse(said).RootElement;
    }

    static Task UntilAtRestAsync(CanaryTown town) => UntilAsync(town, queue => Waiting(queue) == 0);

    static long Waiting(JsonElement queue) => queue.GetProperty("queued").GetInt64() + queue.GetProperty("sending").GetInt64() + queue.GetProperty("unknown").GetInt64();

    // Nothing passes while something is on its way: the town's clock would end it.
    static async Task UntilAsync(CanaryTown town, Func<JsonElement, bool> isSo)
    {
        for (var moments = 0; moments < MostMoments; moments++)
        {
            var streams = JsonDocument.Parse((await town.AskAsync(HttpMethod.Get, "/api/v1/outbox", "operations")).Body).RootElement.GetProperty("streams").EnumerateArray().ToList();
            var queue = streams.Count == 0 ? Nothing : streams.Single();
            if (isSo(queue)) return;

            if (queue.GetProperty("sending").GetInt64() == 0 && moments % 10 == 9) town.Pass(TimeSpan.FromSeconds(30));
            await Task.Delay(AMoment, TimeProvider.System, Stop);
        }

        Assert.Fail("The commands did not come to rest.");
    }

    static JsonElement Nothing { get; } = JsonDocument.Parse("""{"queued":0,"sending":0,"unknown":0}""").RootElement;

    static string Note() => JsonSerializer.Serialize(new { kind = "note", subject = Canary.FreeText, text = Written });

    static string Key() => Guid.NewGuid().ToString("n");
}
