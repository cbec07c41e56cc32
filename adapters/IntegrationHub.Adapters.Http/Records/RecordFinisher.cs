using System.Globalization;
using System.Text;
using IntegrationHub.Faults;
using IntegrationHub.Sources;
using Microsoft.Extensions.Logging;

namespace IntegrationHub.Adapters.Http;

/// <summary>Makes records of rows: reads the record that a row leads to, makes an object of a property list, puts look-ups beside it. The same row gives the same bytes each time.</summary>
sealed class RecordFinisher(HttpDescription description, VendorCaller caller, LookupCache cache, HoleValues settings, StreamKey stream, TimeProvider time, ILogger logger)
{
    /// <summary>The records of a page, in the order of its rows.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="where">The request, for people.</param>
    /// <param name="withDetail">Whether the rows lead to records; what was read by key is the record.</param>
    /// <param name="key">The key that the one row was asked for by.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async ValueTask<IReadOnlyList<SourceRecord>> FinishAsync(IReadOnlyList<ReadOnlyMemory<byte>> rows, string where, bool withDetail, string? key, CancellationToken cancellationToken)
    {
        var records = new SourceRecord?[rows.Count];
        string Where(int at) => string.Create(CultureInfo.InvariantCulture, $"{where}, item {at + 1}");

        if ((withDetail && description.Detail is not null) || description.Lookups.Count > 0)
        {
            // A few at a time, no more connections than the hub opens.
            await Parallel.ForAsync(0, rows.Count, new ParallelOptions { MaxDegreeOfParallelism = description.Parallel, CancellationToken = cancellationToken }, async (at, token) =>
                records[at] = await FinishAsync(rows[at], Where(at), withDetail, key, token));
        }
        else
        {
            for (var at = 0; at < rows.Count; at++) records[at] = Shaped(rows[at], Where(at), key);
        }

        var gone = records.Count(r => r is null);
        if (gone > 0) HttpLog.GoneMeanwhile(logger, stream, gone, where);
        return [.. records.OfType<SourceRecord>()];
    }

    // Null when the vendor does not know the record any more that its own list leads to.
    async ValueTask<SourceRecord?> FinishAsync(ReadOnlyMemory<byte> row, string where, bool withDetail, string? key, CancellationToken cancellationToken)
    {
        var content = row;
        try
        {
            if (withDetail && description.Detail is { } detail)
            {
                key ??= await KeyInAsync(row, detail);
                var question = new Question(detail.Records, IsList: false, detail.Request.Where) { Element = description.Element };
                var reply = await AskAsync(detail.Request, row, question, cancellationToken)
                    ?? throw new UnreadableAnswerException(FaultCodes.UnexpectedContent, $"{where} has no value for {string.Join(", ", detail.Request.Holes)}, so its record cannot be asked for.");
                if (reply.Answer.Rows.Count == 0) return null;

                content = reply.Answer.Rows[0];
            }

            var record = Shaped(content, where, key);
            return description.Lookups.Count == 0 || record.Broken is not null ? record : record with { Content = await WithLookupsAsync(record.Content, where, cancellationToken) };
        }
        catch (SourceException fault) when (fault is UnreadableAnswerException or SourceRefusedException)
        {
            // One record that cannot be read is no reason to lose the others.
            return Broken(content, where, $"{fault.Code}: {fault.Message}", key);
        }
        catch (UnaskableException unaskable)
        {
            return Broken(content, where, $"the value for {unaskable.Hole} cannot stand in the request, so what it leads to cannot be asked for", key);
        }
    }

    SourceRecord Shaped(ReadOnlyMemory<byte> content, string where, string? key)
    {
        if (description.Shape is { } shape)
        {
            if (PropertyLists.TryShape(content, shape) is not { } shaped) return Broken(content, where, $"'{shape.List}' is no list of names and values", key);

            content = shaped;
        }

        return new SourceRecord { Content = content, Format = description.Format, Where = where };
    }

    async ValueTask<ReadOnlyMemory<byte>> WithLookupsAsync(ReadOnlyMemory<byte> record, string where, CancellationToken cancellationToken)
    {
        var found = new List<(string Name, ReadOnlyMemory<byte>? Value)>(description.Lookups.Count);
        foreach (var lookup in description.Lookups) found.Add((lookup.Name, await LookUpAsync(lookup, record, cancellationToken)));
        return Beside(record, found, where);
    }

    async ValueTask<ReadOnlyMemory<byte>?> LookUpAsync(LookupOf lookup, ReadOnlyMemory<byte> record, CancellationToken cancellationToken)
    {
        var values = await HolesOfAsync(lookup.Request, record);
        if (LookupCache.KeyOf(lookup, caller.Url, values) is not { } key) return null;

        return await cache.GetAsync(key, lookup.Keep, time, async () =>
        {
            var reply = await caller.AskAsync(lookup.Request, values, new Question(lookup.Records, IsList: false, lookup.Request.Where), link: null, cancellationToken);
            return reply?.Answer.Rows is [var value, ..] ? (ReadOnlyMemory<byte>?)value : null;
        });
    }

    async ValueTask<Reply?> AskAsync(RequestTemplate request, ReadOnlyMemory<byte> row, Question question, CancellationToken cancellationToken) =>
        await caller.AskAsync(request, await HolesOfAsync(request, row), question, link: null, cancellationToken);

    async ValueTask<string?> KeyInAsync(ReadOnlyMemory<byte> row, DetailReading detail) =>
        detail.Key is { } path && (await RecordValues.ReadAsync(row, description.Format, [path], detail.Request.Where)).TryGetValue(path.Text, out var key) ? key.Text : null;

    async ValueTask<HoleValues> HolesOfAsync(RequestTemplate request, ReadOnlyMemory<byte> row)
    {
        var values = await RecordValues.ReadAsync(row, description.Format, RecordValues.Paths(request), request.Where);
        return hole => hole.Name is Hole.Row or Hole.Record ? values.TryGetValue(hole.Path!, out var value) ? value : null : settings(hole);
    }

    SourceRecord Broken(ReadOnlyMemory<byte> content, string where, string why, string? key) =>
        new() { Content = content, Format = description.Format, Where = where, Broken = why, BrokenKey = key };

    /// <summary>A record of JSON with look-ups as its last member; what was not found is null.</summary>
    internal static ReadOnlyMemory<byte> Beside(ReadOnlyMemory<byte> record, IReadOnlyList<(string Name, ReadOnlyMemory<byte>? Value)> lookups, string where)
    {
        var bytes = record.Span.TrimEnd(" \t\r\n"u8);
        if (bytes.Length < 2 || bytes[0] != '{' || bytes[^1] != '}') throw new UnreadableAnswerException(FaultCodes.UnexpectedContent, $"{where} is no object, so nothing can be put beside it.");

        var inner = bytes[..^1].TrimEnd(" \t\r\n"u8);
        using var buffer = new MemoryStream(bytes.Length + 256);
        buffer.Write(inner);
        buffer.Write(inner.Length == 1 ? "\"lookups\":{"u8 : ",\"lookups\":{"u8);
        for (var at = 0; at < lookups.Count; at++)
        {
            buffer.Write(Encoding.UTF8.GetBytes($"{(at == 0 ? "" : ",")}\"{lookups[at].Name}\":"));
            if (lookups[at].Value is { } value) buffer.Write(value.Span);
            else buffer.Write("null"u8);
        }

        buffer.Write("}}"u8);
        return buffer.ToArray();
    }
}
