using System.Net;
using System.Net.Sockets;

namespace IntegrationHub.AspNetCore;

/// <summary>Counts wrong keys: locks an address that brings too many, and slows everybody while too many come from anywhere.</summary>
sealed class SignInAttempts(SignInOptions options, TimeProvider time)
{
    // Bounds what an attacker with many addresses can make the hub remember.
    const int MostAddresses = 10_000;

    static readonly TimeSpan GlobalWindow = TimeSpan.FromMinutes(1);

    readonly Lock gate = new();
    readonly Dictionary<string, Attempts> byAddress = new(StringComparer.Ordinal);
    readonly Queue<DateTimeOffset> wrong = new();

    /// <summary>How long this address must wait before its next try; null when it may try now.</summary>
    public TimeSpan? LockOf(IPAddress? address)
    {
        lock (gate)
            return byAddress.TryGetValue(KeyOf(address), out var attempts) && attempts.LockedUntil - time.GetUtcNow() is { } left && left > TimeSpan.Zero ? left : null;
    }

    /// <summary>How long an answer is held back now, whoever asks.</summary>
    public TimeSpan Slowing()
    {
        lock (gate)
        {
            DropOld(time.GetUtcNow());
            return wrong.Count >= options.WrongKeysBeforeSlowing ? options.Slowing : TimeSpan.Zero;
        }
    }

    /// <summary>Counts a wrong key; the lock that it brought, or null.</summary>
    public TimeSpan? CountWrong(IPAddress? address)
    {
        lock (gate)
        {
            var now = time.GetUtcNow();
            DropOld(now);
            // Beyond what slows, more entries would change nothing.
            if (wrong.Count < options.WrongKeysBeforeSlowing) wrong.Enqueue(now);

            var key = KeyOf(address);
            var attempts = byAddress.GetValueOrDefault(key);
            if (attempts is null || now - attempts.LastAt > options.LongestLock) byAddress[key] = attempts = Room(now);

            attempts.LastAt = now;
            if (++attempts.Wrong < options.WrongKeysBeforeLock) return null;

            var length = Length(attempts.Locks++);
            attempts.Wrong = 0;
            attempts.LockedUntil = now + length;
            return length;
        }
    }

    /// <summary>A right key: the address begins anew.</summary>
    public void CountRight(IPAddress? address)
    {
        lock (gate) byAddress.Remove(KeyOf(address));
    }

    TimeSpan Length(int earlierLocks)
    {
        var doubled = options.FirstLock * Math.Pow(2, Math.Min(earlierLocks, 20));
        return doubled < options.LongestLock ? doubled : options.LongestLock;
    }

    void DropOld(DateTimeOffset now)
    {
        while (wrong.TryPeek(out var oldest) && now - oldest >= GlobalWindow) wrong.Dequeue();
    }

    Attempts Room(DateTimeOffset now)
    {
        if (byAddress.Count >= MostAddresses)
            foreach (var (key, _) in byAddress.OrderBy(pair => pair.Value.LastAt).Take(MostAddresses / 10).ToList()) byAddress.Remove(key);
        return new Attempts { LastAt = now };
    }

    // One customer of a provider has a whole /64 of IPv6.
    static string KeyOf(IPAddress? address)
    {
        if (address is null) return "";
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        return address.AddressFamily == AddressFamily.InterNetworkV6 ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8)) : address.ToString();
    }

    sealed class Attempts
    {
        public int Wrong { get; set; }

        public int Locks { get; set; }

        public DateTimeOffset LastAt { get; set; }

        public DateTimeOffset LockedUntil { get; set; }
    }
}
