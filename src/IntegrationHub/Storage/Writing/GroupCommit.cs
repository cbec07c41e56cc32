namespace IntegrationHub.Storage.Writing;

/// <summary>Work that waits at the same time shares one transaction, and so one flush to the disk.</summary>
/// <param name="write">Runs work in its turn in one transaction.</param>
/// <param name="apply">Does what was asked for, in the order of asking, with an answer for each.</param>
internal sealed class GroupCommit<TConnection, TAsked, TAnswer>(Func<Func<TConnection, IReadOnlyList<TAnswer>>, Task<IReadOnlyList<TAnswer>>> write, Func<TConnection, IReadOnlyList<TAsked>, IReadOnlyList<TAnswer>> apply)
{
    readonly Lock gate = new();
    List<Waiting> waiting = [];

    /// <summary>Returns when the transaction that holds it is committed. Who stops waiting does not take it back.</summary>
    public async ValueTask<TAnswer> AddAsync(TAsked asked, CancellationToken cancellationToken)
    {
        var one = new Waiting(asked, new TaskCompletionSource<TAnswer>(TaskCreationOptions.RunContinuationsAsynchronously));
        bool first;
        lock (gate)
        {
            waiting.Add(one);
            first = waiting.Count == 1;
        }

        // Whoever comes first asks for the transaction; who comes until it begins goes with it.
        if (first) await FlushAsync();
        return await one.Answer.Task.WaitAsync(cancellationToken);
    }

    async Task FlushAsync()
    {
        List<Waiting> taken = [];
        try
        {
            var answers = await write(connection =>
            {
                taken = Take();
                return apply(connection, [.. taken.Select(one => one.Asked)]);
            });
            foreach (var (one, answer) in taken.Zip(answers)) one.Answer.SetResult(answer);
        }
#pragma warning disable CA1031 // Everybody who waits must hear of it, whatever it is.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            if (taken.Count == 0) taken = Take();
            foreach (var one in taken) one.Answer.SetException(fault);
        }
    }

    List<Waiting> Take()
    {
        lock (gate)
        {
            var taken = waiting;
            waiting = [];
            return taken;
        }
    }

    sealed record Waiting(TAsked Asked, TaskCompletionSource<TAnswer> Answer);
}
