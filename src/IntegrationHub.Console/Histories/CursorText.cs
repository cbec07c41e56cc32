using IntegrationHub.Console.Wording;
using IntegrationHub.Hosting;
using IntegrationHub.Scheduling;
using IntegrationHub.Sources;

namespace IntegrationHub.Console.Histories;

/// <summary>How far a stream has come and when it is read, in words.</summary>
static class CursorText
{
    /// <summary><c>everything changed until 09:10; last complete read 3 h ago</c>.</summary>
    public static string Of(StreamOverview stream, Words words)
    {
        var texts = words.Texts.Console;
        if (stream.State?.Checkpoint is not { } checkpoint) return texts.CursorNothing;

        var parts = new List<string>();
        var whole = stream.Definition.Reading.Strategy == ReadStrategy.Snapshot;
        if (whole && checkpoint.LastFullAt is { } last) parts.Add(words.Say(texts.CursorWhole, words.Clock(last)));
        if (!whole && checkpoint.Watermark is { } watermark) parts.Add(words.Say(texts.CursorWatermark, words.Clock(watermark)));
        else if (!whole && checkpoint.Position is not null) parts.Add(texts.CursorPosition);
        if (checkpoint.Unfinished is { } unfinished) parts.Add(words.Say(texts.CursorUnfinished, words.Clock(unfinished.StartedAt), unfinished.Records));
        if (!whole && checkpoint.LastFullAt is { } full) parts.Add(words.Say(texts.LastFull, words.Clock(full)));
        return parts.Count == 0 ? texts.CursorNothing : string.Join("; ", parts);
    }

    /// <summary><c>every 5 min</c>, or the cron as its file has it.</summary>
    public static string Schedule(RunSchedule schedule, Words words) =>
        schedule.Every is { } every ? words.Say(words.Texts.Console.EveryTime, words.Span(every)) : $"{schedule.Cron}";
}
