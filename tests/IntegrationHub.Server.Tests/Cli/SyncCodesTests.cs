using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace IntegrationHub.Server.Tests.Cli;

/// <summary><c>ihub sync</c> of a stream whose vendor tells which codes it uses.</summary>
public sealed class SyncCodesTests : IAsyncLifetime
{
    readonly HubOnDisk hub = new();
    WebApplication vendor = null!;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        vendor = builder.Build();
        vendor.MapGet("/open311/requests.json", () => Results.Text("[]", "application/json"));
        vendor.MapGet("/open311/services.json", () => Results.Text("""[{"service_code":"BEL","service_name":"Belysning"},{"service_code":"ELS","service_name":"Elsparkcyklar"}]""", "application/json"));
        await vendor.StartAsync(TestContext.Current.CancellationToken);

        var address = vendor.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        var from = TimeProvider.System.GetUtcNow().AddDays(-1).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        hub.Write("streams/faults.stream.yaml", $$"""
            stream: faults
            source: open311
            adapter: open311
            mapping: faults
            connection: { url: "{{address}}/open311" }
            codes: { services: caseType }
            read: { strategy: windowed, from: "{{from}}" }

            """);
        hub.Write("streams/faults.mapping.yaml", """
            mapping: faults
            version: 1.0.0
            target: case@1
            source: { system: open311, stream: faults, format: json }
            identity: { key: service_request_id }
            codes:
              caseType: { map: { BEL: light }, unknown: other }
            fields:
              title: service_code | lookup(caseType)

            """);
    }

    public async ValueTask DisposeAsync()
    {
        hub.Dispose();
        await vendor.DisposeAsync();
    }

    [Fact]
    public async Task A_code_without_a_row_is_told_with_the_line_to_add_and_fails_nothing()
    {
        Assert.Equal(0, await hub.RunAsync("sync", "faults"));

        Assert.Contains("faults: 1 of the 2 codes in the vendor's list 'services' have no row in the code table 'caseType'", hub.Output, StringComparison.Ordinal);
        Assert.Contains("'ELS': 'other'", hub.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task For_programs_the_codes_stand_with_their_stream()
    {
        Assert.Equal(0, await hub.RunAsync("sync", "faults", "--format", "json"));

        using var json = JsonDocument.Parse(hub.Output);
        var codes = json.RootElement.GetProperty("streams")[0].GetProperty("codes")[0];
        Assert.Equal(("caseType", "ELS"), (codes.GetProperty("table").GetString(), codes.GetProperty("missing")[0].GetProperty("code").GetString()));
    }
}
