using System.Text.Json;
using IntegrationHub.Protection;

namespace IntegrationHub.Server.Tests.Cli;

public sealed class DoctorCommandTests : IDisposable
{
    readonly HubOnDisk hub = new();

    public void Dispose() => hub.Dispose();

    [Fact]
    public async Task A_sound_hub_has_nothing_wrong_and_nothing_of_it_is_changed()
    {
        hub.Drop(HubOnDisk.Permits.Replace("Dozing", "open", StringComparison.Ordinal));
        Assert.Equal(0, await hub.RunAsync("sync"));
        hub.Drop(HubOnDisk.PermitsInAnotherOrder.Replace("Dozing", "open", StringComparison.Ordinal));
        var before = Files();

        Assert.Equal(0, await hub.RunAsync("doctor"));

        Assert.Contains("✓ keys and index: the index was written with these keys", hub.Output, StringComparison.Ordinal);
        Assert.Contains("✓ stream permits: it connects", hub.Output, StringComparison.Ordinal);
        Assert.Equal(before, Files());
    }

    [Fact]
    public async Task Everything_that_is_wrong_is_told_at_once_with_what_to_do()
    {
        hub.Drop(HubOnDisk.Permits);
        Assert.Equal(0, await hub.RunAsync("sync"));
        File.Delete(hub.KeysFile);
        KeyRingFile.CreateNew(hub.KeysFile);
        hub.WriteStream("others", "${NOWHERE}");

        Assert.Equal(1, await hub.RunAsync("doctor"));

        Assert.Contains("✗ keys and index: the index was written with other keys", hub.Output, StringComparison.Ordinal);
        Assert.Contains("→ put the key file back that belongs to this index", hub.Output, StringComparison.Ordinal);
        Assert.Contains("✗ stream others: ", hub.Output, StringComparison.Ordinal);
        Assert.Contains("NOWHERE", hub.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Programs_read_one_array()
    {
        Assert.Equal(0, await hub.RunAsync("doctor", "--format", "json", "--offline"));

        var findings = JsonSerializer.Deserialize<JsonElement>(hub.Output).EnumerateArray().ToList();
        Assert.All(findings, f => Assert.Contains(f.GetProperty("outcome").GetString(), new[] { "good", "doubt", "bad" }));
        Assert.Contains(findings, f => f.GetProperty("name").GetString() == "the keys");
    }

    [Fact]
    public async Task A_server_s_settings_are_examined_with_all_its_hubs()
    {
        hub.Write("appsettings.json", """{ "Listen": "http://127.0.0.1:0", "Hubs": { "sundby": { "File": "hub.yaml", "SpecialistDepartments": "byggnadsnamnden" } } }""");

        Assert.Equal(0, await hub.RunAsync("doctor", "--offline", "--settings", hub.In("appsettings.json")));

        Assert.Contains("✓ the settings: ", hub.Output, StringComparison.Ordinal);
        Assert.Contains("✓ the API keys: ", hub.Output, StringComparison.Ordinal);
    }

    string[] Files() => [.. Directory.EnumerateFiles(hub.In("."), "*", SearchOption.AllDirectories).Where(f => !f.Contains("index.db-", StringComparison.Ordinal) && !f.Contains("audit.db-", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
}
