using System.Globalization;

namespace IntegrationHub.Torture.History;

/// <summary>A register with a numbered history: what step n does is drawn from the seed and n, so every state that it was ever in can be told afterwards.</summary>
internal sealed class ModelRegister
{
    /// <summary>What is younger than this at the vendor may still come in: the streams' settle time.</summary>
    public static readonly TimeSpan Settle = TimeSpan.FromSeconds(3);

    // Late and early enough to matter, and inside what the stream files allow for.
    static readonly TimeSpan Latest = TimeSpan.FromSeconds(1.5);
    static readonly TimeSpan Earliest = TimeSpan.FromSeconds(3);

    // So much later than it is told of can a change be seen, and no more than a settle time allows for.
    const int SeenAfterMilliseconds = 1000;

    readonly Lock gate = new();
    readonly Chance chance;
    readonly List<ModelCase> cases = [];
    readonly List<int> open = [];
    readonly List<ModelNote> notes = [];
    readonly List<Unseen> unseen = [];
    readonly int fewest;
    List<ModelTelling> tellings = [];
    int told;

    /// <param name="kind">Which register.</param>
    /// <param name="seed">What its history is drawn from.</param>
    /// <param name="size">How many cases it begins with.</param>
    /// <param name="start">When it begins; what is there then is older.</param>
    public ModelRegister(RegisterKind kind, int seed, int size, DateTimeOffset start)
    {
        Kind = kind;
        chance = Chance.Of(seed, RegisterNames.Of(kind));
        fewest = size / 2;
        for (var i = 0; i < size; i++)
        {
            // Half an hour apart at most: the openings fill windows of some days unevenly.
            var opened = Whole(start - TimeSpan.FromMinutes((size - i) * 30 + chance.Next(25)));
            Add(opened, opened);
        }
    }

    /// <summary>Which register.</summary>
    public RegisterKind Kind { get; }

    /// <summary>How many steps there have been.</summary>
    public int Steps { get; private set; }

    /// <summary>The cases as they are, all or those that are not deleted, with their histories so far.</summary>
    public IReadOnlyList<ModelCase> Cases(bool withDeleted = true)
    {
        lock (gate) return withDeleted ? [.. cases] : [.. cases.Where(c => c.Latest.State != ModelState.Deleted)];
    }

    /// <summary>The notes so far.</summary>
    public IReadOnlyList<ModelNote> Notes
    {
        get
        {
            lock (gate) return [.. notes];
        }
    }

    /// <summary>Takes the changes that are to be told of since this was last asked for. Only <see cref="RegisterKind.Told"/> has any.</summary>
    public IReadOnlyList<ModelTelling> TakeTellings()
    {
        lock (gate)
        {
            var taken = tellings;
            tellings = [];
            return taken;
        }
    }

    /// <summary>Everything that was told of can be seen from now on.</summary>
    public void Settled(DateTimeOffset now)
    {
        lock (gate) Show(_ => true, now);
    }

    bool TellsOpenings => Kind is RegisterKind.Openings or RegisterKind.Told;

    /// <summary>Takes the next step.</summary>
    /// <param name="now">The machine's clock.</param>
    public void Step(DateTimeOffset now)
    {
        lock (gate)
        {
            Steps++;
            Show(change => change.SeenAt <= now, now);
            var what = chance.Next(100);
            if (open.Count == 0 || what < 9) Open(TellsOpenings ? Whole(now) : Stamp(now), now);
            else if (what < 16 && TellsOpenings) End(ModelState.Closed, now);
            else if (what < 16 && open.Count > fewest) End(ModelState.Deleted, now);
            else Revise(chance.Next(open.Count), ModelState.Open, now, isBad: chance.InHundred(4));

            if (Kind == RegisterKind.Changes && open.Count > 0 && chance.InHundred(40))
                notes.Add(new ModelNote(notes.Count + 1, cases[chance.Pick(open)].Key, Stamp(now)));
        }
    }

    void Open(DateTimeOffset opened, DateTimeOffset now)
    {
        // Keys are handed out in order.
        Show(change => change.Case is null, now);
        Happen(null, KeyOf(cases.Count), 1, at => Add(opened, at), now);
    }

    void Add(DateTimeOffset opened, DateTimeOffset at)
    {
        open.Add(cases.Count);
        cases.Add(new ModelCase(KeyOf(cases.Count), opened, [new ModelVersion(1, opened, at, ModelState.Open, IsBad: false)]));
    }

    void End(ModelState state, DateTimeOffset now)
    {
        var at = chance.Next(open.Count);
        Revise(at, state, now, isBad: false);
        open.RemoveAt(at);
    }

    void Revise(int at, ModelState state, DateTimeOffset now, bool isBad)
    {
        var place = open[at];
        Show(change => change.Case == place, now);
        var before = cases[place];
        var stamp = Stamp(now);
        // A case never goes back at its own vendor; two of its versions may share a second.
        var changed = stamp > before.Latest.Changed ? stamp : before.Latest.Changed;
        var revision = before.Latest.Revision + 1;
        Happen(place, before.Key, revision, seen => cases[place] = before with { Versions = [.. before.Versions, new ModelVersion(revision, changed, seen, state, isBad)] }, now);
    }

    // At once; or it is told of now and can be seen a little later.
    void Happen(int? of, string key, int revision, Action<DateTimeOffset> change, DateTimeOffset now)
    {
        if (Kind != RegisterKind.Told)
        {
            change(now);
            return;
        }

        var early = chance.InHundred(15);
        tellings.Add(new ModelTelling(++told, key, revision, early));
        if (early) unseen.Add(new Unseen(of, now + TimeSpan.FromMilliseconds(200 + chance.Next(SeenAfterMilliseconds - 200)), change));
        else change(now);
    }

    void Show(Func<Unseen, bool> which, DateTimeOffset now)
    {
        foreach (var change in unseen.Where(which).ToList())
        {
            unseen.Remove(change);
            change.Commit(now);
        }
    }

    string KeyOf(int number) => string.Create(CultureInfo.InvariantCulture, $"{RegisterNames.Of(Kind)[..1].ToUpperInvariant()}-{number + 1:00000}");

    // Some transactions are committed after later ones, and some clocks at the vendor run ahead.
    DateTimeOffset Stamp(DateTimeOffset now) => Whole(chance.Next(20) switch
    {
        0 => now - Latest,
        1 => now + Earliest,
        _ => now,
    });

    static DateTimeOffset Whole(DateTimeOffset time) => DateTimeOffset.FromUnixTimeSeconds(time.ToUnixTimeSeconds());

    /// <summary>A change that was told of and cannot be seen yet.</summary>
    /// <param name="Case">The place of its case; null of a new one.</param>
    /// <param name="SeenAt">When it can be seen.</param>
    /// <param name="Commit">Makes it seen.</param>
    sealed record Unseen(int? Case, DateTimeOffset SeenAt, Action<DateTimeOffset> Commit);
}
