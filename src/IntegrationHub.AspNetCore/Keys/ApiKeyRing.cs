using System.Security.Cryptography;
using System.Text;

namespace IntegrationHub.AspNetCore;

/// <summary>The keys that open the API and the pages: those of the key file as it is now.</summary>
/// <param name="keys">The keys.</param>
/// <param name="watch">Tells newer ones; without it the keys stay as they are.</param>
sealed class ApiKeyRing(IReadOnlyList<ApiKey> keys, KeyFileWatch? watch = null)
{
    // Far longer than any key: what is longer is not hashed.
    const int MaxLength = 512;

    volatile IReadOnlyList<ApiKey> inForce = keys;

    /// <summary>Reads the key file, after making it if there is none.</summary>
    public static ApiKeyRing Open(IntegrationHubApiOptions options, TimeProvider time, ILogger logger)
    {
        if (!File.Exists(options.KeyFile))
        {
            ApiKeyFile.CreateNew(options.KeyFile, [.. options.SpecialistDepartments]);
            ApiLog.KeyFileMade(logger, options.KeyFile);
        }

        // The watch looks first: a change in between is then seen as one.
        var watch = new KeyFileWatch(options.KeyFile, time, logger);
        return new ApiKeyRing(ApiKeyFile.Read(options.KeyFile), watch);
    }

    /// <summary>The key with this text, or null.</summary>
    /// <remarks>All keys are compared, by hash and in constant time, so that how long it takes tells nothing of how near a guess is.</remarks>
    public ApiKey? Find(string? text)
    {
        if (string.IsNullOrEmpty(text) || text.Length > MaxLength) return null;

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(text), hash);
        return OfHash(hash);
    }

    /// <summary>Whether this very key is still in force, with the same name and rights.</summary>
    public bool Holds(ApiKey key) =>
        OfHash(key.Hash) is { } now && now.Name == key.Name && now.Role == key.Role && now.Departments.SequenceEqual(key.Departments, StringComparer.Ordinal);

    ApiKey? OfHash(ReadOnlySpan<byte> hash)
    {
        if (watch?.Newer() is { } newer) inForce = newer;

        ApiKey? found = null;
        foreach (var key in inForce)
            if (CryptographicOperations.FixedTimeEquals(key.Hash, hash)) found = key;
        return found;
    }
}
