using IntegrationHub.Sources;
using Microsoft.Extensions.Logging;

namespace IntegrationHub.Adapters.Open311;

/// <summary>Reads fault reports by the time at which they came in, and again by their numbers, and lists the services that they can be about.</summary>
sealed class RequestSource(WindowReading windows, GeoReport server, GeoReportOptions options, StreamKey stream, ILogger logger) : ISource, IReadsByKey, IListsCodes
{
    // Longer addresses are refused by some servers and proxies.
    const int MaxNumbers = 100;

    public async ValueTask<SourcePage> ReadPageAsync(PageRequest request, CancellationToken cancellationToken)
    {
        var (rows, page) = await windows.ReadAsync(request, cancellationToken);
        return page with { Records = await WithNumbersAsync(rows, cancellationToken) };
    }

    public async ValueTask<IReadOnlyList<SourceRecord>> ReadByKeysAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken)
    {
        var records = new List<SourceRecord>(keys.Count);
        foreach (var lone in keys.Where(HasComma)) await ReadAsync([lone], records, cancellationToken);
        foreach (var some in keys.Where(k => !HasComma(k)).Chunk(Math.Min(MaxNumbers, options.MaxRows))) await ReadAsync(some, records, cancellationToken);
        return records;
    }

    public async ValueTask<IReadOnlyList<SourceCode>> ListCodesAsync(string list, CancellationToken cancellationToken)
    {
        if (list != Open311Adapter.Services) throw new ArgumentException($"There is no list '{list}'; there is {Open311Adapter.Services}.", nameof(list));

        var answer = await server.ServicesAsync(cancellationToken);
        return [.. from row in answer.Rows
                   let code = row.Value("service_code")
                   where code is not null
                   select new SourceCode(code, row.Value("service_name"), row.Value("group"))];
    }

    // Some servers answer 404 when one of several is unknown: then by halves, so that the known ones come all the same.
    async ValueTask ReadAsync(string[] numbers, List<SourceRecord> records, CancellationToken cancellationToken)
    {
        if (await server.ByNumbersAsync(numbers, cancellationToken) is { } answer)
        {
            // A server that does not know the parameter answers with whatever is newest.
            var asked = numbers.ToHashSet(StringComparer.Ordinal);
            records.AddRange(answer.Rows.Where(r => r.Key is { } key && asked.Contains(key)).Select(r => r.Record));
        }
        else if (numbers.Length > 1)
        {
            await ReadAsync(numbers[..(numbers.Length / 2)], records, cancellationToken);
            await ReadAsync(numbers[(numbers.Length / 2)..], records, cancellationToken);
        }
    }

    // A report that only has a token is read by the number that the token has got meanwhile. Without one it goes on as it is: the hub quarantines it, where it is seen.
    async ValueTask<IReadOnlyList<SourceRecord>> WithNumbersAsync(IReadOnlyList<ReportRow> rows, CancellationToken cancellationToken)
    {
        var records = new List<SourceRecord>(rows.Count);
        var withoutNumber = 0;
        foreach (var row in rows)
        {
            if (row.Key is not null || row.Token is not { } token)
            {
                records.Add(row.Record);
                continue;
            }

            var before = records.Count;
            if (await server.NumberOfTokenAsync(token, cancellationToken) is { } number) await ReadAsync([number], records, cancellationToken);
            if (records.Count > before) continue;

            withoutNumber++;
            records.Add(row.Record);
        }

        if (withoutNumber > 0) Open311Log.OnlyTokens(logger, stream, withoutNumber);
        return records;
    }

    static bool HasComma(string key) => key.Contains(',', StringComparison.Ordinal);
}
