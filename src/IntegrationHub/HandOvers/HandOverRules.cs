using IntegrationHub.Contacts;
using IntegrationHub.Diagnostics;
using IntegrationHub.Idempotency;

namespace IntegrationHub.HandOvers;

/// <summary>The decisions over what somebody wrote of a hand-over that need no store.</summary>
static class HandOverRules
{
    public const int MaxText = 20_000;
    const int MaxSubject = 500;
    const int MaxName = 100;
    const int MaxLetterSubject = 150;
    const int MaxCases = 50;

    // Clocks of desks differ a little.
    static readonly TimeSpan MostLate = TimeSpan.FromMinutes(5);

    /// <param name="handOver">The hand-over, with what it takes from its contact.</param>
    /// <param name="to">Into whose hand it is put.</param>
    /// <param name="from">Who begins it.</param>
    /// <param name="options">The units.</param>
    /// <param name="systems">The hub's sources.</param>
    /// <param name="now">The time.</param>
    public static IReadOnlyList<WriteProblem> ProblemsOf(HandOver handOver, HandOverHolder to, HandOverHolder from, HandOverOptions options, IEnumerable<string> systems, DateTimeOffset now)
    {
        var problems = new List<WriteProblem>();
        if (!Enum.IsDefined(handOver.Kind)) Add("kind", "There is no such kind.");
        if (string.IsNullOrWhiteSpace(handOver.Subject)) Add("subject", "Write in a few words what it is about.");
        else if (handOver.Subject.Length > MaxSubject) Add("subject", $"At most {MaxSubject} characters are taken.");
        if (handOver.Text.Length > MaxText) Add("text", $"At most {MaxText} characters are taken.");
        if (handOver.Department?.Length > MaxName) Add("department", $"At most {MaxName} characters are taken.");
        if (!Enum.IsDefined(handOver.Confidentiality)) Add("confidentiality", "There is no such level.");
        if (handOver.Cases?.Count > MaxCases) Add("cases", $"At most {MaxCases} cases are taken.");
        if (handOver.Question is not null && handOver.Contact is null) Add("question", "A question has a number in its contact: send the contact too.");
        if (handOver.Person is { } person) problems.AddRange(ContactRules.ProblemsOf(person));
        if (handOver.Kind == HandOverKind.CallBack && string.IsNullOrWhiteSpace(handOver.Person?.Phone)) Add("person.phone", "Who is to be called back needs a telephone number: send it, or a contact whose person has one.");
        if (handOver.DueAt < now - MostLate) Add("dueAt", "Nothing can be promised for a time that has passed.");
        if (handOver.RemindAt < now - MostLate) Add("remindAt", "Nobody can be reminded at a time that has passed.");
        if (handOver.RemindAt > handOver.DueAt) Add("remindAt", "Whoever is reminded after it was due is reminded too late.");
        problems.AddRange(ProblemsOf(to, options, systems));
        problems.AddRange(ProblemsOf(handOver.Letter, to, options));
        if (HandOverDecision.Placed(to, from.Unit).IsSameAs(from)) Add("to", "Whoever begins it has it in hand already.");
        return problems;

        void Add(string field, string message) => problems.Add(new WriteProblem(field, message));
    }

    /// <summary>What is wrong with a step.</summary>
    public static IReadOnlyList<WriteProblem> ProblemsOf(HandOverOrder order, HandOverOptions options, IEnumerable<string> systems)
    {
        var problems = new List<WriteProblem>();
        if (MustTell(order.Kind) is { } missing && string.IsNullOrWhiteSpace(order.Text)) problems.Add(new WriteProblem("text", missing));
        if (order.Text?.Length > MaxText) problems.Add(new WriteProblem("text", $"At most {MaxText} characters are taken."));
        if (order.Kind == HandOverStepKind.Attempted != order.Outcome is not null)
            problems.Add(new WriteProblem("outcome", order.Outcome is null ? "Tell what came of it: reached, notReached or leftMessage." : "Only an attempt has an outcome."));
        if (order.Kind == HandOverStepKind.PassedOn != order.To is not null)
            problems.Add(new WriteProblem("to", order.To is null ? "Tell into whose hand it is to be put." : "Only what is passed on is put into somebody's hand by name; a return goes back by itself."));
        if (order is { Kind: HandOverStepKind.PassedOn, To: { } to }) problems.AddRange(ProblemsOf(to, options, systems));
        problems.AddRange(ProblemsOf(order.Letter, order.To, options));
        if (order.Case is not null && order.To?.Kind != HolderKind.System) problems.Add(new WriteProblem("case", "Only a system makes a case of it."));
        return problems;
    }

    static string? MustTell(HandOverStepKind kind) => kind switch
    {
        HandOverStepKind.Returned => "Write why it goes back: whoever gave it must know what to do now.",
        HandOverStepKind.PassedOn => "Write why it is passed on.",
        HandOverStepKind.Noted => "Write what is to be noted.",
        HandOverStepKind.Done => "Write the answer that the contact centre and the person are told.",
        HandOverStepKind.Withdrawn => "Write why it is needed no more.",
        HandOverStepKind.Replied => "Write what was answered.",
        _ => null,
    };

    /// <summary>Whether a text holds half a character, or a character that is no text.</summary>
    public static bool HasNoMeaning(string text) => WriteBack.WriteRules.HasNoMeaning(text);

    static IEnumerable<WriteProblem> ProblemsOf(HandOverLetter? letter, HandOverHolder? to, HandOverOptions options)
    {
        if (letter is null) yield break;

        if (to?.Kind != HolderKind.External) yield return new WriteProblem("letter", "Only somebody outside is sent a letter.");
        else if (options.Replies is null) yield return new WriteProblem("letter", "This hub sends nobody outside a mail: hub.yaml has no handOvers.replies. Leave the letter out and ask them by other means.");
        if (string.IsNullOrWhiteSpace(letter.Subject)) yield return new WriteProblem("letter.subject", "Write in a few words what it is about; it stands in the mail.");
        else if (letter.Subject.Length > MaxLetterSubject) yield return new WriteProblem("letter.subject", $"At most {MaxLetterSubject} characters are taken.");
        else if (letter.Subject.Any(char.IsControl) || HasNoMeaning(letter.Subject)) yield return new WriteProblem("letter.subject", "It is one line of text.");
        if (string.IsNullOrWhiteSpace(letter.Text)) yield return new WriteProblem("letter.text", "Write what they are asked: they see nothing else of it.");
        else if (letter.Text.Length > MaxText) yield return new WriteProblem("letter.text", $"At most {MaxText} characters are taken.");
        else if (HasNoMeaning(letter.Text)) yield return new WriteProblem("letter.text", "It holds half a character, or one that is no text.");
        if (to?.Name is { } name && name.Any(char.IsControl)) yield return new WriteProblem("to.name", "It is one line of text.");
        if (to?.Email is { } email && !System.Net.Mail.MailAddress.TryCreate(email, out _)) yield return new WriteProblem("to.email", "No mail can be sent to this address.");
    }

    static IEnumerable<WriteProblem> ProblemsOf(HandOverHolder to, HandOverOptions options, IEnumerable<string> systems)
    {
        if (to.Kind is HolderKind.External or HolderKind.System)
        {
            if (to.Unit.Length > 0) yield return new WriteProblem("to.unit", "Leave the unit out: the one that passes it on answers for it.");
        }
        else if (!options.Units.ContainsKey(to.Unit))
        {
            // The codes are the municipality's own, so naming them tells nothing of anybody.
            yield return new WriteProblem("to.unit", $"There is no such unit{DidYouMean.Hint(to.Unit, options.Units.Keys)}; there are {string.Join(", ", options.Units.Keys)}.");
        }

        if (to.Kind == HolderKind.Unit && to.Name is not null) yield return new WriteProblem("to.name", "A unit has no name but its code.");
        if (to.Kind != HolderKind.Unit && string.IsNullOrWhiteSpace(to.Name)) yield return new WriteProblem("to.name", "Tell the name.");
        if (to.Name?.Length > MaxName) yield return new WriteProblem("to.name", $"At most {MaxName} characters are taken.");
        if (to.Kind == HolderKind.System && to.Name is { } name && !systems.Contains(name, StringComparer.Ordinal)) yield return new WriteProblem("to.name", "There is no such system: it is the name of a source of the hub.");
        if (to.Kind == HolderKind.External != to.Email is not null) yield return new WriteProblem("to.email", to.Email is null ? "Tell where they are reached." : "Only somebody outside has an e-mail address here.");
        else if (to.Email is { } email && !Identity.EmailAddress.TryParse(email, out _)) yield return new WriteProblem("to.email", "This is no e-mail address. Write it as name@example.com.");
    }
}
