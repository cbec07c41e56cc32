using IntegrationHub.Cli;

namespace IntegrationHub.Torture.Tests;

public sealed class TortureCommandTests : IDisposable
{
    readonly StringWriter output = new();
    readonly StringWriter error = new();

    public void Dispose()
    {
        output.Dispose();
        error.Dispose();
    }

    [Theory]
    [InlineData("torture --kills 0", "--kills is at least 1")]
    [InlineData("torture --at-once 0", "--at-once is at least 1")]
    [InlineData("torture --minutes 0", "--minutes is more than 0")]
    [InlineData("torture --towns 0", "--towns is at least 1")]
    [InlineData("torture --seed x", "--seed")]
    [InlineData("torture --nodes 1", "--nodes is at least 2")]
    [InlineData("torture --lease 0", "--lease is at least 1")]
    [InlineData("torture --postgresql Host=db;Password=hidden", "holds a password")]
    [InlineData("torture --postgresql nonsense", "cannot be read")]
    [InlineData("torture --postgresql ${secret:NOBODY_HAS_THIS}", "NOBODY_HAS_THIS")]
    public async Task What_makes_no_sense_is_refused_before_anything_is_started(string line, string said)
    {
        Assert.Equal(2, await RunAsync(line));
        Assert.Contains(said, error.ToString(), StringComparison.Ordinal);
        Assert.Empty(output.ToString());
    }

    [Fact]
    public async Task A_town_that_an_earlier_run_kept_is_not_written_over()
    {
        var folder = Directory.CreateTempSubdirectory("ihub-torture-");
        try
        {
            folder.CreateSubdirectory("town-7");

            Assert.Equal(2, await RunAsync($"torture --folder {folder.FullName}"));
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        Assert.Contains("town-7: name another folder, or delete it", error.ToString(), StringComparison.Ordinal);
        Assert.Empty(output.ToString());
    }

    [Fact]
    public async Task The_help_says_that_no_hub_of_the_users_is_touched_and_how_to_try_a_seed_again()
    {
        Assert.Equal(0, await RunAsync("torture --help"));

        Assert.Contains("Your own hub, its index and its streams are not touched", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("ihub torture --seed 17 --towns 1", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_starts_a_worker_is_not_for_people()
    {
        await RunAsync("--help");

        Assert.Contains("torture", output.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("torture-worker", output.ToString(), StringComparison.Ordinal);
    }

    Task<int> RunAsync(string line) => IhubCommand.RunAsync(line.Split(' '), Toolbox.Standard, new Terminal(output, error, colour: false), TestContext.Current.CancellationToken);
}
