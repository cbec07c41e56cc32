using System.Diagnostics;
using System.Threading.Channels;
using IntegrationHub.Torture.Worker;

namespace IntegrationHub.Torture.Disturbing;

/// <summary>A worker as the process that disturbs it sees it.</summary>
internal sealed class WorkerProcess : IAsyncDisposable
{
    static readonly string[] Answers = [WorkerLine.Taken, WorkerLine.Refused, WorkerLine.Asked, WorkerLine.Unasked, WorkerLine.Decided];

    readonly Process process;
    readonly StreamWriter log;
    readonly TaskCompletionSource ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly TaskCompletionSource committed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    // Whoever is stopped reads nothing; what it is told then is lost, and told to somebody again.
    readonly Channel<string> told = Channel.CreateBounded<string>(new BoundedChannelOptions(200) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });
    readonly Action<string>? answered;
    readonly Task reading;
    readonly Task telling;
    int failures;

    WorkerProcess(Process process, int number, StreamWriter log, Action<string>? answered, bool scheduled)
    {
        (this.process, Number, this.log, this.answered) = (process, number, log, answered);
        reading = Task.WhenAll(ReadAsync(process.StandardOutput, Take), ReadAsync(process.StandardError, scheduled ? Take : _ => { }));
        telling = Task.Run(TellAsync);
    }

    /// <summary>Whether it may still hear what it is told.</summary>
    public bool Hears { get; private set; } = true;

    /// <summary>Its number in the town.</summary>
    public int Number { get; }

    /// <summary>What it calls itself in leases.</summary>
    public string Owner => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Environment.MachineName}/{process.Id}");

    /// <summary>Its number at the system.</summary>
    public int Id => process.Id;

    /// <summary>Whether it has ended.</summary>
    public bool HasEnded => process.HasExited;

    /// <summary>When it ended, by the machine's clock.</summary>
    public DateTimeOffset EndedAt => process.ExitTime;

    /// <summary>How far its clock is off.</summary>
    public TimeSpan Clock { get; private init; }

    /// <summary>Whether it is to die by its own hand.</summary>
    public bool HasOrders { get; private init; }

    /// <summary>What it ended with.</summary>
    public int ExitCode => process.ExitCode;

    /// <summary>When it committed its first batch; never, if it ended before.</summary>
    public Task FirstCommit => committed.Task;

    /// <summary>How often the store did not answer a run, or a run met a fault of the store.</summary>
    public int StoreFailures => Volatile.Read(ref failures);

    /// <summary>Starts a worker.</summary>
    /// <param name="program">What is run.</param>
    /// <param name="options">What it is told.</param>
    /// <param name="log">Where everything goes that it says.</param>
    /// <param name="number">Its number in the town.</param>
    /// <param name="variables">Its orders.</param>
    /// <param name="fileLimit">How long a file may become that it writes, in blocks of 1,024 bytes; null sets none.</param>
    /// <param name="answered">Hears what it says of notifications and of commands.</param>
    public static WorkerProcess Start(
        WorkerProgram program, WorkerOptions options, string log, int number, IReadOnlyDictionary<string, string>? variables = null, long? fileLimit = null, Action<string>? answered = null)
    {
        var start = new ProcessStartInfo(fileLimit is null ? program.File : "bash")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = options.Folder,
        };
        // Over the limit a write fails, as on a full disk, instead of ending the process: a signal that is ignored stays ignored.
        if (fileLimit is { } blocks)
            foreach (var argument in (string[])["-c", $"trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" \"$@\"", program.File]) start.ArgumentList.Add(argument);
        foreach (var argument in program.Arguments(options)) start.ArgumentList.Add(argument);
        foreach (var (name, value) in variables ?? new Dictionary<string, string>()) start.Environment[name] = value;

        var process = Process.Start(start) ?? throw new InvalidOperationException($"'{start.FileName}' could not be started.");
        return new WorkerProcess(process, number, new StreamWriter(log), answered, options.Scheduled) { Clock = options.Clock, HasOrders = variables?.ContainsKey(CrashOrders.CrashAt) == true };
    }

    /// <summary>Tells it a line; nothing waits for it to be read.</summary>
    public void Tell(string line) => told.Writer.TryWrite(line);

    /// <summary>Waits for its end, so long.</summary>
    /// <returns>Whether it has ended.</returns>
    public async Task<bool> EndAsync(TimeSpan atMost)
    {
        using var enough = new CancellationTokenSource(atMost, TimeProvider.System);
        try
        {
            await process.WaitForExitAsync(enough.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>Whether it has committed a batch, waiting so long for it.</summary>
    public async Task<bool> HasCommittedAsync(TimeSpan atMost)
    {
        try
        {
            await FirstCommit.WaitAsync(atMost, TimeProvider.System);
            return true;
        }
        catch (Exception late) when (late is TimeoutException or OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>Ends it without a word.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Hears = false;
        if (!process.HasExited) await KillAsync();
        told.Writer.TryComplete();
        await reading;
        await telling;
        await log.DisposeAsync();
        process.Dispose();
    }

    async Task ReadAsync(StreamReader lines, Action<string> take)
    {
        while (await lines.ReadLineAsync() is { } line)
        {
            take(line);
            lock (log) log.WriteLine(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{TimeProvider.System.GetUtcNow():HH:mm:ss.fff} {line}"));
        }

        Hears = false;
        ready.TrySetResult();
        committed.TrySetCanceled();
    }

    async Task TellAsync()
    {
        try
        {
            await foreach (var line in told.Reader.ReadAllAsync())
            {
                await process.StandardInput.WriteLineAsync(line);
                await process.StandardInput.FlushAsync();
            }
        }
        catch (IOException)
        {
            // It was killed while it was told something.
            Hears = false;
        }
    }

    void Take(string line)
    {
        if (line == WorkerLine.Ready) ready.TrySetResult();
        else if (line == WorkerLine.Commit) committed.TrySetResult();
        else if (Answers.Any(word => line.StartsWith(word, StringComparison.Ordinal))) answered?.Invoke(line);
        else if (line.StartsWith(WorkerLine.Failed, StringComparison.Ordinal) || line.Contains("IH5901", StringComparison.Ordinal)) Interlocked.Increment(ref failures);
    }
}
