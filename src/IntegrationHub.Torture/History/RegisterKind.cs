namespace IntegrationHub.Torture.History;

/// <summary>The registers of the model vendor: each can be asked in one way only, and is read by the strategy that fits.</summary>
internal enum RegisterKind
{
    /// <summary>Tells what changed since, deletions too; many changes share a second. Cursor.</summary>
    Changes,

    /// <summary>Tells what was opened in a window, and never more than so many rows. Windowed, with a reread of what is open.</summary>
    Openings,

    /// <summary>Tells everything, in numbered pages that move while they are read; what is deleted is not in it any more. Snapshot.</summary>
    Export,

    /// <summary>Tells what was opened in a window, and sends a notification of every change: between complete reads nothing else shows it. Windowed, without a reread.</summary>
    Told,
}

/// <summary>Names of registers.</summary>
internal static class RegisterNames
{
    /// <summary>The name of a register's source, of its stream and in its addresses.</summary>
    public static string Of(RegisterKind kind) => kind switch
    {
        RegisterKind.Changes => "changes",
        RegisterKind.Openings => "openings",
        RegisterKind.Told => "told",
        _ => "export",
    };

    /// <summary>The stream of the notes about cases of <see cref="RegisterKind.Changes"/>.</summary>
    public const string Notes = "notes";
}
