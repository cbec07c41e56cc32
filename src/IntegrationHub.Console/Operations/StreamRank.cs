using IntegrationHub.Console.Wording;
using IntegrationHub.Hosting;
using IntegrationHub.Lookup;
using IntegrationHub.Sync;

namespace IntegrationHub.Console.Operations;

/// <summary>Puts the streams in the order in which they need somebody, and says in one line how they all are.</summary>
static class StreamRank
{
    // A line that tells of everybody tells of nobody; the table below has them all, worst first.
    const int MostTold = 5;

    /// <summary>The worst first; one whose files are refused and a paused one before one that is well; then by name.</summary>
    public static IReadOnlyList<StreamOverview> WorstFirst(IEnumerable<StreamOverview> streams) =>
        [.. streams.OrderByDescending(s => s.Coverage.State).ThenBy(s => s.Refused is null).ThenBy(s => s.Pause is null).ThenBy(s => s.Definition.Name.Value, StringComparer.Ordinal)];

    /// <summary>A word for the state of a stream, and the tone it is said in.</summary>
    public static (string Word, string Tone, string Sign) StateOf(StreamOverview stream, Texts texts) => stream.Coverage.State switch
    {
        CoverageState.Failing => (texts.StateFailing, "bad", "■"),
        CoverageState.Refused => (texts.StateRefused, "bad", "■"),
        CoverageState.NotConnected => (texts.StateNotConnected, "still", "○"),
        CoverageState.Loading => (texts.StateLoading, "on", "◐"),
        CoverageState.Partial => (texts.StatePartial, "ask", "▲"),
        CoverageState.Stale => (texts.StateStale, "ask", "▲"),
        _ => (texts.StateFresh, "good", "●"),
    };

    /// <summary>How old the data is; null when nothing was read whole yet.</summary>
    public static TimeSpan? AgeOf(StreamOverview stream, DateTimeOffset now) => stream.Coverage.AsOf is { } asOf ? now - asOf : null;

    /// <summary><c>3 of 4 streams are fresh. fault-reports has been unavailable since 09:12 (IH6003); the index answers with data from 09:10.</c></summary>
    public static string Summary(IReadOnlyList<StreamOverview> streams, Words words)
    {
        var texts = words.Texts;
        if (streams.Count == 0) return texts.NoStreams;

        var fresh = streams.Count(s => s.Coverage.State == CoverageState.Complete);
        var sentences = new List<string> { fresh == streams.Count ? words.Say(texts.AllFresh, streams.Count) : words.Say(texts.SomeFresh, fresh, streams.Count) };
        sentences.AddRange(WorstFirst(streams).Where(s => s.Coverage.State != CoverageState.Complete).Take(MostTold).Select(s => OfLacking(s, words)));
        if (streams.Count - fresh > MostTold) sentences.Add(words.Say(texts.Console.MoreNotFresh, streams.Count - fresh - MostTold));
        sentences.AddRange(streams.Where(s => s.Refused is not null).Take(MostTold).Select(s => words.Say(texts.Operation.SummaryFilesRefused, s.Definition.Name.Value, words.Clock(s.Refused!.Since))));
        sentences.AddRange(streams.Where(s => s.Pause is not null).Take(MostTold).Select(s => words.Say(texts.SummaryPaused, s.Definition.Name.Value, words.Clock(s.Pause!.Since), s.Pause.By)));
        return string.Join(" ", sentences);
    }

    static string OfLacking(StreamOverview stream, Words words)
    {
        var texts = words.Texts;
        var name = stream.Definition.Name.Value;
        var since = stream.Coverage.Since is { } at ? words.Clock(at) : texts.UnknownTime;
        var answers = stream.Coverage.AsOf is { } asOf ? words.Say(texts.IndexAnswersFrom, words.Clock(asOf)) : texts.IndexHasNothing;
        var code = stream.State?.LastRun is { Outcome: not RunOutcome.Running, Fault: { } fault } ? $" ({fault.Code})" : "";
        return stream.Coverage.State switch
        {
            CoverageState.Failing => words.Say(texts.SummaryFailing, name, since, code, answers),
            CoverageState.Refused => words.Say(texts.SummaryRefused, name, since, code, answers),
            CoverageState.NotConnected => words.Say(texts.SummaryNotConnected, name),
            CoverageState.Loading => words.Say(texts.SummaryLoading, name),
            CoverageState.Partial when stream.State is { Quarantined: > 0 } state => words.Say(texts.SummaryPartial, name, words.Records(state.Quarantined)),
            CoverageState.Partial when stream.State is { HeldDeletes: > 0 } state => words.Say(texts.Removals.SummaryHeld, name, state.HeldDeletes),
            CoverageState.Partial => words.Say(texts.Removals.SummaryUnverified, name),
            _ => words.Say(texts.SummaryStale, name, answers),
        };
    }
}
