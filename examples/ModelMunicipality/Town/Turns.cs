namespace ModelMunicipality.Town;

/// <summary>An order in which all of a number of things take turns: it looks shuffled, is worked out and not stored, and meets each once before it meets one again.</summary>
/// <remarks>The n-th turn is that of <c>n × stride mod count</c>; the stride has no divisor in common with the count, so that there is a way back.</remarks>
sealed class Turns
{
    readonly long count;
    readonly long stride;
    readonly long inverse;

    /// <param name="count">How many things there are.</param>
    public Turns(int count)
    {
        this.count = count;
        stride = CoprimeNear((long)(count * 0.618), count);
        inverse = Inverse(stride, count);
    }

    /// <summary>Whose turn it is.</summary>
    /// <param name="turn">From 0.</param>
    public int At(long turn) => (int)(turn % count * stride % count);

    /// <summary>The first turn of a thing; it comes again every count turns.</summary>
    public long FirstOf(int number) => number * inverse % count;

    static long CoprimeNear(long from, long modulus)
    {
        var candidate = Math.Max(1, from);
        while (GreatestCommonDivisor(candidate, modulus) != 1) candidate++;
        return candidate;
    }

    static long GreatestCommonDivisor(long a, long b) => b == 0 ? a : GreatestCommonDivisor(b, a % b);

    // Extended Euclid: stride × inverse ≡ 1 (mod modulus).
    static long Inverse(long value, long modulus)
    {
        var (a, b, x, y) = (value % modulus, modulus, 1L, 0L);
        while (a > 1)
        {
            var quotient = a / b;
            (a, b) = (b, a % b);
            (x, y) = (y, x - quotient * y);
        }

        return (x % modulus + modulus) % modulus;
    }
}
