using System.Collections.Concurrent;
using IntegrationHub.Faults;
using IntegrationHub.Sources;
using IntegrationHub.Sync;
using Microsoft.Extensions.Logging;

namespace IntegrationHub.Codes;

/// <summary>Asks vendors for the codes that they use, at most once a day for each stream, and remembers which of them no row knows. Held in memory: a restart asks again.</summary>
/// <remarks>It looks after runs that succeeded, and whatever goes wrong with it is told and hurts no run.</remarks>
internal sealed class CodeWatch(TimeProvider time, ILogger logger)
{
    internal static readonly TimeSpan AskAgain = TimeSpan.FromDays(1);
    internal static readonly TimeSpan TryAgain = TimeSpan.FromHours(1);

    readonly ConcurrentDictionary<StreamKey, Answer> answers = new();

    /// <summary>What is known of the stream's codes; nothing before the vendor was asked.</summary>
    public IReadOnlyList<CodeCoverage> Of(StreamKey stream) => answers.TryGetValue(stream, out var answer) ? answer.Coverage : [];

    /// <summary>Asks the vendor, if it is time to.</summary>
    public async Task LookAsync(RunnableStream stream, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (stream.Definition.Codes.Count == 0) return;

        var now = time.GetUtcNow();
        var known = answers.GetValueOrDefault(stream.Key);
        // A changed code table is compared at once: whoever added a line wants to see that it helped.
        if (known is not null && now < known.AskAgainAt && known.Mapping.Span.SequenceEqual(stream.Mapping.Fingerprint.Span)) return;

        try
        {
            var coverage = await AskAsync(stream, now, cancellationToken);
            answers[stream.Key] = new Answer(now + AskAgain, stream.Mapping.Fingerprint, coverage);
            Tell(stream, coverage);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The application stops; the next run asks.
        }
#pragma warning disable CA1031 // Whatever a vendor or an adapter throws here: the run before it is done, and stays so.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            answers[stream.Key] = new Answer(now + TryAgain, stream.Mapping.Fingerprint, known?.Coverage ?? []);
            if (exception is SourceException fault) CodesLog.NotListed(logger, stream.Key, fault.Code, fault.Message);
            else CodesLog.Unexpected(logger, stream.Key, exception.GetType().FullName ?? "");
        }
    }

    static async Task<IReadOnlyList<CodeCoverage>> AskAsync(RunnableStream stream, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var open = stream.Open(new RunMeter());
        if (open.Source is not IListsCodes lists) return [];

        var coverage = new List<CodeCoverage>();
        foreach (var (list, tableName) in stream.Definition.Codes)
        {
            if (stream.Mapping.CodeTables.FirstOrDefault(t => t.Name == tableName) is not { } table) continue;

            var listed = await lists.ListCodesAsync(list, cancellationToken);
            coverage.Add(new CodeCoverage(list, tableName, table.File, now, listed.Count, CodeComparison.Missing(listed, table)));
        }

        return coverage;
    }

    void Tell(RunnableStream stream, IReadOnlyList<CodeCoverage> coverage)
    {
        foreach (var one in coverage)
        {
            if (one.Advice is { } advice) CodesLog.Missing(logger, stream.Key, advice);
            else CodesLog.Covered(logger, stream.Key, one.Listed, one.List, one.Table);
        }
    }

    sealed record Answer(DateTimeOffset AskAgainAt, ReadOnlyMemory<byte> Mapping, IReadOnlyList<CodeCoverage> Coverage);
}
