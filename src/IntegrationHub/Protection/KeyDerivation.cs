using System.Security.Cryptography;

namespace IntegrationHub.Protection;

/// <summary>One key per purpose, kind and tenant from the keys of the ring (HKDF with SHA-256), so that no two uses share one.</summary>
static class KeyDerivation
{
    public static byte[] Derive(ReadOnlySpan<byte> key, params ReadOnlySpan<string> purpose)
    {
        var info = new CanonicalBytes();
        info.Add("integrationhub/1");
        foreach (var part in purpose) info.Add(part);

        var derived = new byte[KeyRing.KeyLength];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, key, derived, salt: [], info.Written);
        return derived;
    }
}
