using Microsoft.Extensions.Logging;

namespace IntegrationHub.Tests.Shared;

/// <summary>Keeps what is logged, with everything that a sink could write: the line, its values and the whole exception.</summary>
public sealed class ListLogger : ILogger
{
    readonly Lock gate = new();
    readonly List<(int Id, string Text)> lines = [];

    /// <summary>What was logged, in order.</summary>
    public IReadOnlyList<(int Id, string Text)> Lines
    {
        get { lock (gate) return [.. lines]; }
    }

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        var values = state is IEnumerable<KeyValuePair<string, object?>> pairs ? string.Join(' ', pairs.Select(p => $"{p.Key}={p.Value}")) : "";
        lock (gate) lines.Add((eventId.Id, $"{formatter(state, exception)} | {values} | {exception}"));
    }
}
