using IntegrationHub.HandOvers;
using IntegrationHub.Hosting;
using IntegrationHub.Operation;

namespace IntegrationHub.Alerts;

/// <summary>How a stream stands by one rule, at one look. Of hand-overs a unit stands in the place of the stream, and <c>handOvers</c> in that of its source.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Stream">The stream.</param>
/// <param name="Source">Its source.</param>
/// <param name="Count">How many: of runs, records, cases, codes, notifications, commands or hand-overs, as the rule counts; of what is late the minutes that it is too old.</param>
/// <param name="Holds">Whether it is as the rule tells of.</param>
public sealed record AlertReading(AlertRule Rule, StreamName Stream, SourceId Source, long Count, bool Holds);

/// <summary>Reads by the rules how the streams stand. Pure.</summary>
static class AlertReadings
{
    /// <param name="streams">The streams as they are.</param>
    /// <param name="unknownCodes">How many codes without a row each stream has.</param>
    /// <param name="silent">How many open cases of which nothing is heard each stream has; null when nobody counted.</param>
    /// <param name="units">How many hand-overs the units have in hand.</param>
    /// <param name="rules">The rules in force.</param>
    /// <param name="now">The time.</param>
    public static IReadOnlyList<AlertReading> Of(
        IReadOnlyList<StreamOverview> streams, IReadOnlyDictionary<StreamName, long> unknownCodes, IReadOnlyDictionary<StreamName, long>? silent, IReadOnlyList<UnitCount> units,
        IReadOnlyDictionary<AlertRule, AlertRuleSettings> rules, DateTimeOffset now) =>
        [
            .. streams.SelectMany(stream => rules.Select(rule => Of(stream, rule.Key, rule.Value, unknownCodes, silent, now)).OfType<AlertReading>()),
            .. rules.TryGetValue(AlertRule.OverdueHandOvers, out var overdue) ? units.Select(unit => Of(unit, overdue)) : [],
        ];

    static AlertReading Of(UnitCount unit, AlertRuleSettings settings) =>
        new(AlertRule.OverdueHandOvers, new StreamName(unit.Unit), new SourceId("handOvers"), unit.Overdue, unit.Overdue > settings.Above);

    static AlertReading? Of(
        StreamOverview stream, AlertRule rule, AlertRuleSettings settings, IReadOnlyDictionary<StreamName, long> unknownCodes, IReadOnlyDictionary<StreamName, long>? silent, DateTimeOffset now)
    {
        var name = stream.Definition.Name;
        long? count = rule switch
        {
            AlertRule.Late => MinutesTooOld(stream, now),
            // A pause is a person's decision; who made it knows that nothing is read.
            AlertRule.Failing => stream.Pause is null ? stream.State?.FailuresInARow ?? 0 : 0,
            AlertRule.Quarantine => stream.State?.Quarantined ?? 0,
            AlertRule.HeldDeletes => stream.State?.HeldDeletes ?? 0,
            AlertRule.UnknownCodes => unknownCodes.GetValueOrDefault(name),
            AlertRule.SilentCases => silent is null ? null : silent.GetValueOrDefault(name),
            AlertRule.DeadLetters => stream.Notifications?.Dead ?? 0,
            AlertRule.WaitingNotifications => stream.Notifications is { OldestAt: { } oldest } queue && now - oldest > settings.Age + stream.Definition.Reading.Settle ? queue.Waiting : 0,
            AlertRule.CommandsForAPerson => stream.Outbox?.Dead ?? 0,
            // To a paused stream nothing is sent, and who paused it knows that.
            AlertRule.WaitingCommands => stream is { Pause: null, Outbox: { OldestAt: { } asked } outbox } && now - asked > settings.Age ? outbox.Waiting : 0,
            _ => null,
        };
        return count is { } counted ? new AlertReading(rule, name, stream.Definition.Source, counted, counted > settings.Above) : null;
    }

    static long MinutesTooOld(StreamOverview stream, DateTimeOffset now) =>
        stream.Pause is null && StreamFreshness.Of(stream, now) is { State: Freshness.Late, AsOf: { } asOf, Goal: var goal } ? Math.Max(1, (long)(now - asOf - goal).TotalMinutes) : 0;
}
