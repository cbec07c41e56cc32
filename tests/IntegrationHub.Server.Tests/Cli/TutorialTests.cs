using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace IntegrationHub.Server.Tests.Cli;

/// <summary>Does what docs/tutorial.md says, step by step, and sees what it says one sees.</summary>
public sealed partial class TutorialTests : IAsyncDisposable
{
    // Where the page lets the street office's system listen; here it listens where there is room.
    const string Written = "127.0.0.1:5090";

    readonly string folder = Directory.CreateTempSubdirectory("ihub-tutorial-").FullName;

    Process? streetOffice;
    string listening = Written;

    public async ValueTask DisposeAsync()
    {
        if (streetOffice is not null)
        {
            streetOffice.Kill();
            await streetOffice.WaitForExitAsync();
            streetOffice.Dispose();
        }

        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Every_step_of_the_tutorial_prints_what_the_page_says()
    {
        var commands = 0;
        foreach (Match step in Steps().Matches(File.ReadAllText(PageOf())))
        {
            if (step.Groups["file"] is { Success: true } file) Write(file.Value, step.Groups["text"].Value);
            else if (step.Groups["folder"] is { Success: true } copied) CopyFolder(copied.Value, step.Groups["into"].Value);
            else if (step.Groups["from"] is { Success: true } from) File.Copy(In(from.Value), In(step.Groups["to"].Value));
            else commands += await RunAllAsync(step.Groups["console"].Value);
        }

        Assert.Equal(13, commands);
    }

    async Task<int> RunAllAsync(string console)
    {
        var commands = console.Split("$ ", StringSplitOptions.RemoveEmptyEntries);
        foreach (var command in commands)
        {
            var lines = Here(command.TrimEnd('\n')).Split('\n');
            // It serves until it is stopped, so it is not waited for.
            if (lines[0].StartsWith("ihub replay ", StringComparison.Ordinal))
            {
                await ServeAsync(lines[0].Replace(Written, "127.0.0.1:0", StringComparison.Ordinal));
                continue;
            }

            var output = await RunAsync(lines[0]);
            var at = 0;
            foreach (var expected in lines.Skip(1))
            {
                var found = output.IndexOf(expected, at, StringComparison.Ordinal);
                Assert.True(found >= 0, $"'{lines[0]}' does not print '{expected}' in its place, but:\n{output}");
                at = found + expected.Length;
            }
        }

        return commands.Length;
    }

    async Task ServeAsync(string command)
    {
        streetOffice = Start(command);
        _ = streetOffice.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var first = await streetOffice.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        var address = Address().Match(first ?? "");
        Assert.True(address.Success, $"'{command}' does not say where it listens, but: {first}");
        listening = address.Value;
        // A line for each call; nobody reads them here, and they must not stop it.
        _ = streetOffice.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
    }

    async Task<string> RunAsync(string command)
    {
        using var process = Start(command);
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode < 2, $"'{command}' answers {process.ExitCode}: {await errors}");
        return output;
    }

    // In a process of its own: paths are relative to the folder that one stands in.
    Process Start(string command)
    {
        var start = new ProcessStartInfo("dotnet") { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["STREET_OFFICE_KEY"] = "lamp-and-bench";
        start.ArgumentList.Add("exec");
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "ihub.dll"));
        foreach (Match argument in Arguments().Matches(command["ihub ".Length..])) start.ArgumentList.Add(argument.Value.Trim('"', '\''));
        return Process.Start(start)!;
    }

    void Write(string file, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(In(file))!);
        File.WriteAllText(In(file), Here(text));
    }

    string Here(string text) => text.Replace(Written, listening, StringComparison.Ordinal);

    void CopyFolder(string from, string to)
    {
        Directory.CreateDirectory(In(to));
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Path.GetDirectoryName(PageOf())!, "..", from))) File.Copy(file, In(Path.Combine(to, Path.GetFileName(file))));
    }

    string In(string file) => Path.Combine(folder, file);

    static string PageOf([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../../docs/tutorial.md"));

    [GeneratedRegex(@"<!-- file: (?<file>\S+) -->\n```\w+\n(?<text>.*?)```|<!-- folder: (?<folder>\S+) to (?<into>\S+) -->|<!-- copy: (?<from>\S+) to (?<to>\S+) -->|```console\n(?<console>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Steps();

    [GeneratedRegex(@"127\.0\.0\.1:[0-9]+")]
    private static partial Regex Address();

    [GeneratedRegex("\"[^\"]*\"|'[^']*'|\\S+")]
    private static partial Regex Arguments();
}
