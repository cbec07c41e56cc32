using System.CommandLine;
using ModelMunicipality.Running;
using MunicipalityInHangfire;

// The model municipality as it is, with Hangfire in the place of Quartz: see extras/README.md.
using var stop = new StopSignal();
var engine = HangfireEngine.Over(Environment.GetEnvironmentVariable(HangfireEngine.DatabaseVariable) is { Length: > 0 } database ? database : null);
var command = MunicipalityCommand.Create((options, cancellationToken) => Municipality.RunAsync(options, engine, cancellationToken));
var parsed = command.Parse(args);
if (parsed.Errors.Count > 0)
{
    foreach (var message in parsed.Errors.Select(e => e.Message).Distinct()) await Console.Error.WriteLineAsync(message);
    await Console.Error.WriteLineAsync("--help tells the options.");
    return ExitCode.Refused;
}

return await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null, EnableDefaultExceptionHandler = false }, stop.Token);
