using System.Xml.Linq;
using IntegrationHub.AdapterKit;
using IntegrationHub.Faults;
using IntegrationHub.Sources;
using Microsoft.Extensions.Logging;

namespace IntegrationHub.Adapters.OpenEPlatform;

/// <summary>What of a family is listed, and what becomes of a slice of the list.</summary>
interface IFamilyContent
{
    /// <summary>The name of one item's element.</summary>
    string Item { get; }

    /// <summary>The name of the element in it that holds its id.</summary>
    string Id { get; }

    /// <summary>The list; null when the platform answers that it is empty.</summary>
    ValueTask<PlatformAnswer?> ListAsync(int family, LocalDays days, CancellationToken cancellationToken);

    /// <summary>The records of some items; what is no longer there is left out.</summary>
    ValueTask<IReadOnlyList<SourceRecord>> RecordsAsync(int family, IReadOnlyList<ListedItem> items, CancellationToken cancellationToken);
}

/// <summary>One item of a list.</summary>
sealed record ListedItem(int Id, XElement Element);

/// <summary>Pages through a window family by family. The platform knows no paging; a page is a slice of a family's list in the order of ids.</summary>
sealed class FamilyPages(PlatformApi api, IReadOnlyList<int> families, LocalClock clock, ILogger logger)
{
    // What the platform says it has is asked for once, when a list is not found for the first time.
    readonly HashSet<int> doubted = [];
    IReadOnlySet<int>? offered;
    bool probed;
    bool answered;

    // One list is kept while its slices are read.
    (int Family, LocalDays Days, FamilyList List)? kept;

    /// <summary>Reads the page that is asked for.</summary>
    /// <remarks>
    /// A family whose answer cannot be used is put off until all others are read, and tried once more: then its fault ends the run, with everything else committed.
    /// When the platform as a whole does not answer, the first fault ends the run.
    /// </remarks>
    public async ValueTask<SourcePage> ReadAsync(IFamilyContent content, PageRequest request, CancellationToken cancellationToken)
    {
        var position = FamilyPosition.Of(request.Position, families);
        try
        {
            return await ReadAsync(content, position, LocalDays.Of(request, clock), request.PageSize, cancellationToken);
        }
        catch (ListTooLongException)
        {
            // The hub asks for less at once; what else there is comes with the smaller windows.
            OpenEPlatformLog.TooLong(logger, position.Current.Family);
            return new SourcePage { Records = [], Cut = true };
        }
        catch (SourceException fault) when (position.MayWait && IsOfOneFamily(fault))
        {
            OpenEPlatformLog.PutOff(logger, position.Current.Family, fault.Kind, fault.Code);
            return new SourcePage { Records = [], Next = position.PutLast().ToString() };
        }
    }

    async ValueTask<SourcePage> ReadAsync(IFamilyContent content, FamilyPosition position, LocalDays days, int size, CancellationToken cancellationToken)
    {
        var (family, after, _) = position.Current;
        var list = kept is { } held && held.Family == family && held.Days == days ? held.List : await ListAsync(content, family, days, cancellationToken);

        // What has no id stands in the first slice: it is to be seen once, not passed over.
        IEnumerable<SourceRecord> nameless = after == 0 ? list.Nameless : [];
        var slice = list.Items.Where(i => i.Id > after).Take(Math.Max(1, size)).ToList();
        var records = await content.RecordsAsync(family, slice, cancellationToken);
        var isLast = slice.Count == 0 || slice[^1].Id == list.Items[^1].Id;
        kept = isLast ? null : (family, days, list);
        if (isLast) OpenEPlatformLog.FamilyRead(logger, family, list.Items.Count);

        return new SourcePage
        {
            Records = [.. nameless, .. records],
            Next = (isLast ? position.Done() : position.Behind(slice[^1].Id))?.ToString(),
            SourceTime = list.ServerTime,
        };
    }

    async ValueTask<FamilyList> ListAsync(IFamilyContent content, int family, LocalDays days, CancellationToken cancellationToken)
    {
        PlatformAnswer? answer;
        try
        {
            answer = await content.ListAsync(family, days, cancellationToken);
        }
        catch (UnreadableAnswerException fault) when (fault.Code == FaultCodes.LimitExceeded)
        {
            throw new ListTooLongException();
        }

        if (answer is null)
        {
            await DoubtAsync(family, cancellationToken);
            return new FamilyList([], [], null);
        }

        answered = true;
        var items = new SortedDictionary<int, ListedItem>();
        var nameless = new List<SourceRecord>();
        foreach (var element in answer.Root.Elements())
        {
            if (element.Name.LocalName != content.Item) continue;
            if (VendorIds.TryRead(element.Child(content.Id)?.Value, out var id)) items[id] = new ListedItem(id, element);
            else nameless.Add(Broken(element, $"The list of family {family} holds an item whose {content.Id} is no number.", $"list of family {family}"));
        }

        return new FamilyList([.. items.Values], nameless, answer.ServerTime);
    }

    // 404 is what an empty family gives, and a mistyped one, and a wrong address.
    async ValueTask DoubtAsync(int family, CancellationToken cancellationToken)
    {
        if (!probed) offered = await api.ProbeAsync(answered, cancellationToken);
        probed = true;
        if (offered is { Count: > 0 } known && !known.Contains(family) && doubted.Add(family)) OpenEPlatformLog.NotOffered(logger, family);
    }

    /// <summary>A record that the hub quarantines whole.</summary>
    public static SourceRecord Broken(XElement listed, string why, string where) => new()
    {
        Content = PlatformXml.Compose("submission", ("listed", listed)),
        Format = RecordFormat.Xml,
        Where = where,
        Broken = why,
    };

    // No connection, no time, a call to wait: that is the platform, not the family.
    static bool IsOfOneFamily(SourceException fault) => fault is UnreadableAnswerException or SourceRefusedException or SourceUnavailableException { Code: FaultCodes.ServerError };

    sealed record FamilyList(IReadOnlyList<ListedItem> Items, IReadOnlyList<SourceRecord> Nameless, DateTimeOffset? ServerTime);

    sealed class ListTooLongException : Exception;
}
