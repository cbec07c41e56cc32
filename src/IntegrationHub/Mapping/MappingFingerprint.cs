using System.Security.Cryptography;
using System.Text;
using IntegrationHub.Configuration;

namespace IntegrationHub.Mapping;

/// <summary>16 bytes over everything that decides a mapping's results, and nothing else: comments, layout, the version text and the list of ignored fields leave it as it is.</summary>
internal static class MappingFingerprint
{
    /// <summary>Raised whenever the same mapping file gives other results than before.</summary>
    const string Language = "mapping/1";

    public static byte[] Of(YamlMap file, IReadOnlyList<(string Path, string Text)> tables, IEnumerable<string> functions)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(hash, 'L', Language);
        foreach (var entry in file.Entries.Where(e => e.Key.Text is not ("version" or "ignore"))) Add(hash, entry);
        foreach (var (path, text) in tables)
        {
            Add(hash, 'F', path);
            Add(hash, 'T', text.ReplaceLineEndings("\n"));
        }

        foreach (var function in functions.Order(StringComparer.Ordinal)) Add(hash, 'U', function);
        return hash.GetHashAndReset()[..16];
    }

    static void Add(IncrementalHash hash, YamlEntry entry)
    {
        Add(hash, 'K', entry.Key.Text);
        Add(hash, entry.Value);
    }

    static void Add(IncrementalHash hash, YamlNode node)
    {
        switch (node)
        {
            case YamlText text:
                Add(hash, 'S', text.Text);
                break;
            case YamlList list:
                Add(hash, '[', "");
                foreach (var item in list.Items) Add(hash, item);
                Add(hash, ']', "");
                break;
            case YamlMap map:
                Add(hash, '{', "");
                foreach (var entry in map.Entries) Add(hash, entry);
                Add(hash, '}', "");
                break;
            default:
                throw new InvalidOperationException($"No canonical form of {node.GetType().Name}.");
        }
    }

    static void Add(IncrementalHash hash, char kind, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        Span<byte> head = stackalloc byte[5];
        head[0] = (byte)kind;
        System.Buffers.Binary.BinaryPrimitives.WriteInt32LittleEndian(head[1..], bytes.Length);
        hash.AppendData(head);
        hash.AppendData(bytes);
    }
}
