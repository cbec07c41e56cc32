using System.Text.Json;
using Microsoft.IdentityModel.Tokens;

namespace IntegrationHub.Server;

/// <summary>What an identity provider tells of itself: where it is asked, and with which keys it signs. Read when it is needed, and anew when it signs with a key that is not known.</summary>
sealed class IdentityProvider : IDisposable
{
    static readonly TimeSpan Keep = TimeSpan.FromHours(12);

    // Tokens with keys that nobody has must not become calls to the provider, one for each.
    static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    readonly Uri authority;
    readonly HttpClient http;
    readonly TimeProvider time;
    readonly SemaphoreSlim reading = new(1);
    volatile Known? known;

    public IdentityProvider(Uri authority, HttpMessageHandler network, TimeProvider time)
    {
        this.authority = authority;
        this.time = time;
        // What is discovered is trusted, so it comes from where it was asked for and from nowhere else.
        http = new HttpClient(network) { Timeout = TimeSpan.FromSeconds(10), MaxResponseContentBufferSize = 1024 * 1024 };
    }

    /// <summary>A way to the network that follows no redirect.</summary>
    public static SocketsHttpHandler Network() => new() { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) };

    /// <summary>What the provider tells of itself.</summary>
    /// <exception cref="ProviderUnavailableException">It does not answer, or what it tells makes no sense.</exception>
    public async ValueTask<ProviderDocument> DescribeAsync(CancellationToken cancellationToken) => (await KnownAsync(null, cancellationToken)).Document;

    /// <summary>The keys that it signs with.</summary>
    /// <param name="kid">The key that is looked for; when it is not among those known, they are read anew.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="ProviderUnavailableException">It does not answer, or what it tells makes no sense.</exception>
    public async ValueTask<(ProviderDocument Document, IReadOnlyList<SecurityKey> Keys)> KeysAsync(string? kid, CancellationToken cancellationToken)
    {
        var found = await KnownAsync(kid, cancellationToken);
        return (found.Document, found.Keys);
    }

    /// <summary>Sends a form, as the exchange of a code is one.</summary>
    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => await http.SendAsync(request, cancellationToken);

    public void Dispose()
    {
        http.Dispose();
        reading.Dispose();
    }

    bool Serves(Known? now, string? kid)
    {
        if (now is null) return false;

        var age = time.GetElapsedTime(now.ReadAt);
        return age < Keep && (kid is null || age < Pause || now.Keys.Any(key => key.KeyId == kid));
    }

    async ValueTask<Known> KnownAsync(string? kid, CancellationToken cancellationToken)
    {
        if (known is { } now && Serves(now, kid)) return now;

        await reading.WaitAsync(cancellationToken);
        try
        {
            if (known is { } meanwhile && Serves(meanwhile, kid)) return meanwhile;

            return known = await ReadAsync(cancellationToken);
        }
        catch (ProviderUnavailableException) when (known is not null && kid is null)
        {
            // What was known is better than nobody getting in.
            return known!;
        }
        finally
        {
            reading.Release();
        }
    }

    async Task<Known> ReadAsync(CancellationToken cancellationToken)
    {
        var at = time.GetTimestamp();
        using var discovery = await GetAsync(new Uri($"{authority.AbsoluteUri.TrimEnd('/')}/.well-known/openid-configuration"), cancellationToken);
        var root = discovery.RootElement;
        var issuer = root.TryGetProperty("issuer", out var text) ? text.GetString() : null;
        if (issuer is null || issuer.TrimEnd('/') != authority.AbsoluteUri.TrimEnd('/'))
            throw new ProviderUnavailableException($"its discovery document is of another issuer than the Authority in the settings, {authority}");

        var document = new ProviderDocument(issuer, Address(root, "authorization_endpoint"), Address(root, "token_endpoint"), root.TryGetProperty("end_session_endpoint", out _) ? Address(root, "end_session_endpoint") : null)
        {
            UserInfo = root.TryGetProperty("userinfo_endpoint", out _) ? Address(root, "userinfo_endpoint") : null,
            TakesBasic = !root.TryGetProperty("token_endpoint_auth_methods_supported", out var methods) || methods.ValueKind != JsonValueKind.Array || methods.EnumerateArray().Any(m => m.GetString() == "client_secret_basic"),
        };
        using var jwks = await GetAsync(Address(root, "jwks_uri"), cancellationToken);
        try
        {
            var keys = new JsonWebKeySet(jwks.RootElement.GetRawText()).GetSigningKeys();
            return keys.Count > 0 ? new Known(document, [.. keys], at) : throw new ProviderUnavailableException("it lists no key that it signs with");
        }
        catch (ArgumentException)
        {
            throw new ProviderUnavailableException("its list of keys cannot be read");
        }
    }

    async Task<JsonDocument> GetAsync(Uri address, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await http.GetAsync(address, cancellationToken);
            if (!answer.IsSuccessStatusCode) throw new ProviderUnavailableException($"{address} answers {(int)answer.StatusCode}");

            var read = JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync(cancellationToken));
            if (read.RootElement.ValueKind == JsonValueKind.Object) return read;

            read.Dispose();
            throw new ProviderUnavailableException($"{address} answers with no JSON object");
        }
        catch (Exception e) when (e is HttpRequestException or JsonException || (e is TaskCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new ProviderUnavailableException($"{address}: {e.Message}");
        }
    }

    Uri Address(JsonElement root, string name)
    {
        if (root.TryGetProperty(name, out var written) && Uri.TryCreate(written.GetString(), UriKind.Absolute, out var address)
            && (address.Scheme == Uri.UriSchemeHttps || (authority.Scheme == Uri.UriSchemeHttp && address is { Scheme: "http", IsLoopback: true }))) return address;

        throw new ProviderUnavailableException($"its discovery document has no {name} with https");
    }

    sealed record Known(ProviderDocument Document, IReadOnlyList<SecurityKey> Keys, long ReadAt);
}

/// <summary>Where an identity provider is asked for what.</summary>
sealed record ProviderDocument(string Issuer, Uri Authorization, Uri Token, Uri? EndSession)
{
    /// <summary>Where it tells what its id tokens leave out; null when it does not.</summary>
    public Uri? UserInfo { get; init; }

    /// <summary>Whether a client's secret goes into the header Authorization; otherwise into the form.</summary>
    public bool TakesBasic { get; init; } = true;
}

/// <summary>An identity provider cannot be asked now.</summary>
/// <param name="reason">Why; without a token or a secret.</param>
sealed class ProviderUnavailableException(string reason) : Exception(reason);
