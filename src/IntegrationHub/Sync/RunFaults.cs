using IntegrationHub.Faults;

namespace IntegrationHub.Sync;

/// <summary>Says of an exception that ended a run what can be done about it.</summary>
internal static class RunFaults
{
    /// <summary>More of the records could not be mapped than the stream file allows.</summary>
    public const string TooManyQuarantined = "IH3900";

    /// <summary>The store could not write.</summary>
    public const string StoreFailed = "IH5901";

    /// <summary>The store takes neither a record nor its entry in quarantine.</summary>
    public const string StoreRefused = "IH5902";

    /// <summary>A fault that no code expects.</summary>
    public const string Unexpected = "IH6999";

    /// <summary>The run's fault, without personal data: a message is kept only from exceptions that promise to hold none.</summary>
    public static RunFault Of(Exception exception) => exception switch
    {
        SourceException fault => new RunFault(fault.Kind, fault.Code, fault.Message),
        TooManyQuarantinedException many => new RunFault(FaultKind.Unreadable, TooManyQuarantined, many.Message),
        CommitFailedException failed => new RunFault(FaultKind.Unavailable, StoreFailed, failed.Message),
        BatchRefusedException refused => new RunFault(FaultKind.Unreadable, StoreRefused, $"{refused.Message} It could not even be held in quarantine, so nothing behind it was read. Report this line."),
        _ => new RunFault(FaultKind.Unreadable, Unexpected, $"A fault that no code expects ({exception.GetType().Name}). The log holds where it came from; please report it."),
    };
}

/// <summary>Most of what a run reads cannot be mapped: the vendor or the mapping has changed, and a person must look.</summary>
internal sealed class TooManyQuarantinedException(long quarantined, long read, double stopAbove)
    : Exception($"{quarantined:N0} of {read:N0} records cannot be mapped, more than quarantine.stopAbove ({stopAbove:P0}) allows. Nothing more was read; mend the mapping and run the stream again.");
