using System.Globalization;
using IntegrationHub.AdapterKit;
using IntegrationHub.Faults;
using IntegrationHub.Sources;

namespace IntegrationHub.Adapters.ByggR;

/// <summary>Reads changed cases in batches whose size and end the vendor decides, and single cases by their number.</summary>
sealed class ByggRSource(ArendeExport service, LocalClock clock, DateTime startFrom) : ISource, IReadsByKey
{
    public async ValueTask<SourcePage> ReadPageAsync(PageRequest request, CancellationToken cancellationToken)
    {
        // A batch's end goes back as it came, to the last decimal: what was rounded up would be passed over.
        var after = request.Position ?? Written(request.ChangedAfter is { } from ? Later(clock.ToLowerBound(from), startFrom) : startFrom);
        var until = request.ChangedUntil is { } to ? clock.ToLabel(to) : (DateTime?)null;

        var batch = await service.GetUpdatedArendenAsync(after, until is { } bound ? Written(bound) : null, cancellationToken);

        var lower = ReadTime(after);
        var end = batch.End is { } text ? ReadTime(text) : (LocalTime?)null;
        return new SourcePage
        {
            Records = batch.Records,
            Next = NextBatch(end, lower, until, batch.Records.Count),
            SourceTime = batch.ServerTime,
            CompleteUntil = CompleteUntil(end, lower, request.ChangedUntil),
        };
    }

    public async ValueTask<IReadOnlyList<SourceRecord>> ReadByKeysAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken)
    {
        var records = new List<SourceRecord>(keys.Count);
        foreach (var dnr in keys)
        {
            if (await service.GetArendeAsync(dnr, cancellationToken) is { } record) records.Add(record);
        }

        return records;
    }

    /// <summary>Where the next batch begins; null when the vendor said that this was the last.</summary>
    /// <remarks>
    /// An empty batch whose end moved on is none: the vendor only found nothing so far. A batch with records whose end did not move is not told apart from any other
    /// either: the hub sees the same position come twice and ends the read with a fault, which is better than losing what lies behind it.
    /// </remarks>
    internal static string? NextBatch(LocalTime? end, LocalTime lower, DateTime? until, int records) => end switch
    {
        null => null,
        { } known when until is { } bound && known.Label >= bound => null,
        { } known when known.Label <= lower.Label && records == 0 => null,
        { } known => known.Text,
    };

    /// <summary>What the batch's end promises: never more than was asked for, and nothing when it did not move on.</summary>
    internal static DateTimeOffset? CompleteUntil(LocalTime? end, LocalTime lower, DateTimeOffset? until) =>
        end is not { } known || known.Label <= lower.Label ? null
        : known.Instant > until ? until
        : known.Instant;

    LocalTime ReadTime(string text) => clock.TryRead(text, out var time)
        ? time
        : throw new UnreadableAnswerException(FaultCodes.MalformedAnswer, "BatchEnd was expected to be a date and time (xs:dateTime) and is something else.");

    // Cut to whole seconds, which only ever moves a bound back.
    static string Written(DateTime label) => label.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);

    static DateTime Later(DateTime one, DateTime other) => one > other ? one : other;
}
