using System.Security.Cryptography;
using System.Text;

namespace ContactCentre.Calls;

/// <summary>The calls that ring, for every open desk. A call is the first one's who answers it.</summary>
sealed class CallBoard
{
    const int Most = 50;

    readonly Lock gate = new();
    readonly List<RingingCall> ringing = [];
    readonly byte[] token = RandomNumberGenerator.GetBytes(24);

    /// <summary>Tells the open desks that something has changed. Handlers return at once.</summary>
    public event Action? Changed;

    /// <summary>What the telephone system shows with each call.</summary>
    public string Token => Convert.ToHexStringLower(token);

    /// <summary>The calls that ring, the longest waiting first.</summary>
    public IReadOnlyList<RingingCall> Ringing
    {
        get
        {
            lock (gate) return [.. ringing];
        }
    }

    public bool Knows(string? shown) => shown is not null && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Token), Encoding.UTF8.GetBytes(shown));

    /// <summary>A call rings; false when more ring already than anybody answers.</summary>
    public bool Ring(string phone, DateTimeOffset at)
    {
        lock (gate)
        {
            if (ringing.Count >= Most) return false;
            ringing.Add(new RingingCall(Guid.NewGuid(), phone, at));
        }

        Changed?.Invoke();
        return true;
    }

    /// <summary>Takes a call off the board; false when somebody else has answered it.</summary>
    public bool Answer(RingingCall call)
    {
        bool mine;
        lock (gate) mine = ringing.RemoveAll(one => one.Id == call.Id) > 0;
        if (mine) Changed?.Invoke();
        return mine;
    }
}

/// <summary>A call that nobody has answered yet.</summary>
/// <param name="Id">Its own name.</param>
/// <param name="Phone">The number that is shown.</param>
/// <param name="Since">Since when it rings.</param>
sealed record RingingCall(Guid Id, string Phone, DateTimeOffset Since)
{
    /// <inheritdoc/>
    public override string ToString() => $"{nameof(RingingCall)} {Id}";
}
