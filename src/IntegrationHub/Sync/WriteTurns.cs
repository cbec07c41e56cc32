namespace IntegrationHub.Sync;

/// <summary>How many records one transaction takes, so that it keeps others from writing for no longer than the store wants. Learns from what each took.</summary>
internal sealed class WriteTurns
{
    /// <summary>Fewer are not worth a transaction of their own.</summary>
    public const int Least = 10;

    // Until something was measured: what a new case costs on a usual machine.
    static readonly TimeSpan Assumed = TimeSpan.FromMicroseconds(100);

    // A change for the worse counts at once, one for the better little by little: one slow transaction is felt, one that is short costs nothing.
    const double Trust = 0.3;

    TimeSpan each = Assumed;

    /// <summary>How many of so many records the next transaction takes.</summary>
    /// <param name="records">How many there are.</param>
    /// <param name="turn">How long a transaction may take; null for as long as it does.</param>
    public int Next(int records, TimeSpan? turn)
    {
        if (turn is not { } most || each <= TimeSpan.Zero) return records;

        var fit = (int)Math.Clamp(most / each, Least, int.MaxValue);
        // What would be left is not worth another one.
        return records - fit < Math.Max(Least, fit / 4) ? records : fit;
    }

    /// <summary>A transaction of so many records took so long.</summary>
    public void Took(int records, TimeSpan took)
    {
        if (records < Least) return;

        var measured = took / records;
        each = measured > each ? measured : each + (measured - each) * Trust;
    }
}
