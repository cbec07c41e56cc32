using IntegrationHub.Sync;

namespace IntegrationHub.Storage.Writing;

/// <summary>The numbers that stand for a stream's names in a store.</summary>
internal readonly record struct StreamNumbers(long Tenant, long Source, long Stream);

/// <summary>A transaction of a store that writes for one stream. What is decided in it is the same in every store; how its rows are read and written is the store's.</summary>
internal interface IWriteScope
{
    /// <summary>The stream.</summary>
    StreamNumbers Stream { get; }

    /// <summary>The hub's time.</summary>
    DateTimeOffset Now { get; }

    /// <summary>The rows that the transaction may touch.</summary>
    IStreamRows Rows();

    /// <summary>Does a part of the transaction; when it throws, nothing of that part is left, and the transaction goes on.</summary>
    void InPart(Action part);

    /// <summary>The store's word for a fault that is about a value; null when it is about none.</summary>
    BatchRefusedException? AsRefusal(Exception fault);

    /// <summary>Stores the checkpoint if the lease still is the stream's.</summary>
    /// <exception cref="StreamFencedException">It is not.</exception>
    void StoreCheckpoint(StreamLease lease, Checkpoint checkpoint);

    /// <summary>Adds to a run what one commit did.</summary>
    void AddToRun(StreamLease lease, long run, RunCounters counters, RunProgress progress);

    /// <summary>Writes down what a complete read of the run proved.</summary>
    void Judge(long run, SweepVerdict verdict);
}

/// <summary>What is left of a case among the commands to its vendor.</summary>
internal interface IOutboxTraces
{
    /// <summary>Destroys the commands about a case, whatever became of them.</summary>
    void Erase(string caseKey);
}

/// <summary>The rows of a stream and of its source, in one transaction. A store may read ahead and gather what it is given; what it is asked afterwards it answers as if it were written.</summary>
internal interface IStreamRows
{
    /// <summary>Cases, with the words that they are searched by.</summary>
    ICaseRows Cases { get; }

    /// <summary>Events.</summary>
    IEventRows Events { get; }

    /// <summary>Contacts.</summary>
    IContactRows Contacts { get; }

    /// <summary>What change detection knows.</summary>
    IRecordStates States { get; }

    /// <summary>Quarantine.</summary>
    IQuarantineRows Quarantine { get; }

    /// <summary>Bytes that a person has edited.</summary>
    IEditedRows Edited { get; }

    /// <summary>Look-up keys.</summary>
    ILookupKeyRows LookupKeys { get; }

    /// <summary>The change feed.</summary>
    IChangeFeed Changes { get; }

    /// <summary>What complete reads have seen.</summary>
    ISweepRows Sweeps { get; }

    /// <summary>Held deletes, and what was decided to stay.</summary>
    IHeldDeleteRows HeldDeletes { get; }

    /// <summary>The records that versions were made of.</summary>
    ILastRecords LastRecords { get; }

    /// <summary>Commands to the vendor about cases.</summary>
    IOutboxTraces Outbox { get; }

    /// <summary>What a rebuild has gathered.</summary>
    IShadowRows Shadow { get; }

    /// <summary>Says what is about to be applied: a store that is far away reads what is known of it at once.</summary>
    void ReadAhead(ExpectedKeys keys);

    /// <summary>Writes down when the latest read began of which something is committed; it never goes back.</summary>
    void SetLastRead(DateTimeOffset readStartedAt);

    /// <summary>Has the stream mapped again from its beginning, as far as that is needed.</summary>
    void MapAgain();
}
