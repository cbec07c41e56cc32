using System.Globalization;
using IntegrationHub.Torture.Checking;
using IntegrationHub.Torture.History;
using IntegrationHub.Torture.Vendor;
using IntegrationHub.Torture.Worker;
using IntegrationHub.WriteBack;

namespace IntegrationHub.Torture.Disturbing;

/// <summary>What became of what a clerk asked for.</summary>
/// <param name="Asked">Commands that a worker said are in the outbox.</param>
/// <param name="AskedAgain">How often a command was asked for again, because no answer came.</param>
/// <param name="Decided">Decisions over commands.</param>
/// <param name="Written">What the vendor has of them.</param>
/// <param name="KnownAgain">How often something came to the vendor that it knew again.</param>
internal sealed record ClerkCounts(int Asked, int AskedAgain, int Decided, int Written, int KnownAgain);

/// <summary>Asks whichever worker lives for notes, messages and hand-overs, again and again until one says that it is in the outbox; looks at the vendor when a command waits for a person, and decides.</summary>
/// <remarks>It stands outside the workers, as people do. Of a case it asks for the next only when it was told of the one before, so that it is known in which order they are to arrive.</remarks>
internal sealed class Clerk(ModelVendor vendor, Func<IReadOnlyList<IndexedCommand>?> read, int seed)
{
    static readonly TimeSpan AskAgainAfter = TimeSpan.FromSeconds(2);
    static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(60);
    static readonly TimeSpan ReadEvery = TimeSpan.FromMilliseconds(600);
    // What was on its way when it was lost has arrived by then.
    static readonly TimeSpan LookAfter = TimeSpan.FromSeconds(4);
    // A worker whose clock is a day off works on what others were asked for; it is not asked itself.
    static readonly TimeSpan ClockMayBeOff = TimeSpan.FromHours(1);
    // As many as a busy contact centre writes: each look at them reads all of them, and a town that drowns in commands sees no kills.
    static readonly TimeSpan AskEvery = TimeSpan.FromMilliseconds(250);
    const int MostOpen = 40;
    const int CasesOfASource = 6;

    static readonly WriteKind[] Kinds = [WriteKind.Note, WriteKind.Message, WriteKind.HandOver];

    readonly TimeProvider time = TimeProvider.System;
    readonly Chance chance = Chance.Of(seed, "commands");
    readonly Lock gate = new();
    readonly List<Letter> letters = [];
    readonly Dictionary<WriteCommandId, DateTimeOffset> waiting = [];
    readonly List<WorkerProcess> workers = [];
    DateTimeOffset readAt;
    DateTimeOffset askedAt;
    int askedAgain;
    int decided;
    bool ending;
    bool atRest;

    /// <summary>Whether all that was asked for has come to its end, as far as anybody could see who looked after the last was asked for.</summary>
    public bool IsAtRest
    {
        get
        {
            lock (gate) return ending && atRest;
        }
    }

    /// <summary>What has not come to its end, in words.</summary>
    public string Unrest
    {
        get
        {
            lock (gate) return string.Join(", ", letters.Where(l => !l.IsOver).Select(l => l.Id is { } id ? $"command {l.Line.Number} ({id}) has not ended" : $"command {l.Line.Number} was never answered"));
        }
    }

    /// <summary>What was asked for so far, and what became of it.</summary>
    public ClerkCounts Counts
    {
        get
        {
            lock (gate) return new ClerkCounts(letters.Count(l => l.Id is not null), askedAgain, decided, vendor.Desk.Objects.Count, vendor.Desk.KnownAgain);
        }
    }

    /// <summary>What workers said is in the outbox.</summary>
    public IReadOnlyList<AskedCommand> Asked
    {
        get
        {
            lock (gate) return [.. letters.Where(l => l.Id is not null).Select(l => new AskedCommand(l.Line.Number, l.Id!.Value, l.Line.Source, l.Line.Key, l.Line.Kind) { MayBeLate = l.MayBeLate, Waits = [.. l.Waits] })];
        }
    }

    /// <summary>A worker lives: it may be asked from now on, until it ends.</summary>
    public void Attach(WorkerProcess worker)
    {
        if (worker.Clock.Duration() > ClockMayBeOff) return;

        lock (gate) workers.Add(worker);
    }

    /// <summary>Nothing new is asked for from now on.</summary>
    public void End()
    {
        lock (gate) (ending, atRest) = (true, false);
    }

    /// <summary>A worker has answered.</summary>
    public void Hear(string line)
    {
        var words = line.Split(' ');
        lock (gate)
        {
            if (words[0] == WorkerLine.Decided || letters.Find(l => l.Line.Number == int.Parse(words[1], CultureInfo.InvariantCulture)) is not { } letter) return;
            if (words[0] == WorkerLine.Asked)
            {
                letter.Id ??= WriteCommandId.Parse(words[2]);
                // The next of its case may have been asked for meanwhile.
                letter.MayBeLate |= letter.Gone;
            }
            // Its case is gone, and it was not taken in before: then it would have been said so. Only a worker that stood still may still say otherwise.
            else if (words[2] == WorkerDesk.NoCase) letter.Gone = true;
        }
    }

    /// <summary>Asks and decides until it is cancelled.</summary>
    public async Task WorkAsync(CancellationToken cancellationToken)
    {
        var number = 0;
        while (!cancellationToken.IsCancellationRequested)
        {
            var now = time.GetUtcNow();
            var commands = now - readAt >= ReadEvery ? read() : null;
            lock (gate)
            {
                workers.RemoveAll(worker => !worker.Hears);
                if (workers.Count > 0)
                {
                    if (!ending && now - askedAt >= AskEvery && letters.Count(l => !l.IsOver) < MostOpen && Next(number + 1) is { } line)
                    {
                        askedAt = now;
                        number++;
                        letters.Add(new Letter(line) { WithdrawAt = chance.InHundred(6) ? now + TimeSpan.FromMilliseconds(chance.Next(3000)) : null });
                    }

                    foreach (var letter in letters.Where(l => l is { Id: null, Gone: false } && !(now - l.SentAt < AskAgainAfter))) Ask(letter, now);
                    foreach (var letter in letters.Where(l => l.Id is not null && l.WithdrawAt <= now)) Withdraw(letter);
                }

                if (commands is not null) Look(commands, now);
            }

            await Task.WhenAny(Task.Delay(Rest, time, cancellationToken));
        }
    }

    AskLine? Next(int number)
    {
        var register = chance.Pick([.. vendor.Registers]);
        var source = RegisterNames.Of(register.Kind);
        var cases = register.Cases(withDeleted: false).Take(CasesOfASource).ToList();
        var key = chance.Pick(cases).Key;
        return letters.Exists(l => l is { Id: null, Gone: false } && l.Line.Source == source && l.Line.Key == key) ? null : new AskLine(number, source, key, chance.Pick(Kinds));
    }

    void Ask(Letter letter, DateTimeOffset now)
    {
        if (letter.SentAt is not null) askedAgain++;
        letter.SentAt = now;
        Tell(AskLine.Write(letter.Line));
    }

    void Withdraw(Letter letter)
    {
        letter.WithdrawAt = null;
        letter.MayBeLate = true;
        Decide(letter, seen: 0, DecisionWord.Withdraw);
    }

    void Decide(Letter letter, long seen, DecisionWord what)
    {
        decided++;
        Tell(DecideLine.Write(new DecideLine(letter.Line.Number, letter.Id!.Value, seen, what)));
    }

    void Tell(string line) => workers[chance.Next(workers.Count)].Tell(line);

    // What waits for a person: somebody looks at the vendor, when all that was on its way has arrived.
    void Look(IReadOnlyList<IndexedCommand> commands, DateTimeOffset now)
    {
        readAt = now;
        var known = commands.ToDictionary(command => command.Id);
        foreach (var letter in letters.Where(l => l.Id is not null))
        {
            if (!known.TryGetValue(letter.Id!.Value, out var command)) continue;

            letter.Ended = command.State is WriteState.Accepted or WriteState.Refused or WriteState.Withdrawn;
            if (command is not ({ State: WriteState.Dead } or { State: WriteState.Unknown, Reason: not null }))
            {
                waiting.Remove(command.Id);
                continue;
            }

            if (!waiting.TryGetValue(command.Id, out var since)) waiting[command.Id] = since = now;
            if (workers.Count == 0 || now - since < LookAfter) continue;

            // The decision may be lost with its worker: then it is still there the next time.
            waiting[command.Id] = now;
            var isThere = vendor.Desk.Objects.Any(written => written.Number == letter.Line.Number);
            letter.Waits.Add(new CommandWait(command.State, command.Reason, isThere));
            if (command.State == WriteState.Dead) letter.MayBeLate = true;
            Decide(letter, command.Version, isThere ? DecisionWord.Settle : chance.InHundred(80) ? DecisionWord.Resend : DecisionWord.Withdraw);
        }

        atRest = letters.TrueForAll(l => l.IsOver);
    }

    sealed class Letter(AskLine line)
    {
        public AskLine Line { get; } = line;

        public DateTimeOffset? SentAt { get; set; }

        public WriteCommandId? Id { get; set; }

        public DateTimeOffset? WithdrawAt { get; set; }

        public bool Ended { get; set; }

        public bool Gone { get; set; }

        public bool IsOver => Id is null ? Gone : Ended;

        public bool MayBeLate { get; set; }

        public List<CommandWait> Waits { get; } = [];
    }
}
