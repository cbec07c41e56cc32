using System.Net.Http.Json;
using System.Text.Json;

namespace IntegrationHub.EndToEnd.Tests.Municipality;

/// <summary>One model municipality for all tests that only look.</summary>
public sealed class RunningMunicipality : IAsyncLifetime
{
    readonly TestFolder folder = new();
    MunicipalityProcess? process;

    internal Demo Demo { get; private set; } = null!;

    internal HttpClient Http { get; } = new();

    internal MunicipalityProcess Process => process!;

    internal string Folder => folder.Path;

    public async ValueTask InitializeAsync()
    {
        (process, Demo) = await MunicipalityProcess.StartAsync(folder.Path, "--cases", "300", "--calm");
        Http.BaseAddress = Demo.BaseAddress;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        if (process is not null) await process.DisposeAsync();
        folder.Dispose();
    }

    /// <summary>A call with this role's key and all that its role is asked for.</summary>
    internal async Task<(HttpResponseMessage Response, JsonElement Body)> CallAsync(HttpMethod method, string path, string? role, JsonElement? body = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (role is not null) request.Headers.Add("X-Api-Key", Demo.Keys[role]);
        request.Headers.Add("X-On-Behalf-Of", "anna.ek");
        request.Headers.Add("X-Purpose", "a test");
        if (body is { } json) request.Content = JsonContent.Create(json);
        var response = await Http.SendAsync(request, TestContext.Current.CancellationToken);
        return (response, await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken));
    }

    internal Task<JsonElement> LookUpAsync(string by, string value) => LookUpAsync(JsonSerializer.SerializeToElement(new { by, value, purpose = "a test" }));

    internal async Task<JsonElement> LookUpAsync(JsonElement request, string role = "agent")
    {
        var (response, body) = await CallAsync(HttpMethod.Post, "/api/v1/lookups", role, request);
        Assert.True(response.IsSuccessStatusCode, body.ToString());
        return body;
    }
}
