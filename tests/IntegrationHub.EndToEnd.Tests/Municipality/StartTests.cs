using System.Net;
using System.Net.Sockets;

namespace IntegrationHub.EndToEnd.Tests.Municipality;

public sealed class StartTests : IDisposable
{
    readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("--cases", "0")]
    [InlineData("--cases", "many")]
    [InlineData("--cases", "2000000")]
    [InlineData("--case", "5")]
    [InlineData("--urls", "http://0.0.0.0:5080")]
    [InlineData("--urls", "https://127.0.0.1:5080")]
    [InlineData("--urls", "nowhere")]
    [InlineData("--seed", "x")]
    [InlineData("--format", "yaml")]
    [InlineData("--format", "json")]
    [InlineData("--data", "")]
    public async Task A_wrong_option_is_named_and_starts_nothing(string option, string value)
    {
        var (code, output, errors) = await MunicipalityProcess.RunAsync(folder.Path, option, value);

        Assert.Equal(2, code);
        Assert.Empty(output);
        Assert.Contains(option, errors, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Fact]
    public async Task A_port_in_use_is_told_with_what_to_do()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var url = $"http://127.0.0.1:{((IPEndPoint)other.LocalEndpoint).Port}";

        var (code, _, errors) = await MunicipalityProcess.RunAsync(folder.Path, "--data", folder.Path, "--cases", "10", "--urls", url);

        Assert.Equal(2, code);
        Assert.Contains(url, errors, StringComparison.Ordinal);
        Assert.Contains("--urls", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_told_with_what_to_do()
    {
        await File.WriteAllTextAsync(folder.In("file"), "", TestContext.Current.CancellationToken);

        var (code, _, errors) = await MunicipalityProcess.RunAsync(folder.Path, "--data", folder.In("file/below"), "--once");

        Assert.Equal(2, code);
        Assert.Contains("--data", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ctrl_C_stops_it_cleanly_and_a_second_start_goes_on_where_it_stopped()
    {
        if (OperatingSystem.IsWindows()) return;

        var (first, demo) = await MunicipalityProcess.StartAsync(folder.Path, "--cases", "100");
        await using (first)
        {
            await first.InterruptAsync();
            Assert.True(await first.EndAsync() == 0, first.Errors);
        }

        var (second, again) = await MunicipalityProcess.StartAsync(folder.Path);
        await using (second)
        {
            Assert.Equal(demo.Keys, again.Keys);
            Assert.Contains("100 cases", second.Output, StringComparison.Ordinal);
        }
    }
}
