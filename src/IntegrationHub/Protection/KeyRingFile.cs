using System.Text.Json;

namespace IntegrationHub.Protection;

/// <summary>A key ring in a file that only its owner may read.</summary>
/// <remarks>The file is JSON: <c>format</c>, <c>active</c>, <c>encryption</c> (id to key), <c>index</c>, <c>identity</c>, keys in base 64. Losing it means losing what is personal in the index.</remarks>
public static class KeyRingFile
{
    const string Format = "integrationhub-keys/1";
    const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    /// <summary>Reads a key ring.</summary>
    /// <exception cref="KeyRingUnusableException">There is no such file, others than its owner may read or write it, or it is no key ring.</exception>
    public static KeyRing Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);

        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(file.SafeFileHandle) & Others) != 0)
                throw new KeyRingUnusableException($"Others than its owner may read or write the key file '{path}'. Run: chmod 600 '{path}'. If somebody may have read it, make new keys.");

            using var json = JsonDocument.Parse(file);
            return Read(path, json.RootElement);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new KeyRingUnusableException($"There is no key file '{path}'. Put the one back that the index was written with; only for a new index make a new one.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new KeyRingUnusableException($"The key file '{path}' cannot be read ({e.GetType().Name}). Check its owner and its place.", e);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The parser's message can quote the file, so it is left out.
            throw new KeyRingUnusableException($"The key file '{path}' is no JSON. Put the original back from its copy.");
        }
    }

    /// <summary>Draws new keys and writes them to a new file that only its owner may read (mode 0600).</summary>
    /// <exception cref="KeyRingUnusableException">The file exists, or cannot be written.</exception>
    public static KeyRing CreateNew(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);

        var keys = KeyRing.Create();
        Write(path, keys);
        return keys;
    }

    /// <summary>Writes a key ring to a new file that only its owner may read (mode 0600); used when a key was added.</summary>
    /// <exception cref="KeyRingUnusableException">The file exists, or cannot be written.</exception>
    public static void Write(string path, KeyRing keys)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(keys);

        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OwnerOnly;

        try
        {
            using var file = new FileStream(path, options);
            using (var json = new Utf8JsonWriter(file, new JsonWriterOptions { Indented = true })) WriteJson(json, keys);
            file.WriteByte((byte)'\n');
            file.Flush(flushToDisk: true);
        }
        catch (IOException e) when (File.Exists(path))
        {
            throw new KeyRingUnusableException($"The key file '{path}' exists and is never overwritten: without its keys the index written with them is lost. Choose another path.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new KeyRingUnusableException($"The key file '{path}' cannot be written ({e.GetType().Name}). Check that its folder exists and may be written.", e);
        }
    }

    static void WriteJson(Utf8JsonWriter json, KeyRing keys)
    {
        json.WriteStartObject();
        json.WriteString("format", Format);
        json.WriteString("active", keys.ActiveKeyId);
        json.WriteStartObject("encryption");
        foreach (var id in keys.KeyIds.Order(StringComparer.Ordinal)) json.WriteBase64String(id, keys.FindEncryptionKey(id));
        json.WriteEndObject();
        json.WriteBase64String("index", keys.IndexKey);
        json.WriteBase64String("identity", keys.IdentityKey);
        json.WriteEndObject();
    }

    static KeyRing Read(string path, JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("format", out var format) || format.ValueKind != JsonValueKind.String || !format.ValueEquals(Format))
            throw new KeyRingUnusableException($"'{path}' is no key file: \"format\": \"{Format}\" is missing.");
        if (!root.TryGetProperty("encryption", out var encryption) || encryption.ValueKind != JsonValueKind.Object)
            throw new KeyRingUnusableException($"The key file '{path}' has no \"encryption\" with keys by id.");
        if (!root.TryGetProperty("active", out var active) || active.ValueKind != JsonValueKind.String)
            throw new KeyRingUnusableException($"The key file '{path}' has no \"active\" that names a key.");

        var keys = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var entry in encryption.EnumerateObject())
            if (!keys.TryAdd(entry.Name, Key(path, entry.Name, entry.Value))) throw new KeyRingUnusableException($"The key file '{path}' has two keys '{entry.Name}'.");

        return new KeyRing(active.GetString()!, keys, Key(path, root, "index"), Key(path, root, "identity"));
    }

    static byte[] Key(string path, JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) ? Key(path, name, value) : throw new KeyRingUnusableException($"The key file '{path}' has no \"{name}\".");

    static byte[] Key(string path, string name, JsonElement value) =>
        value.ValueKind == JsonValueKind.String && value.TryGetBytesFromBase64(out var key)
            ? key
            : throw new KeyRingUnusableException($"The key '{name}' in the key file '{path}' is no base 64 text.");
}
