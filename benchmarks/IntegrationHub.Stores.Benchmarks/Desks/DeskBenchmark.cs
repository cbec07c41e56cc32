using System.Globalization;
using IntegrationHub.Client;
using IntegrationHub.Contacts;
using IntegrationHub.HandOvers;
using IntegrationHub.Idempotency;
using IntegrationHub.Lookup;
using IntegrationHub.Stores.Benchmarks.LookUps;

namespace IntegrationHub.Stores.Benchmarks.Desks;

/// <summary>What whoever answers a call waits for, over HTTP on the typed client: notes being saved, and a person's picture.</summary>
internal static class DeskBenchmark
{
    const string Purpose = "a measurement";
    const int Busy = 20;
    const int ContactsOfBusy = 200;
    const int PromisesOfBusy = 10;

    // A desk saves when somebody pauses; so many at once stand for a contact centre.
    static readonly TimeSpan Typing = TimeSpan.FromMilliseconds(100);
    static readonly CancellationToken None = CancellationToken.None;

    // dotnet run -c Release --project benchmarks/IntegrationHub.Stores.Benchmarks -- notes [cases] [saves] [agents] [seconds at most for each row]
    public static async Task NotesAsync(int cases, int saves, int agents, int seconds)
    {
        await using var hub = new BenchmarkHub(cases);
        var desk = await hub.OpenDeskAsync(None);
        await hub.FillAsync(cases, Say, None);

        var open = new OpenNotes[agents];
        for (var agent = 0; agent < agents; agent++) open[agent] = await OpenNotes.BeginAsync(desk, SyntheticAdapter.Person(agent * 2));
        Func<int, Random, Task> save = (agent, random) => open[agent].TypeAsync(random);
        await AtOnce.WarmUpAsync(agents, seconds, save);
        await AtOnce.MeasureAsync("nothing else", "saves of notes", saves, agents, seconds, save, Say, Typing);
        await hub.BesideARunAsync(() => AtOnce.MeasureAsync("beside a run that writes", "saves of notes", saves, agents, seconds, save, Say, Typing), Say);
    }

    // dotnet run -c Release --project benchmarks/IntegrationHub.Stores.Benchmarks -- picture [cases] [pictures] [agents] [seconds at most for each row]
    public static async Task PictureAsync(int cases, int pictures, int agents, int seconds)
    {
        await using var hub = new BenchmarkHub(cases, records: "none", busy: Busy);
        var desk = await hub.OpenDeskAsync(None);
        await hub.FillAsync(cases, Say, None);
        await TalkAsync(desk);
        Say($"{Busy} people with {SyntheticAdapter.CasesOfBusy} cases, {ContactsOfBusy} contacts and {PromisesOfBusy} promises each");

        Func<int, Random, Task> picture = (_, random) => PictureAsync(desk, SyntheticAdapter.Busy(random.Next(Busy)));
        await AtOnce.WarmUpAsync(agents, seconds, picture);
        await AtOnce.MeasureAsync("nothing else", "pictures", pictures, agents, seconds, picture, Say);
        await hub.BesideARunAsync(() => AtOnce.MeasureAsync("beside a run that writes", "pictures", pictures, agents, seconds, picture, Say), Say);
    }

    // As a desk draws it: the matters, the newest contacts, the promises. One after the other, as the desk of the example asks.
    static async Task PictureAsync(HubDesk desk, string person)
    {
        var cases = await desk.LookUpAsync(LookupBy.Person, person, Purpose, None);
        var contacts = (await desk.Contacts.FindAsync(LookupBy.Person, person, Purpose, None)).Contacts;
        var promises = await desk.HandOvers.FindAsync(LookupBy.Person, person, Purpose, None);
        if (cases.Full.Count() != SyntheticAdapter.CasesOfBusy || contacts.Count == 0 || promises.Count != PromisesOfBusy)
            throw new InvalidOperationException($"The picture is not whole: {cases.Full.Count()} cases, {contacts.Count} contacts, {promises.Count} promises.");
    }

    static Task TalkAsync(HubDesk desk) => Parallel.ForEachAsync(Enumerable.Range(0, Busy), async (busy, _) =>
    {
        var person = new ContactPerson { PersonalNumber = SyntheticAdapter.Busy(busy), Phone = "070-174 06 05" };
        var cases = (await desk.LookUpAsync(LookupBy.Person, person.PersonalNumber, Purpose, None)).Full.Select(one => Cases.CaseId.Parse(one.Id)).ToList();
        for (var contact = 0; contact < ContactsOfBusy; contact++)
        {
            var begun = await desk.Contacts.BeginAsync(
                new Contact { Channel = "phone", StartedAt = TimeProvider.System.GetUtcNow(), Person = person },
                [new ContactQuestion { Subject = "The garage", Notes = "Wants to know when the inspector comes, and whether the drawing has arrived.", Answer = "Next week.", Result = "answered", Cases = [cases[contact % cases.Count]] }], None);
            if (contact >= PromisesOfBusy) continue;

            var id = ContactId.Parse(((WriteOutcome<ContactReceipt>.Written)begun).Receipt.Contact);
            // The hub of the measurement has no unit but the contact centre: it goes to a group of it.
            await desk.HandOvers.BeginAsync(new HandOver { Kind = HandOverKind.CallBack, Contact = id, Question = 1, Subject = "The garage" }, new HandOverHolder(HolderKind.Group, "contactCentre", "Permits"), None);
        }
    });

    static void Say(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));

    // One agent's conversation: each key press later its notes are saved whole, on the version that stands.
    sealed class OpenNotes(HubDesk desk, ContactId id)
    {
        // A long call; then the next one begins.
        const int Longest = 2_000;

        static readonly string[] Words = ["ringer", "om", "garaget", "ritningen", "på", "torsdag", "grannen", "vill", "veta", "när"];

        string notes = "";
        long version = 1;

        public static async Task<OpenNotes> BeginAsync(HubDesk desk, string person)
        {
            var begun = await desk.Contacts.BeginAsync(
                new Contact { Channel = "phone", StartedAt = TimeProvider.System.GetUtcNow(), Person = new ContactPerson { PersonalNumber = person } }, [new ContactQuestion { Subject = "The garage" }], None);
            return new OpenNotes(desk, ContactId.Parse(((WriteOutcome<ContactReceipt>.Written)begun).Receipt.Contact));
        }

        public async Task TypeAsync(Random random)
        {
            notes = notes.Length > Longest ? "" : $"{notes} {Words[random.Next(Words.Length)]}";
            var saved = await desk.Contacts.WriteAsync(id, 1, new ContactQuestion { Subject = "The garage", Notes = notes }, version, None);
            version = saved is WriteOutcome<ContactReceipt>.Written written ? written.Receipt.Version : throw new InvalidOperationException("The notes were not saved.");
        }
    }
}
