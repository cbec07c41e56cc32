using Microsoft.Extensions.Options;

namespace IntegrationHub.Client;

/// <summary>The hub, for an application: everything is asked for somebody, whom <see cref="For"/> names.</summary>
/// <remarks>Safe for several threads. The HTTP client that it is given is not disposed of.</remarks>
public sealed class HubClient
{
    readonly HubConnection connection;

    /// <param name="http">Sends the requests; its own base address is not looked at.</param>
    /// <param name="options">Where the hub is, and who calls.</param>
    /// <exception cref="ArgumentException">The options make no sense; the message says why.</exception>
    public HubClient(HttpClient http, IOptions<HubClientOptions> options)
    {
        ArgumentNullException.ThrowIfNull(http);
        ArgumentNullException.ThrowIfNull(options);
        if (options.Value.Problem() is { } problem) throw new ArgumentException(problem, nameof(options));

        connection = new HubConnection(http, options.Value);
    }

    /// <summary>The hub as this person may ask it. The name, or the user id, stands in the audit of everything that is asked.</summary>
    /// <param name="person">Who sits at the other end; at most 200 characters. Letters beyond ASCII are taken.</param>
    public HubDesk For(string person)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(person);
        return new HubDesk(connection, person);
    }
}
