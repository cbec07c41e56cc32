using FsCheck;
using FsCheck.Fluent;
using IntegrationHub.WriteBack;

namespace IntegrationHub.Tests.WriteBack;

/// <summary>Whatever vendors, crashes and sleeping nodes do, and in whatever order: never two objects, and nothing is lost.</summary>
public sealed class WriteConvergenceTests
{
    static readonly Gen<Taking> Takings = Gen.Elements(Enum.GetValues<Taking>());

    static readonly Gen<WriteMoment?> Kills = Gen.OneOf(Gen.Constant((WriteMoment?)null), Gen.Elements(Enum.GetValues<WriteMoment>()).Select(moment => (WriteMoment?)moment));

    static readonly Gen<Play> Plays =
        from repeat in Gen.Elements(Enum.GetValues<WriteRepeat>())
        from takings in Takings.ListOf()
        from kills in Kills.ListOf()
        from cases in Gen.Elements("1", "2").NonEmptyListOf()
        from steps in Gen.Elements(Step.Node, Step.OtherNode, Step.Seconds, Step.Lease, Step.Minutes, Step.Blind, Step.Ask).ListOf()
        select new Play(repeat, [.. takings], [.. kills], [.. cases.Take(4)], [.. steps.Take(20)]);

    [Fact]
    public void Never_two_objects_and_each_command_ends_accepted_refused_dead_or_before_a_person() =>
        Prop.ForAll(Plays.ToArbitrary(), play => PlayAsync(play).GetAwaiter().GetResult()).Check(Config.QuickThrowOnFailure.WithMaxTest(100).WithEndSize(20));

    static async Task<bool> PlayAsync(Play play)
    {
        await using var town = await WrittenTown.StartAsync(play.Repeat);
        foreach (var taking in play.Takings) town.Desk.Script.Enqueue(taking);
        foreach (var kill in play.Kills) town.Kills.Enqueue(kill);
        town.Desk.Meanwhile = async () =>
        {
            // Whoever goes on meanwhile does not fall asleep as well: nobody would be left.
            town.Desk.Meanwhile = () => Task.CompletedTask;
            town.PassForLeasesOnly(town.Options.Lease);
            await town.LookAsync(town.AwakeNode);
        };
        var ids = new List<WriteCommandId>();
        foreach (var key in play.Cases) ids.Add(await town.AskAsync($"{ids.Count}", key));
        foreach (var step in play.Steps) await StepAsync(town, step, ids);

        // From here on everything is well.
        town.Desk.Script.Clear();
        town.Kills.Clear();
        town.Desk.IsBlind = false;
        town.Pass(town.Options.Lease);
        await town.GoOnAsync(TimeSpan.FromDays(4), TimeSpan.FromHours(2));

        foreach (var id in ids)
        {
            var (state, objects) = (await town.StoredAsync(id), town.Desk.CountOf(id));
            var ends = state.State switch
            {
                WriteState.Accepted => objects == 1,
                WriteState.Refused or WriteState.Dead => objects == 0,
                WriteState.Unknown => objects <= 1 && state.Reason is not null,
                // Behind one that waits for a person.
                WriteState.Queued => objects == 0 && (await AnyBeforeAsync(town, ids, id)).Any(before => before is { State: WriteState.Unknown, Reason: not null }),
                _ => false,
            };
            if (!ends) throw new InvalidOperationException($"{state.State} {state.Reason} with {objects} objects in {play}");
        }

        foreach (var ofCase in town.Desk.Objects.GroupBy(o => o.Key)) Assert.Equal(ofCase.Select(o => int.Parse(o.Text, System.Globalization.CultureInfo.InvariantCulture)).Order(), ofCase.Select(o => int.Parse(o.Text, System.Globalization.CultureInfo.InvariantCulture)));
        return true;
    }

    static async Task<IReadOnlyList<StoredCommand>> AnyBeforeAsync(WrittenTown town, List<WriteCommandId> ids, WriteCommandId id)
    {
        var before = new List<StoredCommand>();
        foreach (var other in ids.TakeWhile(one => one != id)) before.Add(await town.StoredAsync(other));
        var key = (await town.StoredAsync(id)).Key;
        return [.. before.Where(one => one.Key == key)];
    }

    static async Task StepAsync(WrittenTown town, Step step, List<WriteCommandId> ids)
    {
        switch (step)
        {
            case Step.Node:
                await town.LookAsync();
                break;
            case Step.OtherNode:
                await town.LookAsync(town.OtherNode);
                break;
            case Step.Seconds:
                town.Pass(TimeSpan.FromSeconds(11));
                break;
            case Step.Lease:
                town.PassForLeasesOnly(town.Options.Lease);
                break;
            case Step.Minutes:
                town.Pass(TimeSpan.FromMinutes(7));
                break;
            case Step.Blind:
                town.Desk.IsBlind = !town.Desk.IsBlind;
                break;
            default:
                ids.Add(await town.AskAsync($"{ids.Count}"));
                break;
        }
    }

    enum Step
    {
        Node,
        OtherNode,
        Seconds,
        Lease,
        Minutes,
        Blind,
        Ask,
    }

    sealed record Play(WriteRepeat Repeat, IReadOnlyList<Taking> Takings, IReadOnlyList<WriteMoment?> Kills, IReadOnlyList<string> Cases, IReadOnlyList<Step> Steps)
    {
        public override string ToString() => $"{Repeat}: takings {string.Join(' ', Takings)}; kills {string.Join(' ', Kills.Select(k => k?.ToString() ?? "-"))}; cases {string.Join(' ', Cases)}; steps {string.Join(' ', Steps)}";
    }
}
