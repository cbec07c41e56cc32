using IntegrationHub.Sync;

namespace IntegrationHub.PostgreSql;

/// <summary>What everything that writes in one transaction of one stream shares.</summary>
/// <remarks>
/// A round trip for each row would cost more than the row. So what is about to be applied is read ahead, what is written is gathered and sent by the hundreds, and whoever asks
/// the tables themselves (<see cref="Sql"/>) has sent before what was gathered.
/// </remarks>
internal sealed class WriteScope : IWriteScope
{
    readonly Write write;
    readonly StreamRows rows;

    public WriteScope(Write write, StreamNumbers stream, DateTimeOffset now)
    {
        this.write = write;
        Stream = stream;
        Now = now;
        rows = new StreamRows(this);
    }

    public StreamNumbers Stream { get; }

    public DateTimeOffset Now { get; }

    /// <summary>The run that writes; null when it is none.</summary>
    public long? Run { get; init; }

    /// <summary>The transaction.</summary>
    public Write Write => write;

    /// <summary>Counts what is written.</summary>
    public RowsWritten Written => write.Rows;

    /// <summary>What there was of the stream and its source when somebody first asked.</summary>
    public StreamFacts Facts => rows.Facts;

    /// <summary>A statement over the tables as they are with everything that was written so far.</summary>
    public Statement Sql(string text)
    {
        Flush();
        return write.Connection.Prepare(text);
    }

    /// <summary>A statement over rows of which nothing is gathered.</summary>
    public Statement Apart(string text) => write.Connection.Prepare(text);

    /// <inheritdoc/>
    public IStreamRows Rows() => rows;

    /// <summary>Quarantine was written without its rows being asked.</summary>
    public void ForgetQuarantine() => rows.ForgetQuarantine();

    /// <summary>Sends what was gathered, but for the change feed.</summary>
    public void Flush() => rows.Flush();

    /// <summary>Gives the changes of the transaction their positions; nothing of the tenant is committed by others from here on, until this transaction is.</summary>
    public void HandOutPositions() => rows.Feed.HandOut();

    /// <inheritdoc/>
    public void InPart(Action part)
    {
        Flush();
        var (counted, changes) = (Written.Mark(), rows.Feed.Count);
        write.Connection.Execute("SAVEPOINT part");
        try
        {
            part();
            Flush();
            write.Connection.Execute("RELEASE SAVEPOINT part");
        }
        catch
        {
            rows.Forget();
            rows.Feed.TakeBackTo(changes);
            Written.Return(counted);
            write.Connection.Execute("ROLLBACK TO SAVEPOINT part; RELEASE SAVEPOINT part");
            throw;
        }
    }

    /// <inheritdoc/>
    public BatchRefusedException? AsRefusal(Exception fault) => fault is PostgresFault { IsAboutValues: true } values ? values.AsRefusal() : null;

    /// <inheritdoc/>
    public void StoreCheckpoint(StreamLease lease, Checkpoint checkpoint) => Leases.StoreCheckpoint(write.Connection, Stream, lease, checkpoint);

    /// <inheritdoc/>
    public void AddToRun(StreamLease lease, long run, RunCounters counters, RunProgress progress) => RunHistory.Add(write.Connection, Stream, lease, run, counters, progress);

    /// <inheritdoc/>
    public void Judge(long run, SweepVerdict verdict) => RunHistory.Judge(write.Connection, Stream, run, verdict);
}
