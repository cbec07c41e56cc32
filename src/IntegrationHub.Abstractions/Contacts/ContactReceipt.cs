namespace IntegrationHub.Contacts;

/// <summary>Where something stands that was written.</summary>
/// <param name="Contact">The contact's id.</param>
/// <param name="Question">The question's number; of a new contact that of its last one, null when it has none.</param>
/// <param name="Version">The version of the question, or of the contact itself.</param>
public sealed record ContactReceipt(string Contact, int? Question, long Version);
