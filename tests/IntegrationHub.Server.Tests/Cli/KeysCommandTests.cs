using IntegrationHub.Cli;
using IntegrationHub.Protection;

namespace IntegrationHub.Server.Tests.Cli;

public sealed class KeysCommandTests : IDisposable
{
    readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("ihub-keys-");
    readonly StringWriter output = new();
    readonly StringWriter error = new();

    public void Dispose() => folder.Delete(recursive: true);

    string KeysFile => Path.Combine(folder.FullName, "hub.keys");

    [Fact]
    public async Task New_keys_can_be_used_and_are_not_shown()
    {
        Assert.Equal(0, await RunAsync("keys", "new", KeysFile));

        var keys = KeyRingFile.Read(KeysFile);
        Assert.DoesNotContain(keys.Fingerprint, output.ToString(), StringComparison.Ordinal);
        Assert.StartsWith($"New keys are in {KeysFile}.", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keys_are_never_overwritten()
    {
        await RunAsync("keys", "new", KeysFile);
        var before = await File.ReadAllBytesAsync(KeysFile, TestContext.Current.CancellationToken);

        Assert.Equal(2, await RunAsync("keys", "new", KeysFile));

        Assert.Equal(before, await File.ReadAllBytesAsync(KeysFile, TestContext.Current.CancellationToken));
        Assert.Contains("never overwritten", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_command_line_points_to_the_help_of_its_own_command()
    {
        Assert.Equal(2, await RunAsync("keys", "new"));

        Assert.EndsWith("Try: ihub keys new --help\n", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--help", "ihub sync")]
    [InlineData("keys new --help", "ihub keys new /etc/ihub/hub.keys")]
    [InlineData("sync --help", "ihub sync --format json > result.json")]
    [InlineData("lookup --help", "It does not belong on the command line")]
    public async Task Help_teaches(string line, string expected)
    {
        Assert.Equal(0, await RunAsync(line.Split(' ')));

        Assert.Contains(expected, output.ToString(), StringComparison.Ordinal);
    }

    Task<int> RunAsync(params string[] args) =>
        IhubCommand.RunAsync(args, Toolbox.Standard, new Terminal(output, error, colour: false), TestContext.Current.CancellationToken);
}
