using IntegrationHub.Protection;
using IntegrationHub.Sync;
using Microsoft.Extensions.Logging;

namespace IntegrationHub.Remapping;

/// <summary>Maps records of one stream again, and counts those that the new mapping makes no version of.</summary>
internal sealed class RemapPortion(RunnableStream stream, CaseProtector protector, ILogger logger)
{
    readonly RecordTranslator translator = new(stream.Definition, stream.Mapping, protector);

    /// <summary>How many cannot be mapped.</summary>
    public long Held { get; private set; }

    /// <summary>How many are left out, or called gone.</summary>
    public long LeftOut { get; private set; }

    /// <summary>How many have another key.</summary>
    public long OtherKey { get; private set; }

    /// <summary>How many cannot be opened.</summary>
    public long NotOpened { get; private set; }

    /// <summary>Maps one. What no version comes of leaves the one that stands: nothing goes because a mapping says so, before its source or a guarded rebuild says it too.</summary>
    public BatchItem.Remap Map(OldRecord old)
    {
        var stays = new BatchItem.Skip(null, old.ReadStartedAt);
        try
        {
            var record = protector.OpenLast(old, stream.Key);
            BatchItem now = translator.Translate(record, translator.RawHash(record), old.ReadStartedAt);
            switch (now)
            {
                case BatchItem.Hold:
                    Held++;
                    break;
                case BatchItem.Skip or BatchItem.Remove:
                    LeftOut++;
                    now = stays;
                    break;
                case { Key: var key } when key != old.Key:
                    OtherKey++;
                    now = stays;
                    break;
                default:
                    break;
            }

            return new BatchItem.Remap(old.Key, old.BytesHash, now) { Record = record, With = translator.With };
        }
        catch (ProtectedValueException)
        {
            RemapLog.NotOpened(logger, stream.Key);
            NotOpened++;
            return new BatchItem.Remap(old.Key, old.BytesHash, stays) { With = translator.With };
        }
    }

    /// <summary>How far the stream has come with this portion, apart from what its commits count.</summary>
    public RemapProgress AddTo(RemapProgress progress) =>
        progress with { LeftOut = progress.LeftOut + LeftOut, OtherKey = progress.OtherKey + OtherKey, NotOpened = progress.NotOpened + NotOpened };
}
