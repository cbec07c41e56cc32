using System.Data.Common;
using System.Net.Sockets;
using IntegrationHub.Faults;

namespace IntegrationHub.Adapters.Sql;

/// <summary>What a database's fault means, by its SQLSTATE. No message of a database goes on as it is: it may quote a row.</summary>
static class DatabaseFaults
{
    const string Connection = "connection.connectionString";

    static readonly string[] ValuesThatCannotBe = ["22P02", "22003", "22007", "22008", "22018"];

    /// <summary>The fault.</summary>
    /// <param name="state">The SQLSTATE; null where the driver tells none.</param>
    /// <param name="isTransient">Whether the driver takes it for a passing one.</param>
    /// <param name="names">What the database says of names and grammar, where that holds no values.</param>
    /// <param name="call">The call.</param>
    public static SourceException Of(string? state, bool isTransient, string? names, Limited call)
    {
        var told = state is null ? "" : $" (SQLSTATE {state})";
        var says = names is null ? "" : $" The database says: {names}.";
        return state switch
        {
            "57014" => Late(call.Where),
            "25006" => new MisconfiguredException(FaultCodes.InvalidSetting, call.Where, $"it writes, and the database is open for reading only{told}. Write a SELECT."),
            "42501" => new MisconfiguredException(FaultCodes.NotAuthorised, Connection, $"its account may not read what {call.Where} asks for{told}. Give it the right to read, and no other."),
            "42P18" => new MisconfiguredException(FaultCodes.InvalidSetting, call.Where, $"the database cannot tell the type of a parameter{told}. Write it with its type: cast(@afterKey as bigint).{says}"),
            "3D000" => new MisconfiguredException(FaultCodes.NoSuchEndpoint, Connection, $"there is no such database{told}."),
            "55P03" or "57P01" or "57P02" or "57P03" => Unavailable(call, told),
            { } known when call.IsByKey && ValuesThatCannotBe.Contains(known) => new SourceRefusedException(FaultCodes.NotFound, $"{call.Where}: a key is of another kind than the column{told}."),
            ['0', '8', ..] or ['5', '3', ..] or ['4', '0', ..] or ['5', '8', ..] or ['X', 'X', ..] => Unavailable(call, told),
            ['2', '8', ..] => new MisconfiguredException(FaultCodes.NotAuthorised, Connection, $"the database does not accept the account{told}."),
            ['4', '2', ..] or ['0', 'A', ..] or ['2', 'F', ..] or ['2', '5', ..] => new MisconfiguredException(FaultCodes.InvalidSetting, call.Where, $"the database does not understand the query{told}.{says}"),
            _ when isTransient => Unavailable(call, told),
            _ => new SourceRefusedException(FaultCodes.Refused, $"The database refuses {call.Where}{told}."),
        };
    }

    /// <summary>A connection that could not be made or that broke; null when it is something else.</summary>
    public static SourceException? OfNetwork(Exception fault, Limited call)
    {
        for (var inner = fault; inner is not null; inner = inner.InnerException)
        {
            switch (inner)
            {
                case SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData }:
                    return new MisconfiguredException(FaultCodes.UnknownHost, Connection, "its host is not known.");
                case System.Security.Authentication.AuthenticationException:
                    return new MisconfiguredException(FaultCodes.Certificate, Connection, "the database's certificate is not accepted.");
                case TimeoutException:
                    return Late(call.Where);
                case SocketException or IOException:
                    return new SourceUnavailableException(FaultCodes.Connection, $"No connection to the database, or it broke ({call.Where}).");
            }
        }

        return fault is DbException { IsTransient: true } ? Unavailable(call, "") : null;
    }

    /// <summary>It took too long.</summary>
    public static SourceUnavailableException Late(string where) => new(FaultCodes.Timeout, $"The database did not answer in time ({where}, sql.timeout).");

    static SourceUnavailableException Unavailable(Limited call, string told) => new(FaultCodes.ServerError, $"The database cannot answer now ({call.Where}){told}.");
}
