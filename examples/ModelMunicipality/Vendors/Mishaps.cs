namespace ModelMunicipality.Vendors;

/// <summary>What befalls single records in a town that lives: now and then one is written with a date that is none, and mended a minute later; now and then one is gone for good.</summary>
/// <remarks>Worked out from the seed and the clock. The records that visitors are shown are spared, and one in fifty goes at most.</remarks>
sealed class Mishaps
{
    /// <summary>How often a record is gone.</summary>
    public static readonly TimeSpan GoneEvery = TimeSpan.FromMinutes(4);

    /// <summary>How long a bad record stays bad.</summary>
    public static readonly TimeSpan BadFor = TimeSpan.FromSeconds(60);

    /// <summary>What stands in a bad record in place of a date.</summary>
    public const string NoDate = "okänt datum";

    const int EveryChanges = 24;
    const int MostGone = 1_000;
    const int Drawn = 90;

    readonly DateTimeOffset start;
    readonly TimeSpan changeEvery;
    readonly Func<int, bool> isSpared;
    readonly Dictionary<int, int> turns = [];

    /// <param name="town">Whose seed they are drawn from.</param>
    /// <param name="start">When they begin.</param>
    /// <param name="cases">How many records the system has.</param>
    /// <param name="changeEvery">How often one of them changes.</param>
    /// <param name="isSpared">Which records nothing befalls.</param>
    public Mishaps(Town.Town town, DateTimeOffset start, int cases, TimeSpan changeEvery, Func<int, bool> isSpared)
    {
        (this.start, this.changeEvery, this.isSpared) = (start, changeEvery, isSpared);
        for (var turn = 0; turn < Math.Min(MostGone, (cases + 49) / 50); turn++)
        {
            var number = (int)(town.Draw(turn, Drawn) % (uint)cases);
            if (!isSpared(number)) turns.TryAdd(number, turn);
        }
    }

    /// <summary>Whether the record is gone from the system.</summary>
    public bool IsGone(int number, DateTimeOffset now) => turns.TryGetValue(number, out var turn) && now >= start + GoneEvery * (turn + 1);

    /// <summary>Whether the record, which changed at this time, is a bad one now: one change in <see cref="EveryChanges"/> goes wrong.</summary>
    public bool IsBad(int number, DateTimeOffset changedAt, DateTimeOffset now) =>
        changedAt > start && now - changedAt < BadFor && (changedAt - start).Ticks / changeEvery.Ticks % EveryChanges == EveryChanges / 2 && !isSpared(number);
}
