using IntegrationHub.Cases;
using IntegrationHub.Contacts;
using IntegrationHub.HandOvers;
using ModelMunicipality.Day;
using ModelMunicipality.Town;

namespace IntegrationHub.EndToEnd.Tests.Day;

public sealed class DayAuditTests
{
    static readonly DateTimeOffset Evening = TownTime.Midnight + DayPlan.Closes;
    static readonly Promise CallBack = new(default, HandOverKind.CallBack, TownTime.Midnight + TimeSpan.FromHours(14));
    static readonly AnswerHolder Children = new(HolderKind.Unit, Units.Children, "Children", null, null);

    [Fact]
    public void A_promise_is_forgotten_unless_the_hub_tells_that_it_was_kept_or_is_still_in_somebodys_hand_in_time()
    {
        var tomorrow = CallBack with { DueAt = TownTime.Midnight + DayPlan.Tomorrow };

        Assert.Null(Why(CallBack, Told(HandOverState.Done, AttemptOutcome.NotReached, AttemptOutcome.Reached)));
        Assert.Null(Why(tomorrow, Told(HandOverState.Waiting) with { DueAt = tomorrow.DueAt }));
        Assert.Equal("the hub knows of nothing that was promised", Why(CallBack, null));
        Assert.Equal("it was called done, and nobody reached the person", Why(CallBack, Told(HandOverState.Done, AttemptOutcome.NotReached)));
        Assert.Equal("it was called done without an answer", Why(CallBack, Told(HandOverState.Done, AttemptOutcome.Reached) with { Answer = " " }));
        Assert.Equal("it was withdrawn, and nobody told the person", Why(CallBack, Told(HandOverState.Withdrawn)));
        Assert.Equal("its time has passed, and it is not done", Why(CallBack, Told(HandOverState.Accepted, AttemptOutcome.LeftMessage)));
        Assert.Equal("it is open, and on the list of no unit", Why(tomorrow, Told(HandOverState.Waiting) with { DueAt = tomorrow.DueAt }, onList: false));
        Assert.Equal("the person was told an earlier time than the hub keeps", Why(CallBack, Told(HandOverState.Done, AttemptOutcome.Reached) with { DueAt = Evening }));
    }

    [Fact]
    public void What_was_told_and_is_not_to_be_read_would_be_asked_twice()
    {
        var matter = new Matter(NurseryStory.Plan, person: null, TownTime.Midnight) { Subject = "The place" };
        matter.Tell("the child begins on 17 August");
        matter.Promises.Add(CallBack with { HandOver = new HandOverId(7) });
        var recall = new Recall();
        recall.Read([Told(HandOverState.Waiting) with { Id = new HandOverId(7).ToString(), Text = "says that the child begins on 17 August" }]);

        Assert.Empty(recall.MissingOf(matter));
        matter.Tell("the other guardian signs");
        matter.Promises.Add(CallBack);
        Assert.Equal(2, recall.MissingOf(matter).Count());
    }

    [Theory]
    [InlineData(1, 500)]
    [InlineData(7, 40)]
    public void The_same_seed_is_the_same_day_and_has_as_many_contacts_as_asked_for(int seed, int contacts)
    {
        var plan = DayPlan.Make(new Town(seed), contacts);

        Assert.Equal(contacts, plan.Sum(matter => matter.Contacts.Count));
        Assert.Equal(Text(plan), Text(DayPlan.Make(new Town(seed), contacts)));
        Assert.NotEqual(Text(plan), Text(DayPlan.Make(new Town(seed + 1), contacts)));
        Assert.All(plan, matter => Assert.True(matter.Contacts.Zip(matter.Contacts.Skip(1)).All(pair => pair.First.At < pair.Second.At)));
        Assert.All(plan.Where(matter => matter.Course is not null), matter => Assert.NotNull(new Town(seed).Resident(matter.Resident!.Value).Phone));

        static string Text(IReadOnlyList<PlannedMatter> plan) => string.Join('\n', plan.Select(matter => $"{matter.Number} {matter.Kind} {matter.Resident} {string.Join(' ', matter.Contacts)} {matter.Course?.DueAt} {matter.Course?.TakenAt}"));
    }

    [Fact]
    public void A_day_of_five_hundred_contacts_has_every_channel_and_every_kind_of_course()
    {
        var plan = DayPlan.Make(new Town(1), DayOptions.UsualContacts);

        Assert.Equal(9, plan.SelectMany(matter => matter.Contacts).Select(contact => contact.Channel).Distinct().Count());
        Assert.Equal(Enum.GetValues<MatterKind>().Length, plan.Select(matter => matter.Kind).Distinct().Count());
        Assert.Contains(plan, matter => matter.Course is { GoesWrong: true });
        Assert.Contains(plan, matter => matter.Course is { NeedsIt: true });
        Assert.Contains(plan, matter => matter.Course is { Attempts.Count: 3 });
        Assert.Contains(plan, matter => matter.Course is { } course && course.TakenAt > course.DueAt);
        Assert.Contains(plan, matter => matter.WrittenByTwo);
    }

    static string? Why(Promise promise, AnswerHandOver? told, bool onList = true) => DayAudit.WhyForgotten(promise, told, onList, Evening);

    static AnswerHandOver Told(HandOverState state, params AttemptOutcome[] attempts) => new()
    {
        Id = "x", Version = 1, Kind = HandOverKind.CallBack, State = state, Holder = Children, Since = Evening, Overdue = false, DueAt = CallBack.DueAt, CreatedAt = TownTime.Midnight,
        Subject = "", Text = "", Answer = state == HandOverState.Done ? "A place from August." : null, Cases = [], Confidentiality = Confidentiality.Open, Possible = [],
        Steps = [.. attempts.Select((outcome, at) => new AnswerStep { Number = at + 2, Kind = HandOverStepKind.Attempted, At = Evening, By = "bo", From = Children, To = Children, Outcome = outcome })],
    };
}
