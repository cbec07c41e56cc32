using System.Security.Cryptography;
using System.Text;

namespace IntegrationHub.AspNetCore;

/// <summary>The keys that open the API.</summary>
sealed class ApiKeyRing(IReadOnlyList<ApiKey> keys)
{
    // Far longer than any key: what is longer is not hashed.
    const int MaxLength = 512;

    /// <summary>Reads the key file, after making it if there is none.</summary>
    public static ApiKeyRing Open(IntegrationHubApiOptions options, ILogger logger)
    {
        if (!File.Exists(options.KeyFile))
        {
            ApiKeyFile.CreateNew(options.KeyFile, [.. options.SpecialistDepartments]);
            ApiLog.KeyFileMade(logger, options.KeyFile);
        }

        return new ApiKeyRing(ApiKeyFile.Read(options.KeyFile));
    }

    /// <summary>The key with this text, or null.</summary>
    /// <remarks>All keys are compared, by hash and in constant time, so that how long it takes tells nothing of how near a guess is.</remarks>
    public ApiKey? Find(string? text)
    {
        if (string.IsNullOrEmpty(text) || text.Length > MaxLength) return null;

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(text), hash);
        ApiKey? found = null;
        foreach (var key in keys)
            if (CryptographicOperations.FixedTimeEquals(key.Hash, hash)) found = key;
        return found;
    }
}
