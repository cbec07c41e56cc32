using IntegrationHub.Alerts;
using IntegrationHub.Hosting;
using IntegrationHub.Lookup;
using IntegrationHub.Sync;
using IntegrationHub.Tests.Lookup;
using IntegrationHub.WriteBack;

namespace IntegrationHub.Tests.Alerts;

public sealed class AlertReadingsTests
{
    static readonly DateTimeOffset Now = new(2026, 3, 10, 8, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(0, 0, false, 0, 0)]
    [InlineData(2, 0, false, 2, 0)]
    [InlineData(0, 59, false, 0, 0)]
    [InlineData(0, 61, false, 0, 3)]
    [InlineData(2, 61, true, 2, 0)] // nothing is sent to a paused stream, and who paused it knows that
    public void Commands_that_wait_for_a_person_and_those_that_have_been_on_their_way_for_too_long_are_counted(int dead, int minutes, bool paused, long forAPerson, long waiting)
    {
        var stream = new StreamOverview(LookupSetting.Permits, null, CoverageDecision.Decide(LookupSetting.Permits, null, Now))
        {
            Pause = paused ? new StreamPause(Now, "bo") : null,
            Outbox = new OutboxQueue(3, 0, 0, dead, minutes == 0 ? null : Now.AddMinutes(-minutes), Now),
        };

        var readings = AlertReadings.Of([stream], new Dictionary<StreamName, long>(), null, [], AlertRuleSettings.Standard, Now).ToDictionary(reading => reading.Rule);

        Assert.Equal((forAPerson, forAPerson > 0), (readings[AlertRule.CommandsForAPerson].Count, readings[AlertRule.CommandsForAPerson].Holds));
        Assert.Equal((waiting, waiting > 0), (readings[AlertRule.WaitingCommands].Count, readings[AlertRule.WaitingCommands].Holds));
    }

    [Fact]
    public void A_stream_that_nothing_is_written_to_tells_of_no_commands()
    {
        var stream = new StreamOverview(LookupSetting.Permits, null, CoverageDecision.Decide(LookupSetting.Permits, null, Now));

        Assert.DoesNotContain(AlertReadings.Of([stream], new Dictionary<StreamName, long>(), null, [], AlertRuleSettings.Standard, Now),
            reading => reading is { Rule: AlertRule.CommandsForAPerson or AlertRule.WaitingCommands, Count: > 0 });
    }
}
