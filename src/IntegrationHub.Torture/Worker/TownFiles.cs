using System.Globalization;
using System.Security.Cryptography;
using IntegrationHub.Protection;

namespace IntegrationHub.Torture.Worker;

/// <summary>What lies in a town's folder: stream files and mappings, the keys, the index.</summary>
internal sealed class TownFiles(string folder)
{
    /// <summary>The municipality.</summary>
    public const string Tenant = "torture";

    /// <summary>The stream files and mappings.</summary>
    public string Streams => Path.Combine(folder, "streams");

    /// <summary>The keys.</summary>
    public string Keys => Path.Combine(folder, "hub.keys");

    /// <summary>What the vendor's notifications are signed with.</summary>
    public string HookSecret => Path.Combine(folder, "hook.secret");

    /// <summary>The case index.</summary>
    public string Index => Path.Combine(folder, "index");

    /// <summary>The index's own file.</summary>
    public string IndexFile => Path.Combine(Index, "index.db");

    /// <summary>Where worker n writes what it has to say.</summary>
    public string Log(int worker) => Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"worker-{worker:000}.log"));

    /// <summary>Reads what notifications are signed with.</summary>
    public string ReadHookSecret() => File.ReadAllText(HookSecret);

    /// <summary>Makes the folder ready for the first worker.</summary>
    /// <param name="from">When the first window of the openings begins.</param>
    /// <param name="every">How often streams are run by schedule.</param>
    public void Make(DateTimeOffset from, string every)
    {
        Directory.CreateDirectory(Streams);
        KeyRingFile.CreateNew(Keys);
        File.WriteAllText(HookSecret, "whsec_" + Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
        var assembly = typeof(TownFiles).Assembly;
        foreach (var name in assembly.GetManifestResourceNames().Where(n => n.EndsWith(".yaml", StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            var text = reader.ReadToEnd().Replace("\"${FROM}\"", from.ToString("yyyy-MM-dd'T'HH:mm:ssK", CultureInfo.InvariantCulture), StringComparison.Ordinal)
                .Replace("every: 1m", $"every: {every}", StringComparison.Ordinal);
            File.WriteAllText(Path.Combine(Streams, name), text);
        }
    }
}
