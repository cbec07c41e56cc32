using System.Reflection;
using IntegrationHub.Sync;

namespace IntegrationHub.Tests.Sync;

/// <summary>Stands before a real store and refuses transactions that hold certain keys; the rest goes through. It counts what is tried.</summary>
public class RefusingStreams : DispatchProxy
{
    IStreamStore store = null!;

    /// <summary>The keys of cases and events that the store does not take.</summary>
    public HashSet<string> Refused { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether it takes no entry in quarantine with these keys either.</summary>
    public bool RefusesHoldsWithTheKey { get; set; }

    /// <summary>How long a transaction may keep others from writing; as long as the store says unless set.</summary>
    public TimeSpan? Turn { get; set; }

    /// <summary>How many transactions with records were tried.</summary>
    public int Tries { get; private set; }

    /// <summary>The checkpoints that were stored, in order, with the number of records.</summary>
    public List<(int Items, Checkpoint Checkpoint)> Stored { get; } = [];

    /// <summary>Called before each transaction with its number from 1.</summary>
    public Action<int>? BeforeTry { get; set; }

    public static (IStreamStore Store, RefusingStreams Control) Before(IStreamStore store)
    {
        var proxy = Create<IStreamStore, RefusingStreams>();
        var control = (RefusingStreams)(object)proxy;
        control.store = store;
        return (proxy, control);
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        if (targetMethod!.Name == $"get_{nameof(IStreamStore.LongestTurn)}" && Turn is not null) return Turn;

        var items = args!.OfType<Batch>().SingleOrDefault()?.Items ?? args!.OfType<IReadOnlyList<BatchItem>>().SingleOrDefault();
        if (items is { Count: > 0 })
        {
            BeforeTry?.Invoke(++Tries);
            if (items.Any(IsRefused)) return new ValueTask<BatchResult>(Task.FromException<BatchResult>(new BatchRefusedException("CHECK constraint failed: cases.")));
        }

        if (args!.OfType<Batch>().SingleOrDefault() is { } batch) Stored.Add((batch.Items.Count, batch.Checkpoint));
        return targetMethod!.Invoke(store, args);
    }

    bool IsRefused(BatchItem item) => item switch
    {
        BatchItem.Again again => IsRefused(again.Now),
        BatchItem.Hold { Key: { } key } => RefusesHoldsWithTheKey && Refused.Contains(key),
        BatchItem.StoreCase or BatchItem.StoreEvent => Refused.Contains(item.Key!),
        _ => false,
    };
}
