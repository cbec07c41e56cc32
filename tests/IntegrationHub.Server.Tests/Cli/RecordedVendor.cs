using System.Text;
using System.Text.Json.Nodes;
using IntegrationHub.Adapters.Http;
using IntegrationHub.Cli;
using IntegrationHub.Configuration;
using IntegrationHub.Diagnostics;
using IntegrationHub.Tests.Shared;
using IntegrationHub.Workshop.Live;

namespace IntegrationHub.Server.Tests.Cli;

/// <summary>Support-management as it is connected by files, with the canary in every place where a person or a secret can stand: two pages behind a token.</summary>
sealed class RecordedVendor : IAsyncDisposable
{
    const string Granted = "dG9rZW4tdGhhdC1ub2JvZHktbWF5LXNlZQ";

    static readonly string Sample = File.ReadAllText(Path.Combine(Repository.Root, "mappings/support-management/samples/page.json"));

    RecordedVendor(ScriptedVendor vendor) => Vendor = vendor;

    public ScriptedVendor Vendor { get; }

    public static async Task<RecordedVendor> StartAsync(Func<VendorCall, VendorAnswer?>? before = null) =>
        new(await ScriptedVendor.StartAsync(TimeProvider.System, call => before?.Invoke(call) ?? Answer(call)));

    /// <summary>The stream of the mapping's folder, connected to this vendor.</summary>
    public LiveStream Stream()
    {
        var catalog = new HubCatalog([Path.Combine(Repository.Root, "mappings/support-management")], [new HttpAdapter()], Toolbox.Standard.Compile, TimeProvider.System).Reload();
        var found = catalog.Streams.Single();
        return new LiveStream(found.File, found.Adapter, found.Mapping, new GivenSettings(
            new Dictionary<string, string>
            {
                ["SUPPORT_MANAGEMENT_URL"] = new Uri(Vendor.Address, "support-management/15.0/2281/CONTACTCENTER").ToString(),
                ["SUPPORT_MANAGEMENT_TOKEN_URL"] = new Uri(Vendor.Address, "token").ToString(),
                ["SUPPORT_MANAGEMENT_CLIENT_ID"] = "hub",
            },
            new Dictionary<string, string> { ["SUPPORT_MANAGEMENT_CLIENT_SECRET"] = Canary.Secret }), TimeProvider.System);
    }

    public ValueTask DisposeAsync() => Vendor.DisposeAsync();

    static VendorAnswer Answer(VendorCall call)
    {
        if (call.Path == "/token")
        {
            return call.Headers["Authorization"] == $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"hub:{Canary.Secret}"))}"
                ? VendorAnswer.Json($$"""{"access_token":"{{Granted}}","token_type":"Bearer","expires_in":3600}""") with { Headers = new Dictionary<string, string> { ["Set-Cookie"] = $"session={Canary.Secret}; Path=/" } }
                : VendorAnswer.Only(401);
        }

        if (call.Headers.GetValueOrDefault("Authorization") != $"Bearer {Granted}") return VendorAnswer.Only(401);

        var page = JsonNode.Parse(Sample)!.AsObject();
        var errands = page["content"]!.AsArray();
        var isFirst = call.Query["page"] == "0";
        var shown = isFirst ? [WithCanary(errands[0]!.DeepClone().AsObject(), call)] : errands.Skip(1).Select(e => e!.DeepClone()).ToArray();
        page["content"] = new JsonArray([.. shown]);
        page["last"] = !isFirst;
        page["number"] = isFirst ? 0 : 1;
        return VendorAnswer.Json(page.ToJsonString());
    }

    static JsonObject WithCanary(JsonObject errand, VendorCall call)
    {
        errand["title"] = $"{Canary.Name} undrar, ring {Canary.Phone} eller skriv till {Canary.Email}";
        errand["description"] = $"{Canary.FreeText}: {Canary.Number}";
        errand["contactReasonDescription"] = $"{Canary.FreeText}";
        errand["assignedUserId"] = Canary.Handler;
        errand["escalationEmail"] = Canary.Email;
        errand["parameters"]![0]!["values"] = new JsonArray($"{Canary.Number.Replace("-", "", StringComparison.Ordinal)}", Canary.FreeText);
        errand["labels"]![0]!["resourcePath"] = $"/a/b?person={Canary.Number[2..]}&mail={Uri.EscapeDataString(Canary.Email)}&name={Uri.EscapeDataString(Canary.Name)}";
        var person = errand["stakeholders"]![0]!;
        (person["firstName"], person["lastName"], person["address"]) = ("Kanariella", "Fagelstrom", Canary.Address);
        person["externalId"] = Canary.Number;
        person["contactChannels"] = new JsonArray(
            new JsonObject { ["type"] = "Email", ["value"] = Canary.Email }, new JsonObject { ["type"] = "Phone", ["value"] = Canary.Phone }, new JsonObject { ["type"] = "Phone", ["value"] = "+46 70 999 77 31" });
        // Some vendors say in their answers how they were asked.
        errand["jsonParameters"] = new JsonArray(new JsonObject { ["asked"] = call.Headers["Authorization"], ["secret"] = Canary.Secret });
        return errand;
    }
}
