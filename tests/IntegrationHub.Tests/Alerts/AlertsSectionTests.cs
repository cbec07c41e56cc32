using IntegrationHub.Alerts;
using IntegrationHub.Configuration;
using IntegrationHub.Diagnostics;
using IntegrationHub.Tests.Configuration;

namespace IntegrationHub.Tests.Alerts;

public sealed class AlertsSectionTests : IDisposable
{
    const string Webhook = "  webhook: { url: 'https://alerts.example/hub', secrets: '${secret:ALERTS}' }\n";

    readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Without_the_section_nobody_is_told_anything() => Assert.Null(Read("", out _));

    [Fact]
    public void What_the_section_does_not_say_holds_as_the_page_says()
    {
        var settings = Read("alerts:\n" + Webhook, out var codes)!;

        Assert.Empty(codes);
        Assert.Equal(["webhook"], settings.Channels);
        Assert.Equal((TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(10), TimeSpan.FromDays(1)), (settings.Every, settings.ClearAfter, settings.Repeat));
        Assert.Equal(AlertRuleSettings.Standard, settings.Rules);
    }

    [Fact]
    public void Everything_can_be_said()
    {
        var settings = Read("""
            alerts:
              every: 30s
              clearAfter: 5m
              repeat: 12h
              link: https://hub.example/operations
              quiet: { from: "22:00", until: "07:00" }
              rules:
                late: { after: 1h, urgent: false }
                quarantine: { above: 10 }
                unknownCodes: { off: true }
                silentCases: { age: 60d, above: 5 }
              webhook: { url: "${ALERT_URL}", secrets: ["${secret:NEW}", "${secret:OLD}"] }
              mail:
                host: smtp.example
                security: starttls
                user: hub
                password: ${secret:MAIL}
                from: hub@sundby.example
                to: [drift@sundby.example, "${ON_CALL}"]
              networks: 10.0.0.0/8
            """, out var codes)!;

        Assert.Empty(codes);
        Assert.Equal(["webhook", "mail"], settings.Channels);
        Assert.Equal((new TimeOnly(22, 0), new TimeOnly(7, 0), "Europe/Stockholm"), (settings.Quiet!.From, settings.Quiet.Until, settings.Quiet.Zone.Id));
        Assert.Equal(new AlertRuleSettings(TimeSpan.FromHours(1)), settings.Rules[AlertRule.Late]);
        Assert.Equal(10, settings.Rules[AlertRule.Quarantine].Above);
        Assert.False(settings.Rules.ContainsKey(AlertRule.UnknownCodes));
        Assert.Equal((TimeSpan.FromDays(60), 5), (settings.Rules[AlertRule.SilentCases].Age, settings.Rules[AlertRule.SilentCases].Above));
        Assert.Equal(2, settings.Webhook!.Secrets.Count);
        Assert.Equal((587, true, 2), (settings.Mail!.Port, settings.Mail.Encrypted, settings.Mail.To.Count));
    }

    [Theory]
    [InlineData("  rules: { lat: {} }\n", "IH5001", "did you mean 'late'")]
    [InlineData("  rules: { late: { above: 3 } }\n", "IH5001", "above")]
    [InlineData("  quiet: { from: '25:00', until: '07:00' }\n", "IH5003", "no time of day")]
    [InlineData("  quiet: { from: '22:00' }\n", "IH5002", "quiet.until")]
    [InlineData("  every: 1s\n", "IH5004", "alerts.every")]
    [InlineData("  link: operations\n", "IH5015", "alerts.link")]
    [InlineData("  networks: [intranet]\n", "IH5003", "no network")]
    [InlineData("  mail: { host: smtp.example, from: hub@sundby.example, to: drift }\n", "IH5003", "mail addresses")]
    [InlineData("  mail: { host: smtp.example, port: 465, from: hub@sundby.example, to: drift@sundby.example }\n", "IH5004", "STARTTLS")]
    [InlineData("  mail: { host: smtp.example, user: hub, from: hub@sundby.example, to: drift@sundby.example }\n", "IH5002", "go together")]
    public void What_is_wrong_is_told_with_its_place(string line, string code, string told)
    {
        Assert.Null(Read("alerts:\n" + Webhook + line, out var found));

        Assert.Contains(found, d => d.StartsWith(code, StringComparison.Ordinal) && d.Contains(told, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("  webhook: { url: 'https://alerts.example/', secrets: whsec_hemligt }\n")]
    [InlineData("  mail: { host: smtp.example, user: hub, password: hemligt, from: hub@sundby.example, to: drift@sundby.example }\n")]
    public void A_secret_in_the_file_is_refused_and_not_told(string line)
    {
        Assert.Null(Read("alerts:\n" + line, out var found));

        Assert.Contains(found, d => d.StartsWith("IH5014", StringComparison.Ordinal));
        Assert.DoesNotContain(found, d => d.Contains("hemligt", StringComparison.Ordinal));
    }

    [Fact]
    public void Alerts_that_nobody_is_told_of_are_a_warning()
    {
        Assert.NotNull(Read("alerts: { every: 1m }\n", out var found));

        Assert.Contains(found, d => d.Contains("nobody is told", StringComparison.Ordinal));
    }

    AlertSettings? Read(string section, out IReadOnlyList<string> found)
    {
        Directory.CreateDirectory(folder["mappings"]);
        folder.Write("hub.yaml", $"tenant: sundby\ntimezone: Europe/Stockholm\nstreams: [mappings]\n{section}");
        var diagnostics = new DiagnosticBag();
        var hub = HubFileReader.Read(folder["hub.yaml"], diagnostics);
        found = [.. diagnostics.All.Select(d => $"{d.Code} {d.Message}")];
        return hub?.Alerts;
    }
}
