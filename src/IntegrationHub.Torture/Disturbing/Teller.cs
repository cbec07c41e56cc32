using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using IntegrationHub.Torture.Checking;
using IntegrationHub.Torture.History;
using IntegrationHub.Torture.Worker;

namespace IntegrationHub.Torture.Disturbing;

/// <summary>How often notifications were sent, and what became of them.</summary>
/// <param name="Changes">Changes that were told of.</param>
/// <param name="Early">Those of them that could not be seen yet.</param>
/// <param name="Sent">Deliveries to a worker.</param>
/// <param name="Doubled">Those of them that were sent though nothing asked for it.</param>
/// <param name="Taken">Changes of which a worker said that their notification is stored.</param>
/// <param name="Refused">Deliveries that a worker refused, or could not store.</param>
internal sealed record TellerCounts(int Changes, int Early, int Sent, int Doubled, int Taken, int Refused);

/// <summary>Sends the vendor's notifications to whichever worker lives: signed, in any order, some of them twice, some late; again and again until one says that it has taken it.</summary>
/// <remarks>It stands outside the workers, as a vendor does: what one of them took before it was killed is not sent again.</remarks>
internal sealed class Teller(ModelRegister register, byte[] secret, int seed)
{
    /// <summary>Who hears nothing for so long sends again.</summary>
    static readonly TimeSpan AskAgainAfter = TimeSpan.FromSeconds(2);

    static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(30);

    readonly TimeProvider time = TimeProvider.System;
    readonly Chance chance = Chance.Of(seed, "notifications");
    readonly Lock gate = new();
    readonly Dictionary<int, Letter> letters = [];
    readonly List<(DateTimeOffset At, Letter Letter, bool Same)> copies = [];
    readonly List<WorkerProcess> workers = [];
    int sent;
    int doubled;
    int refused;

    /// <summary>Whether everything that happened so far was taken.</summary>
    public bool AllTaken
    {
        get
        {
            lock (gate) return letters.Values.All(letter => letter.TakenAt is not null) && copies.Count == 0;
        }
    }

    /// <summary>What was sent so far, and what became of it.</summary>
    public TellerCounts Counts
    {
        get
        {
            lock (gate) return new TellerCounts(letters.Count, letters.Values.Count(l => l.Telling.Early), sent, doubled, letters.Values.Count(l => l.TakenAt is not null), refused);
        }
    }

    /// <summary>What workers said they had stored.</summary>
    public IReadOnlyList<TakenNotification> Taken
    {
        get
        {
            lock (gate) return [.. letters.Values.Where(l => l.TakenAt is not null).Select(l => new TakenNotification(Digest(l.Id), RegisterNames.Of(register.Kind), l.Telling.Key))];
        }
    }

    /// <summary>A worker lives: it is told from now on, until it ends.</summary>
    public void Attach(WorkerProcess worker)
    {
        lock (gate) workers.Add(worker);
    }

    /// <summary>A worker has answered.</summary>
    public void Hear(string line)
    {
        var words = line.Split(' ');
        lock (gate)
        {
            if (words[0] == WorkerLine.Taken && letters.TryGetValue(int.Parse(words[1], CultureInfo.InvariantCulture), out var letter)) letter.TakenAt ??= time.GetUtcNow();
            else refused++;
        }
    }

    /// <summary>Sends until it is cancelled.</summary>
    public async Task TellAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            lock (gate) Send(time.GetUtcNow());
            await Task.WhenAny(Task.Delay(Rest, time, cancellationToken));
        }
    }

    void Send(DateTimeOffset now)
    {
        foreach (var telling in register.TakeTellings()) letters[telling.Number] = Plan(telling, now);
        workers.RemoveAll(worker => !worker.Hears);
        if (workers.Count == 0) return;

        foreach (var letter in Shuffled(letters.Values.Where(l => l.TakenAt is null && l.NotBefore <= now && !(now - l.SentAt < AskAgainAfter))))
            Send(letter, now, same: false);
        foreach (var copy in copies.Where(c => c.At <= now && c.Letter.SentAt is not null).ToList())
        {
            copies.Remove(copy);
            doubled++;
            Send(copy.Letter, now, copy.Same);
        }
    }

    // Most come soon and some late, so that later ones overtake them. What is told of early is sent at once: otherwise it would not be early.
    Letter Plan(ModelTelling telling, DateTimeOffset now)
    {
        var late = TimeSpan.FromMilliseconds(chance.Next(20) switch { < 12 => chance.Next(300), < 17 => chance.Next(3000), _ => chance.Next(8000) });
        var letter = new Letter(telling, $"msg_{seed}_{telling.Number}") { NotBefore = telling.Early ? now : now + late };
        for (var copy = chance.Next(10) switch { < 6 => 0, < 9 => 1, _ => 3 }; copy > 0; copy--)
            copies.Add((letter.NotBefore + TimeSpan.FromMilliseconds(chance.Next(3) == 0 ? 0 : chance.Next(4000)), letter, Same: chance.InHundred(50)));
        return letter;
    }

    void Send(Letter letter, DateTimeOffset now, bool same)
    {
        // The very same delivery, as a proxy or a thief would send it; or the sender's next one, which is signed anew for a later second.
        if (!same || letter.Stamp == 0) letter.Stamp = Math.Max(now.ToUnixTimeSeconds(), letter.Stamp + 1);
        var body = JsonSerializer.SerializeToUtf8Bytes(new { type = "case.changed", data = new { key = letter.Telling.Key, revision = letter.Telling.Revision } });
        var signed = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{letter.Id}.{letter.Stamp}."));
        var signature = Convert.ToBase64String(HMACSHA256.HashData(secret, signed.Concat(body).ToArray()));
        letter.SentAt = now;
        sent++;
        workers[chance.Next(workers.Count)].Tell(NotifyLine.Write(new NotifyLine(letter.Telling.Number, letter.Id, letter.Stamp, signature, body)));
    }

    List<Letter> Shuffled(IEnumerable<Letter> due)
    {
        var list = due.ToList();
        for (var i = list.Count - 1; i > 0; i--)
        {
            var other = chance.Next(i + 1);
            (list[i], list[other]) = (list[other], list[i]);
        }

        return list;
    }

    // What the hub keeps of an id.
    static string Digest(string id) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(id)).AsSpan(0, 16));

    sealed class Letter(ModelTelling telling, string id)
    {
        public ModelTelling Telling { get; } = telling;

        public string Id { get; } = id;

        public required DateTimeOffset NotBefore { get; init; }

        public DateTimeOffset? SentAt { get; set; }

        public DateTimeOffset? TakenAt { get; set; }

        public long Stamp { get; set; }
    }
}
