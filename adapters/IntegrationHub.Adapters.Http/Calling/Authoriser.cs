using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using IntegrationHub.Faults;
using IntegrationHub.Sources;

namespace IntegrationHub.Adapters.Http;

/// <summary>Signs requests in.</summary>
sealed class Authoriser(Auth auth, IReadOnlyDictionary<string, string> settings, HttpClient http, TimeProvider time)
{
    const string Where = "the request for a token";

    // A vendor whose clock runs behind would take a token that was made now for one of the future.
    static readonly TimeSpan ClocksDiffer = TimeSpan.FromMinutes(1);

    readonly Lock gate = new();
    Task<Token>? asked;

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
        // Several details of a page are asked for at once: one of them gets the token for all.
        Task<Token> asking;
        lock (gate)
        {
            var useless = asked is null || asked.IsFaulted || asked.IsCanceled || (asked.IsCompletedSuccessfully && (asked.Result.Text == refused || time.GetUtcNow() >= asked.Result.Ends));
            asking = useless ? asked = AskForTokenAsync(cancellationToken) : asked!;
        }

        return (await asking).Text;
    }

    async Task<Token> AskForTokenAsync(CancellationToken cancellationToken)
    {
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
        {
            throw (int)response.StatusCode >= 500
                ? new SourceUnavailableException(FaultCodes.ServerError, $"The service that gives tokens failed ({(int)response.StatusCode}).")
                : new MisconfiguredException(FaultCodes.NotAuthorised, "connection.clientSecret", $"the service that gives tokens refuses the client ({(int)response.StatusCode}). Check tokenUrl, clientId, clientSecret and http.auth.scope.");
        }

        using var answer = JsonAnswers.Parse(content, Where);
        var token = JsonValues.Text(JsonValues.Member(answer.RootElement, "access_token")) ?? throw AnswerFaults.NoRecords(Where, ValuePath.Parse("access_token")!, "there is nothing");
        var told = JsonValues.Text(JsonValues.Member(answer.RootElement, "expires_in"));
        var lasts = double.TryParse(told, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and < 1e9 ? TimeSpan.FromSeconds(seconds) : TimeSpan.FromMinutes(5);
        // Renewed a little before it ends, so that no call is on its way with one that has.
        return new Token(token, time.GetUtcNow() + (lasts > 2 * ClocksDiffer ? lasts - ClocksDiffer : lasts / 2));
    }

    sealed record Token(string Text, DateTimeOffset Ends)
    {
        // A secret: whoever prints it prints nothing.
        public override string ToString() => "a token";
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
