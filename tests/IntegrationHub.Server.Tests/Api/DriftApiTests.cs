using System.Net;
using IntegrationHub.Drift;
using IntegrationHub.Remapping;

namespace IntegrationHub.Server.Tests.Api;

public sealed class DriftApiTests(ApiHost host) : IClassFixture<ApiHost>
{
    static readonly DateTimeOffset Now = new(2026, 3, 10, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task What_has_drifted_is_told_with_the_lines_to_add_and_where()
    {
        host.Hub.FakeDrift.Drifted[FakeHub.Permits] = new StreamDrift(
            120,
            [
                new DriftFinding { Kind = DriftKind.NewCode, Table = "status", Code = "VILANDE", Times = 41, FirstSeenAt = Now, LastSeenAt = Now, File = "codes/status.csv", Line = "VILANDE;?" },
                new DriftFinding { Kind = DriftKind.NewField, Path = "handler.phone", Times = 7, Among = 120, Is = [FieldKind.Text], FirstSeenAt = Now, LastSeenAt = Now, Line = "handler.phone: 'why nobody needs it'", MapLine = "phone: handler.phone" },
                new DriftFinding { Kind = DriftKind.MissingField, Path = "fee", Times = 30, Among = 120, FirstSeenAt = Now, LastSeenAt = Now },
            ],
            0, 0, "permits.mapping.yaml");

        var (response, body) = await host.SendAsync(host.Request(HttpMethod.Get, "/api/v1/streams/byggr-permits/drift", "operations"));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var findings = body.GetProperty("findings").EnumerateArray().ToList();
        Assert.Equal(["newCode", "newField", "missingField"], findings.Select(f => f.GetProperty("kind").GetString()!));
        Assert.Equal(("codes/status.csv", "VILANDE;?", 41), (findings[0].GetProperty("file").GetString(), findings[0].GetProperty("line").GetString(), findings[0].GetProperty("times").GetInt32()));
        Assert.Equal(("permits.mapping.yaml", "phone: handler.phone"), (findings[1].GetProperty("file").GetString(), findings[1].GetProperty("mapLine").GetString()));
        Assert.False(findings[2].TryGetProperty("line", out var line) && line.ValueKind != System.Text.Json.JsonValueKind.Null);
    }

    [Fact]
    public async Task The_drift_of_a_stream_that_does_not_exist_is_not_empty_but_unknown()
    {
        var (response, _) = await host.SendAsync(host.Request(HttpMethod.Get, "/api/v1/streams/byggr-permit/drift", "operations"));

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task How_far_a_changed_mapping_has_come_stands_with_its_stream()
    {
        host.Hub.FakeRemapping.Progress[FakeHub.Permits] = new RemapProgress
        {
            To = new MappedWith("permits", "1.1.0", "aa/Open"), BeganAt = Now, CountedAt = Now, Total = 100, Old = 90, Waiting = 80, Changed = 30, Same = 10, Held = 1,
        };

        var (_, body) = await host.SendAsync(host.Request(HttpMethod.Get, "/api/v1/streams", "operations"));
        var remapping = body.GetProperty("streams").EnumerateArray().Single(s => s.GetProperty("name").GetString() == "byggr-permits").GetProperty("remapping");

        Assert.Equal((39, 50, 10), (remapping.GetProperty("left").GetInt32(), remapping.GetProperty("stillOld").GetInt32(), remapping.GetProperty("notKept").GetInt32()));
        Assert.Equal("1.1.0", remapping.GetProperty("version").GetString());
    }
}
