using System.Collections.Concurrent;
using IntegrationHub.Disclosure;
using IntegrationHub.Idempotency;

namespace IntegrationHub.AspNetCore;

/// <summary>Reads the header Idempotency-Key, and lets one request of a caller under one key in at a time.</summary>
/// <remarks>What a request came to is remembered by the store, with what it wrote; here it is only known what goes on in this process.</remarks>
sealed class OnceGate
{
    public const string Header = "Idempotency-Key";
    const int MaxLength = 200;

    readonly ConcurrentDictionary<(string Caller, string Key), bool> running = new();

    /// <summary>The key of a request, with what it asks for; a problem when it has none.</summary>
    public static (OnceKey? Key, HubProblem? Problem) KeyOf(HttpContext http, ReadOnlyMemory<byte> body)
    {
        var sent = http.Request.Headers[Header];
        if (sent.Count != 1 || sent[0] is not { Length: > 0 and <= MaxLength } key || key.Any(c => c is < '!' or > '~')) return (null, HubProblems.NoIdempotencyKey);

        var asked = System.Text.Encoding.UTF8.GetBytes($"{http.Request.Method} {http.Request.Path}\n");
        return (new OnceKey(key, (byte[])[.. asked, .. body.Span]), null);
    }

    /// <summary>Lets the request in until this is disposed; null while the same one goes on.</summary>
    public IDisposable? TryEnter(Caller caller, OnceKey key) => running.TryAdd((caller.Name, key.Key), true) ? new Turn(this, (caller.Name, key.Key)) : null;

    sealed class Turn(OnceGate gate, (string, string) key) : IDisposable
    {
        public void Dispose() => gate.running.TryRemove(key, out _);
    }
}
