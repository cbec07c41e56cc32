using System.Net;
using System.Net.Sockets;
using IntegrationHub.Installation;
using IntegrationHub.Protection;

namespace IntegrationHub.Server.Tests.Servers;

/// <summary>What keeps a server from starting is told at once, before it listens.</summary>
public sealed class ServerStartTests : IAsyncLifetime
{
    readonly TwoTowns towns = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync() => await towns.DisposeAsync();

    [Fact]
    public void What_is_wrong_in_several_hubs_is_told_of_all_of_them_at_once()
    {
        towns.Write("sundby/streams/permits.stream.yaml", File.ReadAllText(towns.In("sundby/streams/permits.stream.yaml")).Replace("adapter: files", "adapter: filse", StringComparison.Ordinal));
        File.Delete(towns.In("norrby/hub.keys"));
        towns.Settings["Hubs:norrby:Values:DROP"] = null;
        towns.Settings["Hubs:norrby:SpecialistDepartments:0"] = null;

        var faults = towns.Faults();

        Assert.Contains(faults, f => f.StartsWith("sundby: ", StringComparison.Ordinal) && f.Contains("(did you mean 'files'?)", StringComparison.Ordinal));
        Assert.Contains(faults, f => f.StartsWith("norrby: There is no key file", StringComparison.Ordinal));
        Assert.Contains(faults, f => f.StartsWith("norrby: ", StringComparison.Ordinal) && f.Contains("needs the setting 'DROP', which has no value; give it as an environment variable of that name with NORRBY__ before it", StringComparison.Ordinal));
        Assert.Contains(faults, f => f.StartsWith("norrby: there is no file of API keys", StringComparison.Ordinal));
    }

    [Fact]
    public void API_keys_that_cannot_be_made_where_they_are_to_be_are_told_before_the_start_with_what_to_do()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "A folder that even root cannot write into is found on Linux only.");
        towns.Settings["Hubs:norrby:ApiKeys"] = "/proc/api-keys.json";

        Assert.Contains(towns.Faults(), f => f.StartsWith("norrby: ", StringComparison.Ordinal) && f.Contains("cannot be made", StringComparison.Ordinal) && f.Contains("/var/lib/integration-hub/norrby.api-keys.json", StringComparison.Ordinal));
        Assert.Equal(["api-keys.json"], Directory.GetFiles(towns.In("sundby"), "api-keys*").Select(Path.GetFileName).DefaultIfEmpty("api-keys.json"));
    }

    [Fact]
    public void Two_hubs_of_one_municipality_or_on_one_folder_are_refused()
    {
        towns.Write("norrby/hub.yaml", File.ReadAllText(towns.In("norrby/hub.yaml")).Replace("tenant: norrby", "tenant: sundby", StringComparison.Ordinal).Replace("data: index", "data: ../sundby/index", StringComparison.Ordinal));

        var faults = towns.Faults();

        Assert.Contains(faults, f => f.Contains("are hubs of one municipality, 'sundby'", StringComparison.Ordinal));
        Assert.Contains(faults, f => f.Contains("have one data folder", StringComparison.Ordinal));
    }

    [Fact]
    public async Task With_other_keys_a_hub_does_not_start_and_the_words_name_it()
    {
        await towns.StartAsync();
        await towns.StopAsync();
        File.Delete(towns.In("sundby/hub.keys"));
        KeyRingFile.CreateNew(towns.In("sundby/hub.keys"));

        var fault = await Assert.ThrowsAsync<SettingsUnusableException>(towns.StartAsync);

        Assert.Equal("sundby", Assert.Single(fault.Faults).Where);
        Assert.Contains("was written with other keys", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hub_that_is_wrong_can_be_left_out_and_its_host_says_so()
    {
        File.Delete(towns.In("norrby/hub.keys"));
        towns.Settings["StartWithoutWrongHubs"] = "true";
        await towns.StartAsync();

        using var good = await towns.SendAsync(TwoTowns.Sundby, HttpMethod.Get, "/health/ready");
        using var bad = await towns.SendAsync(TwoTowns.Norrby, HttpMethod.Get, "/health/ready");
        using var all = await towns.SendAsync("10.0.0.1", HttpMethod.Get, "/health/ready");

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable, HttpStatusCode.ServiceUnavailable), (good.StatusCode, bad.StatusCode, all.StatusCode));
    }

    [Fact]
    public async Task A_port_that_somebody_has_is_told_and_no_schedule_has_begun()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        towns.Settings["Listen"] = $"http://127.0.0.1:{((IPEndPoint)other.LocalEndpoint).Port}";

        var fault = await Assert.ThrowsAsync<SettingsUnusableException>(towns.StartAsync);

        Assert.Contains("the server cannot listen at", fault.Message, StringComparison.Ordinal);
        Assert.True(File.Exists(towns.In("sundby/drop/1.csv")));
    }

    [Fact]
    public async Task The_command_checks_and_ends()
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        string[] set = [.. towns.Settings.SelectMany(pair => new[] { "--set", $"{pair.Key}={pair.Value}" })];

        Assert.Equal(0, await ServerCommand.RunAsync(["--settings", towns.In("appsettings.json"), "--check", .. set], output, error));
        Assert.Equal("", error.ToString());
        Assert.EndsWith("Everything is right.\n", output.ToString(), StringComparison.Ordinal);
        Assert.False(Directory.Exists(towns.In("sundby/index")));
    }

    [Theory]
    [InlineData("--settings /nowhere.json", "there is no such file; name the settings file with --settings, or a hub with --hub")]
    [InlineData("--set Hubs", "--set takes KEY=VALUE")]
    [InlineData("--chek", "Try: ihub-server --help")]
    public async Task A_command_line_that_is_wrong_is_told(string line, string says)
    {
        var error = new StringWriter();

        Assert.Equal(2, await ServerCommand.RunAsync(line.Split(' '), TextWriter.Null, error));
        Assert.Contains(says, error.ToString(), StringComparison.Ordinal);
    }
}
