using IntegrationHub.Cases;
using IntegrationHub.Torture.History;

namespace IntegrationHub.Torture.Checking;

/// <summary>Compares an index with what should be in it. Pure: what it says depends on nothing else.</summary>
internal static class Checker
{
    // So many at once are no slip about one case.
    const int Mass = 3;

    /// <summary>Everything that is wrong with the index; nothing when it is as it should be.</summary>
    /// <remarks>The vendor must have stood still, and every stream been read to its end since.</remarks>
    public static IReadOnlyList<Finding> Check(Truth truth, IndexFacts facts) =>
    [
        .. Lost(truth, facts), .. Invented(truth, facts), .. Doubled(facts), .. Regressed(facts), .. Resurrected(truth, facts), .. Deleted(truth, facts),
        .. Fenced(facts), .. Held(truth, facts), .. Fewer(truth, facts), .. NotificationChecks.Check(truth, facts), .. CommandChecks.Check(truth, facts),
    ];

    static IEnumerable<Finding> Lost(Truth truth, IndexFacts facts)
    {
        var indexed = facts.Cases.ToLookup(c => (c.Source, c.Key));
        var held = facts.Held.Where(h => h.Key is not null).Select(h => (h.Stream, h.Key!)).ToHashSet();
        foreach (var (source, cases) in truth.Registers)
        {
            foreach (var @case in cases.Values)
            {
                var latest = @case.Latest;
                if (latest.State == ModelState.Deleted) continue;
                // A stream is called as its source.
                if (latest.IsBad && held.Contains((source, @case.Key))) continue;

                var stands = indexed[(source, @case.Key)].FirstOrDefault();
                if (stands is null) yield return new Finding(FindingKind.Lost, $"{source} {@case.Key}", $"revision {latest.Revision} is not in the index, nor any other{(latest.IsBad ? ", nor in quarantine" : "")}");
                // That it is no tombstone is another question.
                else if (latest.IsBad) yield return new Finding(FindingKind.Lost, $"{source} {@case.Key}", $"revision {latest.Revision} cannot be mapped and is not in quarantine");
                else if (stands.Revision < latest.Revision) yield return new Finding(FindingKind.Lost, $"{source} {@case.Key}", $"revision {latest.Revision} is not in the index; {stands.Revision} stands there");
            }
        }

        var notes = facts.Notes.ToHashSet();
        foreach (var note in truth.Notes)
            if (!notes.Contains((note.CaseKey, Id(note)))) yield return new Finding(FindingKind.Lost, $"notes {note.CaseKey}", $"note {note.Id} is not in the index");
    }

    static IEnumerable<Finding> Invented(Truth truth, IndexFacts facts)
    {
        foreach (var @case in facts.Cases)
        {
            if (truth.Find(@case.Source, @case.Key) is not { } known) yield return new Finding(FindingKind.Invented, $"{@case.Source} {@case.Key}", "the vendor never had this case");
            else if (@case.Revision > known.Latest.Revision) yield return new Finding(FindingKind.Invented, $"{@case.Source} {@case.Key}", $"revision {@case.Revision} stands in the index; the vendor has only {known.Latest.Revision}");
        }

        var notes = truth.Notes.Select(n => (n.CaseKey, Id(n))).ToHashSet();
        foreach (var note in facts.Notes)
            if (!notes.Contains(note)) yield return new Finding(FindingKind.Invented, $"notes {note.CaseKey}", $"the vendor never had note {note.EventId}");
    }

    static IEnumerable<Finding> Doubled(IndexFacts facts)
    {
        foreach (var same in facts.Cases.GroupBy(c => (c.Source, c.Key)).Where(g => g.Count() > 1))
            yield return new Finding(FindingKind.Doubled, $"{same.Key.Source} {same.Key.Key}", $"the case is in the index {same.Count()} times");
        foreach (var same in facts.Notes.GroupBy(n => n).Where(g => g.Count() > 1))
            yield return new Finding(FindingKind.Doubled, $"notes {same.Key.CaseKey}", $"note {same.Key.EventId} is in the index {same.Count()} times");
        foreach (var same in facts.Feed.GroupBy(f => f.Position).Where(g => g.Count() > 1))
            yield return new Finding(FindingKind.Doubled, "change feed", $"position {same.Key} was handed out {same.Count()} times");

        // What the feed may say of a case is what the journal saw happen to it.
        var steps = facts.Steps.ToLookup(s => (s.Source, s.Key));
        var notes = facts.Notes.ToLookup(n => n.CaseKey);
        foreach (var told in facts.Feed.GroupBy(f => (f.Source, f.Key)))
        {
            var happened = steps[told.Key].ToList();
            foreach (var finding in new[]
            {
                Compare(CaseChangeKind.Added, happened.Count(s => s is { Before: null, LiveAfter: true })),
                Compare(CaseChangeKind.Changed, happened.Where(s => s.LiveAfter && (s.LiveBefore || facts.ManyVersionsInAStep)).Sum(s => Versions(s))),
                Compare(CaseChangeKind.Removed, happened.Count(s => s is { LiveBefore: true, LiveAfter: false })),
                Compare(CaseChangeKind.Revived, happened.Count(s => s is { Before: not null, LiveBefore: false, LiveAfter: true })),
                Compare(CaseChangeKind.EventAdded, notes[told.Key.Key].Count()),
            })
            {
                if (finding is not null) yield return finding;
            }

            // The first version of a case that comes is no change of it.
            int Versions(CaseStep step) =>
                facts.ManyVersionsInAStep ? Math.Max(0, (step.After ?? 0) - (step.Before ?? 1)) : step.Before != step.After ? 1 : 0;

            Finding? Compare(CaseChangeKind kind, int times) => told.Count(f => f.Kind == kind) is var said && said > times
                ? new Finding(FindingKind.Doubled, $"change feed {told.Key.Source} {told.Key.Key}", $"{kind} is told {said} times and happened {times} times")
                : null;
        }
    }

    static IEnumerable<Finding> Regressed(IndexFacts facts)
    {
        foreach (var step in facts.Steps)
        {
            if (step.After < step.Before) yield return new Finding(FindingKind.Regressed, $"{step.Source} {step.Key}", $"revision {step.Before} was followed by {step.After}");
            if (step.OrderAfter < step.OrderBefore) yield return new Finding(FindingKind.Regressed, $"{step.Source} {step.Key}", "its order went back");
        }

        foreach (var step in facts.Watermarks)
            if (step.After is null || step.After < step.Before) yield return new Finding(FindingKind.Regressed, $"stream {step.Stream}", $"its watermark went back from {step.Before:O} to {step.After:O}");
    }

    static IEnumerable<Finding> Resurrected(Truth truth, IndexFacts facts)
    {
        foreach (var step in facts.Steps.Where(s => s is { Before: not null, LiveBefore: false, LiveAfter: true }))
            if (IsGone(truth.Find(step.Source, step.Key), step.At)) yield return new Finding(FindingKind.Resurrected, $"{step.Source} {step.Key}", $"it was gone, at its vendor too, and came back with revision {step.After}");

        foreach (var @case in facts.Cases.Where(c => c.Live))
            if (truth.Find(@case.Source, @case.Key) is { Latest.State: ModelState.Deleted } gone) yield return new Finding(FindingKind.Resurrected, $"{@case.Source} {@case.Key}", $"its vendor deleted it with revision {gone.Latest.Revision}, and it is live");
    }

    static IEnumerable<Finding> Deleted(Truth truth, IndexFacts facts)
    {
        var wrong = facts.Steps.Where(s => s is { LiveBefore: true, LiveAfter: false } && !IsGone(truth.Find(s.Source, s.Key), s.At)).ToList();
        foreach (var together in wrong.GroupBy(s => (s.Source, Second: (long)s.At)))
        {
            var kind = together.Count() >= Mass ? FindingKind.MassDeleted : FindingKind.Deleted;
            foreach (var step in together) yield return new Finding(kind, $"{step.Source} {step.Key}", $"it became a tombstone{(kind == FindingKind.MassDeleted ? $" with {together.Count() - 1} others" : "")}, and its vendor had it");
        }
    }

    static IEnumerable<Finding> Fenced(IndexFacts facts) => facts.Commits
        .Where(c => c.RunEpoch != c.StreamEpoch)
        .Select(c => new Finding(FindingKind.Fenced, $"stream {c.Stream}", $"run {c.Run} with epoch {c.RunEpoch} committed when the stream's epoch was {c.StreamEpoch}"));

    static IEnumerable<Finding> Held(Truth truth, IndexFacts facts) => facts.Held
        .Where(h => h.Key is null || truth.Find(h.Stream, h.Key) is not { Latest.IsBad: true })
        .Select(h => new Finding(FindingKind.Held, $"stream {h.Stream} {h.Key ?? "without a key"}", "a record is in quarantine, and the newest of this case can be mapped"));

    // A reader may see less only of what its vendor has deleted.
    static IEnumerable<Finding> Fewer(Truth truth, IndexFacts facts)
    {
        var steps = facts.Steps.ToLookup(s => s.Source);
        foreach (var (before, after) in facts.Sights.Zip(facts.Sights.Skip(1)))
        {
            foreach (var (source, seen) in before.Sources)
            {
                var now = after.Sources.GetValueOrDefault(source);
                var gone = steps[source].Take(now.Steps).Skip(seen.Steps).Count(s => s is { LiveBefore: true, LiveAfter: false } && IsGone(truth.Find(source, s.Key), s.At));
                if (seen.Live - now.Live is var less && less > gone)
                    yield return new Finding(FindingKind.Fewer, source, $"{less} cases fewer were seen than before ({seen.Live}), and their vendor had deleted {gone} of them");
            }
        }
    }

    static bool IsGone(ModelCase? @case, double at) =>
        @case?.At(DateTimeOffset.UnixEpoch + TimeSpan.FromSeconds(at) + TimeSpan.FromMilliseconds(2)) is null or { State: ModelState.Deleted };

    static string Id(ModelNote note) => note.Id.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
