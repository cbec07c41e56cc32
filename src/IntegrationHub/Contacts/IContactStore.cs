using IntegrationHub.Cases;
using IntegrationHub.Disclosure;
using IntegrationHub.Idempotency;
using IntegrationHub.Sync;

namespace IntegrationHub.Contacts;

/// <summary>Keeps contacts with their questions, and finds those that a caller may know of.</summary>
/// <remarks>What is written here is on the disk when it returns: no vendor would send it again.</remarks>
public interface IContactStore
{
    /// <summary>Stores a new contact with its questions, in version 1 each.</summary>
    /// <exception cref="CommitFailedException">The store could not write.</exception>
    /// <exception cref="BatchRefusedException">The store does not take what it holds.</exception>
    ValueTask<Written<ContactDone>> CreateAsync(TenantId tenant, StoredContact contact, IReadOnlyList<StoredQuestion> questions, OnceWrite<ContactDone>? once, CancellationToken cancellationToken);

    /// <summary>Replaces what is said of a contact itself, if it still stands in this version; its questions stay.</summary>
    /// <exception cref="CommitFailedException">The store could not write.</exception>
    /// <exception cref="BatchRefusedException">The store does not take what it holds.</exception>
    ValueTask<Written<ContactDone>> ChangeAsync(TenantId tenant, StoredContact contact, long version, CancellationToken cancellationToken);

    /// <summary>Adds a question to a contact; the store gives it the next number.</summary>
    /// <param name="tenant">The municipality.</param>
    /// <param name="contact">The contact.</param>
    /// <param name="question">Makes the question of its number: what is encrypted is bound to it.</param>
    /// <param name="once">The request that it is part of; null when it has no key.</param>
    /// <param name="cancellationToken">Stops it before it is done.</param>
    /// <exception cref="CommitFailedException">The store could not write.</exception>
    /// <exception cref="BatchRefusedException">The store does not take what it holds.</exception>
    ValueTask<Written<ContactDone>> AddQuestionAsync(TenantId tenant, ContactId contact, Func<int, StoredQuestion> question, OnceWrite<ContactDone>? once, CancellationToken cancellationToken);

    /// <summary>Replaces a question, if it still stands in this version.</summary>
    /// <exception cref="CommitFailedException">The store could not write.</exception>
    /// <exception cref="BatchRefusedException">The store does not take what it holds.</exception>
    ValueTask<Written<ContactDone>> ChangeQuestionAsync(TenantId tenant, ContactId contact, StoredQuestion question, long version, CancellationToken cancellationToken);

    /// <summary>One contact with those of its questions that may be told; null when nothing of it may.</summary>
    ValueTask<FoundContact?> GetAsync(TenantId tenant, ContactId id, ContactFilter filter, CancellationToken cancellationToken);

    /// <summary>The contacts with any of these keys, the newest first, each with those of its questions that may be told.</summary>
    ValueTask<IReadOnlyList<FoundContact>> FindAsync(TenantId tenant, IReadOnlyList<LookupKey> keys, ContactFilter filter, int limit, CancellationToken cancellationToken);

    /// <summary>The contacts of which a question is about the case and may be told, the newest first, each with those of its questions that may be told.</summary>
    ValueTask<IReadOnlyList<FoundContact>> OfCaseAsync(TenantId tenant, CaseId id, ContactFilter filter, int limit, CancellationToken cancellationToken);

    /// <summary>Erases contacts that began before then, and forgets requests that have expired.</summary>
    /// <returns>How many contacts.</returns>
    /// <exception cref="CommitFailedException">The store could not write.</exception>
    ValueTask<int> EraseAsync(TenantId tenant, DateTimeOffset startedBefore, DateTimeOffset now, int atMost, CancellationToken cancellationToken);
}

/// <summary>What of contacts a caller may know: a question must pass by itself, and each of its cases must be told in full.</summary>
/// <param name="Questions">What is given of questions, by their departments and how closed they are; sources and types say nothing of them.</param>
/// <param name="Cases">What the caller may know of cases.</param>
public sealed record ContactFilter(AccessFilter Questions, AccessFilter Cases)
{
    /// <summary>Whether a contact is told that has no question yet: as an open question of no department is.</summary>
    public bool TellsEmpty => Questions.Of(default, null, null, Confidentiality.Open) == Disclosure.Disclosure.Full;
}

/// <summary>A contact as a store keeps it, without its questions.</summary>
public sealed record StoredContact
{
    /// <summary>Its public id.</summary>
    public required ContactId Id { get; init; }

    /// <summary>Raised by one with each change; the store sets it.</summary>
    public long Version { get; init; }

    /// <summary>The system that it comes from; null of one that was written in the hub.</summary>
    public SourceId? Source { get; init; }

    /// <summary>The channel's code.</summary>
    public required string Channel { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it ended; null while it goes on.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Everything else, encrypted.</summary>
    public required byte[] Private { get; init; }

    /// <summary>What it is found by.</summary>
    public required IReadOnlyList<LookupKey> Keys { get; init; }
}

/// <summary>A question as a store keeps it.</summary>
public sealed record StoredQuestion
{
    /// <summary>Its number in its contact, from 1.</summary>
    public required int Number { get; init; }

    /// <summary>Raised by one with each change; the store sets it.</summary>
    public long Version { get; init; }

    /// <summary>The result's code; null while there is none.</summary>
    public string? Result { get; init; }

    /// <summary>The department whose matter it is.</summary>
    public string? Department { get; init; }

    /// <summary>How closed it is by itself.</summary>
    public required Confidentiality Confidentiality { get; init; }

    /// <summary>The cases that it is about, each once; of a question that is read, those too that are known by their numbers only.</summary>
    public required IReadOnlyList<CaseId> Cases { get; init; }

    /// <summary>The cases that it is about by their numbers only; they are looked for whenever it is read. Written, and not read.</summary>
    public IReadOnlyList<NumberedCase> Numbers { get; init; } = [];

    /// <summary>When it was written last, by the hub's clock.</summary>
    public required DateTimeOffset ChangedAt { get; init; }

    /// <summary>Everything else, encrypted.</summary>
    public required byte[] Private { get; init; }
}

/// <summary>A case of which only the number on the letter is known.</summary>
/// <param name="Value">The value of the look-up key of its number.</param>
/// <param name="Source">Its source; null when it may be of any.</param>
public readonly record struct NumberedCase(UInt128 Value, string? Source);

/// <summary>A contact that was found, with those of its questions that may be told.</summary>
/// <param name="Contact">The contact.</param>
/// <param name="Questions">Its questions, by number.</param>
public sealed record FoundContact(StoredContact Contact, IReadOnlyList<StoredQuestion> Questions);

/// <summary>Where something of a contact stands that was written.</summary>
/// <param name="Contact">The contact.</param>
/// <param name="Question">The question's number, when one was written.</param>
/// <param name="Version">The version in which the contact, or the question, stands now.</param>
public sealed record ContactDone(ContactId Contact, int? Question, long Version);
