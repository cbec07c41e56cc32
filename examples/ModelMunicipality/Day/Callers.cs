using IntegrationHub.AspNetCore;
using IntegrationHub.Client;
using IntegrationHub.Disclosure;
using IntegrationHub.Idempotency;
using Microsoft.Extensions.Options;

namespace ModelMunicipality.Day;

/// <summary>The applications that call the hub on a day: the contact centre's with one key, and one of each unit with a key of its own. All over HTTP.</summary>
sealed class Callers : IDisposable
{
    const int Tries = 5;

    readonly HttpClient http;
    readonly Dictionary<string, HubClient> clients;

    /// <param name="hub">Where the hub's API is.</param>
    /// <param name="keys">The keys, each named like its unit.</param>
    /// <param name="lost">Loses answers on the way.</param>
    /// <param name="between">What else stands between them and the hub.</param>
    public Callers(Uri hub, IEnumerable<ApiKey> keys, LostAnswers lost, Func<HttpMessageHandler, HttpMessageHandler> between)
    {
        lost.InnerHandler = between(new SocketsHttpHandler { AllowAutoRedirect = false });
        http = new HttpClient(lost);
        clients = keys.ToDictionary(key => key.Name, key => new HubClient(http, Options.Create(new HubClientOptions { BaseAddress = hub, ApiKey = key.Secret })), StringComparer.Ordinal);
    }

    /// <summary>The keys of the day: the contact centre's and one of each unit.</summary>
    public static IReadOnlyList<ApiKey> NewKeys() =>
        [ApiKey.Create(Units.ContactCentre, CallerRole.Agent), .. Units.Departments.Keys.Select(unit => ApiKey.Create(unit, CallerRole.Specialist, [unit]))];

    /// <summary>The hub as somebody of a unit asks it.</summary>
    public HubDesk Of(string unit, string person) => clients[unit].For(person);

    /// <summary>Lets something be added, under one key until an answer comes: whoever gets none cannot know whether it was done.</summary>
    public static async Task<TReceipt> AddAsync<TReceipt>(Func<string, Task<WriteOutcome<TReceipt>>> add)
    {
        var key = Guid.NewGuid().ToString("n");
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await add(key) is WriteOutcome<TReceipt>.Written written ? written.Receipt : throw new InvalidOperationException("The hub did not take what was added under a key of its own.");
            }
            catch (HttpRequestException) when (attempt < Tries)
            {
                // The same again under the same key: it is written once.
            }
        }
    }

    public void Dispose() => http.Dispose();
}
