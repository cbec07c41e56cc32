using System.Net.Sockets;
using System.Security.Authentication;
using IntegrationHub.Faults;

namespace IntegrationHub.Outbound;

/// <summary>Says what can be done about a call that brought no answer.</summary>
/// <remarks>What was caught is described, never passed on: its message may repeat what the vendor sent.</remarks>
internal static class TransportFaults
{
    /// <summary>The fault, or null for what is no fault of the transport.</summary>
    /// <param name="caught">What was caught.</param>
    /// <param name="origin">Scheme, host and port that were called.</param>
    /// <param name="setting">The setting that declares them.</param>
    public static SourceException? Of(Exception caught, string origin, string setting)
    {
        if (Find<SourceException>(caught) is { } known) return known;

        return caught switch
        {
            HttpRequestException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded } =>
                new UnreadableAnswerException(FaultCodes.LimitExceeded, $"The answer of {origin} has longer headers than the hub reads."),
            HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } when Find<AuthenticationException>(caught) is { } refused =>
                new MisconfiguredException(FaultCodes.Certificate, setting, $"no secure connection to {origin}. {refused.Message} Ask the vendor for a certificate that the hub's machine trusts, or install its issuer there."),
            HttpRequestException { HttpRequestError: HttpRequestError.InvalidResponse or HttpRequestError.HttpProtocolError } or InvalidDataException =>
                new UnreadableAnswerException(FaultCodes.MalformedAnswer, $"The answer of {origin} is not well-formed HTTP, or its compression is broken."),
            HttpRequestException or IOException or SocketException =>
                new SourceUnavailableException(FaultCodes.Connection, $"{origin}: {Reason(caught)}") { NotSent = NoConnectionCameAbout(caught) },
            _ => null,
        };
    }

    // The name was not found, nobody answered, or no secure connection came about: nothing of the request has left. A kept connection that breaks is none of these.
    static bool NoConnectionCameAbout(Exception caught) =>
        caught is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError };

    static string Reason(Exception caught) => Find<SocketException>(caught)?.SocketErrorCode switch
    {
        SocketError.ConnectionRefused => "the connection was refused. Is the system up, and is the port right?",
        SocketError.HostUnreachable or SocketError.NetworkUnreachable => "there is no way to it from here.",
        SocketError.ConnectionReset or SocketError.ConnectionAborted or SocketError.Shutdown => "the connection was broken off.",
        { } other => $"no connection ({other}).",
        null => "the connection broke before the answer was whole.",
    };

    static T? Find<T>(Exception? chain) where T : Exception
    {
        for (; chain is not null; chain = chain.InnerException)
            if (chain is T found) return found;

        return null;
    }
}
