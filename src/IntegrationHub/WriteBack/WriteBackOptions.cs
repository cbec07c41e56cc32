namespace IntegrationHub.WriteBack;

/// <summary>How commands are sent to vendors, and how long they are kept.</summary>
public sealed class WriteBackOptions
{
    /// <summary>The wait after the first try that failed; it doubles. Ten seconds unless set.</summary>
    public TimeSpan FirstWait { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The longest wait between two tries; an hour unless set. A vendor that asks to be left alone for longer is.</summary>
    public TimeSpan LongestWait { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How often a command is tried before it becomes a dead letter. Fifty times unless set.</summary>
    public int MaxAttempts { get; set; } = 50;

    /// <summary>How long a command is tried before it becomes a dead letter. Three days unless set.</summary>
    public TimeSpan MaxAge { get; set; } = TimeSpan.FromDays(3);

    /// <summary>So long after a call of which nobody knows the end a late arrival is waited for before what is not there is sent again. Two minutes unless set; the stream's settle time when that is longer.</summary>
    public TimeSpan Settle { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>How many commands are sent to one source at a time, from all nodes. Two unless set.</summary>
    public int AtOncePerSource { get; set; } = 2;

    /// <summary>How long a node that sends a command is waited for when nothing is heard of it; it renews its lease three times as often. Thirty seconds unless set.</summary>
    public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a command is kept once it is finished; two years unless set. Zero keeps it for ever.</summary>
    public TimeSpan KeepFor { get; set; } = TimeSpan.FromDays(730);
}
