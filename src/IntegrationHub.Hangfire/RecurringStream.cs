using IntegrationHub.Scheduling;

namespace IntegrationHub.Hangfire;

/// <summary>A stream's recurring job as Hangfire's storage has it.</summary>
/// <param name="Planned">The run that it waits for, or has begun.</param>
/// <param name="Cron">Its expression.</param>
/// <param name="LastJobState">What has become of the last background job that was made of it; null when there was none, or it is forgotten.</param>
/// <param name="PlannedDuring">What has become of the background job whose run planned it; null when it was planned outside a run.</param>
sealed record RecurringStream(PlannedRun Planned, string Cron, string? LastJobState, string? PlannedDuring)
{
    /// <summary>The id of the background job whose run planned it; null when it was planned outside a run.</summary>
    public string? PlannedDuringJob { get; init; }

    /// <summary>When Hangfire makes the next background job of it; null when it does not.</summary>
    public DateTimeOffset? NextJobAt { get; init; }

    /// <summary>Whether Hangfire waits for the planned moment no more: it has made a job of it, or that moment had passed before it was stored.</summary>
    public bool HasFired => NextJobAt is not { } next || next - Planned.At > TimeSpan.FromHours(1);
}
