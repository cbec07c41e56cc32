using IntegrationHub.Alerts;
using IntegrationHub.Configuration;
using IntegrationHub.Disclosure;

namespace IntegrationHub.Server.Tests.Api;

/// <summary>Alerts as a test puts them.</summary>
sealed class FakeAlerts : IAlerts
{
    public AlertSettings? Settings { get; set; } = new()
    {
        Webhook = new AlertWebhookSettings(new TextWithReferences("https://alerts.example/", default), []),
    };

    public AlertBook Book { get; set; } = new()
    {
        LookedAt = FakeHub.Began,
        Alerts = [new AlertState(AlertRule.Late, FakeHub.Permits.Value, "byggr", FakeHub.Began, 25) { FiredAt = FakeHub.Began.AddMinutes(10), ToldAt = FakeHub.Began.AddMinutes(10) }],
        Messages = [new AlertMessage("msg_1", "webhook", FakeHub.Began.AddMinutes(10), "alerts") { Attempts = 2, SentAt = FakeHub.Began.AddMinutes(11) }],
    };

    public List<Caller> Tested { get; } = [];

    public Task<AlertBook> GetAsync(CancellationToken cancellationToken) => Task.FromResult(Book);

    public Task<IReadOnlyList<AlertMessage>> TestAsync(Caller caller, CancellationToken cancellationToken)
    {
        Tested.Add(caller);
        return Task.FromResult<IReadOnlyList<AlertMessage>>([new AlertMessage("msg_2", "webhook", FakeHub.Began, "test") { Attempts = 1, Fault = "it answers HTTP 500" }]);
    }

    public Task KeepWatchAsync(CancellationToken cancellationToken) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
}
