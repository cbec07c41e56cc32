using Microsoft.Extensions.Logging;

namespace IntegrationHub.Testing;

/// <summary>Keeps what is logged, with everything that a sink could write: the line, its values and the whole exception.</summary>
public sealed class ListLogger : ILogger
{
    readonly Lock gate = new();
    readonly List<(LogLevel Level, int Id, string Text)> lines = [];

    /// <summary>What was logged, in order.</summary>
    public IReadOnlyList<(int Id, string Text)> Lines
    {
        get { lock (gate) return [.. lines.Select(line => (line.Id, line.Text))]; }
    }

    /// <summary>How many lines there are of this level and above.</summary>
    public int Count(LogLevel atLeast)
    {
        lock (gate) return lines.Count(line => line.Level >= atLeast);
    }

    /// <inheritdoc/>
    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    /// <inheritdoc/>
    public bool IsEnabled(LogLevel logLevel) => true;

    /// <inheritdoc/>
    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        ArgumentNullException.ThrowIfNull(formatter);

        var values = state is IEnumerable<KeyValuePair<string, object?>> pairs ? string.Join(' ', pairs.Select(p => $"{p.Key}={p.Value}")) : "";
        lock (gate) lines.Add((logLevel, eventId.Id, $"{formatter(state, exception)} | {values} | {exception}"));
    }

    /// <summary>The same as a provider: every logger that it is asked for is this one.</summary>
    public ILoggerProvider AsProvider() => new Provider(this);

    sealed class Provider(ListLogger log) : ILoggerProvider
    {
        public ILogger CreateLogger(string categoryName) => log;

        public void Dispose()
        {
        }
    }
}
