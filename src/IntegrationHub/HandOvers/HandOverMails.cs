using IntegrationHub.Audit;
using IntegrationHub.Idempotency;
using IntegrationHub.Mails;
using IntegrationHub.Protection;
using IntegrationHub.Scheduling;
using IntegrationHub.Storage;
using IntegrationHub.Sync;
using Microsoft.Extensions.Logging;

namespace IntegrationHub.HandOvers;

/// <summary>Sends the mails to those outside into whose hand something was put, and tells the unit what became of each: a step <c>sent</c>, or <c>notSent</c>, which gives it back.</summary>
/// <remarks>That a mail is to be sent is written with the step, and several processes may send: one of them has each mail for a while. One that was sent twice, because a process ended in between, has the same id and the same link.</remarks>
sealed class HandOverMails(
    TenantId tenant, IHubStore store, HandOverProtector protector, ReplyLinks links, HandOverOptions options, Func<MailServerSettings, string, Mail, CancellationToken, Task<MailOutcome>> send,
    string municipality, TimeZoneInfo zone, TimeProvider time, ILogger logger)
{
    const int AtOnce = 50;
    const int Tries = 5;

    static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(30);

    readonly ChangeSignal woken = new();
    readonly HandOverSteps steps = new(tenant, store, protector, time);

    /// <summary>There is something to send: look soon. Returns at once.</summary>
    public void Wake() => woken.Set();

    /// <summary>Sends what is due, until it is cancelled.</summary>
    public async Task KeepSendingAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await LookAsync(cancellationToken);
            }
            catch (Exception failed) when (failed is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
            {
                // A store that cannot be read now must not end the sending for good.
                HandOverLog.MailsNotLooked(logger, failed.GetType().FullName ?? "", failed.StackTrace ?? "");
            }

            await woken.WaitAsync(LookAgain, time, cancellationToken);
        }
    }

    /// <summary>Sends what is due now.</summary>
    /// <returns>How many mails were tried.</returns>
    public async Task<int> LookAsync(CancellationToken cancellationToken)
    {
        var due = await store.HandOvers.ListAsync(tenant, new HandOverQuery { MailBy = time.GetUtcNow(), Limit = AtOnce }, filter: null, cancellationToken);
        var tried = 0;
        foreach (var found in due)
            if (await SendAsync(found, cancellationToken)) tried++;
        return tried;
    }

    async ValueTask<bool> SendAsync(FoundHandOver found, CancellationToken cancellationToken)
    {
        var (id, now) = (found.HandOver.Id, time.GetUtcNow());
        if (found.HandOver.Standing.Out is not { MailDue: { } due, Mail: { } bits, ReplyUntil: { } until } goesOut) return false;

        var attempts = goesOut.MailAttempts + 1;
        var claimed = now + MailRetry.Claim;
        if (!await store.HandOvers.PutOffMailAsync(tenant, id, due, claimed, attempts, cancellationToken)) return false;

        var outcome = await TryAsync(found, bits, until, cancellationToken);
        if (outcome.Taken)
        {
            await SettleAsync(id, goesOut.Reply, HandOverStepKind.Sent, text: null, current => current with { Mail = null, MailDue = null, MailAttempts = attempts }, cancellationToken);
            HandOverLog.Mailed(logger, id, attempts);
            return true;
        }

        var wait = MailRetry.After(attempts, outcome.Never);
        // Nobody is asked any more by a link that is over.
        if (wait is { } next && now + next < until)
        {
            await store.HandOvers.PutOffMailAsync(tenant, id, claimed, time.GetUtcNow() + next, attempts, cancellationToken);
            HandOverLog.NotMailed(logger, id, attempts, outcome.Fault ?? "");
            return true;
        }

        await SettleAsync(id, goesOut.Reply, HandOverStepKind.NotSent, outcome.Fault, current => current, cancellationToken);
        HandOverLog.MailGivenUp(logger, id, attempts, outcome.Fault ?? "");
        return true;
    }

    async Task<MailOutcome> TryAsync(FoundHandOver found, UInt128 bits, DateTimeOffset until, CancellationToken cancellationToken)
    {
        OpenedHandOver opened;
        try
        {
            opened = protector.Open(found);
        }
        catch (ProtectedValueException)
        {
            return new MailOutcome(false, "what is to be sent does not open with the keys there are");
        }

        if (options.Replies is not { } replies) return new MailOutcome(false, "hub.yaml has no handOvers.replies any more");
        if (opened.Letter is not { } letter || opened.Course.Holder is not { Kind: HolderKind.External, Email: not null } to) return new MailOutcome(false, "there is nobody to send it to") { Never = true };

        var link = ReplyLinks.AddressOf(replies.Address, links.SecretOf(opened.Stored.Id, bits));
        var unit = options.Units.GetValueOrDefault(to.Unit, to.Unit);
        var mail = ReplyMail.Of($"reply_{opened.Stored.Id}_{opened.LetterNumber}", to, letter, link, until, municipality, unit, zone);
        return await send(replies.Mail, replies.MailSection, mail, cancellationToken);
    }

    // Somebody may take a step meanwhile; as long as it is in the same hand, by the same link, what became of the mail is told.
    async ValueTask SettleAsync(HandOverId id, UInt128? reply, HandOverStepKind kind, string? text, Func<HandOverOut, HandOverOut> after, CancellationToken cancellationToken)
    {
        await store.Audit.AppendAsync(tenant, [HubLine.Of(time.GetUtcNow(), "handover." + Configuration.EnumNames.Of(kind), id.ToString())], cancellationToken);
        for (var tries = 0; tries < Tries; tries++)
            if (await steps.TakeAsync(new HandOverQuery { Id = id, Limit = 1 }, opened => opened.Stored.Standing.Out?.Reply == reply ? new HubStep(kind, text, after) : null, cancellationToken) is not Written<HandOverDone>.Changed) return;
    }
}
