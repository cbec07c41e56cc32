using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace IntegrationHub.AspNetCore;

/// <summary>The sessions of the pages. They live in memory and end with the process: nothing on a disk could be stolen and used.</summary>
/// <remarks>The cookie holds 32 random bytes, the memory only their hash. A session ends by idleness, by age, by signing out, and when its key leaves the key file.</remarks>
sealed class HubSessions(ApiKeyRing keys, SignInOptions options, TimeProvider time, ILogger<HubSessions> logger)
{
    const int TokenBytes = 32;
    const int MostSessions = 10_000;

    readonly ConcurrentDictionary<string, Entry> sessions = new(StringComparer.Ordinal);

    /// <summary>Begins a session and returns what its cookie holds.</summary>
    public string Begin(ApiKey key, string person)
    {
        SignInLog.SignedIn(logger, key.Name);
        return Begin(new KeyGround(keys, key), person);
    }

    /// <summary>Begins a session on another ground than a key, and returns what its cookie holds.</summary>
    public string Begin(SessionGround ground, string person)
    {
        DropEnded();
        var token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(TokenBytes));
        var now = time.GetUtcNow();
        var session = new HubSession(IdOf(token), ground, person, now);
        sessions[session.Id] = new Entry(session, now);
        return token;
    }

    /// <summary>The session of a cookie; null when there is none or it has ended.</summary>
    /// <param name="token">What the cookie holds.</param>
    /// <param name="active">Whether its person did something just now: then it lives on.</param>
    public HubSession? OfCookie(string? token, bool active = true) => token is { Length: > 0 and < 100 } ? Find(IdOf(token), active) : null;

    /// <summary>The session of an id; null when it has ended.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="active">Whether its person did something just now: then it lives on.</param>
    public HubSession? Find(string? id, bool active)
    {
        if (id is null || !sessions.TryGetValue(id, out var entry)) return null;

        var now = time.GetUtcNow();
        if (ReasonToEnd(entry, now) is { } reason)
        {
            if (sessions.TryRemove(id, out _)) SignInLog.SessionEnded(logger, entry.Session.Ground.Name, reason);
            return null;
        }

        if (active) entry.LastActiveAt = now;
        return entry.Session;
    }

    /// <summary>Ends a session. Harmless when it has ended.</summary>
    public void End(string id)
    {
        if (sessions.TryRemove(id, out var entry)) SignInLog.SessionEnded(logger, entry.Session.Ground.Name, "signed out");
    }

    string? ReasonToEnd(Entry entry, DateTimeOffset now) =>
        now - entry.Session.StartedAt >= options.AbsoluteLimit ? "too old"
        : now - entry.LastActiveAt >= options.IdleLimit ? "idle"
        : entry.Session.Ground.Gone;

    void DropEnded()
    {
        foreach (var id in sessions.Keys) Find(id, active: false);
        if (sessions.Count < MostSessions) return;

        foreach (var entry in sessions.Values.OrderBy(e => e.LastActiveAt).Take(MostSessions / 10)) sessions.TryRemove(entry.Session.Id, out _);
    }

    static string IdOf(string token) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    sealed class Entry(HubSession session, DateTimeOffset at)
    {
        long lastActiveAt = at.UtcTicks;

        public HubSession Session { get; } = session;

        public DateTimeOffset LastActiveAt
        {
            get => new(Interlocked.Read(ref lastActiveAt), TimeSpan.Zero);
            set => Interlocked.Exchange(ref lastActiveAt, value.UtcTicks);
        }
    }
}
