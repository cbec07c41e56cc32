namespace IntegrationHub.Testing;

/// <summary>What happened in a vendor system: cases that come in, change, are seen late, are said to be deleted, or vanish without a word.</summary>
/// <remarks>The clock is the true one; the vendor's own clock may run ahead of it or behind it. Safe for several threads.</remarks>
/// <param name="clock">The true clock.</param>
public sealed class CaseHistory(TimeProvider clock)
{
    readonly Lock gate = new();
    readonly List<VendorCase> states = [];
    readonly HashSet<int> vanished = [];

    /// <summary>How far the vendor's clock runs ahead of the true one; negative behind it.</summary>
    public TimeSpan ClockAhead { get; set; }

    /// <summary>What has come in stands as it came: a change is something new that came in. So it is where a vendor tells what happened, and corrects nothing.</summary>
    public bool OnlyGrows { get; init; }

    /// <summary>What the vendor's clock shows.</summary>
    public DateTimeOffset VendorNow => clock.GetUtcNow() + ClockAhead;

    /// <summary>A new case.</summary>
    /// <param name="at">When it came in, by the vendor's clock; now unless set.</param>
    /// <param name="with">Changes what it is.</param>
    public VendorCase Add(DateTimeOffset? at = null, Func<VendorCase, VendorCase>? with = null)
    {
        lock (gate)
        {
            var opened = at ?? VendorNow;
            var number = states.Count == 0 ? 1 : states.Max(s => s.Number) + 1;
            return Keep(new VendorCase { Number = number, OpenedAt = opened, ChangedAt = opened, VisibleAt = Earlier(opened - ClockAhead, clock.GetUtcNow()) }, with);
        }
    }

    /// <summary>So many new cases, each later than the one before by a step, the last of them a step before now.</summary>
    public IReadOnlyList<VendorCase> AddMany(int count, TimeSpan step, Func<VendorCase, VendorCase>? with = null)
    {
        var first = VendorNow - count * step;
        return [.. Enumerable.Range(0, count).Select(i => Add(first + i * step, with))];
    }

    /// <summary>A case comes into a new state; where nothing changes (<see cref="OnlyGrows"/>) something new comes in instead.</summary>
    /// <param name="number">Which case.</param>
    /// <param name="at">When, by the vendor's clock; now unless set.</param>
    /// <param name="with">Changes what it is.</param>
    public VendorCase Change(int number, DateTimeOffset? at = null, Func<VendorCase, VendorCase>? with = null)
    {
        lock (gate)
        {
            var last = states.Where(s => s.Number == number).MaxBy(s => s.Revision) ?? throw new ArgumentException($"There is no case {number}.", nameof(number));
            if (OnlyGrows) return Add(at, with);

            var changed = at ?? VendorNow;
            return Keep(
                new VendorCase
                {
                    Number = number, Revision = last.Revision + 1, OpenedAt = last.OpenedAt, ChangedAt = changed, VisibleAt = Earlier(changed - ClockAhead, clock.GetUtcNow()), Person = last.Person,
                    Closed = last.Closed, Amount = last.Amount,
                },
                with);
        }
    }

    /// <summary>The vendor does not show a case any more and says nothing of it.</summary>
    public void Vanish(int number)
    {
        lock (gate) vanished.Add(number);
    }

    /// <summary>A case that vanished is there again.</summary>
    public void Reappear(int number)
    {
        lock (gate) vanished.Remove(number);
    }

    /// <summary>What the vendor shows now: of each case its latest visible state, in the order of change.</summary>
    public IReadOnlyList<VendorCase> Shown
    {
        get
        {
            lock (gate)
            {
                var now = clock.GetUtcNow();
                return [.. states.Where(s => s.VisibleAt <= now && !vanished.Contains(s.Number)).GroupBy(s => s.Number).Select(g => g.MaxBy(s => s.Revision)!)
                    .OrderBy(s => s.ChangedAt).ThenBy(s => s.Number)];
            }
        }
    }

    VendorCase Keep(VendorCase state, Func<VendorCase, VendorCase>? with)
    {
        state = with?.Invoke(state) ?? state;
        states.Add(state);
        return state;
    }

    static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;
}
