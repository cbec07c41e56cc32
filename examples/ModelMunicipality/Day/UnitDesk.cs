using IntegrationHub.Client;
using IntegrationHub.Contacts;
using IntegrationHub.HandOvers;
using ModelMunicipality.Running;

namespace ModelMunicipality.Day;

/// <summary>The people of one unit: they look at its list, take what waits, read what was said, call, answer, return what is not theirs, and pass on what they need others for.</summary>
sealed class UnitDesk(string unit, Callers callers, Ledger ledger, TimeProvider time)
{
    /// <summary>Goes through the unit's list once: of each hand-over one thing is done, or as many as need no waiting.</summary>
    public async Task RoundAsync(CancellationToken stop)
    {
        var people = Units.Departments[unit];
        string? after = null;
        var open = new List<AnswerHandOver>();
        do
        {
            var page = await callers.Of(unit, people[0]).HandOvers.ListAsync(unit, "sees the unit's list", stop, after: after);
            open.AddRange(page.HandOvers);
            after = page.Next;
        }
        while (after is not null);

        foreach (var handOver in open)
            if (ledger.Of(handOver.Id) is { Plan.Course: { } course } matter) await WorkAsync(matter, course, handOver, people[matter.Plan.Number % people.Count], stop);
    }

    async Task WorkAsync(Matter matter, PlannedCourse course, AnswerHandOver handOver, string person, CancellationToken stop)
    {
        var desk = callers.Of(unit, person);
        if (UnitCourse.Next(unit, matter, course, handOver, time.GetUtcNow()) is not { } order) return;

        if (order.Kind == HandOverStepKind.Accepted) await ReadAsync(desk, matter, handOver, person, stop);
        if (order is { Kind: HandOverStepKind.Attempted, Outcome: AttemptOutcome.Reached })
        {
            await CallAsync(desk, matter, handOver, stop);
            var answer = UnitCourse.AnswerOf(matter);
            var reached = await StepAsync(desk, handOver, order, handOver.Version, stop);
            await StepAsync(desk, handOver, new HandOverOrder(HandOverStepKind.Done, answer), reached, stop);
            matter.Tell(answer);
            return;
        }

        await StepAsync(desk, handOver, order, handOver.Version, stop);
        if (order.Kind == HandOverStepKind.Done) matter.Tell(order.Text!);
        if (order.Kind == HandOverStepKind.Returned) ledger.CameBack();
        if (order.Kind == HandOverStepKind.PassedOn) ledger.HandedOverToAnother();
    }

    // Before anybody is called, everything that they said must be there to be read: by the unit too.
    async Task ReadAsync(HubDesk desk, Matter matter, AnswerHandOver handOver, string person, CancellationToken stop)
    {
        var recall = new Recall();
        recall.Read([handOver]);
        if (handOver.Contact is { } contact && await desk.Contacts.ReadAsync(ContactId.Parse(contact), DemoFile.Purpose, stop) is { } read) recall.Read([read]);
        // What was said in later contacts stands with the person.
        if (matter.Person is { } of)
        {
            recall.Read((await desk.Contacts.FindAsync(IntegrationHub.Lookup.LookupBy.Person, of.PersonalNumber, DemoFile.Purpose, stop)).Contacts);
            recall.Read(await desk.HandOvers.FindAsync(IntegrationHub.Lookup.LookupBy.Person, of.PersonalNumber, DemoFile.Purpose, stop));
        }

        ledger.Compare(matter, recall, $"{person} at {TownTime.Clock(time.GetUtcNow())}, before calling");
    }

    static async Task CallAsync(HubDesk desk, Matter matter, AnswerHandOver handOver, CancellationToken stop)
    {
        var reach = await desk.HandOvers.ReachAsync(HandOverId.Parse(handOver.Id), "calls the person back", stop);
        if (reach?.Phone is not { } phone || !IntegrationHub.Identity.PhoneNumber.TryParse(phone, out var told) || !IntegrationHub.Identity.PhoneNumber.TryParse(matter.Person!.Phone!, out var own) || told != own)
            throw new InvalidOperationException("Whoever has taken a callback is not told the number that the person gave.");
    }

    static async Task<long> StepAsync(HubDesk desk, AnswerHandOver handOver, HandOverOrder order, long version, CancellationToken stop) =>
        (await Callers.AddAsync(key => desk.HandOvers.StepAsync(HandOverId.Parse(handOver.Id), order, version, stop, key))).Version;
}

/// <summary>Decides what a unit does next with what it has in hand, by what is planned of it. Pure.</summary>
static class UnitCourse
{
    /// <summary>What is done next; null for nothing yet.</summary>
    public static HandOverOrder? Next(string unit, Matter matter, PlannedCourse course, AnswerHandOver handOver, DateTimeOffset now)
    {
        if (handOver.State == HandOverState.Waiting) return now >= matter.At(course.TakenAt) ? new HandOverOrder(HandOverStepKind.Accepted) : null;
        if (unit != matter.Unit && unit != Units.It) return new HandOverOrder(HandOverStepKind.Returned, "This is not our matter.");
        if (unit == Units.It && matter.Unit != Units.It) return new HandOverOrder(HandOverStepKind.Returned, "It works again.");
        if (course.NeedsIt && unit != Units.It && handOver.Steps.All(step => step.To.Unit != Units.It)) return new HandOverOrder(HandOverStepKind.PassedOn, "The form does not open.", new HandOverHolder(HolderKind.Unit, Units.It));
        if (handOver.Kind == HandOverKind.HandOver) return new HandOverOrder(HandOverStepKind.Done, AnswerOf(matter));

        var attempts = handOver.Steps.Count(step => step.Kind == HandOverStepKind.Attempted);
        return new HandOverOrder(HandOverStepKind.Attempted, Outcome: attempts < course.Attempts.Count ? course.Attempts[attempts] : AttemptOutcome.Reached);
    }

    /// <summary>What the person is told at last.</summary>
    public static string AnswerOf(Matter matter) => matter.Own(99, "It is decided; the letter has the number ({0}).");
}
