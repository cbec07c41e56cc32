using IntegrationHub.WriteBack;

namespace IntegrationHub.Torture.Vendor;

/// <summary>Something that was written to the vendor, in the order in which it arrived.</summary>
/// <param name="Number">The number of the command, as its text says.</param>
/// <param name="Source">The register.</param>
/// <param name="Key">The case.</param>
/// <param name="Kind">What was written.</param>
internal sealed record ArrivedWrite(int Number, string Source, string Key, WriteKind Kind);

/// <summary>Takes what is written. A note it knows again by its id, a message can be looked for, and of a hand-over it tells nothing and knows nothing again.</summary>
internal sealed class ModelDesk
{
    // Which of them the vendor says no to, whenever it is asked.
    const int RefusedOf = 19;
    const int Refused = 7;

    readonly Lock gate = new();
    readonly List<ArrivedWrite> objects = [];
    readonly Dictionary<string, int> known = new(StringComparer.Ordinal);
    int knownAgain;

    /// <summary>Everything that was written, in the order in which it arrived.</summary>
    public IReadOnlyList<ArrivedWrite> Objects
    {
        get
        {
            lock (gate) return [.. objects];
        }
    }

    /// <summary>How often something came that was known again by its id.</summary>
    public int KnownAgain
    {
        get
        {
            lock (gate) return knownAgain;
        }
    }

    /// <summary>Whether the vendor says no to a command, always.</summary>
    public static bool Refuses(int number) => number % RefusedOf == Refused;

    /// <summary>The text of a command.</summary>
    public static string TextOf(int number) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"command {number}");

    /// <summary>The number of a command, by its text.</summary>
    public static int NumberOf(string text) => int.Parse(text.AsSpan(text.LastIndexOf(' ') + 1), System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Takes something; the vendor's name for it.</summary>
    public string Take(string id, ArrivedWrite written)
    {
        lock (gate)
        {
            if (written.Kind == WriteKind.Note && known.TryGetValue(id, out var before))
            {
                knownAgain++;
                return NameOf(before);
            }

            objects.Add(written);
            known[id] = objects.Count;
            return NameOf(objects.Count);
        }
    }

    /// <summary>The vendor's name for a command that can be looked for; null when it is not there.</summary>
    public string? Find(string source, string key, int number)
    {
        lock (gate)
        {
            var place = objects.FindIndex(written => written.Source == source && written.Key == key && written.Number == number);
            return place < 0 ? null : NameOf(place + 1);
        }
    }

    static string NameOf(int place) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"w{place}");
}
