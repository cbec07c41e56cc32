namespace IntegrationHub.Sync;

/// <summary>Makes of what a store refused what goes to quarantine in its place.</summary>
internal sealed class RefusedRecords(RecordTranslator translator)
{
    /// <summary>The ways to hold it, the best first: with its key, and without, for the key may be what is refused. None where there is no record to keep.</summary>
    public IReadOnlyList<BatchItem> HoldsOf(BatchItem item, Exception refused) => item switch
    {
        BatchItem.Hold { Key: null } => [],
        BatchItem.Hold hold => [hold with { Entry = hold.Entry with { Key = null }, Refused = true }],
        BatchItem.Again again => [.. HoldsOf(again.Now with { Record = again.Record ?? again.Now.Record }, refused).Select(hold => again with { Now = hold })],
        BatchItem.Remap remap => [.. HoldsOf(remap.Now with { Record = remap.Record }, refused).Select(hold => remap with { Now = hold })],
        { Record: { } record, Key: { } key } => [translator.HoldRefused(record, key, item.ReadStartedAt, RefusalRule.Why(refused)), translator.HoldRefused(record, null, item.ReadStartedAt, RefusalRule.Why(refused))],
        { Record: { } record } => [translator.HoldRefused(record, null, item.ReadStartedAt, RefusalRule.Why(refused))],
        _ => [],
    };
}
