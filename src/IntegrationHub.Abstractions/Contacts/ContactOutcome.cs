namespace IntegrationHub.Contacts;

/// <summary>What came of writing on a contact.</summary>
public abstract record ContactOutcome
{
    ContactOutcome()
    {
    }

    /// <summary>It is written, now or when the same request came before.</summary>
    /// <param name="Receipt">Where it stands.</param>
    /// <param name="Before">Whether it was written before.</param>
    public sealed record Written(ContactReceipt Receipt, bool Before) : ContactOutcome;

    /// <summary>The key was given to another request before; nothing was written.</summary>
    public sealed record KeyReused : ContactOutcome;

    /// <summary>Somebody else has changed it meanwhile; nothing was written.</summary>
    /// <param name="Version">The version that stands.</param>
    public sealed record Changed(long Version) : ContactOutcome;

    /// <summary>There is no such contact or question of which the caller may know.</summary>
    public sealed record NotFound : ContactOutcome;
}

/// <summary>Where something stands that was written.</summary>
/// <param name="Contact">The contact's id.</param>
/// <param name="Question">The question's number; of a new contact that of its last one, null when it has none.</param>
/// <param name="Version">The version of the question, or of the contact itself.</param>
public sealed record ContactReceipt(string Contact, int? Question, long Version);
