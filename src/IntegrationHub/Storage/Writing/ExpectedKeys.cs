using IntegrationHub.Sync;

namespace IntegrationHub.Storage.Writing;

/// <summary>The keys of what is about to be applied.</summary>
/// <param name="Records">Of records, among those of their stream.</param>
/// <param name="Cases">Of cases, among those of their source.</param>
internal sealed record ExpectedKeys(IReadOnlyCollection<string> Records, IReadOnlyCollection<string> Cases)
{
    /// <summary>The keys that applying these items asks for.</summary>
    public static ExpectedKeys Of(IReadOnlyList<BatchItem> items)
    {
        var records = new HashSet<string>(items.Count, StringComparer.Ordinal);
        var cases = new HashSet<string>(items.Count, StringComparer.Ordinal);
        foreach (var item in items) Add(item);
        return new ExpectedKeys(records, cases);

        void Add(BatchItem item)
        {
            if (item.Key is { } key) records.Add(key);
            switch (item)
            {
                // Only a sweep wants to know of it, or quarantine.
                case BatchItem.Unchanged { Confirms: false } or BatchItem.Skip:
                    if (item.Key is { } known) records.Remove(known);
                    break;
                case BatchItem.StoreEvent store:
                    cases.Add(store.Event.CaseKey);
                    break;
                case BatchItem.Again again:
                    Add(again.Now);
                    break;
                case BatchItem.Remap remap:
                    cases.Add(remap.OldKey);
                    Add(remap.Now);
                    break;
                case { Key: { } of } and not BatchItem.Unchanged:
                    cases.Add(of);
                    break;
            }
        }
    }
}
