using System.Net.Http.Json;
using System.Text.Json;

namespace IntegrationHub.Server.Tests.Api;

/// <summary>The API over a fake hub, and a client of it.</summary>
public sealed class ApiHost : FakeHubServer
{
    // A connection for each request: after an answer to a body that it did not read the server closes the connection, and the next request must not meet it half closed.
    internal HttpClient Http { get; } = new(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.Zero });

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Http.BaseAddress = Address;
    }

    public override async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await base.DisposeAsync();
    }

    /// <summary>A request of this role with all that its role is asked for.</summary>
    internal HttpRequestMessage Request(HttpMethod method, string path, string? role = "agent", string? json = null)
    {
        var request = new HttpRequestMessage(method, path);
        if (role is not null) request.Headers.Add("X-Api-Key", KeyOf(role));
        request.Headers.Add("X-On-Behalf-Of", "anna.ek");
        if (path.Contains("/cases/", StringComparison.Ordinal) || path.Contains("/contacts/", StringComparison.Ordinal) || path.Contains("/handovers", StringComparison.Ordinal) || path.Contains("/writes/", StringComparison.Ordinal) || path.EndsWith("/record", StringComparison.Ordinal)) request.Headers.Add("X-Purpose", "the citizen calls");
        if (json is not null) request.Content = new StringContent(json, System.Text.Encoding.UTF8, "application/json");
        return request;
    }

    internal async Task<(HttpResponseMessage Response, JsonElement Body)> SendAsync(HttpRequestMessage request)
    {
        var response = await Http.SendAsync(request, TestContext.Current.CancellationToken);
        var body = await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        return (response, body);
    }
}
