using IntegrationHub.Cases;
using IntegrationHub.Client;
using IntegrationHub.Contacts;
using IntegrationHub.HandOvers;

namespace ModelMunicipality.Day;

/// <summary>The story of the day: an application for a place at the nursery school that cannot be sent goes from the contact centre to the children's department, to IT, to the e-service's vendor outside, and back to the family, who is told and never asked twice.</summary>
sealed class NurseryStory(Callers callers, ContactDesk desk, Ledger ledger, TimeProvider time, Matter family)
{
    /// <summary>How many contacts of the day it takes.</summary>
    public const int Contacts = 3;

    const string ChildBegins = "the child begins on 17 August";
    const string FormSays = "the form says next year, with the error 4021";
    const string Guardian = "the other guardian signs with the bank's app";
    const string Answer = "The application is sent. The child has a place from 17 August.";

    long version;

    /// <summary>What is planned of it.</summary>
    public static PlannedMatter Plan { get; } = new()
    {
        Number = 9_000,
        Kind = MatterKind.CallBack,
        Resident = DayPlan.StoryResident,
        Contacts = [new(TimeSpan.FromHours(8.25), "phone"), new(TimeSpan.FromHours(11.1), "email"), new(TimeSpan.FromHours(15.4), "phone")],
    };

    /// <summary>The hand-over; null until it is begun.</summary>
    public HandOverId? HandOver => family.Promises is [{ HandOver: { } id }, ..] ? id : null;

    /// <summary>What happens when.</summary>
    public IEnumerable<(TimeSpan At, Func<CancellationToken, Task> Happens)> Happenings() =>
    [
        (Plan.Contacts[0].At, CallsAsync),
        (TimeSpan.FromHours(8.75), stop => TakesAsync("bo.barn", Units.Children, stop)),
        (TimeSpan.FromHours(8.9), stop => PassesOnAsync("bo.barn", Units.Children, "The form shows the wrong year.", new HandOverHolder(HolderKind.Group, Units.It, "E-services"), stop)),
        (TimeSpan.FromHours(9.5), stop => TakesAsync("ulla.it", Units.It, stop)),
        (TimeSpan.FromHours(9.75), stop => PassesOnAsync("ulla.it", Units.It, "Only the vendor can mend the form.", new HandOverHolder(HolderKind.External, "", "Formverket AB", "support@example.com"), stop)),
        (Plan.Contacts[1].At, AsksAsync),
        (TimeSpan.FromHours(12.7), stop => StepAsync("ulla.it", Units.It, new HandOverOrder(HandOverStepKind.Replied, "The form is mended; it shows the right year."), stop)),
        (TimeSpan.FromHours(12.8), stop => TakesAsync("ulla.it", Units.It, stop)),
        (TimeSpan.FromHours(12.9), stop => StepAsync("ulla.it", Units.It, new HandOverOrder(HandOverStepKind.Returned, "The year is right now; the family can send it."), stop)),
        (TimeSpan.FromHours(13.2), stop => TakesAsync("bo.barn", Units.Children, stop)),
        (TimeSpan.FromHours(13.25), stop => StepAsync("bo.barn", Units.Children, new HandOverOrder(HandOverStepKind.Attempted, Outcome: AttemptOutcome.NotReached), stop)),
        (TimeSpan.FromHours(13.75), stop => StepAsync("bo.barn", Units.Children, new HandOverOrder(HandOverStepKind.Attempted, Outcome: AttemptOutcome.LeftMessage), stop)),
        (TimeSpan.FromHours(14.2), IsToldAsync),
        (Plan.Contacts[2].At, AsksOnceMoreAsync),
    ];

    async Task CallsAsync(CancellationToken stop)
    {
        var agent = callers.Of(Units.ContactCentre, "anna.ek");
        var found = await agent.LookUpAsync(IntegrationHub.Lookup.LookupBy.CaseNumber, family.CaseNumber!, Running.DemoFile.Purpose, stop);
        family.Case = found.Full.Select(one => (CaseId?)CaseId.Parse(one.Id)).FirstOrDefault();
        var spoken = await desk.BeginAsync(agent, family, "phone", stop);
        await desk.NoteAsync(agent, family, spoken, [ChildBegins, FormSays], byTwo: false, stop);
        family.Tell(ChildBegins);
        family.Tell(FormSays);
        await desk.PromiseAsync(agent, family, spoken.Id, HandOverKind.CallBack, Units.Children, family.At(TimeSpan.FromHours(15)), $"{ChildBegins}, {FormSays}", stop);
        await desk.EndAsync(agent, family, spoken, "callback", "Somebody of the children's department calls today by three.", stop);
        (version, family.Unit) = (1, Units.Children);
    }

    // The family writes, and whoever reads it knows everything that was said, who has it in hand, and since when.
    async Task AsksAsync(CancellationToken stop)
    {
        var agent = callers.Of(Units.ContactCentre, "leo.holm");
        var stands = await StandsAsync(agent, "email", stop);
        var spoken = await desk.BeginAsync(agent, family, "email", stop);
        await desk.NoteAsync(agent, family, spoken, [Guardian, "asks how it goes"], byTwo: false, stop);
        family.Tell(Guardian);
        await desk.EndAsync(agent, family, spoken, "answered", $"{stands.Holder.Name} has it in hand since {TownTime.Clock(stands.Since)}; the promise stands.", stop);
        // Whoever has it in hand is told what the family added.
        await StepAsync("leo.holm", Units.ContactCentre, new HandOverOrder(HandOverStepKind.Noted, Guardian), stop);
    }

    async Task IsToldAsync(CancellationToken stop)
    {
        var bo = callers.Of(Units.Children, "bo.barn");
        await StandsAsync(bo, "", stop);
        var reach = await bo.HandOvers.ReachAsync(HandOver!.Value, "calls the family back", stop);
        if (reach?.Phone is null) throw new InvalidOperationException("Bo has taken the callback and is not told the number.");

        await StepAsync("bo.barn", Units.Children, new HandOverOrder(HandOverStepKind.Attempted, Outcome: AttemptOutcome.Reached), stop);
        await StepAsync("bo.barn", Units.Children, new HandOverOrder(HandOverStepKind.Done, Answer), stop);
        family.Tell(Answer);
    }

    async Task AsksOnceMoreAsync(CancellationToken stop)
    {
        var agent = callers.Of(Units.ContactCentre, "mira.dahl");
        var stands = await StandsAsync(agent, "phone", stop);
        var spoken = await desk.BeginAsync(agent, family, "phone", stop);
        await desk.EndAsync(agent, family, spoken, "answered", stands.Answer ?? "It is not done.", stop);
    }

    // What somebody reads before they talk to the family, compared with what the family has said.
    async Task<AnswerHandOver> StandsAsync(HubDesk reader, string channel, CancellationToken stop)
    {
        var (recall, _) = await Recall.OfAsync(reader, family.Person!, channel, stop);
        ledger.Compare(family, recall, $"the nursery school at {TownTime.Clock(time.GetUtcNow())}");
        return await reader.HandOvers.ReadAsync(HandOver!.Value, Running.DemoFile.Purpose, stop) ?? throw new InvalidOperationException("Nobody tells how it stands with the place at the nursery school.");
    }

    async Task TakesAsync(string person, string unit, CancellationToken stop)
    {
        if ((await callers.Of(unit, person).HandOvers.ListAsync(unit, "sees the unit's list", stop)).HandOvers.All(one => one.Id != HandOver.ToString())) throw new InvalidOperationException($"The place at the nursery school is not on the list of {unit}.");

        await StepAsync(person, unit, new HandOverOrder(HandOverStepKind.Accepted), stop);
    }

    async Task PassesOnAsync(string person, string unit, string why, HandOverHolder to, CancellationToken stop)
    {
        await StepAsync(person, unit, new HandOverOrder(HandOverStepKind.PassedOn, why, to), stop);
        ledger.HandedOverToAnother();
    }

    async Task StepAsync(string person, string unit, HandOverOrder order, CancellationToken stop) =>
        version = (await Callers.AddAsync(key => callers.Of(unit, person).HandOvers.StepAsync(HandOver!.Value, order, version, stop, key))).Version;
}
