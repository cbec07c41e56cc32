using IntegrationHub.Client;
using IntegrationHub.Contacts;
using IntegrationHub.HandOvers;
using IntegrationHub.Lookup;

namespace ModelMunicipality.Day;

/// <summary>What somebody at a desk finds of a person and a matter in the hub's answers, before they ask anything.</summary>
sealed class Recall
{
    readonly List<string> texts = [];
    readonly Dictionary<string, AnswerHandOver> handOvers = [];
    readonly HashSet<string> contacts = [];

    /// <summary>What is found of a promise; null when nothing is.</summary>
    public AnswerHandOver? Of(Promise promise) => promise.HandOver is { } id ? handOvers.GetValueOrDefault(id.ToString()) : null;

    /// <summary>Whether something that was told is there to be read.</summary>
    public bool Holds(string told) => texts.Any(text => text.Contains(told, StringComparison.Ordinal));

    /// <summary>What of a matter whoever reads this would have to ask for once more: what was told and is not there, and promises of which there is nothing.</summary>
    public IEnumerable<string> MissingOf(Matter matter)
    {
        foreach (var told in matter.Told.Where(told => !Holds(told))) yield return $"'{told}' was told and is not to be read";
        foreach (var promise in matter.Promises.Where(promise => Of(promise) is null)) yield return $"nothing is to be read of what was promised for {TownTime.Clock(promise.DueAt)}";
    }

    /// <summary>Reads contacts.</summary>
    public void Read(IEnumerable<AnswerContact> found)
    {
        foreach (var contact in found)
        {
            if (!contacts.Add(contact.Id)) continue;
            foreach (var question in contact.Questions) texts.AddRange(new[] { question.Subject, question.Notes, question.Answer }.OfType<string>());
        }
    }

    /// <summary>Reads hand-overs.</summary>
    public void Read(IEnumerable<AnswerHandOver> found)
    {
        foreach (var handOver in found)
        {
            if (!handOvers.TryAdd(handOver.Id, handOver)) continue;
            texts.AddRange(new[] { handOver.Subject, handOver.Text, handOver.Answer }.Concat(handOver.Steps.Select(step => step.Text)).OfType<string>());
        }
    }

    /// <summary>Reads a case.</summary>
    public void Read(CaseAnswer? answer)
    {
        if (answer is not null) texts.AddRange(answer.Timeline.SelectMany(happening => new[] { happening.Title, happening.Text }).OfType<string>());
    }

    /// <summary>Looks a person up as a desk does: by what the channel shows first, and by their number when that does not tell for certain who it is.</summary>
    /// <param name="desk">Who looks.</param>
    /// <param name="person">Who is at the other end.</param>
    /// <param name="channel">By which channel they come.</param>
    /// <param name="stop">Stops it.</param>
    public static async Task<(Recall Recall, LookupAnswer Cases)> OfAsync(HubDesk desk, Town.Resident person, string channel, CancellationToken stop)
    {
        var recall = new Recall();
        var (by, value) = By(person, channel);
        var cases = await recall.LookAsync(desk, by, value, stop);
        if (by != LookupBy.Person && (by == LookupBy.Name || recall.contacts.Count == 0 || !cases.Full.Any())) cases = await recall.LookAsync(desk, LookupBy.Person, person.PersonalNumber, stop);
        return (recall, cases);
    }

    async Task<LookupAnswer> LookAsync(HubDesk desk, LookupBy by, string value, CancellationToken stop)
    {
        var (cases, contactsOf, handOversOf) = (
            desk.LookUpAsync(by, value, Running.DemoFile.Purpose, stop),
            desk.Contacts.FindAsync(by, value, Running.DemoFile.Purpose, stop),
            desk.HandOvers.FindAsync(by, value, Running.DemoFile.Purpose, stop));
        Read((await contactsOf).Contacts);
        Read(await handOversOf);
        return await cases;
    }

    static (LookupBy By, string Value) By(Town.Resident person, string channel) => channel switch
    {
        "phone" when person.Phone is { } phone => (LookupBy.Phone, phone),
        "email" or "webForm" when person.Email is { } email => (LookupBy.Email, email),
        "letter" or "socialMedia" when !person.Protected => (LookupBy.Name, $"{person.FirstName} {person.LastName}"),
        _ => (LookupBy.Person, person.PersonalNumber),
    };
}
