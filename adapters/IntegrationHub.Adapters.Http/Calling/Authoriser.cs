using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using IntegrationHub.Faults;
using IntegrationHub.Sources;

namespace IntegrationHub.Adapters.Http;

/// <summary>Signs requests in.</summary>
sealed class Authoriser(Auth auth, IReadOnlyDictionary<string, string> settings, HttpClient http, TimeProvider time)
{
    // A vendor whose clock runs behind would take a token that was made now for one of the future.
    static readonly TimeSpan ClocksDiffer = TimeSpan.FromMinutes(1);

    readonly SemaphoreSlim gate = new(1, 1);
    string? token;
    DateTimeOffset tokenEnds;

    /// <summary>The parameter that signs in; null when none does.</summary>
    public (string Name, string Value)? Parameter => auth is { By: AuthKind.Key, In: KeyIn.Query } ? (auth.Name, Secret("key")) : null;

    /// <summary>Whether another token may be had when one is not accepted.</summary>
    public bool CanRenew => auth.By == AuthKind.Oauth2;

    /// <summary>Signs a request in. What it gives back names the token that was used.</summary>
    public async ValueTask<string?> ApplyAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        switch (auth.By)
        {
            case AuthKind.Basic:
                request.Headers.Authorization = Basic(settings.GetValueOrDefault("username") ?? "", Secret("password"));
                return null;
            case AuthKind.Bearer:
                Raw(request, "Authorization", $"Bearer {Secret("token")}", "token");
                return null;
            case AuthKind.Key when auth.In == KeyIn.Header:
                Raw(request, auth.Name, Secret("key"), "key");
                return null;
            case AuthKind.Key when auth.In == KeyIn.Authorization:
                Raw(request, "Authorization", Secret("key"), "key");
                return null;
            case AuthKind.Key when auth.In == KeyIn.Basic:
                request.Headers.Authorization = Basic(Secret("key"), "");
                return null;
            case AuthKind.Zgw:
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", ZgwToken());
                return null;
            case AuthKind.Oauth2:
                var current = await TokenAsync(refused: null, cancellationToken);
                Raw(request, "Authorization", $"Bearer {current}", "clientSecret");
                return current;
            default:
                // Nothing; or NTLM, which is shaken hands over by the connection itself.
                return null;
        }
    }

    /// <summary>Gets another token in the place of one that was not accepted, unless somebody has already.</summary>
    public async ValueTask RenewAsync(string? refused, CancellationToken cancellationToken) => await TokenAsync(refused, cancellationToken);

    async ValueTask<string> TokenAsync(string? refused, CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            if (token is { } held && held != refused && time.GetUtcNow() < tokenEnds) return held;

            var fields = new List<KeyValuePair<string, string>> { new("grant_type", "client_credentials") };
            if (auth.Scope is { } scope) fields.Add(new("scope", scope));
            var (id, secret) = (settings.GetValueOrDefault("clientId") ?? "", Secret("clientSecret"));
            if (auth.InBody) fields.AddRange([new("client_id", id), new("client_secret", secret)]);
            using var request = new HttpRequestMessage(HttpMethod.Post, settings["tokenUrl"]) { Content = new FormUrlEncodedContent(fields) }.AsRead();
            request.Headers.Accept.ParseAdd("application/json");
            if (!auth.InBody) request.Headers.Authorization = Basic(Uri.EscapeDataString(id), Uri.EscapeDataString(secret));
            using var response = await http.SendAsync(request, cancellationToken);
            var content = await response.Content.ReadAsByteArrayAsync(cancellationToken);
            if (!response.IsSuccessStatusCode)
                throw (int)response.StatusCode >= 500
                    ? new SourceUnavailableException(FaultCodes.ServerError, $"The service that gives tokens failed ({(int)response.StatusCode}).")
                    : new MisconfiguredException(FaultCodes.NotAuthorised, "connection.clientSecret", $"the service that gives tokens refuses the client ({(int)response.StatusCode}). Check tokenUrl, clientId, clientSecret and http.auth.scope.");

            using var answer = JsonAnswers.Parse(content, "the request for a token");
            token = JsonValues.Text(JsonValues.Member(answer.RootElement, "access_token")) ?? throw AnswerFaults.NoRecords("the request for a token", ValuePath.Parse("access_token")!, "there is nothing");
            var lasts = JsonValues.Text(JsonValues.Member(answer.RootElement, "expires_in")) is { } text && double.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and < 1e9 ? TimeSpan.FromSeconds(seconds) : TimeSpan.FromMinutes(5);
            // Renewed a little before it ends, so that no call is on its way with one that has.
            tokenEnds = time.GetUtcNow() + (lasts > 2 * ClocksDiffer ? lasts - ClocksDiffer : lasts / 2);
            return token;
        }
        finally
        {
            gate.Release();
        }
    }

    string ZgwToken()
    {
        var client = settings.GetValueOrDefault("clientId") ?? "";
        return JsonWebToken.Make(Secret("clientSecret"), client, auth.User, time.GetUtcNow() - ClocksDiffer);
    }

    static AuthenticationHeaderValue Basic(string name, string password) => new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{name}:{password}")));

    static void Raw(HttpRequestMessage request, string header, string value, string setting)
    {
        if (value.Any(c => char.IsControl(c) || c > 0x7e) || !request.Headers.TryAddWithoutValidation(header, value))
            throw new MisconfiguredException(FaultCodes.InvalidSetting, $"connection.{setting}", "it holds characters that a header cannot have: a line break at its end, perhaps.");
    }

    string Secret(string name) => settings.GetValueOrDefault(name) ?? "";
}

/// <summary>Makes the tokens of ZGW: signed for each call with a secret that both know.</summary>
static class JsonWebToken
{
    public static string Make(string secret, string client, string user, DateTimeOffset issued)
    {
        using var payload = new MemoryStream();
        using (var writer = new Utf8JsonWriter(payload))
        {
            writer.WriteStartObject();
            writer.WriteString("iss", client);
            writer.WriteNumber("iat", issued.ToUnixTimeSeconds());
            writer.WriteString("client_id", client);
            writer.WriteString("user_id", user);
            writer.WriteString("user_representation", user);
            writer.WriteEndObject();
        }

        return Sign(secret, """{"alg":"HS256","typ":"JWT"}"""u8, payload.ToArray());
    }

    /// <summary>A token with this header and payload.</summary>
    public static string Sign(string secret, ReadOnlySpan<byte> header, ReadOnlySpan<byte> payload)
    {
        var signed = $"{Url(header)}.{Url(payload)}";
        return $"{signed}.{Url(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.ASCII.GetBytes(signed)))}";
    }

    static string Url(ReadOnlySpan<byte> bytes) => System.Buffers.Text.Base64Url.EncodeToString(bytes);
}
