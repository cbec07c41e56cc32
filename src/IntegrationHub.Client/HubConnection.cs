using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization;
using IntegrationHub.Idempotency;

namespace IntegrationHub.Client;

/// <summary>One thing to ask the hub.</summary>
/// <param name="Method">The method.</param>
/// <param name="Path">The path under <c>api/v1/</c>; never with anything personal in it.</param>
/// <param name="Person">For whom it is asked.</param>
sealed record HubRequest(HttpMethod Method, string Path, string Person)
{
    /// <summary>Why; null where the body says it or nobody asks.</summary>
    public string? Purpose { get; init; }

    /// <summary>The key under which it is carried out once.</summary>
    public string? Key { get; init; }

    /// <summary>What is sent.</summary>
    public object? Body { get; init; }
}

/// <summary>Sends requests and reads what comes back.</summary>
sealed class HubConnection(HttpClient http, HubClientOptions options)
{
    // What the hub may add to its answers is not this version's business.
    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        AllowOutOfOrderMetadataProperties = true,
    };

    readonly Uri root = new(options.BaseAddress!.AbsoluteUri.TrimEnd('/') + "/api/v1/");

    /// <exception cref="HubRefusedException">The hub did not do it.</exception>
    public async Task<T> AskAsync<T>(HubRequest request, CancellationToken cancellationToken) where T : class
    {
        var (answer, problem) = await TryAsync<T>(request, cancellationToken);
        return answer ?? throw new HubRefusedException(problem!);
    }

    /// <summary>What was asked for; null when there is no such thing, or the caller may not know of it.</summary>
    /// <exception cref="HubRefusedException">The hub did not do it.</exception>
    public async Task<T?> AskOrNullAsync<T>(HubRequest request, CancellationToken cancellationToken) where T : class
    {
        var (answer, problem) = await TryAsync<T>(request, cancellationToken);
        // A 404 without a code comes from something before the hub: that there is no case must not be read out of it.
        return problem is null or { Status: (int)HttpStatusCode.NotFound, Code: not null } ? answer : throw new HubRefusedException(problem);
    }

    /// <summary>The answer, or why there is none.</summary>
    /// <exception cref="HubRefusedException">The hub, or something before it, asks to come again later.</exception>
    public async Task<(T? Answer, HubProblem? Problem)> TryAsync<T>(HubRequest request, CancellationToken cancellationToken) where T : class
    {
        using var message = await MessageAsync(request, cancellationToken);
        using var response = await http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (!response.IsSuccessStatusCode)
        {
            var problem = await ProblemAsync(response, cancellationToken);
            if (response.Headers.RetryAfter is { } wait) throw new HubRefusedException(problem, wait.Delta);
            return (null, problem);
        }

        try
        {
            return (await response.Content.ReadFromJsonAsync<T>(Json, cancellationToken) ?? throw NotTheHub(response), null);
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            // The parser's own message may quote what stood in a case.
            throw NotTheHub(response);
        }
    }

    /// <summary>What came of writing something.</summary>
    /// <param name="request">The request.</param>
    /// <param name="missing">The code that says that there is nothing such.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="HubRefusedException">The hub did not do it, for another reason than an outcome tells.</exception>
    public async Task<WriteOutcome<TReceipt>> WriteAsync<TReceipt>(HubRequest request, string missing, CancellationToken cancellationToken) where TReceipt : class
    {
        var (receipt, problem) = await TryAsync<TReceipt>(request, cancellationToken);
        return problem?.Code switch
        {
            null when problem is null => new WriteOutcome<TReceipt>.Written(receipt!, Before: false),
            ProblemCodes.KeyReused => new WriteOutcome<TReceipt>.KeyReused(),
            ProblemCodes.Changed when problem.Version is { } version => new WriteOutcome<TReceipt>.Changed(version),
            { } code when code == missing => new WriteOutcome<TReceipt>.NotFound(),
            _ => throw new HubRefusedException(problem!),
        };
    }

    /// <summary>A key for a request that has none of its caller's.</summary>
    public static string NewKey() => Guid.CreateVersion7().ToString("n");

    async ValueTask<HttpRequestMessage> MessageAsync(HubRequest request, CancellationToken cancellationToken)
    {
        var message = new HttpRequestMessage(request.Method, new Uri(root, request.Path)) { Content = request.Body is { } body ? JsonContent.Create(body, body.GetType(), options: Json) : null };
        if (options.AccessToken is { } token) message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await token(cancellationToken));
        else message.Headers.Add("X-Api-Key", options.ApiKey);
        message.Headers.Add("X-On-Behalf-Of", HeaderText(request.Person));
        if (request.Purpose is { } purpose) message.Headers.Add("X-Purpose", HeaderText(purpose));
        if (request.Key is { } key) message.Headers.Add("Idempotency-Key", key);
        return message;
    }

    // As RFC 8187 writes letters beyond ASCII in a header.
    static string HeaderText(string text) => text.All(char.IsAscii) ? text : "UTF-8''" + Uri.EscapeDataString(text);

    static async Task<HubProblem> ProblemAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.Content.Headers.ContentType?.MediaType == "application/problem+json")
        {
            try
            {
                if (await response.Content.ReadFromJsonAsync<HubProblem>(Json, cancellationToken) is { } problem) return problem with { Status = (int)response.StatusCode, Errors = problem.Errors ?? [] };
            }
            catch (JsonException)
            {
                // As of whatever else is no problem of the hub's.
            }
        }

        return Foreign(response);
    }

    static HubRefusedException NotTheHub(HttpResponseMessage response) => new(Foreign(response));

    static HubProblem Foreign(HttpResponseMessage response) => new()
    {
        Status = (int)response.StatusCode,
        Title = "This was not the hub's answer",
        Detail = $"HTTP {(int)response.StatusCode} without the hub's words: look at BaseAddress, and at what stands between.",
    };
}
