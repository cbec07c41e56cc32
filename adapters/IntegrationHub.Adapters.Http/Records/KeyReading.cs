using IntegrationHub.Faults;
using IntegrationHub.Sources;
using Microsoft.Extensions.Logging;

namespace IntegrationHub.Adapters.Http;

/// <summary>Reads records by their keys, one at a time or several in one request.</summary>
sealed class KeyReading(HttpDescription description, KeyedReading byKey, VendorCaller caller, RecordFinisher finisher, HoleValues settings, StreamKey stream, ILogger logger)
{
    readonly bool several = byKey.Request.Holes.Any(h => h.Name == Hole.Keys);

    public async ValueTask<IReadOnlyList<SourceRecord>> ReadAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken)
    {
        var records = new List<SourceRecord>(keys.Count);
        var unaskable = 0;
        if (several)
        {
            // Between commas, a key with one would be two.
            var askable = keys.Where(k => !k.Contains(',', StringComparison.Ordinal)).ToArray();
            unaskable = keys.Count - askable.Length;
            foreach (var some in askable.Chunk(byKey.Most)) unaskable += await ReadSomeAsync(some, records, cancellationToken);
        }
        else
        {
            foreach (var key in keys) unaskable += await ReadOneAsync(key, records, cancellationToken);
        }

        if (unaskable > 0) HttpLog.Unaskable(logger, stream, unaskable);
        return records;
    }

    async ValueTask<int> ReadOneAsync(string key, List<SourceRecord> records, CancellationToken cancellationToken)
    {
        try
        {
            var reply = await AskAsync(h => h.Name == Hole.Key ? new HoleValue(key) : settings(h), isList: false, cancellationToken);
            records.AddRange(await finisher.FinishAsync(reply.Answer.Rows, byKey.Request.Where, withDetail: false, key, cancellationToken));
            return 0;
        }
        catch (UnaskableException)
        {
            return 1;
        }
        catch (UnreadableAnswerException fault)
        {
            // One that cannot be read is held under its key, and asked for again; the others go on.
            records.Add(new SourceRecord { Content = ReadOnlyMemory<byte>.Empty, Format = description.Format, Where = byKey.Request.Where, Broken = $"{fault.Code}: {fault.Message}", BrokenKey = key });
            return 0;
        }
    }

    // Some vendors know nothing at all when one of several is unknown: then by halves, so that the known ones come all the same.
    async ValueTask<int> ReadSomeAsync(string[] keys, List<SourceRecord> records, CancellationToken cancellationToken)
    {
        Reply reply;
        try
        {
            reply = await AskAsync(h => h.Name == Hole.Keys ? new HoleValue(string.Join(',', keys), List: keys) : settings(h), isList: true, cancellationToken);
        }
        catch (UnaskableException) when (keys.Length == 1)
        {
            return 1;
        }
        catch (UnaskableException)
        {
            reply = new Reply(ReplyKind.NotFound, Answer.Nothing);
        }

        if (reply.Kind == ReplyKind.NotFound && keys.Length > 1)
            return await ReadSomeAsync(keys[..(keys.Length / 2)], records, cancellationToken) + await ReadSomeAsync(keys[(keys.Length / 2)..], records, cancellationToken);

        records.AddRange(await finisher.FinishAsync(reply.Answer.Rows, byKey.Request.Where, withDetail: false, key: null, cancellationToken));
        return 0;
    }

    async ValueTask<Reply> AskAsync(HoleValues values, bool isList, CancellationToken cancellationToken) =>
        await caller.AskAsync(byKey.Request, values, new Question(byKey.Records, isList, byKey.Request.Where) { Element = description.Element, Table = byKey.Table }, link: null, cancellationToken)
        ?? throw new MisconfiguredException(FaultCodes.InvalidSetting, "http.byKey", "a hole of the request has no value.");
}
