namespace IntegrationHub.Torture.History;

/// <summary>Numbers that look random and are the same for the same seed on every machine, which those of .NET's own generator need not be.</summary>
/// <param name="seed">What everything is drawn from.</param>
internal sealed class Chance(ulong seed)
{
    ulong drawn;

    /// <summary>A generator of its own for one purpose, so that what one thing draws does not shift what another gets.</summary>
    public static Chance Of(int seed, string purpose)
    {
        var mixed = Mix((ulong)(uint)seed + 0x9E3779B97F4A7C15UL);
        foreach (var letter in purpose) mixed = Mix(mixed ^ letter);
        return new Chance(mixed);
    }

    /// <summary>A whole number from 0 to <paramref name="below"/> − 1.</summary>
    public int Next(int below) => (int)(Mix(seed + ++drawn * 0x9E3779B97F4A7C15UL) % (uint)below);

    /// <summary>Whether something happens that happens so many times in a hundred.</summary>
    public bool InHundred(int times) => Next(100) < times;

    /// <summary>One of several.</summary>
    public T Pick<T>(IReadOnlyList<T> choices) => choices[Next(choices.Count)];

    // SplitMix64.
    static ulong Mix(ulong x)
    {
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9UL;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EBUL;
        return x ^ (x >> 31);
    }
}
