using IntegrationHub.Cases;
using IntegrationHub.Torture.Checking;
using IntegrationHub.Torture.History;

namespace IntegrationHub.Torture.Tests.Checking;

/// <summary>The checker itself: of an index that is as it should be it says nothing, and every defect that is planted in it has a name.</summary>
public sealed class CheckerTests
{
    static readonly DateTimeOffset Start = new(2026, 3, 10, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Of_an_index_that_is_as_it_should_be_nothing_is_said() => Assert.Empty(Checker.Check(Town.Truth, Town.Index()));

    [Fact]
    public void A_case_that_is_not_there_is_lost() =>
        Names(FindingKind.Lost, "changes C-1", Town.Index() with { Cases = [.. Town.Index().Cases.Where(c => c.Key != "C-1")], Steps = [.. Town.Index().Steps.Where(s => s.Key != "C-1")], Feed = [.. Town.Index().Feed.Where(f => f.Key != "C-1")] });

    [Fact]
    public void A_change_that_is_not_there_is_lost() =>
        Names(FindingKind.Lost, "changes C-1", Town.Index() with { Cases = [.. Town.Index().Cases.Select(c => c.Key == "C-1" ? c with { Revision = 1 } : c)] });

    [Fact]
    public void A_bad_record_that_is_in_no_quarantine_is_lost() => Names(FindingKind.Lost, "changes C-4", Town.Index() with { Held = [] });

    [Fact]
    public void A_note_that_is_not_there_is_lost() => Names(FindingKind.Lost, "notes C-1", Town.Index() with { Notes = [("C-1", "1")], Feed = [.. Town.Index().Feed.Where(f => f.Position != 6)] });

    [Fact]
    public void A_case_that_is_there_twice_is_doubled() => Names(FindingKind.Doubled, "changes C-1", Town.Index() with { Cases = [.. Town.Index().Cases, new IndexedCase("changes", "C-1", 2, Live: true)] });

    [Fact]
    public void A_note_that_is_there_twice_is_doubled() => Names(FindingKind.Doubled, "notes C-1", Town.Index() with { Notes = [.. Town.Index().Notes, ("C-1", "2")] });

    [Fact]
    public void An_event_that_the_feed_tells_twice_is_doubled() =>
        Names(FindingKind.Doubled, "change feed changes C-1", Town.Index() with { Feed = [.. Town.Index().Feed, new FeedEntry(90, "changes", "C-1", CaseChangeKind.EventAdded)] });

    [Theory]
    [InlineData(CaseChangeKind.Added)]
    [InlineData(CaseChangeKind.Changed)]
    [InlineData(CaseChangeKind.Removed)]
    [InlineData(CaseChangeKind.Revived)]
    public void What_the_feed_tells_and_did_not_happen_is_doubled(CaseChangeKind kind) =>
        Names(FindingKind.Doubled, "change feed changes C-1", Town.Index() with { Feed = [.. Town.Index().Feed, new FeedEntry(90, "changes", "C-1", kind)] });

    [Fact]
    public void A_position_that_was_handed_out_twice_is_doubled() =>
        Names(FindingKind.Doubled, "change feed", Town.Index() with { Feed = [.. Town.Index().Feed.Select(f => f with { Position = Math.Min(f.Position, 6) })] });

    [Fact]
    public void A_revision_that_went_back_in_between_is_found_though_the_last_one_stands() =>
        Names(FindingKind.Regressed, "changes C-1", Town.With(new CaseStep(Town.At(5), "changes", "C-1", 2, 1, 20, 20, true, true), new CaseStep(Town.At(6), "changes", "C-1", 1, 2, 20, 20, true, true)));

    [Fact]
    public void An_order_that_went_back_is_found() => Names(FindingKind.Regressed, "changes C-1", Town.With(new CaseStep(Town.At(5), "changes", "C-1", 2, 2, 20, 10, true, true)));

    [Fact]
    public void A_watermark_that_went_back_is_found() =>
        Names(FindingKind.Regressed, "stream changes", Town.Index() with { Watermarks = [new WatermarkStep("changes", null, Start), new WatermarkStep("changes", Start, Start.AddSeconds(-1))] });

    [Fact]
    public void A_deleted_case_that_came_back_is_resurrected() =>
        Names(FindingKind.Resurrected, "export E-2", Town.With(new CaseStep(Town.At(8), "export", "E-2", 1, 1, null, null, false, true), new CaseStep(Town.At(9), "export", "E-2", 1, 1, null, null, true, false)));

    [Fact]
    public void A_deleted_case_that_is_still_live_is_resurrected() =>
        Names(FindingKind.Resurrected, "export E-2", Town.Index() with { Cases = [.. Town.Index().Cases.Select(c => c.Key == "E-2" ? c with { Live = true } : c)] });

    [Fact]
    public void A_case_that_became_a_tombstone_while_its_vendor_had_it_is_found_though_it_came_back() =>
        Names(FindingKind.Deleted, "export E-1", Town.With(new CaseStep(Town.At(8), "export", "E-1", 1, 1, null, null, true, false), new CaseStep(Town.At(9), "export", "E-1", 1, 1, null, null, false, true)));

    [Fact]
    public void Many_at_once_are_a_mass_deletion()
    {
        var findings = Checker.Check(Town.Truth, Town.With([.. Enumerable.Range(0, 3).Select(i => new CaseStep(Town.At(8), "export", $"E-{i + 3}", 1, 1, null, null, true, false))]));

        Assert.Equal(3, findings.Count(f => f.Kind == FindingKind.MassDeleted));
    }

    [Fact]
    public void A_tombstone_of_a_case_that_its_vendor_deleted_later_is_found() => Names(FindingKind.Deleted, "export E-2", Town.With(new CaseStep(Town.At(1), "export", "E-2", 1, 1, null, null, true, false)));

    [Fact]
    public void A_commit_of_a_run_that_had_been_replaced_is_found() => Names(FindingKind.Fenced, "stream changes", Town.Index() with { Commits = [new RunCommit("changes", 7, 3, 3), new RunCommit("changes", 7, 3, 4)] });

    [Fact]
    public void A_record_that_is_held_though_it_can_be_mapped_is_found() => Names(FindingKind.Held, "stream changes C-1", Town.Index() with { Held = [.. Town.Index().Held, ("changes", "C-1")] });

    [Fact]
    public void A_record_that_is_held_without_a_key_is_found() => Names(FindingKind.Held, "stream changes without a key", Town.Index() with { Held = [.. Town.Index().Held, ("changes", null)] });

    [Fact]
    public void A_case_that_its_vendor_never_had_is_invented() => Names(FindingKind.Invented, "changes C-9", Town.Index() with { Cases = [.. Town.Index().Cases, new IndexedCase("changes", "C-9", 1, Live: true)] });

    [Fact]
    public void A_version_that_its_vendor_never_had_is_invented() =>
        Names(FindingKind.Invented, "changes C-1", Town.Index() with { Cases = [.. Town.Index().Cases.Select(c => c.Key == "C-1" ? c with { Revision = 3 } : c)] });

    [Fact]
    public void A_notification_that_was_taken_and_is_not_stored_is_lost() => Names(FindingKind.NotificationLost, "changes C-1", Town.Index(), Town.Truth with { Taken = [new("AA", "changes", "C-1")] });

    [Fact]
    public void A_notification_whose_case_was_never_read_is_lost() => NotificationIsLost([new(Town.At(1), ToldWhat.Stored, 7, "AA")]);

    [Fact]
    public void A_notification_that_became_a_dead_letter_is_lost() => NotificationIsLost([new(Town.At(1), ToldWhat.Stored, 7, "AA"), new(Town.At(4), ToldWhat.Dead, 7)]);

    [Fact]
    public void A_notification_that_was_done_before_what_could_be_seen_was_read_is_lost_though_another_read_brought_it_in_later() =>
        NotificationIsLost([new(Town.At(3), ToldWhat.Stored, 7, "AA"), new(Town.At(4), ToldWhat.Done, 7, Revision: 1)]);

    [Fact]
    public void A_record_in_quarantine_that_is_older_than_what_could_be_seen_excuses_no_notification() =>
        NotificationIsLost([new(Town.At(3), ToldWhat.Stored, 7, "AA"), new(Town.At(4), ToldWhat.Done, 7, Revision: 1, Held: true)]);

    [Theory]
    [InlineData(3, "C-1", 2, false)]
    [InlineData(1, "C-1", 1, false)] // what was changed later was not asked of it
    [InlineData(3, "C-4", 1, true)] // what could be seen cannot be mapped, and is held
    public void A_notification_that_was_read_after_it_was_stored_is_not(int stored, string key, int revision, bool held)
    {
        var truth = Town.Truth with { Taken = [new("AA", "changes", key)] };

        Assert.Empty(Checker.Check(truth, Town.Index() with { Told = [new(Town.At(stored), ToldWhat.Stored, 7, "AA"), new(Town.At(9), ToldWhat.Done, 7, Revision: revision, Held: held)] }));
    }

    [Fact]
    public void A_notification_that_is_stored_twice_is_doubled() =>
        Names(FindingKind.Doubled, "notification AA", Town.Index() with
        {
            Told = [new(Town.At(1), ToldWhat.Stored, 7, "AA"), new(Town.At(2), ToldWhat.Done, 7, Revision: 2), new(Town.At(3), ToldWhat.Stored, 8, "AA"), new(Town.At(4), ToldWhat.Done, 8, Revision: 2)],
        });

    [Fact]
    public void Fewer_cases_than_before_are_found_though_they_are_back_when_all_is_over() =>
        Names(FindingKind.Fewer, "export", Town.Index() with { Sights = [Town.Saw(2, 5), Town.Saw(2, 2), Town.Saw(2, 5)] });

    [Fact]
    public void Fewer_cases_because_their_vendor_deleted_them_are_as_it_should_be() => Assert.Empty(Checker.Check(Town.Truth, Town.Index() with { Sights = [Town.Saw(2, 5), Town.Saw(3, 4)] }));

    static void NotificationIsLost(IReadOnlyList<ToldStep> told) =>
        Names(FindingKind.NotificationLost, "changes C-1", Town.Index() with { Told = told }, Town.Truth with { Taken = [new("AA", "changes", "C-1")] });

    static void Names(FindingKind kind, string where, IndexFacts facts, Truth? truth = null)
    {
        var findings = Checker.Check(truth ?? Town.Truth, facts);

        Assert.Contains(findings, f => f.Kind == kind && f.Where == where);
        Assert.All(findings, f => Assert.Equal(kind, f.Kind));
    }

    /// <summary>A small town: C-1 changed once and has two notes, C-4's newest version is a bad one, E-2 was deleted after five seconds.</summary>
    static class Town
    {
        public static Truth Truth { get; } = new(
            new Dictionary<string, IReadOnlyDictionary<string, ModelCase>>
            {
                ["changes"] = Cases(Case("C-1", Version(1, 0), Version(2, 2)), Case("C-4", Version(1, 0), Version(2, 2) with { IsBad = true })),
                ["export"] = Cases(
                [
                    Case("E-1", Version(1, 0)), Case("E-2", Version(1, 0), Version(2, 5) with { State = ModelState.Deleted }),
                    Case("E-3", Version(1, 0)), Case("E-4", Version(1, 0)), Case("E-5", Version(1, 0)),
                ]),
            },
            [new ModelNote(1, "C-1", Start), new ModelNote(2, "C-1", Start)]);

        public static double At(int seconds) => (Start.AddSeconds(seconds) - DateTimeOffset.UnixEpoch).TotalSeconds;

        public static IndexFacts Index() => new()
        {
            Cases =
            [
                new("changes", "C-1", 2, true), new("changes", "C-4", 1, true),
                new("export", "E-1", 1, true), new("export", "E-2", 1, false), new("export", "E-3", 1, true), new("export", "E-4", 1, true), new("export", "E-5", 1, true),
            ],
            Steps =
            [
                new(At(1), "changes", "C-1", null, 1, null, 10, false, true), new(At(1), "changes", "C-4", null, 1, null, 10, false, true),
                new(At(1), "export", "E-1", null, 1, null, null, false, true), new(At(1), "export", "E-2", null, 1, null, null, false, true),
                new(At(3), "changes", "C-1", 1, 2, 10, 20, true, true),
                new(At(7), "export", "E-2", 1, 1, null, null, true, false),
            ],
            Feed =
            [
                new(1, "changes", "C-1", CaseChangeKind.Added), new(2, "changes", "C-4", CaseChangeKind.Added), new(3, "export", "E-2", CaseChangeKind.Added),
                new(4, "changes", "C-1", CaseChangeKind.Changed), new(5, "changes", "C-1", CaseChangeKind.EventAdded), new(6, "changes", "C-1", CaseChangeKind.EventAdded),
                new(7, "export", "E-2", CaseChangeKind.Removed),
            ],
            Notes = [("C-1", "1"), ("C-1", "2")],
            Held = [("changes", "C-4")],
            Commits = [new("changes", 1, 1, 1), new("changes", 2, 2, 2)],
            Watermarks = [new("changes", null, Start), new("changes", Start, Start.AddSeconds(3))],
        };

        public static Sight Saw(int steps, long export) => new(new Dictionary<string, SourceSight> { ["export"] = new(export, steps) });

        public static IndexFacts With(params CaseStep[] steps) => Index() with { Steps = [.. Index().Steps, .. steps] };

        static ModelCase Case(string key, params ModelVersion[] versions) => new(key, Start.AddDays(-1), versions);

        static ModelVersion Version(int revision, int second) => new(revision, Start.AddSeconds(second), Start.AddSeconds(second), ModelState.Open, IsBad: false);

        static Dictionary<string, ModelCase> Cases(params ModelCase[] cases) => cases.ToDictionary(c => c.Key);
    }
}
