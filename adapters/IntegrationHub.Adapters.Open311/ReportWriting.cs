using System.Globalization;
using IntegrationHub.AdapterKit;
using IntegrationHub.Cases;
using IntegrationHub.Faults;
using IntegrationHub.WriteBack;
using Microsoft.Extensions.Logging;

namespace IntegrationHub.Adapters.Open311;

/// <summary>Sends commands as forms: a note, a message and a status as an update of a report, and a new report.</summary>
sealed class ReportWriting(GeoReport server, WriteSettings settings, StreamKey stream, ILogger logger)
{
    const string Reports = "requests";
    const string Updates = "servicerequestupdates";

    // What stands in each form already, and how it must.
    static readonly HashSet<string> Own = new(StringComparer.OrdinalIgnoreCase) { "api_key", "jurisdiction_id", "description" };

    /// <summary>Sends an update.</summary>
    /// <returns>The server's id of it; null when it has had the update before, or gives none.</returns>
    public async ValueTask<string?> UpdateAsync(WriteCommand command, CancellationToken cancellationToken)
    {
        var (status, text) = command.Kind switch
        {
            WriteKind.Note => (settings.NoteStatus, WrittenText.WithSubject(command)),
            WriteKind.Message => (settings.MessageStatus, WrittenText.WithSubject(command)),
            _ when command.Status is { Length: > 0 } wanted => (wanted, Words(command, wanted)),
            _ => throw new ArgumentException("A status is to be set, and none is given.", nameof(command)),
        };
        var row = await server.SendAsync(Updates,
        [
            new("service_request_id", command.Key ?? throw new ArgumentException("An update belongs to a report.", nameof(command))),
            // By this the server knows an update again that comes a second time.
            new("update_id", command.Id.ToString()),
            new("status", status),
            new("updated_datetime", command.AskedAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)),
            new("description", WrittenText.ForXml(text)),
        ], "an update", cancellationToken);
        return row?.UpdateId;
    }

    /// <summary>Sends a new report.</summary>
    /// <returns>Its number; null when the server has only given a token so far.</returns>
    public async ValueTask<string?> CreateAsync(WriteCommand command, CancellationToken cancellationToken)
    {
        var row = await server.SendAsync(Reports, Fields(command), "a new report", cancellationToken)
            ?? throw new UnreadableAnswerException(FaultCodes.UnexpectedContent, "The server answered a new report with an error that only updates have, so it is not known whether it was taken.");
        if (row.Key is { } number) return number;
        if (row.Token is not { } token)
            throw new UnreadableAnswerException(FaultCodes.UnexpectedContent, "The server answered a new report with neither a number nor a token, so it is not known whether it was taken.");

        return await NumberOfAsync(token, cancellationToken);
    }

    // The report is taken, whatever comes of asking for its number.
    async ValueTask<string?> NumberOfAsync(string token, CancellationToken cancellationToken)
    {
        var code = FaultCodes.NotFound;
        try
        {
            if (await server.NumberOfTokenAsync(token, cancellationToken) is { } number) return number;
        }
        catch (SourceException fault)
        {
            code = fault.Code;
        }
        catch (OperationCanceledException)
        {
            code = FaultCodes.Timeout;
        }

        Open311Log.WrittenWithToken(logger, stream, code);
        return null;
    }

    Dictionary<string, string> Fields(WriteCommand command)
    {
        if (command.Fields.Keys.FirstOrDefault(Own.Contains) is { } taken)
            throw new SourceRefusedException(FaultCodes.Refused, $"The field '{taken}' of a new report is filled by the adapter itself and cannot be given with the command.");

        var fields = new Dictionary<string, string>(command.Fields, StringComparer.Ordinal);
        if (settings.ServiceCode is { } code) fields.TryAdd("service_code", code);
        foreach (var (name, value) in PersonFields(command.Party)) fields.TryAdd(name, value);

        var mark = string.Format(CultureInfo.InvariantCulture, settings.Mark, command.Id);
        fields["description"] = WrittenText.ForXml($"{WrittenText.WithSubject(command, WriteSettings.LongestDescription - mark.Length - 2)}\n\n{mark}");
        return fields;
    }

    // A server may show who reported, so nothing goes out of somebody whose identity is protected. The contract has no field for a personal number.
    static IEnumerable<KeyValuePair<string, string>> PersonFields(Party? party)
    {
        if (party is null || party.Protected) yield break;

        if (PersonName.Of(party.Name) is { } name)
        {
            if (name.First is { } first) yield return new("first_name", first);
            yield return new("last_name", name.Last);
        }

        if (!string.IsNullOrWhiteSpace(party.Email)) yield return new("email", party.Email.Trim());
        if (!string.IsNullOrWhiteSpace(party.Phone)) yield return new("phone", party.Phone.Trim());
    }

    // The extension demands words with a status; the status itself is what there is to say.
    static string Words(WriteCommand command, string status) => WrittenText.WithSubject(command) is { Length: > 0 } text ? text : status;
}
