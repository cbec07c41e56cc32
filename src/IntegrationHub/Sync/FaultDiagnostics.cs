using IntegrationHub.Diagnostics;
using IntegrationHub.Faults;

namespace IntegrationHub.Sync;

/// <summary>What the codes of faults between the hub and a source mean. They end a run, or a try of it; what was committed stays.</summary>
internal static class FaultDiagnostics
{
    public static IReadOnlyList<DiagnosticEntry> All { get; } =
    [
        new(FaultCodes.Timeout, "The source did not answer in time.", "It is tried again. If it goes on: raise limits.timeout, ask for smaller pages, or ask whoever runs the source."),
        new(FaultCodes.Connection, "No connection to the source, or it broke.", "It is tried again. If it goes on: see that the source runs, and that nothing on the way is closed."),
        new(FaultCodes.ServerError, "The source answered with a server error.", "It is tried again. If it goes on: ask whoever runs the source."),
        new(FaultCodes.TooManyRequests, "The source asks to be left alone for a while.", "The hub waits as long as it is told. If it goes on: lower limits.requestsPerMinute, or read less often."),
        new(FaultCodes.BreakerOpen, "The source has failed so often that the hub leaves it alone for a while.", "Look at the fault before: it is what is wrong. retry.breaker says when and for how long."),
        new(FaultCodes.UnexpectedContent, "The answer is of another kind than asked for, for instance a page of HTML.", "Open the address: mostly a sign-in page, a proxy or a maintenance page answers."),
        new(FaultCodes.MalformedAnswer, "The answer is cut, or not well formed.", "It may have been cut on the way; if it goes on, ask the vendor."),
        new(FaultCodes.LimitExceeded, "The answer is larger, deeper or longer than the limits allow.", "Ask for smaller pages with read.page.size, or raise the limit that the message names."),
        new(FaultCodes.PagingWentRound, "Paging does not get anywhere: a page was asked for that had been read already.", "The vendor's paging is broken, or the stream's description of it; nothing that was read is lost."),
        new(FaultCodes.DtdForbidden, "The answer carries a document type definition, which is never read.", "Ask the vendor to leave it out."),
        new(FaultCodes.Redirected, "The source redirects; redirects are never followed, because they could lead personal data elsewhere.", "Write the address to which it redirects into the stream file, if it is the source's own."),
        new(FaultCodes.WindowTooFull, "The smallest window of time that may be asked for holds more than the source sends at once.", "Make read.window.min smaller, or ask the vendor for a higher limit."),
        new(FaultCodes.Refused, "The source's answer to this request is no.", "Look at what it says; a repetition would not help."),
        new(FaultCodes.NotFound, "What was asked for is not there.", "A case that was read alone may be gone; for a whole stream, see the address and the settings."),
        new(FaultCodes.NotAuthorised, "The source does not accept the key or password, or the account may not read this.", "Renew the secret; it is in force with the next run."),
        new(FaultCodes.UnknownHost, "The host name of the source is not known.", "Correct the address in the stream file or in the setting it refers to."),
        new(FaultCodes.Certificate, "The certificate of the source is not accepted.", "See whether it has expired, and whether this machine trusts who made it."),
        new(FaultCodes.HostNotAllowed, "The address is not one that the stream file declares, or one that the hub does not call.", "If the host belongs to the source, name it in the stream file."),
        new(FaultCodes.NoSuchEndpoint, "There is no such service, folder or path.", "Correct the address or the folder in the stream file."),
        new(FaultCodes.InvalidSetting, "A setting has a value that cannot be.", "Correct it as the message says."),
        new(RunFaults.Unexpected, "A fault that no code expects.", "The log holds where it came from; please report it."),
    ];
}
