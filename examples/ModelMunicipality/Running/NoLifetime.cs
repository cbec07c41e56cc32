namespace ModelMunicipality.Running;

/// <summary>Leaves signals to <see cref="StopSignal"/>: the host's own way would swallow the second Ctrl-C.</summary>
sealed class NoLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

static class LoggingToStandardError
{
    /// <summary>What is as bad as this and worse, on standard error: standard output is for what was asked for.</summary>
    public static void ToStandardError(this ILoggingBuilder logging, LogLevel from) => logging
        .AddSimpleConsole(console => console.SingleLine = true)
        .AddFilter<Microsoft.Extensions.Logging.Console.ConsoleLoggerProvider>(null, from)
        // A start that fails is told in words; the host would print the stack trace before them.
        .AddFilter<Microsoft.Extensions.Logging.Console.ConsoleLoggerProvider>("Microsoft.Extensions.Hosting", LogLevel.None)
        .Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
}
