using IntegrationHub.Storage.Writing;
using IntegrationHub.Torture.History;
using IntegrationHub.Torture.Worker;

namespace IntegrationHub.Torture.Disturbing;

/// <summary>What happens to one worker.</summary>
internal enum DisturbanceKind
{
    /// <summary>It is killed at some time.</summary>
    KillAnyTime,

    /// <summary>It dies at a named point.</summary>
    KillAtPoint,

    /// <summary>It is stopped until its leases have run out and a stand-in has taken over, and goes on then.</summary>
    Pause,

    /// <summary>A commit is answered with a failure after it was made; later it is killed.</summary>
    AnswerLost,

    /// <summary>Its files may grow no more, as on a full disk; later it is killed.</summary>
    DiskFull,

    /// <summary>Another process holds the index's write lock for longer than it waits; later it is killed.</summary>
    Busy,

    /// <summary>Its connections to the index are cut, whatever is on them; later it is killed.</summary>
    CutOff,

    /// <summary>All nodes of the index, one after the other, are asked to end, and others take their places.</summary>
    RollingRestart,
}

/// <summary>What happens to one worker, drawn before it starts.</summary>
/// <param name="Kind">What.</param>
/// <param name="Point">Where, for what has a place.</param>
/// <param name="Times">At which time that it comes by there.</param>
/// <param name="After">How long after its first commit, for what has a time.</param>
/// <param name="Clock">How far its clock is off.</param>
/// <param name="Rebuild">The stream that a rebuild is asked for of; null for none.</param>
internal sealed record Disturbance(DisturbanceKind Kind, CrashPoint? Point, int Times, TimeSpan After, TimeSpan Clock, string? Rebuild = null)
{
    // How often a point may come by before it strikes: what comes by with every page, every notification, every row. The others are met when they come.
    static readonly Dictionary<CrashPoint, int> Often = new()
    {
        [CrashPoint.MidBatch] = 12,
        [CrashPoint.BeforePageCommit] = 12,
        [CrashPoint.AfterCommitBeforeAnswer] = 12,
        [CrashPoint.PageRead] = 12,
        [CrashPoint.NotificationStore] = 12,
        [CrashPoint.NotificationStored] = 12,
        [CrashPoint.NotificationSettle] = 6,
        [CrashPoint.NotificationSettled] = 6,
        [CrashPoint.CommandStore] = 6,
        [CrashPoint.CommandStored] = 6,
        [CrashPoint.CommandTake] = 6,
        [CrashPoint.CommandTaken] = 6,
        [CrashPoint.CommandMark] = 6,
        [CrashPoint.CommandMarked] = 6,
        [CrashPoint.CommandOnItsWay] = 6,
        [CrashPoint.CommandAnswered] = 6,
        [CrashPoint.CommandSettle] = 6,
        [CrashPoint.CommandSettled] = 6,
        [CrashPoint.RebuildGather] = 150,
        [CrashPoint.RebuildSwap] = 300,
    };

    // After which of them it is not known whether they were made, where somebody asks for commands.
    static readonly CrashPoint[] Answers = [CrashPoint.AfterCommitBeforeAnswer, CrashPoint.AfterCommitBeforeAnswer, CrashPoint.CommandStored, CrashPoint.CommandMarked, CrashPoint.CommandSettled];

    static readonly CrashPoint[] WithoutOutbox = [.. CrashPoint.All.Where(point => !point.IsOfOutbox)];

    // The notes among them are events; the others are cases.
    static readonly string[] Streams = [.. Enum.GetValues<RegisterKind>().Select(RegisterNames.Of), RegisterNames.Notes];

    /// <summary>What is counted together in the report.</summary>
    public string Name => Kind switch
    {
        DisturbanceKind.KillAtPoint => Point!.Name,
        DisturbanceKind.KillAnyTime => "any time",
        DisturbanceKind.AnswerLost => "any time, after a commit whose answer was lost",
        DisturbanceKind.DiskFull => "any time, on a full disk",
        DisturbanceKind.Busy => "any time, after the index was busy",
        DisturbanceKind.CutOff => "any time, after its connections were cut",
        DisturbanceKind.RollingRestart => "rolling restart",
        _ => "any time, after a pause and a stand-in",
    };

    /// <summary>Draws the next for the one worker of an index.</summary>
    /// <param name="chance">What it is drawn from.</param>
    /// <param name="outbox">Whether somebody asks for commands, and nearly all happens while one is on its way.</param>
    public static Disturbance Next(Chance chance, bool outbox = false)
    {
        var kind = chance.Next(100) switch
        {
            < 85 when outbox => DisturbanceKind.KillAtPoint,
            < 25 => DisturbanceKind.KillAnyTime,
            < 74 => DisturbanceKind.KillAtPoint,
            < 82 => DisturbanceKind.Pause,
            < 88 => DisturbanceKind.AnswerLost,
            < 94 => DisturbanceKind.DiskFull,
            _ => DisturbanceKind.Busy,
        };
        return Of(kind, chance, TimeSpan.FromDays(1), outbox);
    }

    /// <summary>Draws the next for one of several nodes on an index. Their clocks are off by seconds: with more, a hub says so.</summary>
    /// <param name="chance">What it is drawn from.</param>
    /// <param name="outbox">Whether somebody asks for commands, and nearly all happens while one is on its way.</param>
    public static Disturbance NextOfNode(Chance chance, bool outbox = false)
    {
        var kind = chance.Next(100) switch
        {
            < 78 when outbox => DisturbanceKind.KillAtPoint,
            < 27 => DisturbanceKind.KillAnyTime,
            < 68 => DisturbanceKind.KillAtPoint,
            < 78 => DisturbanceKind.Pause,
            < 83 => DisturbanceKind.AnswerLost,
            < 91 => DisturbanceKind.CutOff,
            < 95 => DisturbanceKind.Busy,
            _ => DisturbanceKind.RollingRestart,
        };
        return Of(kind, chance, TimeSpan.FromSeconds(3), outbox);
    }

    static Disturbance Of(DisturbanceKind kind, Chance chance, TimeSpan clock, bool outbox)
    {
        var point = kind switch
        {
            DisturbanceKind.AnswerLost => outbox ? chance.Pick(Answers) : CrashPoint.AfterCommitBeforeAnswer,
            DisturbanceKind.KillAtPoint => chance.Pick(outbox ? CrashPoint.OfOutbox : WithoutOutbox),
            _ => null,
        };
        return new Disturbance(
            kind == DisturbanceKind.Pause && !Signals.CanPause ? DisturbanceKind.KillAnyTime : kind,
            point,
            point is not null && Often.TryGetValue(point, out var most) ? 1 + chance.Next(most) : 1,
            TimeSpan.FromMilliseconds(chance.Next(1500)),
            // Whose clock is a day off takes no notifications in, and is asked for no commands.
            point?.Write is CrashPoint.NotificationWrite or OutboxWrites.Add ? TimeSpan.Zero : clock * (chance.Next(10) switch { 0 => 1, 1 => -1, _ => 0 }),
            point is { IsOfRebuild: true } || chance.InHundred(12) ? chance.Pick(Streams) : null);
    }

    /// <summary>The orders for the worker's environment.</summary>
    public IReadOnlyDictionary<string, string> Orders => Point is null ? new Dictionary<string, string>() : new Dictionary<string, string>
    {
        [Kind == DisturbanceKind.AnswerLost ? CrashOrders.FailAt : CrashOrders.CrashAt] = $"{Point.Name}:{Times}",
    };
}
