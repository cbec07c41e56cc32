using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using IntegrationHub.Alerts;
using IntegrationHub.Configuration;
using IntegrationHub.HandOvers;
using IntegrationHub.Mails;
using IntegrationHub.Server.Tests.Operation;
using IntegrationHub.Tests.Shared;

namespace IntegrationHub.Server.Tests.HandOvers;

/// <summary>Somebody outside is sent a mail by a real hub over a real mail server, and replies in a page.</summary>
public sealed partial class ReplyPageTests : IAsyncLifetime
{
    readonly MailServer mail = new();
    readonly HttpClient outside = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
    HubOverHttp hub = null!;
    int keys;

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => hub = await HubOverHttp.StartAsync(
        options =>
        {
            options.Name = "Sundbys kommun";
            options.HandOvers.Units = new Dictionary<string, string> { ["contactCentre"] = "Kontaktcenter", ["barn"] = "Barn och utbildning", ["it"] = "It-enheten" };
            // What the links begin with is what a proxy outside would have; the test takes the path of it.
            options.HandOvers.Replies = new ReplySettings(new Uri("https://svar.sundby.example"), new MailServerSettings(new TextWithReferences("127.0.0.1", default), mail.Port, Encrypted: false, new TextWithReferences("hub@sundby.example", default)), "alerts.mail");
        }, "barn", "it");

    public async ValueTask DisposeAsync()
    {
        await hub.DisposeAsync();
        await mail.DisposeAsync();
        outside.Dispose();
    }

    [Fact]
    public async Task A_place_at_the_nursery_school_goes_from_the_contact_centre_over_the_department_and_it_to_the_vendor_outside_and_back_to_the_family()
    {
        var id = (await SendAsync("handovers", "agent", """{"kind":"callBack","subject":"The place at the nursery school","text":"Tolvan cannot send the form","to":{"kind":"unit","unit":"barn"},"person":{"name":"Tolvan Tolvansson","phone":"070-174 06 05"}}""")).GetProperty("handOver").GetString()!;
        await StepAsync(id, 1, "barn", "bo.barn", """ "step":"accepted" """);
        await StepAsync(id, 2, "barn", "bo.barn", """ "step":"passedOn","text":"The form shows the wrong year","to":{"kind":"group","unit":"it","name":"E-services"} """);
        await StepAsync(id, 3, "it", "ulla.it", """ "step":"accepted" """);
        await StepAsync(id, 4, "it", "ulla.it", """ "step":"passedOn","text":"Only the vendor can change it","to":{"kind":"external","name":"Formbolaget","email":"support@form.example"},"letter":{"subject":"The year in form 12","text":"It says 2024 & <should> say 2026.\nWhen can you mend it?"} """);

        var sent = await mail.NextAsync(Stop);
        var link = LinkIn().Match(sent).Groups[1].Value;
        Assert.Contains("It-enheten, Sundbys kommun, har en fråga till dig: The year in form 12", sent, StringComparison.Ordinal);
        Assert.All(new[] { "Tolvan", "070", "nursery", "2024" }, told => Assert.DoesNotContain(told, sent, StringComparison.Ordinal));

        var (status, page, headers) = await OpenAsync(link);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains("<h1>The year in form 12</h1>", page, StringComparison.Ordinal);
        Assert.Contains("It says 2024 &amp; &lt;should&gt; say 2026.\nWhen can you mend it?", page, StringComparison.Ordinal);
        Assert.All(new[] { "Tolvan", "070", "nursery", "wrong year", "Only the vendor", "<script", "E-services" }, told => Assert.DoesNotContain(told, page, StringComparison.OrdinalIgnoreCase));
        Assert.Equal(("no-store", "no-referrer", "noindex, nofollow"), (headers["Cache-Control"], headers["Referrer-Policy"], headers["X-Robots-Tag"]));
        Assert.StartsWith("default-src 'none'; style-src 'sha256-", headers["Content-Security-Policy"], StringComparison.Ordinal);

        (status, page, _) = await ReplyAsync(link, "Vi lagar det på fredag.\r\nHälsningar, \"Åsa\"");
        Assert.Equal((HttpStatusCode.OK, true), (status, page.Contains("Tack, ditt svar är framme", StringComparison.Ordinal)));

        var read = await WithStepsAsync(id, 7);
        Assert.Equal(("waiting", "person", "it", "ulla.it"), (read.GetProperty("state").GetString(), read.GetProperty("holder").GetProperty("kind").GetString(), read.GetProperty("holder").GetProperty("unit").GetString(), read.GetProperty("holder").GetProperty("name").GetString()));
        await StepAsync(id, 7, "it", "ulla.it", """ "step":"returned","text":"The vendor mends it on Friday" """);
        await StepAsync(id, 8, "barn", "bo.barn", """ "step":"accepted" """);
        await StepAsync(id, 9, "barn", "bo.barn", """ "step":"attempted","outcome":"reached" """);
        await StepAsync(id, 10, "barn", "bo.barn", """ "step":"done","text":"The form works from Friday" """);

        var told = (await hub.SendAsync(HttpMethod.Get, $"handovers/{id}", "agent")).Body;
        Assert.Equal(
            ["created", "accepted", "passedOn", "accepted", "passedOn", "sent", "replied", "returned", "accepted", "attempted", "done"],
            told.GetProperty("steps").EnumerateArray().Select(step => step.GetProperty("kind").GetString()));
        Assert.Equal("Vi lagar det på fredag.\nHälsningar, \"Åsa\"", told.GetProperty("steps")[6].GetProperty("text").GetString());
        Assert.Equal(("done", "The form works from Friday"), (told.GetProperty("state").GetString(), told.GetProperty("answer").GetString()));
        Assert.Equal(["handover.letter full", "handover.replied asked"], (await hub.AuditAsync("handover.")).Where(line => line.Caller == "replyLink").Select(line => $"{line.Action} {line.Result}"));
    }

    [Fact]
    public async Task Whatever_is_wrong_with_a_link_the_answer_is_the_same_and_looking_at_a_good_one_does_nothing()
    {
        var (id, link) = await AskAsync();
        // Mail programs and scanners look at every link, in every way that only looks.
        foreach (var method in new[] { HttpMethod.Get, HttpMethod.Head, HttpMethod.Options, HttpMethod.Get }) await outside.SendAsync(new HttpRequestMessage(method, new Uri(hub.Address, link)), Stop);
        Assert.Equal(2, (await WithStepsAsync(id, 2)).GetProperty("steps").GetArrayLength());

        Assert.Equal(HttpStatusCode.OK, (await ReplyAsync(link, "In May")).Status);
        var used = await OpenAsync(link);
        var usedAgain = await ReplyAsync(link, "In June");
        var (other, _) = await AskAsync();
        await SendAsync($"handovers/{other}/steps", "it", """{"step":"withdrawn","text":"needed no more","version":2}""");

        foreach (var bad in new[] { used, usedAgain, await OpenAsync("/reply/nonsense"), await OpenAsync($"/reply/{new HandOverId(7)}"), await ReplyAsync($"/reply/{new HandOverId(7)}", ""), await ReplyAsync("/reply/x", new string('x', 6000)) })
            Assert.Equal((HttpStatusCode.NotFound, used.Page), (bad.Status, bad.Page));
        Assert.Contains("Länken går inte att använda", used.Page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reply_that_is_none_is_told_with_what_was_written_kept()
    {
        var (_, link) = await AskAsync();

        var (status, page, _) = await ReplyAsync(link + "?lang=en", " ");
        Assert.Equal((HttpStatusCode.BadRequest, true), (status, page.Contains("Write a reply first.", StringComparison.Ordinal)));
        (status, page, _) = await ReplyAsync(link, "<b>" + new string('x', 5000));
        Assert.Equal((HttpStatusCode.BadRequest, true), (status, page.Contains("&lt;b&gt;xxx", StringComparison.Ordinal)));
        using var json = await outside.PostAsync(new Uri(hub.Address, link), new StringContent("""{"reply":"In May"}""", System.Text.Encoding.UTF8, "application/json"), Stop);
        Assert.Equal(HttpStatusCode.BadRequest, json.StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await ReplyAsync(link, "In May")).Status);
    }

    [Fact]
    public async Task Whoever_tries_many_links_waits_and_a_good_link_waits_with_them()
    {
        var (_, link) = await AskAsync();
        for (var times = 0; times < 20; times++) Assert.Equal(HttpStatusCode.NotFound, (await OpenAsync($"/reply/{new HandOverId((ulong)times)}")).Status);

        var (status, page, headers) = await OpenAsync(link);

        Assert.Equal((HttpStatusCode.TooManyRequests, true), (status, headers.ContainsKey("Retry-After")));
        Assert.Contains("Försök igen om en stund", page, StringComparison.Ordinal);
    }

    [GeneratedRegex("https://svar\\.sundby\\.example(/reply/[0-9a-z]{26})")]
    private static partial Regex LinkIn();

    async Task<(string Id, string Link)> AskAsync()
    {
        var id = (await SendAsync("handovers", "it", """{"kind":"handOver","subject":"The bus stop","to":{"kind":"external","name":"Regionen","email":"stops@region.example"},"letter":{"subject":"The bus stop","text":"Is it yours?"}}""")).GetProperty("handOver").GetString()!;
        var link = LinkIn().Match(await mail.NextAsync(Stop)).Groups[1].Value;
        await WithStepsAsync(id, 2);
        return (id, link);
    }

    // That the mail was taken is written after it was.
    async Task<JsonElement> WithStepsAsync(string id, int steps)
    {
        while (true)
        {
            var read = (await hub.SendAsync(HttpMethod.Get, $"handovers/{id}", "it")).Body;
            if (read.GetProperty("version").GetInt32() >= steps) return read;
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Stop);
        }
    }

    async Task<(HttpStatusCode Status, string Page, Dictionary<string, string> Headers)> OpenAsync(string path)
    {
        using var response = await outside.GetAsync(new Uri(hub.Address, path), Stop);
        return await ReadAsync(response);
    }

    async Task<(HttpStatusCode Status, string Page, Dictionary<string, string> Headers)> ReplyAsync(string path, string text)
    {
        using var form = new FormUrlEncodedContent([new("reply", text)]);
        using var response = await outside.PostAsync(new Uri(hub.Address, path), form, Stop);
        return await ReadAsync(response);
    }

    static async Task<(HttpStatusCode Status, string Page, Dictionary<string, string> Headers)> ReadAsync(HttpResponseMessage response) =>
        (response.StatusCode, await response.Content.ReadAsStringAsync(Stop), response.Headers.ToDictionary(header => header.Key, header => string.Join(", ", header.Value)));

    async Task StepAsync(string id, int version, string key, string person, string step)
    {
        await WithStepsAsync(id, version);
        var (status, body) = await hub.SendAsync(HttpMethod.Post, $"handovers/{id}/steps", key, $"{{{step},\"version\":{version}}}", $"key-{keys++}", person);
        Assert.True(status == HttpStatusCode.Created, body.GetRawText());
    }

    async Task<JsonElement> SendAsync(string path, string key, string json)
    {
        var (status, body) = await hub.SendAsync(HttpMethod.Post, path, key, json, $"key-{keys++}", "ulla.it");
        Assert.True(status == HttpStatusCode.Created, body.GetRawText());
        return body;
    }
}
