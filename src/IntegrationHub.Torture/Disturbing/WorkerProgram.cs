using System.Globalization;
using IntegrationHub.Torture.Worker;

namespace IntegrationHub.Torture.Disturbing;

/// <summary>How a worker is started: this program again, with the hidden command.</summary>
/// <param name="File">What is run.</param>
/// <param name="Before">What stands before the command.</param>
internal sealed record WorkerProgram(string File, IReadOnlyList<string> Before)
{
    /// <summary>The program that is running, if it is <c>ihub</c>.</summary>
    public static WorkerProgram OfThisProcess()
    {
        var file = Environment.ProcessPath ?? throw new InvalidOperationException("This process does not know its own program.");
        // Started as «dotnet ihub.dll», the program is dotnet and the library comes first.
        return Path.GetFileNameWithoutExtension(file).Equals("dotnet", StringComparison.OrdinalIgnoreCase)
            ? new WorkerProgram(file, [Path.Combine(AppContext.BaseDirectory, "ihub.dll")])
            : new WorkerProgram(file, []);
    }

    /// <summary>The library <c>ihub.dll</c> in a folder.</summary>
    public static WorkerProgram Of(string folder) => new(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [Path.Combine(folder, "ihub.dll")]);

    /// <summary>The arguments for a worker.</summary>
    public IEnumerable<string> Arguments(WorkerOptions options)
    {
        foreach (var argument in Before) yield return argument;
        yield return TortureWorker.Verb;
        yield return options.Folder;
        yield return options.Vendor.ToString();
        foreach (var (name, value) in new[] { ("--clock", options.Clock), ("--lease", options.Lease ?? TimeSpan.Zero), ("--busy", options.Busy ?? TimeSpan.Zero) })
        {
            if (value == TimeSpan.Zero) continue;
            yield return name;
            yield return value.TotalMilliseconds.ToString(CultureInfo.InvariantCulture);
        }

        if (options.Scheduled) yield return "--scheduled";
        foreach (var (name, text) in new[] { ("--successes", options.Successes?.ToString(CultureInfo.InvariantCulture)), ("--rebuild", options.Rebuild) })
        {
            if (text is null) continue;
            yield return name;
            yield return text;
        }
    }
}
