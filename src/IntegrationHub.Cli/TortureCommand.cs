using System.CommandLine;
using System.Globalization;
using IntegrationHub.Configuration;
using IntegrationHub.Storage;
using IntegrationHub.Torture;
using IntegrationHub.Torture.Checking;
using IntegrationHub.Torture.Disturbing;
using IntegrationHub.Torture.Worker;

namespace IntegrationHub.Cli;

/// <summary><c>ihub torture</c>: shows on this machine that a hub which is killed, paused and starved loses nothing and doubles nothing.</summary>
internal static class TortureCommand
{
    public static Command Create(Terminal terminal)
    {
        var minutes = new Option<double>("--minutes") { Description = "After so many minutes no further town is begun.", DefaultValueFactory = _ => 5, HelpName = "N" };
        var seed = new Option<int?>("--seed") { Description = "The first town's seed; the next ones follow. Drawn unless given.", HelpName = "S" };
        var towns = new Option<int?>("--towns") { Description = "How many towns at most, however long they take.", HelpName = "N" };
        var kills = new Option<int>("--kills") { Description = "How many kills each town sees before it is checked.", DefaultValueFactory = _ => 20, HelpName = "N" };
        var outbox = new Option<bool>("--outbox") { Description = "Somebody asks for commands to the vendor, and nearly all kills strike while one is on its way." };
        var atOnce = new Option<int>("--at-once") { Description = "How many towns are tortured side by side.", DefaultValueFactory = _ => Math.Max(1, Environment.ProcessorCount), HelpName = "N" };
        var folder = new Option<string?>("--folder") { Description = "Where the towns' indexes are made; on the disk that is to be tried. A folder of the system's for temporary files unless given.", HelpName = "F" };
        var postgreSql = new Option<string?>("--postgresql") { Description = "The connection string of a database of PostgreSQL: each index is made in a schema of its own there, and several nodes share it. Its password is a reference, as in hub.yaml.", HelpName = "CONNECTION" };
        var nodes = new Option<int>("--nodes") { Description = "How many nodes share an index at once, in PostgreSQL.", DefaultValueFactory = _ => 2, HelpName = "N" };
        var lease = new Option<double?>("--lease") { Description = "How many seconds a lease lasts; as long as a hub's unless given.", HelpName = "S" };
        foreach (var positive in new Option[] { kills, atOnce, towns })
            positive.Validators.Add(result => { if (result.Tokens is [var given] && int.TryParse(given.Value, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) && number < 1) result.AddError($"{result.Option.Name} is at least 1."); });
        minutes.Validators.Add(result => { if (result.Tokens is [var given] && double.TryParse(given.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && !(number > 0)) result.AddError("--minutes is more than 0."); });
        nodes.Validators.Add(result => { if (result.Tokens is [var given] && int.TryParse(given.Value, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) && number < 2) result.AddError("--nodes is at least 2: for one there is the embedded index."); });
        lease.Validators.Add(result => { if (result.Tokens is [var given] && double.TryParse(given.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && !(number >= 1)) result.AddError("--lease is at least 1."); });
        // A town of an earlier run was kept because something was found in it.
        folder.Validators.Add(result => { if (result.Tokens is [var given] && Directory.Exists(given.Value) && Directory.EnumerateDirectories(given.Value, "town-*").Order(StringComparer.Ordinal).FirstOrDefault() is { } town) result.AddError($"--folder holds a town of an earlier run already, {Path.GetFileName(town)}: name another folder, or delete it."); });
        var command = new TaughtCommand("torture", "Kills, pauses and starves hubs on this machine, and checks that nothing was lost, doubled, set back or deleted.",
            """
            A model vendor with a known history is served by this process. Workers, each a hub in a process of its own, read it into an index and come to harm:
            killed at any time and at named points (in the middle of a batch, before and after a commit, during tombstones, while a lease is renewed …), stopped
            until a stand-in has taken over, on a full disk, with the index locked by somebody else, with a clock that is a day off; and the vendor resets
            connections, sends half of a page, garbage, a sign-in page, an empty list, another total than it has. A town is an index with its vendor. When it has seen
            its kills, everybody is left in peace, the streams are read to their end, and the index is compared with the history, case by case, commit by commit.

            With --outbox somebody asks for notes, messages and hand-overs, which the workers write to the vendor through the outbox; they die before and after each step of that, and the
            vendor loses answers, is late, says no, and lets nobody in. Each must be at the vendor once and in its order, or say why it is not.

            With --postgresql several nodes share an index: while one comes to harm (a kill, a stop that outlasts its lease, cut connections, a rolling restart) the others go
            on, and how soon they do is measured: from each kill to the next commit by another node, for every stream that the killed one had.

            Your own hub, its index and its streams are not touched. It needs about 1 GB of disk and both of the machine's hands.

            Exit codes: 0 nothing was found; 1 the checker found something, or others took longer than twice the lease: the town's folder (and schema) is kept, and the command that
            tries the same again is printed; 2 the command line is wrong.

            Examples:
              ihub torture --outbox                 nearly all kills strike while a command is on its way
              ihub torture                          five minutes, with a drawn seed
              ihub torture --minutes 60 --seed 1
              ihub torture --seed 17 --towns 1      one town again
              ihub torture --postgresql '${secret:TORTURE}' --nodes 3
            """)
        {
            minutes, seed, towns, kills, outbox, atOnce, folder, postgreSql, nodes, lease,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            try
            {
                return await RunAsync(
                    new TortureOptions
                    {
                        Seed = parsed.GetValue(seed) ?? Random.Shared.Next(1, 1_000_000),
                        Towns = parsed.GetValue(towns),
                        Time = parsed.GetValue(towns) is null ? TimeSpan.FromMinutes(parsed.GetValue(minutes)) : null,
                        KillsPerTown = parsed.GetValue(kills),
                        Outbox = parsed.GetValue(outbox),
                        AtOnce = parsed.GetValue(atOnce),
                        Folder = parsed.GetValue(folder) ?? Path.Combine(Path.GetTempPath(), string.Create(CultureInfo.InvariantCulture, $"ihub-torture-{Environment.ProcessId}")),
                        Program = WorkerProgram.OfThisProcess(),
                        PostgreSql = parsed.GetValue(postgreSql) is { } written ? PostgresTownIndex.Resolve(written) : null,
                        Nodes = parsed.GetValue(nodes),
                        Lease = parsed.GetValue(lease) is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
                    },
                    terminal, cancellationToken);
            }
            catch (StoreUnusableException unusable)
            {
                await terminal.Error.WriteLineAsync($"ihub: {unusable.Message}");
                return ExitCodes.Usage;
            }
        });
        return command;
    }

    /// <summary>The command that a worker is started with. It is not for people.</summary>
    public static Command CreateWorker(Terminal terminal)
    {
        var folder = new Argument<string>("folder");
        var vendor = new Argument<string>("vendor");
        var clock = new Option<double>("--clock");
        var lease = new Option<double>("--lease");
        var busy = new Option<double>("--busy");
        var successes = new Option<int?>("--successes");
        var rebuild = new Option<string?>("--rebuild");
        var scheduled = new Option<bool>("--scheduled");
        var command = new Command(TortureWorker.Verb, "A worker of 'ihub torture'.") { folder, vendor, clock, lease, busy, successes, rebuild, scheduled };
        command.Hidden = true;
        command.SetAction((parsed, cancellationToken) => TortureWorker.RunAsync(
            new WorkerOptions
            {
                Folder = parsed.GetValue(folder)!,
                Vendor = new Uri(parsed.GetValue(vendor)!),
                Clock = TimeSpan.FromMilliseconds(parsed.GetValue(clock)),
                Lease = Given(parsed.GetValue(lease)),
                Busy = Given(parsed.GetValue(busy)),
                Successes = parsed.GetValue(successes),
                Rebuild = parsed.GetValue(rebuild),
                Scheduled = parsed.GetValue(scheduled),
                PostgreSql = Environment.GetEnvironmentVariable(WorkerOptions.PostgreSqlVariable),
            },
            Console.In, terminal.Output, cancellationToken));
        return command;
    }

    static TimeSpan? Given(double milliseconds) => milliseconds > 0 ? TimeSpan.FromMilliseconds(milliseconds) : null;

    static async Task<int> RunAsync(TortureOptions options, Terminal terminal, CancellationToken cancellationToken)
    {
        terminal.Line($"Towns from seed {options.Seed} on, {options.KillsPerTown} kills each, {options.AtOnce} at once, {(options.PostgreSql is null ? "" : $"{options.Nodes} nodes each, ")}in {options.Folder}");
        var reports = await TortureCampaign.RunAsync(options, report => Write(report, options, terminal), cancellationToken);
        if (reports.Count == 0) return ExitCodes.Good;

        WriteSum(reports, options, terminal);
        return reports.All(r => r.Findings.Count == 0) && reports.All(r => r.Late.Count == 0) ? ExitCodes.Good : ExitCodes.Findings;
    }

    static void Write(TownReport report, TortureOptions options, Terminal terminal)
    {
        var kills = report.Kills.Values.Sum();
        terminal.Write($"seed {report.Seed}: {kills} kills, {report.Workers} workers, {report.Steps:N0} changes at the vendor, {report.Faults.Values.Sum()} wrong answers: ")
            .Line(report.Findings.Count == 0 ? "nothing found" : $"{report.Findings.Count} findings", report.Findings.Count == 0 ? Styles.Good : Styles.Error);
        foreach (var finding in report.Findings.Take(20)) terminal.Line($"  {finding}", Styles.Error);
        if (report.Findings.Count > 20) terminal.Line($"  … and {report.Findings.Count - 20} more");
        foreach (var late in report.Late) terminal.Line($"  Later than after twice the lease: {late.Why}, {late.Course}", Styles.Error);
        if (report.IsKept) terminal.Line($"  The index{(report.Schema is { } schema ? $" is in the schema {schema}" : "")} and the workers' lines are in {report.Folder}. Again: {Again(report, options)}");
    }

    static string Again(TownReport report, TortureOptions options) =>
        $"ihub torture --seed {report.Seed} --towns 1 --kills {options.KillsPerTown} --at-once 1{(options.Outbox ? " --outbox" : "")}{(options.PostgreSql is null ? "" : $" --postgresql … --nodes {options.Nodes}")}{(options.Lease is { } lease ? string.Create(CultureInfo.InvariantCulture, $" --lease {lease.TotalSeconds}") : "")}";

    static void WriteSum(IReadOnlyList<TownReport> reports, TortureOptions options, Terminal terminal)
    {
        var kills = reports.SelectMany(r => r.Kills).GroupBy(k => k.Key).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => (g.Key, Sum: g.Sum(k => k.Value))).ToList();
        var restarts = reports.SelectMany(r => r.Restarts).Order().ToList();
        terminal.Line();
        terminal.Line($"{kills.Sum(k => k.Sum)} kills in {reports.Count} towns (seeds {reports.Min(r => r.Seed)} to {reports.Max(r => r.Seed)}), {reports.Sum(r => r.KillsInOutbox)} of them while a command was on its way:");
        foreach (var (name, sum) in kills) terminal.Line($"  {sum,5}  {name}");
        terminal.Line($"{reports.Sum(r => r.Refused)} runs of stopped workers were replaced and refused; {reports.Sum(r => r.StoreFailures)} writes failed; {reports.Sum(r => r.Steps):N0} changes at the vendor.");
        terminal.Line($"Notifications: {reports.Sum(r => r.Told.Changes):N0} changes told of, {reports.Sum(r => r.Told.Early):N0} of them before they could be seen; {reports.Sum(r => r.Told.Sent):N0} deliveries, {reports.Sum(r => r.Told.Doubled):N0} of them unasked, {reports.Sum(r => r.Told.Refused):N0} refused; {reports.Sum(r => r.Told.Taken):N0} taken.");
        terminal.Line($"Commands: {reports.Sum(r => r.Commands.Asked):N0} asked for, {reports.Sum(r => r.Commands.AskedAgain):N0} times again because no answer came; {reports.Sum(r => r.Commands.Decided):N0} decisions; {reports.Sum(r => r.Commands.Written):N0} are at the vendor, which knew {reports.Sum(r => r.Commands.KnownAgain):N0} again. They ended as {string.Join(", ", reports.SelectMany(r => r.Ends).GroupBy(e => e.Key).OrderBy(g => g.Key).Select(g => $"{EnumNames.Of(g.Key)} {g.Sum(e => e.Value):N0}"))}.");
        terminal.Line($"Wrong answers to commands: {string.Join(", ", reports.SelectMany(r => r.DeskFaults).GroupBy(f => f.Key).OrderBy(g => g.Key).Select(g => $"{EnumNames.Of(g.Key)} {g.Sum(f => f.Value)}"))}");
        terminal.Line($"{reports.Sum(r => r.Swaps)} rebuilds were swapped in; cases were counted from outside {reports.Sum(r => r.Sights):N0} times.");
        terminal.Line($"Wrong answers: {string.Join(", ", reports.SelectMany(r => r.Faults).GroupBy(f => f.Key).OrderBy(g => g.Key).Select(g => $"{EnumNames.Of(g.Key)} {g.Sum(f => f.Value)}"))}");
        if (restarts.Count > 0) terminal.Line(string.Create(CultureInfo.InvariantCulture, $"From a kill to the next commit: {restarts[restarts.Count / 2].TotalSeconds:0.0} s in the middle, {restarts[^1].TotalSeconds:0.0} s at most, {restarts.Count} times."));
        WriteTakeOvers("From a kill to the next commit by another node, for the last of its streams", [.. reports.SelectMany(r => r.TakeOvers).Select(t => t.Committed)], terminal);
        WriteTakeOvers("From a kill to the next run by another node, for the last of its streams", [.. reports.SelectMany(r => r.TakeOvers).Select(t => t.Begun)], terminal);
        WriteTakeOvers("From a pause to the next commit by another node, for the last of its streams, while it stood still", [.. reports.SelectMany(r => r.StandIns).Select(t => t.Committed)], terminal);
        WriteTakeOvers("From asking a node to end to the next commit by another one", [.. reports.SelectMany(r => r.HandOvers).Select(t => t.Committed)], terminal);
        if (options.PostgreSql is not null)
        {
            terminal.Line($"{reports.Sum(r => r.RollingRestarts)} nodes were asked to end and did; {reports.Sum(r => r.Cuts)} connections were cut.");
            var late = reports.SelectMany(r => r.Late).ToList();
            terminal.Line(late.Count == 0 ? "No kill and no pause was made up for later than after twice the lease." : $"{late.Count} kills and pauses were made up for later than after twice the lease: {string.Join(", ", late.Select(l => string.Create(CultureInfo.InvariantCulture, $"{l.Committed.TotalSeconds:0.0} s ({l.Why})")))}",
                late.Count == 0 ? Styles.Good : Styles.Error);
        }

        terminal.Line(string.Join(", ", Enum.GetValues<FindingKind>().Select(kind => $"{EnumNames.Of(kind)} {reports.Sum(r => r.Findings.Count(f => f.Kind == kind))}")));
    }

    static void WriteTakeOvers(string what, IReadOnlyList<TimeSpan> times, Terminal terminal)
    {
        if (times.Count == 0) return;

        var sorted = times.Order().ToList();
        terminal.Line(string.Create(CultureInfo.InvariantCulture, $"{what}: {sorted[sorted.Count / 2].TotalSeconds:0.0} s in the middle, {sorted[^1].TotalSeconds:0.0} s at most, {sorted.Count} times."));
    }
}
