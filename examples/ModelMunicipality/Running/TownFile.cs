using System.Text.Json;

namespace ModelMunicipality.Running;

/// <summary>What the town in a data folder was made from, so that a later start finds the same town.</summary>
/// <param name="Seed">What it is computed from.</param>
/// <param name="Cases">How many cases each system has.</param>
/// <param name="Base">Until when the cases had lived their lives when it was made.</param>
sealed record TownFile(int Seed, int Cases, DateTimeOffset Base)
{
    // The hub leaves to its next read what changed in the last minute. Frozen systems have nothing that young: their first read holds everything.
    static readonly TimeSpan Settled = TimeSpan.FromMinutes(10);

    /// <summary>Reads the file, or makes it.</summary>
    /// <exception cref="StartRefusedException">It was made with other options, or is broken.</exception>
    public static TownFile Open(string path, MunicipalityOptions options, TimeProvider time)
    {
        if (File.Exists(path)) return Read(path).Matching(options);

        // Whole seconds: the systems' own times have no finer ones.
        var now = DateTimeOffset.FromUnixTimeSeconds(time.GetUtcNow().ToUnixTimeSeconds());
        var town = new TownFile(options.Seed ?? MunicipalityOptions.DefaultSeed, options.Cases ?? MunicipalityOptions.DefaultCases, options.Once ? now - Settled : now);
        OwnerFile.Write(path, JsonSerializer.SerializeToUtf8Bytes(town, JsonSerializerOptions.Web));
        return town;
    }

    static TownFile Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<TownFile>(File.ReadAllBytes(path), JsonSerializerOptions.Web) ?? throw new JsonException();
        }
        catch (JsonException e)
        {
            throw new StartRefusedException($"{path} is broken. Delete the whole data folder and start anew, or name another one with --data.", e);
        }
    }

    TownFile Matching(MunicipalityOptions options)
    {
        if (options.Seed is { } seed && seed != Seed)
            throw new StartRefusedException($"The data folder holds the town of seed {Seed}, not {seed}. Leave --seed out, or name another folder with --data.");
        if (options.Cases is { } cases && cases != Cases)
            throw new StartRefusedException($"The data folder was made with {Cases} cases per system, not {cases}. Leave --cases out, or name another folder with --data.");
        return this;
    }
}
