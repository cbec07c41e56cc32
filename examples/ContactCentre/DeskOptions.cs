using System.Text.Json;
using IntegrationHub.Client;

namespace ContactCentre;

/// <summary>Where the desk finds its hub.</summary>
static class DeskOptions
{
    public const string Help = """
        The desk of a contact centre, on a hub.

        dotnet run --project examples/ContactCentre -- [--hub URL] [--keys FILE] [--as NAME] [--urls URL]

          --hub   the hub's address; http://127.0.0.1:5080/ unless said, where the model municipality listens
          --keys  the hub's file of API keys, model-municipality-data/api-keys.json unless said.
                  In its place the key may stand in the environment, as HUB_API_KEY.
          --as    the name of the key; agent unless said. With the key of a department's specialists its people have their unit's list here.
          --urls  where the desk listens; http://127.0.0.1:5090 unless said. It is made for the loopback: it believes who somebody says they are.
        """;

    /// <summary>Fills in the settings of the client.</summary>
    /// <exception cref="InvalidOperationException">There is no key; the message says where it was looked for.</exception>
    public static void Take(HubClientOptions options, IConfiguration settings)
    {
        options.BaseAddress = Uri.TryCreate(settings["hub"] ?? "http://127.0.0.1:5080/", UriKind.Absolute, out var hub)
            ? hub
            : throw new InvalidOperationException("--hub is no address: write it whole, such as http://127.0.0.1:5080/.");
        options.ApiKey = settings["HUB_API_KEY"] is { Length: > 0 } key ? key : OfFile(settings["keys"] ?? Path.Combine("model-municipality-data", "api-keys.json"), settings["as"] ?? "agent");
    }

    static string OfFile(string file, string name)
    {
        if (!File.Exists(file)) throw new InvalidOperationException($"There is no '{file}'. Start the model municipality first, in the same folder, or name the hub's file of keys with --keys, or set HUB_API_KEY.");

        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(file));
            return json.RootElement.GetProperty("keys").EnumerateArray().First(key => key.GetProperty("name").GetString() == name).GetProperty("key").GetString()!;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            // What is in the file is secret: no more is said of it.
            throw new InvalidOperationException($"'{file}' holds no key of the name '{name}'.", e);
        }
    }
}
