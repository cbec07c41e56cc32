using IntegrationHub.Torture.History;

namespace IntegrationHub.Torture.Vendor;

/// <summary>What goes wrong with an answer of the model vendor.</summary>
internal enum VendorFault
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>It takes its time.</summary>
    Delay,

    /// <summary>It takes longer than anybody waits.</summary>
    Hang,

    /// <summary>The connection is reset after some of the promised bytes.</summary>
    Reset,

    /// <summary>The body ends early, and its length says that this is all.</summary>
    Truncated,

    /// <summary>Bytes without meaning.</summary>
    Garbage,

    /// <summary>A sign-in page, with 200.</summary>
    Html,

    /// <summary>429 with Retry-After.</summary>
    TooMany,

    /// <summary>503.</summary>
    Unavailable,

    /// <summary>Nothing at all, with 200.</summary>
    Nothing,

    /// <summary>A list without rows, with 200, that says it is complete.</summary>
    EmptyList,

    /// <summary>Half of the page, with the total as if it were whole.</summary>
    Half,

    /// <summary>A total that is not the number of rows.</summary>
    WrongTotal,

    /// <summary>The page before once more, in this one's place.</summary>
    PageAgain,

    /// <summary>The read is sent back to where it came from.</summary>
    GoesRound,
}

/// <summary>Which answers go wrong, and how.</summary>
internal sealed class VendorFaults(int seed)
{
    // What anybody can see is wrong.
    static readonly VendorFault[] Open =
    [
        VendorFault.Delay, VendorFault.Delay, VendorFault.Hang, VendorFault.Reset, VendorFault.Truncated, VendorFault.Garbage, VendorFault.Html,
        VendorFault.TooMany, VendorFault.Unavailable, VendorFault.Nothing, VendorFault.GoesRound,
    ];

    // Lies: a register that tells everything can be caught at them by what it promised. Of one that tells changes, nobody can know that it left some out.
    static readonly VendorFault[] OfExports = [.. Open, VendorFault.EmptyList, VendorFault.Half, VendorFault.WrongTotal, VendorFault.PageAgain];

    const int Shut = 25;

    // Of what is written: a delay, an answer that is lost or makes no sense, and no to everything for a moment.
    static readonly VendorFault[] OfDesk = [VendorFault.Delay, VendorFault.Hang, VendorFault.Reset, VendorFault.Reset, VendorFault.Html, VendorFault.Nothing, VendorFault.Unavailable, VendorFault.TooMany];

    readonly Lock gate = new();
    readonly Chance chance = Chance.Of(seed, "vendor faults");
    readonly Chance ofDesk = Chance.Of(seed, "faults of what is written");
    readonly Dictionary<VendorFault, int> counts = [];
    readonly Dictionary<VendorFault, int> deskCounts = [];
    int shut;

    /// <summary>How many answers in a hundred go wrong; none unless set.</summary>
    public int InHundred { get; set; }

    /// <summary>How many answers went wrong, by what was wrong with them.</summary>
    public IReadOnlyDictionary<VendorFault, int> Counts
    {
        get
        {
            lock (gate) return counts.ToDictionary();
        }
    }

    /// <summary>How many answers to what is written went wrong, by what was wrong with them.</summary>
    public IReadOnlyDictionary<VendorFault, int> DeskCounts
    {
        get
        {
            lock (gate) return deskCounts.ToDictionary();
        }
    }

    /// <summary>What is wrong with the next answer to what is written, and whether it is done all the same.</summary>
    public (VendorFault Fault, bool Done) NextOfDesk()
    {
        lock (gate)
        {
            // Three times as often as with what is read: it is here that something could be done twice.
            if (InHundred == 0) return (VendorFault.None, true);

            // Now and then nobody is let in for so long that commands use up their attempts.
            if (shut == 0 && ofDesk.Next(150) == 0) shut = Shut;
            if (shut == 0 && !ofDesk.InHundred(3 * InHundred)) return (VendorFault.None, true);

            var fault = shut > 0 ? VendorFault.TooMany : ofDesk.Pick(OfDesk);
            if (shut > 0) shut--;
            deskCounts[fault] = deskCounts.GetValueOrDefault(fault) + 1;
            return (fault, fault is VendorFault.Delay || ofDesk.InHundred(60));
        }
    }

    /// <summary>What is wrong with the next answer of a register.</summary>
    public VendorFault Next(RegisterKind register)
    {
        lock (gate)
        {
            if (InHundred == 0 || !chance.InHundred(InHundred)) return VendorFault.None;

            var fault = chance.Pick(register == RegisterKind.Export ? OfExports : Open);
            counts[fault] = counts.GetValueOrDefault(fault) + 1;
            return fault;
        }
    }
}
