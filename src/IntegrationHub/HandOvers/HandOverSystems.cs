using IntegrationHub.Audit;
using IntegrationHub.Disclosure;
using IntegrationHub.Idempotency;
using IntegrationHub.Protection;
using IntegrationHub.Scheduling;
using IntegrationHub.Storage;
using IntegrationHub.WriteBack;
using Microsoft.Extensions.Logging;

namespace IntegrationHub.HandOvers;

/// <summary>Tells the units what became of the cases that systems were to make of their hand-overs: taken, refused or given up, and at last closed.</summary>
/// <remarks>Several processes may look: a step is written on the one before it, so one of them writes it.</remarks>
sealed class HandOverSystems(TenantId tenant, IHubStore store, HandOverProtector protector, WriteProtector writes, TimeProvider time, ILogger logger)
{
    const int AtOnce = 100;

    static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(30);

    // The hub itself asks, not somebody: that a case is closed is told to the unit that had it made.
    static readonly AccessFilter Everything = new([new AccessRule { Disclosure = Disclosure.Disclosure.Full }], []);

    readonly ChangeSignal woken = new();
    readonly HandOverSteps steps = new(tenant, store, protector, time);

    /// <summary>A command has come to its end: look soon. Returns at once.</summary>
    public void Wake() => woken.Set();

    /// <summary>Tells what there is to tell, until it is cancelled.</summary>
    public async Task KeepTellingAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await LookAsync(cancellationToken);
            }
            catch (Exception failed) when (failed is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
            {
                HandOverLog.SystemsNotLooked(logger, failed.GetType().FullName ?? "", failed.StackTrace ?? "");
            }

            await woken.WaitAsync(LookAgain, time, cancellationToken);
        }
    }

    /// <summary>Tells what there is to tell now.</summary>
    /// <returns>How many steps were taken.</returns>
    public async Task<int> LookAsync(CancellationToken cancellationToken)
    {
        var told = 0;
        foreach (var found in await store.HandOvers.ListAsync(tenant, new HandOverQuery { CommandNews = true, Limit = AtOnce }, filter: null, cancellationToken))
            if (await TellAsync(found, cancellationToken)) told++;
        return told;
    }

    /// <summary>How a command is taken back that has not left: what was handed over to a system is not wanted there any more.</summary>
    /// <param name="id">The command.</param>
    /// <param name="by">Who takes the hand-over back, or on.</param>
    /// <param name="cancellationToken">Stops looking.</param>
    /// <returns>Null for one that is on its way, or that may have been carried out: it is left as it is, for nobody knows what came of it.</returns>
    public async ValueTask<CommandTakenBack?> TakenBackAsync(WriteCommandId id, string by, CancellationToken cancellationToken) =>
        await store.Outbox.GetForOperatorAsync(tenant, id, cancellationToken) is { State: WriteState.Queued, UnknownAt: null } queued && WriteDecisions.Of(queued, new WriteDecision.Withdraw(), time.GetUtcNow()) is { } settled
            ? new CommandTakenBack(id, queued.Version, writes.Decided(queued, settled, by))
            : null;

    async ValueTask<bool> TellAsync(FoundHandOver found, CancellationToken cancellationToken)
    {
        if (found.HandOver.Standing.Out is not { Command: { } id } goesOut || await store.Outbox.GetForOperatorAsync(tenant, id, cancellationToken) is not { } command) return false;

        try
        {
            var made = command.Case is { } of ? (await store.Cases.GetAsync(tenant, of, Everything, cancellationToken))?.Case : null;
            if (HandOverNews.Of(goesOut.CommandTaken, command, writes.OpenSaid(command), made) is not { } step) return false;

            await store.Audit.AppendAsync(tenant, [HubLine.Of(time.GetUtcNow(), "handover." + Configuration.EnumNames.Of(step.Kind), found.HandOver.Id.ToString()) with { Case = command.Case?.ToString() }], cancellationToken);
            return await steps.TakeAsync(new HandOverQuery { Id = found.HandOver.Id, Limit = 1 }, opened => opened.Stored.Standing.Out == goesOut ? step : null, cancellationToken) is Written<HandOverDone>.Done;
        }
        catch (ProtectedValueException)
        {
            HandOverLog.NotOpened(logger, found.HandOver.Id);
            return false;
        }
    }
}
