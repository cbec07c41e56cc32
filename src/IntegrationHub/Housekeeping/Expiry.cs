using System.Globalization;
using IntegrationHub.Audit;
using IntegrationHub.Configuration;
using IntegrationHub.Storage;

namespace IntegrationHub.Housekeeping;

/// <summary>Erases what people wrote when it has been kept for as long as it may be: nothing is kept for ever because nobody cleared it away. How much it was stands in the audit.</summary>
/// <param name="tenant">The municipality.</param>
/// <param name="store">What is erased, and the audit.</param>
/// <param name="keepFor">How long it is kept; zero for ever.</param>
/// <param name="time">The clock.</param>
abstract class Expiry(TenantId tenant, IHubStore store, TimeSpan keepFor, TimeProvider time) : IChore
{
    const int AtOnce = 500;

    protected TenantId Tenant => tenant;

    protected IHubStore Store => store;

    protected TimeSpan KeepFor => keepFor;

    /// <summary>What the audit calls it.</summary>
    protected abstract string Action { get; }

    /// <summary>Why it is erased, as the words before the length of time.</summary>
    protected abstract string Why { get; }

    /// <summary>What is erased, as the word after a number.</summary>
    protected abstract string Things { get; }

    public async Task DoAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        // Nothing is older than the beginning of time.
        var before = keepFor > TimeSpan.Zero ? now - keepFor : DateTimeOffset.MinValue;
        var erased = 0;
        int some;
        do
        {
            some = await EraseAsync(before, now, AtOnce, cancellationToken);
            erased += some;
        }
        while (some == AtOnce);

        if (erased == 0) return;

        await store.Audit.AppendAsync(tenant, [Line(erased)], cancellationToken);
        Log(erased);
    }

    /// <summary>Erases at most so many, and tells how many there were.</summary>
    protected abstract ValueTask<int> EraseAsync(DateTimeOffset before, DateTimeOffset now, int atMost, CancellationToken cancellationToken);

    protected abstract void Log(int erased);

    AuditLine Line(int erased) => HubLine.Of(time.GetUtcNow(), Action, $"{erased} {Things}") with
    {
        Purpose = string.Create(CultureInfo.InvariantCulture, $"{Why} ({ValueSyntax.Text(keepFor)})"),
    };
}
