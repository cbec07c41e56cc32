using IntegrationHub.AdapterKit;
using IntegrationHub.Faults;
using IntegrationHub.Sources;
using IntegrationHub.WriteBack;

namespace IntegrationHub.Adapters.Open311;

/// <summary>Looks for what was written among what the server lists from the moment on at which a person asked for it.</summary>
sealed class WriteLookUp(GeoReport server, GeoReportOptions options, TimeProvider time)
{
    // The server's clock may run before or behind ours.
    static readonly TimeSpan Around = TimeSpan.FromMinutes(10);
    static readonly TimeSpan Smallest = TimeSpan.FromSeconds(2);

    /// <summary>The number of the report that carries the command's mark; null when none does.</summary>
    public async ValueTask<string?> FindReportAsync(WriteCommand command, CancellationToken cancellationToken)
    {
        var mark = command.Id.ToString();
        var hidden = new List<string>();
        var (from, until) = Since(command);
        foreach (var row in await InWindowAsync(Resource.Requests, from, until, cancellationToken))
        {
            if (row.Key is { } number && Carries(row, mark)) return number;
            if (row is { Key: null, Token: { } token }) hidden.Add(token);
        }

        // A report that is listed by its token shows no text; its number may.
        var unknown = 0;
        foreach (var token in hidden)
        {
            if (await server.NumberOfTokenAsync(token, cancellationToken) is not { } number) unknown++;
            else if ((await server.ByNumbersAsync([number], cancellationToken))?.Rows.Any(row => row.Key == number && Carries(row, mark)) == true) return number;
        }

        return unknown == 0 ? null : throw new UnreadableAnswerException(FaultCodes.UnexpectedContent,
            "A report was looked for, and the server lists new ones that have a token only and no text: one of them may be it. It can be looked for again when they have numbers.");
    }

    /// <summary>The server's id of the update that the command became; null when there is none to be seen.</summary>
    public async ValueTask<string?> FindUpdateAsync(WriteCommand command, CancellationToken cancellationToken)
    {
        var (from, until) = Since(command);
        var id = command.Id.ToString();
        var rows = (await InWindowAsync(Resource.Updates, from, until, cancellationToken)).Where(row => row.Key == command.Key).ToList();
        // Some servers keep our id, others give one of their own.
        return (rows.FirstOrDefault(row => row.UpdateId == id) ?? rows.FirstOrDefault(row => IsText(row, command)))?.UpdateId;
    }

    (DateTimeOffset From, DateTimeOffset Until) Since(WriteCommand command)
    {
        var now = time.GetUtcNow();
        return (command.AskedAt - Around, (now > command.AskedAt ? now : command.AskedAt) + Around);
    }

    // Whole, or not at all: what was cut away might be what is looked for.
    async ValueTask<IReadOnlyList<ReportRow>> InWindowAsync(Resource resource, DateTimeOffset from, DateTimeOffset until, CancellationToken cancellationToken)
    {
        var length = until - from;
        if (length <= WindowReading.LongestQuestion)
        {
            var answer = await server.InWindowAsync(resource, options.Times.From(from), options.Times.Until(until), cancellationToken);
            if (answer.Rows.Count < options.MaxRows) return answer.Rows;
            if (length <= Smallest)
                throw new UnreadableAnswerException(FaultCodes.WindowTooFull, "What was written was looked for, and more came in within two seconds than the server lists at once (connection.maxRows).");
        }

        var middle = from + length / 2;
        return [.. await InWindowAsync(resource, from, middle, cancellationToken), .. await InWindowAsync(resource, middle, until, cancellationToken)];
    }

    static bool Carries(ReportRow row, string mark) => row.Value("description")?.Contains(mark, StringComparison.OrdinalIgnoreCase) == true;

    static bool IsText(ReportRow row, WriteCommand command) =>
        WrittenText.WithSubject(command) is { Length: > 0 } text && WrittenText.IsSame(text, row.Value("description"));
}

/// <summary>Writes to a server that does not list at once what it has taken.</summary>
class WithoutLooking(ReportWriting writing, WriteLookUp looking) : IWriteBack
{
    public async ValueTask<WriteReceipt> WriteAsync(WriteCommand command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);

        return command.Kind switch
        {
            WriteKind.Create => new WriteReceipt(await writing.CreateAsync(command, cancellationToken)),
            WriteKind.Note or WriteKind.Message or WriteKind.Status => new WriteReceipt(await writing.UpdateAsync(command, cancellationToken) ?? await IdOfAsync(command, cancellationToken)),
            _ => throw new ArgumentException($"An Open311 server is not written a {command.Kind}.", nameof(command)),
        };
    }

    // The update is there; that its id cannot be seen changes nothing.
    async ValueTask<string?> IdOfAsync(WriteCommand command, CancellationToken cancellationToken)
    {
        try
        {
            return await looking.FindUpdateAsync(command, cancellationToken);
        }
        catch (Exception fault) when (fault is SourceException or OperationCanceledException)
        {
            return null;
        }
    }
}

/// <summary>Writes to a server that lists at once what it has taken.</summary>
sealed class WithLooking(ReportWriting writing, WriteLookUp looking) : WithoutLooking(writing, looking), ILooksUpWrites
{
    readonly WriteLookUp looking = looking;

    public async ValueTask<WriteReceipt?> FindAsync(WriteCommand command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);

        var found = command.Kind == WriteKind.Create ? await looking.FindReportAsync(command, cancellationToken) : await looking.FindUpdateAsync(command, cancellationToken);
        return found is null ? null : new WriteReceipt(found);
    }
}
