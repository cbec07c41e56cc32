using IntegrationHub.WriteBack;

namespace IntegrationHub.Storage.Writing;

/// <summary>Decides whether a command is stored: once for each request.</summary>
internal static class OutboxCommit
{
    /// <summary>Stores it by <paramref name="insert"/>, unless the same request was carried out before.</summary>
    public static CommandAdded Add(IOnceRows requests, CommandOnce? once, Action insert)
    {
        if (once is not null && !requests.TryClaim(once.Request))
        {
            var before = requests.Remembered(once.Request.Id);
            return before.Fingerprint.AsSpan().SequenceEqual(once.Request.Fingerprint) ? new CommandAdded.Again(before.Answer) : new CommandAdded.OtherRequest();
        }

        insert();
        if (once is not null) requests.Remember(once.Request.Id, once.Answer);
        return new CommandAdded.Done();
    }
}
