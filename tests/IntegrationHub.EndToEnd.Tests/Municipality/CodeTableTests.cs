using System.Text.Json;

namespace IntegrationHub.EndToEnd.Tests.Municipality;

/// <summary>The town as a visitor meets it, mishaps and all.</summary>
public sealed class CodeTableTests : IDisposable
{
    readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_record_with_a_new_status_waits_in_quarantine_until_its_word_stands_in_the_code_table()
    {
        var (process, demo) = await MunicipalityProcess.StartAsync(folder.Path, "--cases", "100");
        await using var started = process;
        using var http = new HttpClient { BaseAddress = demo.BaseAddress };
        http.DefaultRequestHeaders.Add("X-Api-Key", demo.Keys["operations"]);
        http.DefaultRequestHeaders.Add("X-On-Behalf-Of", "anna.ek");
        http.DefaultRequestHeaders.Add("X-Purpose", "a test");

        await process.WaitAsync(async () => await WaitingAsync() > 0);
        await File.AppendAllTextAsync(folder.In("mappings/social-support/codes/status.csv"), "Vilande,inProgress\n", TestContext.Current.CancellationToken);

        await process.WaitAsync(async () => await WaitingAsync() == 0);

        async Task<int> WaitingAsync()
        {
            using var quarantine = JsonDocument.Parse(await http.GetStringAsync(new Uri("/api/v1/quarantine?stream=social-support", UriKind.Relative), TestContext.Current.CancellationToken));
            return quarantine.RootElement.GetProperty("records").EnumerateArray().Count(r => r.GetProperty("field").GetString() == "status");
        }
    }
}
