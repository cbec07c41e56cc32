using IntegrationHub.Protection;
using IntegrationHub.Sources;
using IntegrationHub.Streams;
using IntegrationHub.Sync;

namespace IntegrationHub.Operation;

/// <summary>Whether what an operator asks of a stream makes sense. Pure.</summary>
static class StreamOrders
{
    const int MaxReason = 200;

    /// <summary>The order for a period.</summary>
    /// <exception cref="OrderRefusedException">It makes no sense.</exception>
    public static RunOrder.Period Period(StreamDefinition stream, DateTimeOffset from, DateTimeOffset until, DateTimeOffset now)
    {
        if (stream.Reading.Strategy == ReadStrategy.Snapshot)
            throw new OrderRefusedException("from", $"The stream '{stream.Name}' is read whole in every run (strategy snapshot), so there is no period to read again. Run it.");
        if (from >= until) throw new OrderRefusedException("until", "The period's end must be later than its beginning.");
        if (from >= now) throw new OrderRefusedException("from", "The period begins in the future; nothing can have changed in it yet.");

        return new RunOrder.Period(from.ToUniversalTime(), until < now ? until.ToUniversalTime() : now);
    }

    /// <summary>The reason that somebody wrote, as it may stand in the audit; null when there is none.</summary>
    /// <exception cref="OrderRefusedException">It may not.</exception>
    public static string? Reason(string? written)
    {
        var reason = written?.Trim();
        if (string.IsNullOrEmpty(reason)) return null;
        if (reason.Length > MaxReason) throw new OrderRefusedException("reason", $"Write why in at most {MaxReason} characters.");
        if (FreeText.HoldsPersonalNumber(reason)) throw new OrderRefusedException("reason", "A personal number stands in it. Write why without it.");
        return reason;
    }

    /// <summary>Sees that whoever asks for a reset means this stream.</summary>
    /// <exception cref="OrderRefusedException">They do not.</exception>
    public static void Confirm(StreamName stream, string? confirmation)
    {
        if (confirmation?.Trim() != stream.Value)
            throw new OrderRefusedException("confirm", $"To reset a stream, write its name once more: '{stream}'. Nothing was done.");
    }
}
