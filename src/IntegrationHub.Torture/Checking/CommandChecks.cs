using IntegrationHub.Torture.Vendor;
using IntegrationHub.WriteBack;

namespace IntegrationHub.Torture.Checking;

/// <summary>Compares what workers said of commands with what stands in the outbox, and with what the vendor has.</summary>
internal static class CommandChecks
{
    /// <summary>Commands that were lost, sent twice, sent out of their order, or ended otherwise than they say.</summary>
    public static IEnumerable<Finding> Check(Truth truth, IndexFacts facts) =>
    [
        .. Ended(truth, facts), .. Doubled(truth, facts), .. SentTwice(truth), .. OutOfOrder(truth), .. Waited(truth),
    ];

    static IEnumerable<Finding> Ended(Truth truth, IndexFacts facts)
    {
        var stands = facts.Commands.ToLookup(command => command.Id);
        var written = truth.Written.Select(one => one.Number).ToHashSet();
        foreach (var asked in truth.Asked)
        {
            if (stands[asked.Id].FirstOrDefault() is not { } command)
            {
                yield return Of(FindingKind.CommandLost, asked, "it was answered as asked for and is not in the outbox");
                continue;
            }

            var there = written.Contains(asked.Number);
            if (command.State is WriteState.Queued or WriteState.Sending or WriteState.Unknown or WriteState.Dead)
                yield return Of(FindingKind.CommandLost, asked, $"it never came to an end: it is {Word(command)}, left in peace and with somebody there to decide");
            else if (command.State == WriteState.Accepted && !there) yield return Of(FindingKind.CommandLost, asked, "it is accepted, and the vendor does not have it");
            else if (command.State == WriteState.Refused && there) yield return Of(FindingKind.WronglyEnded, asked, "it is refused, and the vendor has it");
            else if (command is { State: WriteState.Withdrawn, MayBeDone: false } && there) yield return Of(FindingKind.WronglyEnded, asked, "it was taken back, does not say that it may have been done, and the vendor has it");
        }
    }

    // One that nobody was told of is the second of somebody who asked again, or nobody's.
    static IEnumerable<Finding> Doubled(Truth truth, IndexFacts facts)
    {
        var asked = truth.Asked.Select(one => one.Id).ToHashSet();
        foreach (var command in facts.Commands.Where(command => !asked.Contains(command.Id)))
            yield return new Finding(FindingKind.Doubled, $"command {command.Id}", "it is in the outbox, and nobody was told so");
        foreach (var same in truth.Asked.GroupBy(one => one.Id).Where(group => group.Count() > 1))
            yield return new Finding(FindingKind.CommandLost, $"command {same.Key}", $"it stands for {same.Count()} that were asked for");
    }

    static IEnumerable<Finding> SentTwice(Truth truth)
    {
        var asked = truth.Asked.ToDictionary(one => one.Number);
        foreach (var same in truth.Written.GroupBy(one => one.Number))
        {
            if (!asked.TryGetValue(same.Key, out var command)) yield return new Finding(FindingKind.Invented, $"command {same.Key}", "the vendor has it, and nobody was told that it is in the outbox");
            else if (same.Count() > 1) yield return Of(FindingKind.SentTwice, command, $"the vendor has it {same.Count()} times");
            else if (same.Single() is var one && (one.Source, one.Key, one.Kind) != (command.Source, command.Key, command.Kind))
                yield return Of(FindingKind.Invented, command, $"the vendor has it as {one.Kind} of {one.Source} {one.Key}");
        }
    }

    static IEnumerable<Finding> OutOfOrder(Truth truth)
    {
        var late = truth.Asked.Where(one => one.MayBeLate).Select(one => one.Number).ToHashSet();
        foreach (var @case in truth.Written.Where(one => !late.Contains(one.Number)).GroupBy(one => (one.Source, one.Key)))
        {
            var arrived = @case.Select(one => one.Number).Distinct().ToList();
            foreach (var (before, after) in arrived.Zip(arrived.Skip(1)))
                if (after < before) yield return new Finding(FindingKind.OutOfOrder, $"{@case.Key.Source} {@case.Key.Key} command {after}", $"it was asked for before command {before}, and arrived after it");
        }
    }

    // Only where the vendor neither knows a command again nor shows it, after a no to a repetition, and when all attempts are used up.
    static IEnumerable<Finding> Waited(Truth truth)
    {
        foreach (var asked in truth.Asked)
        {
            foreach (var wait in asked.Waits)
            {
                if (wait is { State: WriteState.Dead, IsThere: true }) yield return Of(FindingKind.WronglyEnded, asked, "it was given up as known not to have been done, and the vendor had it");
                if (wait is { State: WriteState.Unknown, Reason: WriteReason.OnlyAPersonCanTell } && asked.Kind != WriteKind.HandOver && !ModelDesk.Refuses(asked.Number))
                    yield return Of(FindingKind.WronglyEnded, asked, "it was left to a person, and the vendor knows it again or can be asked");
            }
        }
    }

    static string Word(IndexedCommand command) => command.Reason is { } reason ? $"{command.State} ({reason})" : command.State.ToString();

    static Finding Of(FindingKind kind, AskedCommand asked, string what) => new(kind, $"{asked.Source} {asked.Key} command {asked.Number} ({asked.Kind})", what);
}
