using System.Text.Json;
using IntegrationHub.Adapters.Tests.Systems;
using IntegrationHub.Cases;
using IntegrationHub.Lookup;

namespace IntegrationHub.Adapters.Tests.EasitGo;

/// <summary>Easit GO's stream file and mapping as they ship, through the hub.</summary>
public sealed class EasitHubTests
{
    static readonly DateTimeOffset Monday = new(2026, 3, 9, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_question_is_found_by_who_asked_and_what_is_the_social_services_is_not()
    {
        await using var hub = await StartAsync([Item(41, "street-light.json"), Item(42, "several-of-one-name.json"), Item(44, "social.json")]);
        await hub.ReadAsync("easit-go-cases");

        var byPhone = Assert.Single((await hub.LookUpAsync(LookupBy.Phone, "0701740612")).Full);
        var byNumber = Assert.Single((await hub.LookUpAsync(LookupBy.CaseNumber, "2026-1041")).Full);

        Assert.Equal((byPhone.Id, CaseStatus.InProgress, "Lampan vid gångvägen"), (byNumber.Id, byNumber.Status, byNumber.Title));
        Assert.Empty((await hub.LookUpAsync(LookupBy.Person, "19350101-9800")).Cases);
        Assert.Single((await hub.LookUpAsync("socialtjansten", LookupBy.Person, "19350101-9800")).Full);
    }

    [Fact]
    public async Task The_sub_matter_is_found_by_the_id_of_the_main_one()
    {
        await using var hub = await StartAsync([Item(41, "street-light.json"), Item(42, "several-of-one-name.json")]);
        await hub.ReadAsync("easit-go-cases");

        var found = (await hub.LookUpAsync(LookupBy.CaseNumber, "41:2")).Full.ToList();

        Assert.Contains(found, c => c.Links.Contains(new CaseLink("main-case", "41:2")));
    }

    [Fact]
    public async Task The_first_read_asks_for_everything_and_the_next_for_what_changed_by_a_GET_with_a_body()
    {
        await using var hub = await StartAsync([Item(41, "street-light.json")]);
        await hub.ReadAsync("easit-go-cases");
        var first = hub.Vendor.Calls.Count;
        hub.Settle();
        await hub.ReadAsync("easit-go-cases");

        Assert.All(hub.Vendor.Calls, c => Assert.Equal(("GET", "IntegrationHub"), (c.Method, Body(c).GetProperty("itemViewIdentifier").GetString())));
        Assert.All(hub.Vendor.Calls, c => Assert.Equal(JsonValueKind.Number, Body(c).GetProperty("page").ValueKind));
        Assert.All(hub.Vendor.Calls.Take(first), c => Assert.True(!Body(c).TryGetProperty("columnFilter", out var filters) || filters.GetArrayLength() == 0));
        var filter = Body(hub.Vendor.Calls[^1]).GetProperty("columnFilter")[0];
        // The first read began at 08:00; a minute may not be visible yet, and ten minutes are read again.
        Assert.Equal(("Uppdaterad", "2026-03-10T07:49:00.000Z"), (filter.GetProperty("columnName").GetString(), filter.GetProperty("rawValue").GetString()));
    }

    [Fact]
    public void The_scripted_answer_is_one_of_the_vendors_samples()
    {
        var envelope = new ContractFields(new Dictionary<string, string>
        {
            ["columns"] = "object!", ["items"] = "object!", ["requestedPage"] = "integer!", ["page"] = "integer!", ["pageSize"] = "integer!", ["totalNumberOfPages"] = "integer!", ["totalNumberOfItems"] = "integer!",
        });
        var item = new ContractFields(new Dictionary<string, string> { ["property"] = "list!", ["attachment"] = "list!", ["id"] = "string!" });
        var property = new ContractFields(new Dictionary<string, string> { ["content"] = "string!", ["name"] = "string!", ["rawValue"] = "string?" });

        foreach (var sample in (string[])["street-light.json", "several-of-one-name.json", "bare.json", "social.json"])
        {
            using var row = JsonDocument.Parse(Samples.Text("easit-go", sample));
            Assert.Empty(item.Faults(row.RootElement));
            Assert.Empty(row.RootElement.GetProperty("property").EnumerateArray().SelectMany(property.Faults));
        }

        using var answer = JsonDocument.Parse(Samples.Text("easit-go", "answer-with-bom.json"));
        Assert.Empty(envelope.Faults(answer.RootElement));
    }

    static JsonElement Body(VendorCall call) => JsonDocument.Parse(call.Body).RootElement;

    static EasitItem Item(int number, string sample) => new(number, Monday, Samples.Text("easit-go", sample));

    static Task<SystemHub> StartAsync(IReadOnlyList<EasitItem> items) => SystemHub.StartAsync(
        "easit-go",
        call => ScriptedEasit.Answer(call, items),
        vendor => new() { ["EASIT_URL"] = $"{vendor}integration-api", ["EASIT_VIEW"] = ScriptedEasit.View },
        new() { ["EASIT_KEY"] = ScriptedEasit.Key });
}
