using IntegrationHub.Cases;
using IntegrationHub.Lookup;

namespace IntegrationHub.Client;

/// <summary>What somebody may ask the hub. Every answer tells only what the application's key, or token, may know.</summary>
/// <remarks>Members throw <see cref="HubRefusedException"/> when the hub says no or that it cannot answer now, and <see cref="HttpRequestException"/> when it cannot be reached.</remarks>
public sealed class HubDesk
{
    readonly HubConnection connection;
    readonly string person;

    internal HubDesk(HubConnection connection, string person)
    {
        (this.connection, this.person) = (connection, person);
        Contacts = new HubContacts(connection, person);
        HandOvers = new HubHandOvers(connection, person);
        Writes = new HubWrites(connection, person);
    }

    /// <summary>Conversations with people.</summary>
    public HubContacts Contacts { get; }

    /// <summary>Callbacks and hand-overs.</summary>
    public HubHandOvers HandOvers { get; }

    /// <summary>What is written to the systems that own the cases.</summary>
    public HubWrites Writes { get; }

    /// <summary>Finds the cases of a person, an organisation, a number, a property … in all systems, with how complete and fresh the answer is.</summary>
    /// <param name="by">What kind of value it is.</param>
    /// <param name="value">The value as somebody typed it.</param>
    /// <param name="purpose">Why it is looked up, 3 to 200 characters without a personal number; it stands in the audit.</param>
    /// <param name="cancellationToken">Stops waiting; the look-up stands in the audit all the same.</param>
    public Task<LookupAnswer> LookUpAsync(LookupBy by, string value, string purpose, CancellationToken cancellationToken) =>
        connection.AskAsync<LookupAnswer>(new HubRequest(HttpMethod.Post, "lookups", person) { Body = new { by, value, purpose } }, cancellationToken);

    /// <summary>One case with its timeline; null when there is none of which the caller may know.</summary>
    public Task<CaseAnswer?> ReadCaseAsync(CaseId id, string purpose, CancellationToken cancellationToken) =>
        connection.AskOrNullAsync<CaseAnswer>(new HubRequest(HttpMethod.Get, $"cases/{id}", person) { Purpose = purpose }, cancellationToken);

    /// <summary>Lets one case be read from its vendor now, and answers with it; null when there is none of which the caller may know.</summary>
    /// <exception cref="HubRefusedException">Its source cannot be asked for single cases, or does not answer: <see cref="HubRefusedException.Problem"/> says which.</exception>
    public Task<CaseAnswer?> RefreshCaseAsync(CaseId id, string purpose, CancellationToken cancellationToken) =>
        connection.AskOrNullAsync<CaseAnswer>(new HubRequest(HttpMethod.Post, $"cases/{id}/refresh", person) { Purpose = purpose }, cancellationToken);
}
