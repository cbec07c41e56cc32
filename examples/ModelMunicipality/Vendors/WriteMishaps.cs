namespace ModelMunicipality.Vendors;

/// <summary>What befalls something that is written to a system.</summary>
public enum WriteMishap
{
    /// <summary>Nothing: it is taken, and told.</summary>
    None,

    /// <summary>It is taken, and the connection breaks before that is told.</summary>
    AnswerLost,

    /// <summary>The system answers 503, and takes nothing.</summary>
    Down,

    /// <summary>The system says no, in its own words.</summary>
    Refused,
}

/// <summary>The mishaps of writes that a test, or a visitor, asks for. None comes by itself.</summary>
public sealed class WriteMishaps
{
    readonly Lock gate = new();
    WriteMishap asked;
    int left;

    /// <summary>Whether the system says no to whatever is written for as long as this says so.</summary>
    internal Func<bool> SaysNo { get; set; } = () => false;

    /// <summary>What befalls the next writes.</summary>
    /// <param name="mishap">What.</param>
    /// <param name="times">How many of them.</param>
    public void Next(WriteMishap mishap, int times = 1)
    {
        lock (gate) (asked, left) = (mishap, times);
    }

    /// <summary>What befalls this write.</summary>
    internal WriteMishap Take()
    {
        lock (gate) return left-- > 0 ? asked : SaysNo() ? WriteMishap.Refused : WriteMishap.None;
    }
}
