namespace IntegrationHub.Operation;

/// <summary>What runs the streams on their schedules, as far as the hub has to know of it. A job engine registers one; without it streams run only when somebody asks.</summary>
public interface IStreamSchedule
{
    /// <summary>When the stream runs next by its schedule; null when it is not planned. A time that has just passed stands until the run has begun.</summary>
    DateTimeOffset? NextRunAt(StreamName stream);

    /// <summary>Whether other nodes on the same index keep the same schedules, so that each turn runs on one of them. Where they do not, each node runs every stream.</summary>
    bool IsShared => true;

    /// <summary>Something changed that bears on when streams run: look again soon. Returns at once.</summary>
    void LookAgain();
}
