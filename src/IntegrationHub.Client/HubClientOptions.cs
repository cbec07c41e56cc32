using System.ComponentModel.DataAnnotations;

namespace IntegrationHub.Client;

/// <summary>Where the hub is, and who calls it.</summary>
public sealed class HubClientOptions
{
    /// <summary>The hub's address, for instance <c>https://hub.example.se/</c>; with a path where the hub stands under one.</summary>
    [Required]
    public Uri? BaseAddress { get; set; }

    /// <summary>The application's key (<c>ihub_…</c>); null where <see cref="AccessToken"/> gives a token. Take it from a store of secrets, never from a file in the repository.</summary>
    public string? ApiKey { get; set; }

    /// <summary>Gives the access token of the municipality's identity provider for a call, where the hub takes such tokens; null where <see cref="ApiKey"/> is set.</summary>
    public Func<CancellationToken, ValueTask<string>>? AccessToken { get; set; }

    internal string? Problem() => (BaseAddress, ApiKey, AccessToken) switch
    {
        (null, _, _) => "BaseAddress is not set: it is the hub's address.",
        ({ IsAbsoluteUri: false }, _, _) => "BaseAddress must be absolute, with https:// and the host.",
        (_, null, null) => "Neither ApiKey nor AccessToken is set: the hub answers nobody whom it does not know.",
        (_, not null, not null) => "ApiKey and AccessToken are both set: the hub refuses a request with both.",
        _ => null,
    };
}
