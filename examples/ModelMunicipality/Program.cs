using System.CommandLine;
using ModelMunicipality.Running;

using var stop = new StopSignal();
var command = MunicipalityCommand.Create(Municipality.RunAsync);
var parsed = command.Parse(args);
if (parsed.Errors.Count > 0)
{
    foreach (var message in parsed.Errors.Select(e => e.Message).Distinct()) await Console.Error.WriteLineAsync(message);
    await Console.Error.WriteLineAsync("--help tells the options.");
    return ExitCode.Refused;
}

// Ctrl-C is ours: the command line library would end the process two seconds after it, in the middle of a commit.
return await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null, EnableDefaultExceptionHandler = false }, stop.Token);
