using IntegrationHub.Protection;

namespace IntegrationHub.Sync;

/// <summary>Says of what a commit threw whether one of its records may be the reason: then the others are committed without it.</summary>
public static class RefusalRule
{
    /// <summary>
    /// Whether it may be about a record. A store that cannot write (disk full, locked, no connection), a lost lease and a stop are about none. What else is thrown while a batch
    /// is applied is a value that no code expected; what no code here knows may be a driver's way to say that it lost its database.
    /// </summary>
    public static bool MayBeAboutARecord(Exception exception) => exception switch
    {
        BatchRefusedException => true,
        ObjectDisposedException => false,
        ArgumentException or FormatException or OverflowException or InvalidCastException or InvalidOperationException or NotSupportedException
            or NullReferenceException or IndexOutOfRangeException or KeyNotFoundException or ProtectedValueException => true,
        _ => false,
    };

    /// <summary>Why, without values: only a store's own word is passed on.</summary>
    internal static string Why(Exception exception) =>
        exception is BatchRefusedException refused ? refused.Message : $"A value in it met a fault that no code expects ({exception.GetType().Name}).";
}
