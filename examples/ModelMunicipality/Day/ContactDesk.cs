using IntegrationHub.Cases;
using IntegrationHub.Client;
using IntegrationHub.Contacts;
using IntegrationHub.HandOvers;
using IntegrationHub.Idempotency;
using IntegrationHub.Lookup;
using IntegrationHub.WriteBack;
using ModelMunicipality.Running;

namespace ModelMunicipality.Day;

/// <summary>The contact centre: answers whoever comes, with what the hub tells, writes down what was said while it is said, promises what it cannot answer, and sees to it that what comes back goes on.</summary>
sealed class ContactDesk(Callers callers, Ledger ledger, TimeProvider time)
{
    int turn;

    /// <summary>Answers one contact of a matter.</summary>
    /// <param name="matter">The matter.</param>
    /// <param name="which">The how manyth contact of it, from 0.</param>
    /// <param name="channel">By which channel.</param>
    /// <param name="stop">Stops it.</param>
    public async Task AnswerAsync(Matter matter, int which, string channel, CancellationToken stop)
    {
        var agent = Units.Agents[turn++ % Units.Agents.Count];
        var desk = callers.Of(Units.ContactCentre, agent);
        var (recall, found) = matter.Person is { } person ? await Recall.OfAsync(desk, person, channel, stop) : (new Recall(), null);
        var case_ = await CaseAsync(desk, matter, found, stop);
        if (case_ is not null)
        {
            matter.Case = CaseId.Parse(case_.Id);
            if (matter.Plan.Kind != MatterKind.Social) matter.Unit = Units.Of(case_.Source);
            recall.Read(await desk.ReadCaseAsync(matter.Case.Value, DemoFile.Purpose, stop));
        }

        // What the person told before must be there to be read; only then they say what is new.
        if (which > 0) ledger.Compare(matter, recall, $"{agent} at {Local()}, contact {which + 1} of a matter");
        var saying = new[] { matter.Own(which * 2, "has the reference ({0})"), matter.Own(which * 2 + 1, "rings from the door ({0})") };
        var spoken = await BeginAsync(desk, matter, channel, stop);
        await NoteAsync(desk, matter, spoken, saying, which == 0 && matter.Plan.WrittenByTwo, stop);
        foreach (var told in saying) matter.Tell(told);

        var (result, answer) = which == 0 ? await SettleAsync(desk, matter, spoken, case_, saying, stop) : ("answered", Standing(recall, matter));
        await EndAsync(desk, matter, spoken, result, answer, stop);
        if (which == 0 && result == "answered") ledger.AnsweredAtOnce();
    }

    /// <summary>Sees to what the units gave back: takes it, and passes it on to the unit whose matter it is.</summary>
    public async Task PassOnAsync(CancellationToken stop)
    {
        var desk = callers.Of(Units.ContactCentre, Units.Agents[0]);
        foreach (var handOver in (await desk.HandOvers.ListAsync(Units.ContactCentre, "sees what came back", stop)).HandOvers)
        {
            if (handOver.State != HandOverState.Waiting || ledger.Of(handOver.Id) is not { } matter) continue;

            var taken = await StepAsync(desk, handOver, new HandOverOrder(HandOverStepKind.Accepted), handOver.Version, stop);
            await StepAsync(desk, handOver, new HandOverOrder(HandOverStepKind.PassedOn, "It is this unit's matter.", new HandOverHolder(HolderKind.Unit, matter.Unit)), taken, stop);
            ledger.HandedOverToAnother();
        }
    }

    /// <summary>Promises somebody something: says so to them, and puts it into a unit's hand.</summary>
    public async Task PromiseAsync(HubDesk desk, Matter matter, ContactId contact, HandOverKind kind, string unit, DateTimeOffset due, string text, CancellationToken stop)
    {
        // What was said is said, whatever becomes of the writing.
        var promise = new Promise(contact, kind, due);
        matter.Promises.Add(promise);
        var receipt = await Callers.AddAsync(key => desk.HandOvers.BeginAsync(
            new HandOver { Kind = kind, Contact = contact, Question = 1, Subject = matter.Subject, Text = text, DueAt = due, RemindAt = due - TimeSpan.FromMinutes(30) is var early && early > time.GetUtcNow() ? early : null },
            new HandOverHolder(HolderKind.Unit, unit), stop, key: key));
        promise.HandOver = HandOverId.Parse(receipt.HandOver);
        ledger.Knows(receipt.HandOver, matter);
        if (kind == HandOverKind.HandOver) ledger.HandedOverToAnother();
    }

    // What the desk has open: with whom, and the question as it was saved last.
    internal sealed class Spoken(ContactId id, Contact contact, ContactQuestion question)
    {
        public ContactId Id { get; } = id;

        public Contact Contact { get; } = contact;

        public ContactQuestion Question { get; set; } = question;

        public long Version { get; set; } = 1;
    }

    internal async Task<Spoken> BeginAsync(HubDesk desk, Matter matter, string channel, CancellationToken stop)
    {
        var contact = new Contact { Channel = channel, StartedAt = time.GetUtcNow(), Person = matter.AsContact };
        var question = new ContactQuestion { Subject = matter.Subject, Cases = matter.Case is { } id ? [id] : [] };
        var receipt = await Callers.AddAsync(key => desk.Contacts.BeginAsync(contact, [question], stop, key));
        ledger.Began(matter, receipt.Contact, channel);
        return new Spoken(ContactId.Parse(receipt.Contact), contact, question);
    }

    // Notes are saved as they are typed. A colleague who listens may write too: whoever is later is told so, reads, and adds to what stands.
    internal async Task NoteAsync(HubDesk desk, Matter matter, Spoken spoken, IReadOnlyList<string> saying, bool byTwo, CancellationToken stop)
    {
        await SaveAsync(desk, spoken, spoken.Question with { Notes = saying[0] }, stop);
        var whole = spoken.Question with { Notes = string.Join(", ", saying) };
        if (!byTwo)
        {
            await SaveAsync(desk, spoken, whole, stop);
            return;
        }

        var heard = matter.Own(saying.Count + 90, "a colleague has looked into the folder ({0})");
        var colleague = callers.Of(Units.ContactCentre, Units.Agents[^1]);
        var also = spoken.Question with { Notes = $"{spoken.Question.Notes}, {heard}" };
        var (mine, theirs) = (desk.Contacts.WriteAsync(spoken.Id, 1, whole, spoken.Version, stop), colleague.Contacts.WriteAsync(spoken.Id, 1, also, spoken.Version, stop));
        var outcomes = await Task.WhenAll(mine, theirs);
        if (outcomes.Count(outcome => outcome is WriteOutcome<ContactReceipt>.Changed) != 1) throw new InvalidOperationException("Of two who write on one version exactly one is told that the other has.");

        ledger.TwoWroteAtOnce();
        var (late, missing) = outcomes[0] is WriteOutcome<ContactReceipt>.Changed ? (desk, saying[1]) : (colleague, heard);
        var stands = (await late.Contacts.ReadAsync(spoken.Id, DemoFile.Purpose, stop))!.Questions.Single();
        (spoken.Question, spoken.Version) = (spoken.Question with { Notes = stands.Notes }, stands.Version);
        await SaveAsync(late, spoken, spoken.Question with { Notes = $"{stands.Notes}, {missing}" }, stop);
        matter.Tell(heard);
    }

    internal async Task EndAsync(HubDesk desk, Matter matter, Spoken spoken, string result, string answer, CancellationToken stop)
    {
        await SaveAsync(desk, spoken, spoken.Question with { Result = result, Answer = answer }, stop);
        if (await desk.Contacts.ChangeAsync(spoken.Id, spoken.Contact with { EndedAt = time.GetUtcNow() }, 1, stop) is not WriteOutcome<ContactReceipt>.Written)
            throw new InvalidOperationException($"A contact of matter {matter.Plan.Number} could not be ended.");
    }

    static async Task SaveAsync(HubDesk desk, Spoken spoken, ContactQuestion question, CancellationToken stop)
    {
        if (await desk.Contacts.WriteAsync(spoken.Id, 1, question, spoken.Version, stop) is not WriteOutcome<ContactReceipt>.Written written) throw new InvalidOperationException("A question on which nobody else writes was not saved.");
        (spoken.Question, spoken.Version) = (question, written.Receipt.Version);
    }

    async Task<(string Result, string Answer)> SettleAsync(HubDesk desk, Matter matter, Spoken spoken, AnswerCase? case_, string[] saying, CancellationToken stop)
    {
        if (matter.Plan.Course is { } course)
        {
            var kind = matter.Plan.Kind == MatterKind.HandOver ? HandOverKind.HandOver : HandOverKind.CallBack;
            var unit = course.GoesWrong ? Wrong(matter.Unit) : matter.Unit;
            await PromiseAsync(desk, matter, spoken.Id, kind, unit, matter.At(course.DueAt), string.Join(", ", saying), stop);
            return (kind == HandOverKind.CallBack ? "callback" : "handedOver", "It was promised.");
        }

        if (matter.Plan.Kind is MatterKind.Addition or MatterKind.Report && case_ is not null && KindOf(case_) is { } writes)
        {
            var text = matter.Own(7, "The citizen adds the paper ({0}).");
            var asked = await Callers.AddAsync(key => desk.Writes.AskAsync(CaseId.Parse(case_.Id), new WriteRequest { Kind = writes, Text = text }, stop, key));
            matter.Writes.Add(new AskedWrite(WriteCommandId.Parse(asked.Id), CaseId.Parse(case_.Id), case_.Source, text));
            matter.Tell(text);
            return ("answered", $"It was passed on to the system that has the case: {text}");
        }

        return ("answered", case_ is null ? "The question was answered." : $"It stands at {case_.Status}.");
    }

    // Who asks how it goes is told what became of it, or who has it in hand since when: as the hub tells it.
    static string Standing(Recall recall, Matter matter) => matter.Promises.Select(recall.Of).LastOrDefault() switch
    {
        null => "It was added to what was said before.",
        { State: HandOverState.Done } done => done.Answer ?? "It is done.",
        var open => $"{open.Holder.Name ?? open.Holder.UnitTitle} has it in hand since {TownTime.Clock(open.Since)}; the promise stands.",
    };

    static async Task<AnswerCase?> CaseAsync(HubDesk desk, Matter matter, LookupAnswer? found, CancellationToken stop)
    {
        if (matter.CaseNumber is { } number) found = await desk.LookUpAsync(LookupBy.CaseNumber, number, DemoFile.Purpose, stop);
        if (matter.Plan.Kind is MatterKind.General or MatterKind.Social || found is null) return null;

        var candidates = matter.Case is { } known ? found.Full.Where(one => one.Id == known.ToString()) : found.Full.Where(one => !one.Outdated);
        return candidates.OrderBy(one => one.Status is CaseStatus.Closed or CaseStatus.Withdrawn).ThenBy(one => KindOf(one) is null).ThenBy(one => one.Number, StringComparer.Ordinal).FirstOrDefault();
    }

    static WriteKind? KindOf(AnswerCase one) => one.Writes.Contains(WriteKind.Message) ? WriteKind.Message : one.Writes.Contains(WriteKind.Note) ? WriteKind.Note : null;

    static string Wrong(string right) => right == Units.Permits ? Units.Streets : Units.Permits;

    static async Task<long> StepAsync(HubDesk desk, AnswerHandOver handOver, HandOverOrder order, long version, CancellationToken stop) =>
        (await Callers.AddAsync(key => desk.HandOvers.StepAsync(HandOverId.Parse(handOver.Id), order, version, stop, key))).Version;

    string Local() => TownTime.Clock(time.GetUtcNow());
}
