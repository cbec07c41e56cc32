using IntegrationHub.AdapterKit;
using IntegrationHub.Cases;
using IntegrationHub.Disclosure;
using IntegrationHub.Lookup;
using IntegrationHub.Protection;
using IntegrationHub.Storage;

namespace IntegrationHub.Contacts;

/// <summary>Puts the conversations about a case into its timeline, beside what the departments did.</summary>
sealed class CaseContacts(IHubStore store, TenantId tenant, ContactProtector protector, ProtectedIdentities protectedIdentities)
{
    /// <summary>How many contacts of a case are looked at, the newest.</summary>
    public const int MaxContacts = 100;

    /// <summary>The contacts about a case of which the caller may know.</summary>
    public async ValueTask<IReadOnlyList<OpenedContact>> OfAsync(CaseId id, ContactFilter filter, CancellationToken cancellationToken) =>
        [.. (await store.Contacts.OfCaseAsync(tenant, id, filter, MaxContacts, cancellationToken)).Select(protector.Open)];

    /// <summary>The timeline with a line for each of them, newest first.</summary>
    /// <param name="id">The case.</param>
    /// <param name="timeline">What else happened, newest first.</param>
    /// <param name="contacts">The contacts.</param>
    /// <param name="source">The source of the case.</param>
    /// <param name="protectedIdentity">Whether somebody in the case lives under a protected identity.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    public async ValueTask<IReadOnlyList<AnswerEvent>> WithAsync(
        CaseId id, IReadOnlyList<AnswerEvent> timeline, IReadOnlyList<OpenedContact> contacts, SourceId source, bool protectedIdentity, CancellationToken cancellationToken)
    {
        if (contacts.Count == 0) return timeline;

        var marked = await protectedIdentities.AmongAsync(contacts.SelectMany(contact => contact.Persons()), cancellationToken);
        return [.. timeline.Concat(contacts.Select(contact => LineOf(id, contact, source, protectedIdentity || contact.IsProtected(marked)))).OrderByDescending(happening => happening.At)];
    }

    static AnswerEvent LineOf(CaseId id, OpenedContact opened, SourceId source, bool protectedIdentity)
    {
        var questions = opened.QuestionsAbout(id);
        return new AnswerEvent
        {
            At = opened.Contact.StartedAt,
            Kind = EventKind.Message,
            Source = (opened.Stored.Source ?? source).Value,
            Title = protectedIdentity ? null : FreeText.Masked(Joined(questions.Select(question => question.Subject), " · ")),
            Text = protectedIdentity ? null : FreeText.Masked(Joined(questions.Select(question => question.Answer ?? question.Notes), "\n\n")),
            By = protectedIdentity ? null : opened.Contact.By,
            Contact = new AnswerEventContact(opened.Stored.Id.ToString(), opened.Contact.Channel, questions.Select(question => question.Result).FirstOrDefault(result => result is not null)),
        };
    }

    static string? Joined(IEnumerable<string?> parts, string between) => string.Join(between, parts.Where(part => !string.IsNullOrWhiteSpace(part))) is { Length: > 0 } joined ? joined : null;
}
