using System.ComponentModel.DataAnnotations;

namespace IntegrationHub.AspNetCore;

/// <summary>How long somebody stays signed in to the pages, and how often a wrong key may be tried.</summary>
public sealed class SignInOptions
{
    /// <summary>Whether a key of the key file opens the pages. It does unless set; the API takes keys all the same.</summary>
    public bool TakesKeys { get; set; } = true;

    /// <summary>Another way in than a key; null when there is none.</summary>
    public SignInWay? OtherWay { get; set; }

    /// <summary>A session in which nobody did anything for so long ends. 30 minutes unless set.</summary>
    public TimeSpan IdleLimit { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>A session ends after so long, whatever was done in it. Twelve hours unless set.</summary>
    public TimeSpan AbsoluteLimit { get; set; } = TimeSpan.FromHours(12);

    /// <summary>After so many wrong keys from one address it is locked. Five unless set.</summary>
    [Range(1, 100)]
    public int WrongKeysBeforeLock { get; set; } = 5;

    /// <summary>The first lock lasts so long, each further one twice as long. A minute unless set.</summary>
    public TimeSpan FirstLock { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>The longest lock; without a wrong key for so long, an address begins anew. A quarter of an hour unless set.</summary>
    public TimeSpan LongestLock { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>So many wrong keys in one minute, from whatever addresses, and every sign-in is slowed. 30 unless set.</summary>
    [Range(1, 10_000)]
    public int WrongKeysBeforeSlowing { get; set; } = 30;

    /// <summary>How long a slowed sign-in waits for its answer. Two seconds unless set.</summary>
    public TimeSpan Slowing { get; set; } = TimeSpan.FromSeconds(2);
}

/// <summary>A way in that somebody else keeps: the municipality's identity provider.</summary>
/// <param name="Address">Where it begins, on this host.</param>
/// <param name="Name">What people call it.</param>
public sealed record SignInWay(string Address, string Name);
