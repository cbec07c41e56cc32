namespace ModelMunicipality.Vendors.Troubles;

/// <summary>The troubles that come without being asked for: one system at a time, worked out from the town's seed and the clock.</summary>
/// <param name="town">Whose seed they are drawn from.</param>
/// <param name="start">When the town was made.</param>
sealed class TroublePlan(Town.Town town, DateTimeOffset start)
{
    /// <summary>In each of these somebody has a trouble.</summary>
    public static readonly TimeSpan Turn = TimeSpan.FromMinutes(4);

    const int Drawn = 80;

    /// <summary>The trouble that a system has at a moment; null when it has none.</summary>
    /// <param name="system">The system.</param>
    /// <param name="now">The moment.</param>
    /// <param name="notBefore">No trouble begins before this.</param>
    public Trouble? Of(TroubledSystem system, DateTimeOffset now, DateTimeOffset notBefore)
    {
        if (now < start) return null;

        var turn = (now - start).Ticks / Turn.Ticks;
        var draw = town.Draw((int)turn, Drawn);
        if (TroubledSystem.All[(int)(draw % (uint)TroubledSystem.All.Count)] != system) return null;

        // Behind each trouble more than a minute is left to see the recovery in.
        var from = start + Turn * turn + TimeSpan.FromSeconds(60 + draw / 7 % 60);
        var trouble = new Trouble(system.OwnKinds[(int)(draw / 4 % (uint)system.OwnKinds.Count)], from, from + TimeSpan.FromSeconds(25 + draw / 11 % 20));
        return now >= trouble.From && now < trouble.Until && trouble.From >= notBefore ? trouble : null;
    }
}
