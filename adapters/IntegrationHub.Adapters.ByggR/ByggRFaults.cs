using IntegrationHub.AdapterKit;
using IntegrationHub.Faults;

namespace IntegrationHub.Adapters.ByggR;

/// <summary>What a SOAP fault of ByggR means. It answers 500 to everything, with its business answers told apart by their text only.</summary>
static class ByggRFaults
{
    /// <summary>The answer to a number that no case has.</summary>
    public static bool SaysNoSuchCase(SoapFault fault) => fault.Text.StartsWith("Arende not found for dnr", StringComparison.OrdinalIgnoreCase);

    /// <summary>The fault as the hub knows it. Its text is not passed on: it quotes what was asked for.</summary>
    /// <remarks>
    /// SOAP 1.1 says of Client that the same message will fail again, and of Server that it may succeed later. ByggR keeps to it for its business answers, so Client
    /// is refused: no retry, no breaker, and the next run asks anew. Whatever else is named, the service's own failure among it, counts as an outage.
    /// </remarks>
    public static SourceException ToException(SoapFault fault, string operation)
    {
        if (SaysNoSuchCase(fault))
            return new SourceRefusedException(FaultCodes.NotFound, $"ByggR answered {operation}: there is no such case.");
        if (fault.Text.StartsWith("Error getting ", StringComparison.OrdinalIgnoreCase))
            return new SourceRefusedException(FaultCodes.NotFound, $"ByggR answered {operation}: what was asked for is not there.");
        if (fault.Text.Contains(" is not a numeric value", StringComparison.OrdinalIgnoreCase))
            return new SourceRefusedException(FaultCodes.Refused, $"ByggR answered {operation}: a value that was sent is no number.");

        return fault.Code == "Client"
            ? new SourceRefusedException(FaultCodes.Refused, $"ByggR refused {operation} with fault code Client. Its reason stands in ByggR's own log; is the right contract version set?")
            : new SourceUnavailableException(FaultCodes.ServerError, $"ByggR failed to answer {operation}, with fault code {Known(fault.Code)}. Its reason stands in ByggR's own log.");
    }

    /// <summary>The fault of a write as the hub knows it. The service's own words go to the person whose command it was, and nowhere else.</summary>
    /// <remarks>A message that could not be read, or whose action is unknown, was not carried out either: what it fails by is not the moment. After the service's own failure nobody knows.</remarks>
    public static SourceException ToRefusal(SoapFault fault, string operation) => ToException(fault, operation) switch
    {
        SourceRefusedException refused => new SourceRefusedException(refused.Code, refused.Message) { VendorText = fault.Text },
        _ when fault.Code is "DeserializationFailed" or "ActionNotSupported" or "VersionMismatch" or "MustUnderstand" =>
            new SourceRefusedException(FaultCodes.Refused, $"ByggR could not read {operation}, with fault code {Known(fault.Code)}. Is the right contract version set (connection.contract)?") { VendorText = fault.Text },
        var other => other,
    };

    // A code is a name, but a broken service may put anything there.
    static string Known(string code) => code is "Server" or "InternalServiceFault" or "DeserializationFailed" or "ActionNotSupported" or "VersionMismatch" or "MustUnderstand"
        ? code
        : "of its own";
}
