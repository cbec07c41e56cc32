using IntegrationHub.Client;
using IntegrationHub.Configuration;
using IntegrationHub.HandOvers;
using IntegrationHub.Lookup;
using IntegrationHub.WriteBack;
using ModelMunicipality.Running;

namespace ModelMunicipality.Day;

/// <summary>The reckoning when the day is over: what was said to people, as those who said it know it, against what the hub answers over its API and what stands at the systems.</summary>
sealed class DayAudit(Callers callers, Ledger ledger, TimeProvider time)
{
    readonly HubDesk agent = callers.Of(Units.ContactCentre, "the day's reckoning");

    /// <summary>What became of the promises, and which of them were forgotten.</summary>
    public async Task<(PromiseCounts Counts, IReadOnlyList<string> Forgotten)> PromisesAsync(CancellationToken stop)
    {
        var lists = await ListsAsync(stop);
        var now = time.GetUtcNow();
        var forgotten = new List<string>();
        var (callBacks, inTime, late, tomorrow, others, othersDone) = (0, 0, 0, 0, 0, 0);
        foreach (var promise in ledger.Matters.SelectMany(matter => matter.Promises))
        {
            var told = (await agent.HandOvers.OfContactAsync(promise.Contact, DemoFile.Purpose, stop))?.FirstOrDefault(one => promise.HandOver is { } id && one.Id == id.ToString());
            var onList = told is not null && lists.GetValueOrDefault(told.Holder.Unit)?.Contains(told.Id) == true;
            if (WhyForgotten(promise, told, onList, now) is { } why) forgotten.Add($"promised for {TownTime.Clock(promise.DueAt)}: {why}");

            if (promise.Kind != HandOverKind.CallBack)
            {
                others++;
                if (told?.State == HandOverState.Done) othersDone++;
                continue;
            }

            callBacks++;
            if (told is { State: HandOverState.Done, EndedAt: { } end } && IsReached(told))
            {
                if (end <= promise.DueAt) inTime++;
                else late++;
            }
            else if (onList && promise.DueAt > now)
            {
                tomorrow++;
            }
        }

        return (new PromiseCounts(callBacks, inTime, late, tomorrow, others, othersDone), forgotten);
    }

    /// <summary>Why a promise counts as forgotten; null when it does not.</summary>
    /// <param name="promise">What was said to the person.</param>
    /// <param name="told">What the hub tells of it, out of the contact in which it was said; null when it tells of nothing.</param>
    /// <param name="onList">Whether it is on the open list of the unit that is told to have it in hand, as that unit reads it.</param>
    /// <param name="now">When the day is over.</param>
    internal static string? WhyForgotten(Promise promise, AnswerHandOver? told, bool onList, DateTimeOffset now) => told switch
    {
        null => "the hub knows of nothing that was promised",
        _ when told.DueAt is not { } due || due > promise.DueAt => "the person was told an earlier time than the hub keeps",
        { State: HandOverState.Withdrawn } => "it was withdrawn, and nobody told the person",
        { State: HandOverState.Done } when string.IsNullOrWhiteSpace(told.Answer) => "it was called done without an answer",
        { State: HandOverState.Done } when promise.Kind == HandOverKind.CallBack && !IsReached(told) => "it was called done, and nobody reached the person",
        { State: HandOverState.Done } => null,
        _ when !onList => "it is open, and on the list of no unit",
        _ when now > promise.DueAt => "its time has passed, and it is not done",
        _ => null,
    };

    /// <summary>What stands at the hub that nobody wrote, and what the systems have twice, or not although they took it.</summary>
    /// <param name="atSystems">The texts that the systems have.</param>
    /// <param name="stop">Stops it.</param>
    public async Task<IReadOnlyList<string>> WrittenWrongAsync(IReadOnlyList<string> atSystems, CancellationToken stop)
    {
        var wrong = new List<string>();
        var contacts = ledger.Matters.SelectMany(matter => matter.Contacts).Select(id => id.ToString()).ToHashSet();
        foreach (var person in ledger.Matters.Select(matter => matter.Person?.PersonalNumber).OfType<string>().Distinct())
        {
            wrong.AddRange((await agent.Contacts.FindAsync(LookupBy.Person, person, DemoFile.Purpose, stop)).Contacts.Where(one => !contacts.Contains(one.Id)).Select(one => $"the contact {one.Id} was written by nobody, or twice"));
            wrong.AddRange((await agent.HandOvers.FindAsync(LookupBy.Person, person, DemoFile.Purpose, stop)).Where(one => ledger.Of(one.Id) is null).Select(one => $"the hand-over {one.Id} was begun by nobody, or twice"));
        }

        foreach (var write in ledger.Writes)
        {
            var times = atSystems.Count(text => text.Contains(write.Text, StringComparison.Ordinal));
            if (write.Seen is not { } seen) wrong.Add($"nobody tells where the write {write.Id} stands");
            else if (times > 1 || (seen.State == WriteState.Accepted && times == 0) || (seen.State == WriteState.Refused && times > 0)) wrong.Add($"the write {write.Id} is {EnumNames.Of(seen.State)}, and {times} times at {write.Source}");
        }

        return wrong;
    }

    /// <summary>What became of the writes, as the hub told it last.</summary>
    public WriteCounts Writes()
    {
        var all = ledger.Writes.Select(write => write.Seen).ToList();
        var accepted = all.Where(seen => seen?.State == WriteState.Accepted).ToList();
        var refused = all.Count(seen => seen?.State == WriteState.Refused);
        return new WriteCounts(all.Count, accepted.Count, refused, all.Count - accepted.Count - refused, accepted.Count(seen => seen!.Attempts > 0));
    }

    /// <summary>The story, as the chain of its hand-over tells it.</summary>
    public async Task<IReadOnlyList<StoryLine>> StoryAsync(HandOverId id, CancellationToken stop) =>
        await agent.HandOvers.ReadAsync(id, DemoFile.Purpose, stop) is not { } told ? []
            : [.. told.Steps.Select(step => new StoryLine(TownTime.Clock(step.At), HolderOf(step.To), step.Kind, WordsOf(step, told.DueAt)))];

    static string HolderOf(AnswerHolder holder) => holder.Kind switch
    {
        HolderKind.Unit => EnglishOf(holder.UnitTitle),
        HolderKind.Group => $"{holder.Name}, {EnglishOf(holder.UnitTitle)}",
        HolderKind.External => $"{holder.Name}, outside",
        _ => holder.Name!,
    };

    // The town's titles are Swedish and English.
    static string EnglishOf(string title) => title.Split(" / ")[^1];

    static string WordsOf(AnswerStep step, DateTimeOffset? due) => (step.Kind, step.Outcome) switch
    {
        (HandOverStepKind.Created, _) => due is { } by ? $"is to call back by {TownTime.Clock(by)}" : "is to see to it",
        (HandOverStepKind.Accepted, _) => "takes it",
        (HandOverStepKind.PassedOn, _) => $"gets it: {step.Text}",
        (HandOverStepKind.Returned, _) => $"gets it back: {step.Text}",
        (HandOverStepKind.Replied, _) => $"gets the answer: {step.Text}",
        (HandOverStepKind.Noted, _) => $"may read: {step.Text}",
        (HandOverStepKind.Attempted, AttemptOutcome.NotReached) => "calls, and nobody answers",
        (HandOverStepKind.Attempted, AttemptOutcome.LeftMessage) => "calls, and leaves a message",
        (HandOverStepKind.Attempted, _) => "calls, and reaches the family",
        (HandOverStepKind.Done, _) => $"is done: {step.Text}",
        (HandOverStepKind.Reminded, _) => "is reminded",
        _ => step.Text ?? "",
    };

    static bool IsReached(AnswerHandOver told) => told.Steps.Any(step => step.Outcome == AttemptOutcome.Reached);

    // As each unit sees what it has in hand, with its own key.
    async Task<IReadOnlyDictionary<string, HashSet<string>>> ListsAsync(CancellationToken stop)
    {
        var lists = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        foreach (var unit in (string[])[Units.ContactCentre, .. Units.Departments.Keys])
        {
            var desk = callers.Of(unit, "the day's reckoning");
            lists[unit] = [];
            string? after = null;
            do
            {
                var page = await desk.HandOvers.ListAsync(unit, "the day is over", stop, after: after);
                lists[unit].UnionWith(page.HandOvers.Select(one => one.Id));
                after = page.Next;
            }
            while (after is not null);
        }

        return lists;
    }
}
