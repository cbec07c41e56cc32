using Microsoft.Extensions.Logging;

namespace IntegrationHub.Server.Tests.Schedules;

/// <summary>Keeps what is logged, and lets a test wait for it: a line is the sign that something has happened.</summary>
sealed class SignalLog : ILoggerFactory, ILogger
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    readonly Lock gate = new();
    readonly List<(int Id, string Text)> lines = [];
    readonly List<(Func<bool> Met, TaskCompletionSource Signal)> waiting = [];

    public IReadOnlyList<(int Id, string Text)> Lines
    {
        get { lock (gate) return [.. lines]; }
    }

    /// <summary>Returns when so many lines of this number, about this if it is given, have been logged.</summary>
    public Task WaitForAsync(int id, int count = 1, string about = "") =>
        WaitAsync(() => lines.Count(line => line.Id == id && line.Text.Contains(about, StringComparison.Ordinal)) >= count);

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        lock (gate)
        {
            lines.Add((eventId.Id, formatter(state, exception)));
            foreach (var (_, signal) in waiting.Where(w => w.Met()).ToList()) signal.TrySetResult();
        }
    }

    public void Dispose()
    {
    }

    async Task WaitAsync(Func<bool> met)
    {
        var signal = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (gate)
        {
            if (met()) return;
            waiting.Add((met, signal));
        }

        try
        {
            await signal.Task.WaitAsync(Patience, TimeProvider.System, TestContext.Current.CancellationToken);
        }
        catch (TimeoutException)
        {
            Assert.Fail("It was not logged; what was: " + string.Join('\n', Lines.Select(line => $"{line.Id} {line.Text}")));
        }
    }
}
