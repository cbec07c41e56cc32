using System.Text.Json;
using IntegrationHub.Adapters.Tests.Bops;
using IntegrationHub.Adapters.Tests.PobG6;
using IntegrationHub.Adapters.Tests.Signalen;
using IntegrationHub.Adapters.Tests.SupportManagement;
using IntegrationHub.Adapters.Tests.ZgwZaken;

namespace IntegrationHub.Adapters.Tests.Systems;

/// <summary>That the scripted vendors answer as the contracts say: what is proved against a vendor that nobody has would prove nothing.</summary>
public sealed class ScriptedSystemsTests
{
    [Fact]
    public void Signalen_lists_and_shows_what_its_schemas_require()
    {
        var list = Answer(new SignalenSubject(), "/signals/v1/private/signals/", "Authorization", $"Bearer {Canary.Secret}");

        Assert.Empty(JsonShape.Differences(list, SignalenShape.List));
        Assert.All(Rows(list, "results"), row => Assert.Empty(JsonShape.Differences(row, SignalenShape.Signal)));
    }

    [Fact]
    public void Bops_lists_and_shows_what_its_swagger_requires()
    {
        var list = Answer(new BopsSubject(), "/api/v2/planning_applications/search?page=1", "Authorization", $"Bearer {Canary.Secret}");

        Assert.Empty(JsonShape.Differences(list, BopsShape.Listed));
        Assert.Empty(JsonShape.Differences(Answer(new BopsSubject(), "/api/v2/planning_applications/26-00001-HAPP", "Authorization", $"Bearer {Canary.Secret}"), BopsShape.Application));
        Assert.Empty(JsonShape.Differences(Answer(new BopsSubject(), "/api/v2/planning_applications/26-00001-HAPP/validation_requests", "Authorization", $"Bearer {Canary.Secret}"), BopsShape.Listed));
    }

    [Fact]
    public void Support_management_lists_what_its_openapi_says() =>
        Assert.Empty(JsonShape.Differences(Answer(new SupportManagementSubject(), "/support-management/15.0/2281/CONTACTCENTER/errands?page=0", "Authorization", "Bearer MTQ0NjJkZmQ5OTM2NDE1ZTZjNGZmZjI3"), SupportManagementShape.Page));

    [Fact]
    public void Pob_lists_payloads() =>
        Assert.Empty(JsonShape.Differences(Answer(new PobSubject(), "/pobg6/api/v110/cases?Filter=CaseType=Service Request&Fields=Id&limit=1", "Authorization", Canary.Secret), PobShape.List));

    [Theory]
    [InlineData(null, null, 403)]
    [InlineData("Bearer a.b.c", null, 403)]
    public void A_register_refuses_who_has_no_token_of_its_own(string? authorization, string? crs, int status) =>
        Assert.Equal(status, Ask(new ZgwSubject(), "/zaken/api/v1/zaken", ("Authorization", authorization), ("Accept-Crs", crs)).Status);

    [Fact]
    public void A_register_lists_what_the_zaken_api_requires_and_wants_its_coordinates()
    {
        var subject = new ZgwSubject();
        var token = Token(new DateTimeOffset(2026, 3, 10, 8, 0, 0, TimeSpan.Zero));
        string path = "/zaken/api/v1/zaken";

        Assert.Equal(412, Ask(subject, path, ("Authorization", token)).Status);
        Assert.Equal(406, Ask(subject, path, ("Authorization", token), ("Accept-Crs", "EPSG:28992")).Status);
        Assert.Equal(400, Ask(subject, $"{path}?updatedSince=2026", ("Authorization", token), ("Accept-Crs", "EPSG:4326")).Status);
        Assert.Equal(403, Ask(subject, path, ("Authorization", Token(new DateTimeOffset(2026, 3, 10, 6, 59, 0, TimeSpan.Zero))), ("Accept-Crs", "EPSG:4326")).Status);
        var list = Text(Ask(subject, path, ("Authorization", token), ("Accept-Crs", "EPSG:4326")));
        Assert.Empty(JsonShape.Differences(list, ZgwShape.List));
        Assert.All(Rows(list, "results"), row => Assert.Empty(JsonShape.Differences(row, ZgwShape.Zaak)));
    }

    static string Token(DateTimeOffset issued)
    {
        var signed = $"{Part("""{"alg":"HS256","typ":"JWT"}""")}.{Part($$"""{"iss":"integrationhub","iat":{{issued.ToUnixTimeSeconds()}},"client_id":"integrationhub","user_id":"hub","user_representation":"hub"}""")}";
        return $"Bearer {signed}.{System.Buffers.Text.Base64Url.EncodeToString(System.Security.Cryptography.HMACSHA256.HashData(System.Text.Encoding.UTF8.GetBytes(Canary.Secret), System.Text.Encoding.ASCII.GetBytes(signed)))}";
    }

    static string Part(string json) => System.Buffers.Text.Base64Url.EncodeToString(System.Text.Encoding.UTF8.GetBytes(json));

    static string Answer(HttpSubject subject, string target, string header, string value)
    {
        var answer = Ask(subject, target, (header, value));
        Assert.Equal(200, answer.Status);
        return Text(answer);
    }

    static VendorAnswer Ask(HttpSubject subject, string target, params (string Name, string? Value)[] headers)
    {
        var clock = new ManualClock();
        var history = new CaseHistory(clock);
        history.AddMany(2, TimeSpan.FromMinutes(5), c => c with { Person = Canary.Person });
        var (path, query) = target.Split('?', 2) is [var before, var after] ? (before, after) : (target, "");
        return subject.Answer(
            new VendorCall
            {
                Method = "GET", Path = path, Target = target, Body = "", At = clock.GetUtcNow(),
                Query = query.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(p => p.Split('=', 2)).ToDictionary(p => p[0], p => p[1]),
                Headers = headers.Where(h => h.Value is not null).ToDictionary(h => h.Name, h => h.Value!, StringComparer.OrdinalIgnoreCase),
            },
            new VendorCases(history));
    }

    static string Text(VendorAnswer answer) => System.Text.Encoding.UTF8.GetString(answer.Body.Span);

    static IEnumerable<string> Rows(string json, string list)
    {
        using var document = JsonDocument.Parse(json);
        return [.. document.RootElement.GetProperty(list).EnumerateArray().Select(r => r.GetRawText())];
    }
}
