using System.Globalization;
using IntegrationHub.Faults;
using IntegrationHub.Sources;
using Microsoft.Extensions.Logging;

namespace IntegrationHub.Adapters.Open311;

/// <summary>Reads one window of time, in as many questions as its length needs, and tells when an answer looks cut.</summary>
sealed class WindowReading(GeoReport server, GeoReportOptions options, StreamKey stream, TimeProvider time, ILogger logger)
{
    /// <summary>The contract answers for 90 days at most; three days less leave room for rounding to whole days.</summary>
    internal static readonly TimeSpan LongestQuestion = TimeSpan.FromDays(87);

    // Limits that servers are known to have. A setting that names a higher one than the server's would make rows vanish unnoticed.
    static readonly int[] KnownLimits = [50, 100, 200, 250, 500, 1000, 2000, 5000];

    static readonly TimeSpan ShortWindow = TimeSpan.FromMinutes(1);

    /// <summary>Reads the next part of the window.</summary>
    public async ValueTask<(IReadOnlyList<ReportRow> Rows, SourcePage Page)> ReadAsync(PageRequest request, CancellationToken cancellationToken)
    {
        var begin = request.ChangedAfter ?? throw new MisconfiguredException(FaultCodes.InvalidSetting, "read.from", "an Open311 server has to be asked from some time on, and none was given. Set read.from.");

        // The contract has no open end: without one, a server answers for 90 days from the beginning. What is dated tomorrow by a clock that runs ahead still comes.
        var end = request.ChangedUntil ?? time.GetUtcNow() + TimeSpan.FromDays(1);
        // A position that is none of this window begins it again: what comes twice is harmless, and what was passed over would not come.
        var from = TryRead(request.Position, out var at) && at > begin && at < end ? at : begin;
        var until = end - from > LongestQuestion ? from + LongestQuestion : end;
        var answer = await server.InWindowAsync(options.Times.From(from), options.Times.Until(until), cancellationToken);
        return (answer.Rows, new SourcePage
        {
            Records = [],
            Next = until < end ? Write(until) : null,
            SourceTime = answer.ServerTime,
            Cut = IsCut(answer.Rows.Count, until - from),
        });
    }

    // In a window so short a round number is chance: it is asked for no smaller.
    bool IsCut(int rows, TimeSpan window)
    {
        if (rows >= options.MaxRows) return true;
        if (!KnownLimits.Contains(rows) || window <= ShortWindow) return false;

        Open311Log.SuspiciousCount(logger, stream, rows, options.MaxRows);
        return true;
    }

    static string Write(DateTimeOffset at) => at.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);

    static bool TryRead(string? position, out DateTimeOffset at) =>
        DateTimeOffset.TryParseExact(position, "O", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out at);
}
