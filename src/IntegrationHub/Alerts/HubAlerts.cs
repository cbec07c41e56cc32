using IntegrationHub.Disclosure;
using IntegrationHub.Drift;
using IntegrationHub.HandOvers;
using IntegrationHub.Hosting;
using IntegrationHub.Operation;
using IntegrationHub.Storage;
using IntegrationHub.Sync;
using Microsoft.Extensions.Logging;

namespace IntegrationHub.Alerts;

/// <summary>Looks at the streams, decides, and tells: the effects around the decisions.</summary>
/// <remarks>
/// What is known stands in the store, and is changed only by whoever read the version that stands. So of several processes one decides, one sends each message, and
/// after a restart nobody is told again what they know.
/// </remarks>
sealed class HubAlerts(
    TenantId tenant, IHubStore store, AlertSettings? settings, IReadOnlyDictionary<string, IAlertChannel> channels, Func<CancellationToken, Task<IReadOnlyList<StreamOverview>>> streams,
    Func<CancellationToken, Task<IReadOnlyDictionary<StreamName, StreamDrift>>> drift, TimeProvider time, ILogger logger) : IAlerts
{
    /// <summary>Open cases are counted through, so not at every look.</summary>
    static readonly TimeSpan CountSilentEvery = TimeSpan.FromHours(1);

    /// <summary>How often somebody looks whether a message is due.</summary>
    static readonly TimeSpan SendEvery = TimeSpan.FromSeconds(5);

    /// <summary>How many hand-overs the units have in hand.</summary>
    internal Func<CancellationToken, Task<IReadOnlyList<UnitCount>>> Units { get; init; } = _ => Task.FromResult<IReadOnlyList<UnitCount>>([]);

    readonly OperatorAudit audit = new(tenant, store, time);

    public AlertSettings? Settings => settings;

    /// <summary>From 0 to 1, for the waits between attempts.</summary>
    internal Func<double> Jitter { get; init; } = Random.Shared.NextDouble;

    public async Task<AlertBook> GetAsync(CancellationToken cancellationToken) => (await ReadAsync(cancellationToken)).Book;

    public async Task KeepWatchAsync(CancellationToken cancellationToken)
    {
        if (settings is null) return;

        while (true)
        {
            try
            {
                await LookAsync(cancellationToken);
                await SendDueAsync(cancellationToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
            {
                // A store that cannot be read now must not end the watch for good.
                AlertLog.NotLooked(logger, exception.GetType().FullName ?? "", exception.StackTrace ?? "");
            }

            await Task.Delay(settings.Every < SendEvery ? settings.Every : SendEvery, time, cancellationToken);
        }
    }

    public async Task<IReadOnlyList<AlertMessage>> TestAsync(Caller caller, CancellationToken cancellationToken)
    {
        await audit.WriteAsync(audit.Line(caller, "alerts.test"), cancellationToken);
        AlertLog.TestAsked(logger, caller.Name);
        var sent = new List<AlertMessage>();
        foreach (var (name, channel) in channels)
        {
            var message = AlertRetry.Claimed(new AlertMessage(NewId(), name, time.GetUtcNow(), "test"), time.GetUtcNow());
            sent.Add(AlertRetry.Sent(message, await DeliverAsync(channel, message, cancellationToken), 0, time.GetUtcNow()));
        }

        await ChangeAsync(book => book.With(sent) with
        {
            // A channel that takes a test is open again.
            Closed = book.Closed.Where(closed => !sent.Exists(message => message.Channel == closed.Key && message.SentAt is not null)).ToDictionary(),
        }, cancellationToken);
        return sent;
    }

    /// <summary>Looks at the streams, if nobody has just done so, and writes down what follows.</summary>
    /// <returns>Whether this process looked, and nobody else meanwhile.</returns>
    internal async Task<bool> LookAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var (version, before) = await ReadAsync(cancellationToken);
        // Whoever looked, every process tells its metrics of it.
        AlertMetrics.Note(tenant, before, settings!);
        if (before.LookedAt is { } looked && looked <= now && now - looked < settings!.Every) return false;

        var counted = await WithSilentAsync(before, now, cancellationToken);
        var codes = (await drift(cancellationToken)).ToDictionary(of => of.Key, of => of.Value.Findings.LongCount(finding => finding.Kind == DriftKind.NewCode));
        var silent = counted.SilentAt is null ? null : counted.Silent.ToDictionary(of => new StreamName(of.Key), of => of.Value);
        var units = settings!.Rules.ContainsKey(AlertRule.OverdueHandOvers) ? await Units(cancellationToken) : [];
        var readings = AlertReadings.Of(await streams(cancellationToken), codes, silent, units, settings.Rules, now);
        var after = AlertDecision.Look(counted, readings, settings, now);
        var told = AlertNews.Tell(after, settings, NewId, now);
        if (!await store.Alerts.TryWriteAsync(tenant, version, told.Write(), cancellationToken)) return false;

        AlertMetrics.Note(tenant, told, settings);
        foreach (var alert in after.Alerts.Where(alert => alert.FiredAt == now)) AlertLog.Fires(logger, alert.Stream, alert.Rule, alert.Count);
        foreach (var alert in after.Cleared.Where(alert => alert.ClearedAt == now)) AlertLog.Over(logger, alert.Stream, alert.Rule);
        return true;
    }

    /// <summary>Sends each message that is due, once, and writes down what came of it.</summary>
    internal async Task SendDueAsync(CancellationToken cancellationToken)
    {
        foreach (var due in (await ReadAsync(cancellationToken)).Book.Messages.Where(message => message.DueAt <= time.GetUtcNow()).Reverse().ToList())
        {
            if (await ClaimAsync(due.Id, cancellationToken) is not { } message) continue;

            var delivery = channels.TryGetValue(message.Channel, out var channel)
                ? await DeliverAsync(channel, message, cancellationToken)
                : new AlertDelivery(false, "hub.yaml does not have this channel any more") { Gone = true };
            await ChangeAsync(book => After(book, message, delivery), cancellationToken);
        }
    }

    AlertBook After(AlertBook book, AlertMessage message, AlertDelivery delivery)
    {
        var sent = AlertRetry.Sent(message, delivery, Jitter(), time.GetUtcNow());
        if (delivery.Taken) AlertLog.Sent(logger, sent.Id, sent.Channel, sent.Attempts);
        else if (sent.DueAt is null) AlertLog.GivenUp(logger, sent.Id, sent.Channel, delivery.Fault ?? "");
        else AlertLog.NotTaken(logger, sent.Id, sent.Channel, sent.Attempts, delivery.Fault ?? "");
        var after = book.With(sent);
        return delivery is { Gone: true, Fault: { } why } && channels.ContainsKey(sent.Channel)
            ? after with { Closed = new Dictionary<string, string>(after.Closed) { [sent.Channel] = why } }
            : after;
    }

    async Task<AlertDelivery> DeliverAsync(IAlertChannel channel, AlertMessage message, CancellationToken cancellationToken)
    {
        using var span = Diagnostics.HubTraces.Begin(Diagnostics.HubSpan.Alert, tenant)?.SetTag("channel", message.Channel).SetTag("attempt", message.Attempts);
        var delivery = await channel.SendAsync(message, cancellationToken);
        var outcome = delivery.Taken ? "taken" : delivery.Gone ? "gone" : "notTaken";
        Diagnostics.HubTraces.EndedAs(span, outcome);
        AlertMetrics.Sent(tenant, message.Channel, outcome);
        return delivery;
    }

    // The message, if no other process has it.
    async Task<AlertMessage?> ClaimAsync(string id, CancellationToken cancellationToken)
    {
        AlertMessage? claimed = null;
        await ChangeAsync(book =>
        {
            claimed = book.Messages.FirstOrDefault(message => message.Id == id && message.DueAt <= time.GetUtcNow()) is { } due ? AlertRetry.Claimed(due, time.GetUtcNow()) : null;
            return claimed is null ? book : book.With(claimed);
        }, cancellationToken);
        return claimed;
    }

    async Task<AlertBook> WithSilentAsync(AlertBook book, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (!settings!.Rules.TryGetValue(AlertRule.SilentCases, out var rule)) return book with { SilentAt = null, Silent = new Dictionary<string, long>() };
        if (book.SilentAt is { } counted && counted <= now && now - counted < CountSilentEvery) return book;

        var silent = await store.Cases.CountSilentAsync(tenant, now - rule.Age, cancellationToken);
        return book with { SilentAt = now, Silent = silent.ToDictionary(of => of.Key.Value, of => of.Value) };
    }

    // Another process may write between the read and the write: then it is read again.
    async Task ChangeAsync(Func<AlertBook, AlertBook> change, CancellationToken cancellationToken)
    {
        while (true)
        {
            var (version, before) = await ReadAsync(cancellationToken);
            var after = change(before);
            if (ReferenceEquals(after, before) || await store.Alerts.TryWriteAsync(tenant, version, after.Write(), cancellationToken)) return;
        }
    }

    async Task<(long Version, AlertBook Book)> ReadAsync(CancellationToken cancellationToken)
    {
        var (version, text) = await store.Alerts.ReadAsync(tenant, cancellationToken);
        return (version, text is null ? AlertBook.Empty : AlertBook.Read(text));
    }

    static string NewId() => "msg_" + Guid.NewGuid().ToString("n");
}
