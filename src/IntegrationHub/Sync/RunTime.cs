namespace IntegrationHub.Sync;

/// <summary>How long a run has gone on, and how long it may.</summary>
internal sealed class RunTime(TimeSpan most, TimeProvider time)
{
    readonly long began = time.GetTimestamp();

    /// <summary>Whether half of it is used: what is read for notifications leaves the other half to what the run is to read, or that would never have its turn.</summary>
    public bool IsHalfOver => time.GetElapsedTime(began) > most / 2;

    /// <summary>Ends the run when all of it is used.</summary>
    /// <exception cref="RunTimeExceededException">It is.</exception>
    public void StopWhenOver()
    {
        if (time.GetElapsedTime(began) > most) throw new RunTimeExceededException();
    }
}
