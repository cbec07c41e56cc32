using IntegrationHub.Audit;
using IntegrationHub.Idempotency;
using IntegrationHub.Lookup;
using IntegrationHub.Storage;

namespace IntegrationHub.HandOvers;

/// <summary>What somebody outside can do with their link: read what they are asked, and reply once.</summary>
/// <remarks>The link opens while the hand-over is in their hand, and until it expires. A reply, a return, another hand or an end take it away with the standing that it is part of.</remarks>
sealed class HandOverReplies(TenantId tenant, IHubStore store, HandOverProtector protector, CallerGate gate, HandOverOptions options, string municipality, TimeProvider time)
{
    /// <summary>The longest reply, in characters.</summary>
    public const int MaxText = 5_000;

    const int Tries = 5;

    readonly HandOverSteps steps = new(tenant, store, protector, time);

    /// <summary>What they are asked; null when the link is none, or over.</summary>
    public async Task<AnswerReply?> ReadAsync(string link, CancellationToken cancellationToken)
    {
        if (await FindAsync(link, cancellationToken) is not { } opened) return null;

        await AuditAsync(opened, "handover.letter", "full", cancellationToken);
        return new AnswerReply(municipality, options.Units.GetValueOrDefault(opened.Course.Holder.Unit, opened.Course.Holder.Unit), opened.Letter!, opened.Stored.Standing.Out!.ReplyUntil!.Value);
    }

    /// <summary>Takes a reply: it is in the hand again of whoever passed it on.</summary>
    public async Task<ReplyOutcome> ReplyAsync(string link, string text, CancellationToken cancellationToken)
    {
        var plain = text.ReplaceLineEndings("\n").Trim();
        for (var tries = 0; tries < Tries; tries++)
        {
            // That the link is none is told before anything of the reply: else whoever tries links is told which of them are.
            if (await FindAsync(link, cancellationToken) is not { } opened) return ReplyOutcome.NoLink;
            if (plain.Length is 0 or > MaxText || HandOverRules.HasNoMeaning(plain)) return ReplyOutcome.Unreadable;

            var course = opened.Course;
            // The link stands for the unit that answers for them: it may reply, and nothing else.
            if (HandOverDecision.Decide(course, new HandOverActor(course.Holder.Name ?? "", [course.Holder.Unit]), new HandOverOrder(HandOverStepKind.Replied, plain)) is not { } to) return ReplyOutcome.NoLink;

            // A reply that meets another step, as the mail's own "sent", is tried again: it is asked once.
            if (tries is 0) await AuditAsync(opened, "handover.replied", "asked", cancellationToken);
            var step = new HandOverStep { Number = course.Version + 1, Kind = HandOverStepKind.Replied, At = time.GetUtcNow(), By = $"{course.Holder.Name} ({HubLine.Outsider})", From = course.Holder, To = to, Text = plain };
            switch (await steps.WriteAsync(opened, step, goesOut => goesOut, cancellationToken))
            {
                case Written<HandOverDone>.Done:
                    return ReplyOutcome.Taken;
                case Written<HandOverDone>.Changed:
                    continue;
                default:
                    return ReplyOutcome.NoLink;
            }
        }

        throw new Sync.CommitFailedException("The hand-over changed faster than the reply could be written.", new InvalidOperationException());
    }

    async ValueTask<OpenedHandOver?> FindAsync(string link, CancellationToken cancellationToken)
    {
        if (!ReplyLinks.TryHash(link, out var hash)) return null;
        if (await store.HandOvers.ListAsync(tenant, new HandOverQuery { Reply = hash, Limit = 1 }, filter: null, cancellationToken) is not [var found]) return null;
        if (found.HandOver.Standing.Out?.ReplyUntil is not { } until || until < time.GetUtcNow()) return null;

        var opened = protector.Open(found);
        return opened is { Letter: not null, Course: { State: HandOverState.Waiting, Holder.Kind: HolderKind.External } } ? opened : null;
    }

    ValueTask AuditAsync(OpenedHandOver opened, string action, string result, CancellationToken cancellationToken) => gate.AuditAsync(
        [HubLine.Of(time.GetUtcNow(), action, opened.Stored.Id.ToString(), HubLine.Outsider, result, gate.SubjectOf(opened.HandOver.Person))], cancellationToken);
}
