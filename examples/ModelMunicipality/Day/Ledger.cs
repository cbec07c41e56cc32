using System.Collections.Concurrent;

namespace ModelMunicipality.Day;

/// <summary>What the people of the day know happened: the matters, whom was told what, and whoever had to be asked twice. Nothing in it comes out of an answer of the hub but the names that the hub gave.</summary>
sealed class Ledger
{
    readonly ConcurrentDictionary<string, Matter> byHandOver = new(StringComparer.Ordinal);
    readonly ConcurrentQueue<string> askedTwice = new();
    int contacts;
    int answered;
    int handedOver;
    int returned;
    int conflicts;

    /// <summary>The matters, the story's first.</summary>
    public List<Matter> Matters { get; } = [];

    /// <summary>How many contacts there were, by channel.</summary>
    public ConcurrentDictionary<string, int> Channels { get; } = new(StringComparer.Ordinal);

    /// <summary>How many contacts were begun.</summary>
    public int Contacts => contacts;

    /// <summary>How many matters were answered in their first contact.</summary>
    public int Answered => answered;

    /// <summary>How many hand-overs went from one unit to another.</summary>
    public int HandedOver => handedOver;

    /// <summary>How many came back with a reason.</summary>
    public int Returned => returned;

    /// <summary>How often two people wrote on the same question at once.</summary>
    public int Conflicts => conflicts;

    /// <summary>Of each contact and each call in which somebody would have had to be asked again: what.</summary>
    public IReadOnlyCollection<string> AskedTwice => askedTwice;

    /// <summary>All that was to be written to the systems.</summary>
    public IEnumerable<AskedWrite> Writes => Matters.SelectMany(matter => matter.Writes);

    /// <summary>A contact was begun.</summary>
    public void Began(Matter matter, string contact, string channel)
    {
        Interlocked.Increment(ref contacts);
        Channels.AddOrUpdate(channel, 1, (_, before) => before + 1);
        matter.Contacts.Add(IntegrationHub.Contacts.ContactId.Parse(contact));
    }

    /// <summary>A matter was answered at once.</summary>
    public void AnsweredAtOnce() => Interlocked.Increment(ref answered);

    /// <summary>Something went into another unit's hand.</summary>
    public void HandedOverToAnother() => Interlocked.Increment(ref handedOver);

    /// <summary>Something came back.</summary>
    public void CameBack() => Interlocked.Increment(ref returned);

    /// <summary>Two people wrote at once.</summary>
    public void TwoWroteAtOnce() => Interlocked.Increment(ref conflicts);

    /// <summary>A promise has a number at the hub.</summary>
    public void Knows(string handOver, Matter matter) => byHandOver[handOver] = matter;

    /// <summary>Whose matter a hand-over is.</summary>
    public Matter? Of(string handOver) => byHandOver.GetValueOrDefault(handOver);

    /// <summary>Compares what somebody finds before they talk to the person with what the person has told: what is missing would be asked twice.</summary>
    /// <param name="matter">The matter.</param>
    /// <param name="recall">What they find.</param>
    /// <param name="where">Who looks, and when.</param>
    public void Compare(Matter matter, Recall recall, string where)
    {
        var missing = recall.MissingOf(matter).ToList();
        if (missing.Count > 0) askedTwice.Enqueue($"{where}: {string.Join("; ", missing)}");
    }
}
