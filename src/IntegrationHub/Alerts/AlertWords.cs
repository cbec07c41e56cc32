using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using IntegrationHub.Configuration;

namespace IntegrationHub.Alerts;

/// <summary>Writes a message as a machine and as a person reads it. Nothing stands in it but names of streams, rules, counts and times.</summary>
static class AlertWords
{
    /// <summary>The body of a webhook.</summary>
    public static byte[] Json(AlertMessage message, TenantId tenant, Uri? link) => JsonSerializer.SerializeToUtf8Bytes(
        new AlertBody(
            message.Kind == "test" ? "integrationhub.alerts.test" : "integrationhub.alerts", message.At, new AlertBodyPart(
                tenant.Value, message.FiringInAll, [.. message.Firing.Select(alert => Line(alert, link))], [.. message.Cleared.Select(alert => Line(alert, link))], link?.AbsoluteUri)),
        AlertBodyContext.Default.AlertBody);

    /// <summary>The subject of a mail.</summary>
    public static string Subject(AlertMessage message, string name) => message switch
    {
        { Kind: "test" } => $"{name}: test of the alerts",
        { Firing: [var one] } => $"{name}: {one.Stream} {Words(one.Rule)}",
        { Firing.Count: > 1 } => string.Create(CultureInfo.InvariantCulture, $"{name}: {message.Firing.Count} alerts"),
        _ => $"{name}: over",
    };

    /// <summary>The text of a mail.</summary>
    public static string Text(AlertMessage message, string name, Uri? link, TimeZoneInfo zone)
    {
        var text = new StringBuilder();
        if (message.Kind == "test") text.Append(CultureInfo.InvariantCulture, $"This is a test of the alerts of {name}. Somebody asked for it; nothing is wrong.\n");
        foreach (var alert in message.Firing) text.Append(CultureInfo.InvariantCulture, $"{alert.Stream}: {Words(alert.Rule)} ({Amount(alert)}), since {Time(alert.Since, zone)}\n");
        foreach (var alert in message.Cleared) text.Append(CultureInfo.InvariantCulture, $"Over: {alert.Stream}: {Words(alert.Rule)}, from {Time(alert.Since, zone)} to {Time(alert.WellSince ?? alert.Since, zone)}\n");
        if (message.Kind != "test") text.Append(CultureInfo.InvariantCulture, $"\n{message.FiringInAll} in all.\n");
        if (link is not null) text.Append(CultureInfo.InvariantCulture, $"{link.AbsoluteUri}\n");
        return text.ToString();
    }

    static AlertBodyLine Line(AlertState alert, Uri? link) =>
        new(EnumNames.Of(alert.Rule), alert.Stream, alert.Source, alert.Count, alert.Since, alert.ClearedAt is null ? null : alert.WellSince,
            link is null ? null : alert.Rule == AlertRule.OverdueHandOvers ? link.AbsoluteUri : $"{link.GetLeftPart(UriPartial.Query)}#stream-{alert.Stream}");

    static string Words(AlertRule rule) => rule switch
    {
        AlertRule.Late => "is older than its goal",
        AlertRule.Failing => "fails",
        AlertRule.Quarantine => "has records in quarantine",
        AlertRule.HeldDeletes => "holds deletes that wait for a decision",
        AlertRule.UnknownCodes => "sends codes that no row knows",
        AlertRule.SilentCases => "has open cases of which nothing is heard",
        AlertRule.DeadLetters => "has notifications that could not be read",
        AlertRule.OverdueHandOvers => "has callbacks and hand-overs that are past their time",
        AlertRule.CommandsForAPerson => "has commands to its vendor that wait for a person",
        AlertRule.WaitingCommands => "has commands to its vendor that do not get through",
        _ => "has notifications that wait too long",
    };

    static string Amount(AlertState alert) => string.Create(CultureInfo.InvariantCulture, $"{alert.Count} {(alert.Rule switch
    {
        AlertRule.Late => "minutes over it",
        AlertRule.Failing => "runs in a row",
        AlertRule.Quarantine => "records",
        AlertRule.HeldDeletes or AlertRule.SilentCases => "cases",
        AlertRule.UnknownCodes => "codes",
        AlertRule.OverdueHandOvers => "hand-overs",
        AlertRule.CommandsForAPerson or AlertRule.WaitingCommands => "commands",
        _ => "notifications",
    })}");

    static string Time(DateTimeOffset at, TimeZoneInfo zone) => TimeZoneInfo.ConvertTime(at, zone).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}

/// <summary>The body of a webhook.</summary>
sealed record AlertBody(string Type, DateTimeOffset Timestamp, AlertBodyPart Data);

/// <summary>What it tells.</summary>
sealed record AlertBodyPart(string Tenant, int FiringInAll, IReadOnlyList<AlertBodyLine> Firing, IReadOnlyList<AlertBodyLine> Cleared, string? Link);

/// <summary>One alert in it.</summary>
sealed record AlertBodyLine(string Rule, string Stream, string Source, long Count, DateTimeOffset Since, DateTimeOffset? Until, string? Link);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AlertBody))]
sealed partial class AlertBodyContext : JsonSerializerContext;
