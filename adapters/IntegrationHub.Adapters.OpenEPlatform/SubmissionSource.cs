using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.ExceptionServices;
using System.Xml.Linq;
using IntegrationHub.Faults;
using IntegrationHub.Sources;
using Microsoft.Extensions.Logging;

namespace IntegrationHub.Adapters.OpenEPlatform;

/// <summary>Reads what was sent in: the list's row, the status with its content type, and what was filled in, as one record.</summary>
sealed class SubmissionSource(FamilyPages pages, PlatformApi api, int parallel, bool details, ILogger logger) : ISource, IReadsByKey, IFamilyContent
{
    // A status belongs to an e-service, not to a submission: one read for each of them in a run.
    readonly ConcurrentDictionary<int, XElement> statuses = new();

    public string Item => "FlowInstance";

    public string Id => "flowInstanceID";

    public ValueTask<SourcePage> ReadPageAsync(PageRequest request, CancellationToken cancellationToken) => pages.ReadAsync(this, request, cancellationToken);

    public ValueTask<PlatformAnswer?> ListAsync(int family, LocalDays days, CancellationToken cancellationToken) => api.ListInstancesAsync(family, days, cancellationToken);

    public async ValueTask<IReadOnlyList<SourceRecord>> RecordsAsync(int family, IReadOnlyList<ListedItem> items, CancellationToken cancellationToken)
    {
        var records = await InParallelAsync(items, async item =>
        {
            var found = await FindAsync(item.Id, cancellationToken);
            return found is null ? null : Record(item.Element, found);
        }, cancellationToken);

        if (records.Count < items.Count) OpenEPlatformLog.Purged(logger, items.Count - records.Count, items.Count);
        return records;
    }

    public async ValueTask<IReadOnlyList<SourceRecord>> ReadByKeysAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken)
    {
        var asked = keys.Select(key => VendorIds.TryRead(key, out var id) ? id : 0).Where(id => id > 0).ToList();
        var found = await InParallelAsync(asked, id => FindAsync(id, cancellationToken), cancellationToken);
        if (found.Count < keys.Count) OpenEPlatformLog.Purged(logger, keys.Count - found.Count, keys.Count);

        var rows = await RowsAsync(found, cancellationToken);
        return [.. found.Select(parts => Record(rows.GetValueOrDefault(parts.Id), parts))];
    }

    // The row of the list tells when the status last changed, which nothing else does. It is in the list of the day on which the submission came in.
    async ValueTask<IReadOnlyDictionary<int, XElement>> RowsAsync(IReadOnlyList<Parts> found, CancellationToken cancellationToken)
    {
        var lists = found.Select(f => f.ListedIn).OfType<(int Family, DateOnly Day)>().Distinct().ToList();
        var answers = await InParallelAsync(lists, async list => await api.ListInstancesAsync(list.Family, LocalDays.Of(list.Day), cancellationToken), cancellationToken);

        var rows = new Dictionary<int, XElement>();
        foreach (var row in answers.SelectMany(a => a.Root.Elements()))
        {
            if (VendorIds.TryRead(row.Child(Id)?.Value, out var id)) rows[id] = row;
        }

        return rows;
    }

    // Null when the platform does not have it any more: then it is neither a fault nor a deletion.
    async ValueTask<Parts?> FindAsync(int id, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadPartsAsync(id, cancellationToken);
        }
        catch (UnreadableAnswerException first) when (IsOfOneSubmission(first))
        {
            // The line may have broken. What is still damaged the second time costs only itself, and is asked for again by its number.
            try
            {
                return await ReadPartsAsync(id, cancellationToken);
            }
            catch (UnreadableAnswerException second) when (IsOfOneSubmission(second))
            {
                OpenEPlatformLog.Broken(logger, id, second.Code);
                return new Parts(id, null, null) { Broken = $"Submission {id} cannot be read: {second.Message}" };
            }
        }
    }

    async ValueTask<Parts?> ReadPartsAsync(int id, CancellationToken cancellationToken)
    {
        if (await api.GetInstanceAsync(id, cancellationToken) is not { Root: var instance }) return null;
        if (!VendorIds.TryRead(instance.Child("Header").Child("FlowInstanceID")?.Value, out var answered) || answered != id)
            throw new UnreadableAnswerException(FaultCodes.UnexpectedContent, $"Submission {id} was asked for and another one came. What stands between the hub and the platform that keeps answers?");

        if (!VendorIds.TryRead(instance.Child("Header").Child("Status").Child("ID")?.Value, out var statusId) || !statuses.TryGetValue(statusId, out var status))
        {
            status = (await api.GetStatusAsync(id, cancellationToken))?.Root;
            if (status is null) return null;
            if (VendorIds.TryRead(status.Child("statusID")?.Value, out var read)) statuses[read] = status;
        }

        if (!details) instance.Child("Values")?.Remove();
        return new Parts(id, instance, status);
    }

    // Another document than was asked for is what a sign-in page looks like, and concerns all.
    static bool IsOfOneSubmission(UnreadableAnswerException fault) => fault.Code is FaultCodes.MalformedAnswer or FaultCodes.DtdForbidden or FaultCodes.LimitExceeded;

    SourceRecord Record(XElement? row, Parts parts) => parts.Broken is { } why
        ? FamilyPages.Broken(row ?? new XElement(Item, new XElement(Id, parts.Id)), why, $"submission {parts.Id}") with { BrokenKey = parts.Id.ToString(CultureInfo.InvariantCulture) }
        : new SourceRecord
        {
            Content = PlatformXml.Compose("submission", ("listed", row), ("current", parts.Status), ("content", parts.Instance)),
            Format = RecordFormat.Xml,
            Where = $"submission {parts.Id}",
        };

    // The results in the order of the inputs, without those that are null; of several faults the first.
    async ValueTask<IReadOnlyList<TResult>> InParallelAsync<T, TResult>(IReadOnlyList<T> inputs, Func<T, ValueTask<TResult?>> readAsync, CancellationToken cancellationToken)
        where TResult : class
    {
        var results = new TResult?[inputs.Count];
        var faults = new ExceptionDispatchInfo?[inputs.Count];
        var failed = false;
        await Parallel.ForAsync(0, inputs.Count, new ParallelOptions { MaxDegreeOfParallelism = parallel, CancellationToken = cancellationToken }, async (i, _) =>
        {
            if (Volatile.Read(ref failed)) return;
            try
            {
                results[i] = await readAsync(inputs[i]);
            }
            catch (SourceException fault)
            {
                faults[i] = ExceptionDispatchInfo.Capture(fault);
                Volatile.Write(ref failed, true);
            }
        });

        Array.Find(faults, fault => fault is not null)?.Throw();
        return [.. results.OfType<TResult>()];
    }

    /// <summary>In which family's list of which day the row of a submission stands; null when its document does not say.</summary>
    internal static (int Family, DateOnly Day)? ListedIn(XElement? instance)
    {
        var header = instance.Child("Header");
        var posted = (header.Child("Posted") ?? header.Child("FirstSubmitted"))?.Value.Trim();
        return VendorIds.TryRead(header.Child("Flow").Child("FamilyID")?.Value, out var family)
            && posted is { Length: >= 10 }
            && DateOnly.TryParseExact(posted[..10], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? (family, day)
            : null;
    }

    /// <summary>What was read of one submission.</summary>
    sealed record Parts(int Id, XElement? Instance, XElement? Status)
    {
        public string? Broken { get; init; }

        /// <summary>Which list holds its row; null when it does not say.</summary>
        public (int Family, DateOnly Day)? ListedIn => SubmissionSource.ListedIn(Instance);
    }
}
