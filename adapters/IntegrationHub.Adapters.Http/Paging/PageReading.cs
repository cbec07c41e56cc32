using System.Globalization;
using IntegrationHub.AdapterKit;
using IntegrationHub.Faults;
using IntegrationHub.Sources;

namespace IntegrationHub.Adapters.Http;

/// <summary>Reads one page: asks for it, takes its records, and finds out what follows.</summary>
sealed class PageReading(HttpDescription description, VendorCaller caller, RecordFinisher finisher, HoleValues settings, ReadStrategy strategy, TimeProvider time)
{
    readonly RepeatGuard repeats = new();
    readonly AnswerParts parts = new(isNeeded: description.Detail is not null || description.Lookups.Count > 0);
    readonly Listing list = description.List;

    public async ValueTask<SourcePage> ReadAsync(PageRequest request, CancellationToken cancellationToken)
    {
        var place = PagePlace.Read(request.Position, list.Paging, description.Deletions?.List.Paging);
        return place.Deletions ? await DeletedAsync(request, place, cancellationToken) : await RecordsAsync(request, place, cancellationToken);
    }

    async ValueTask<SourcePage> RecordsAsync(PageRequest request, PagePlace place, CancellationToken cancellationToken)
    {
        var answer = parts.Find(request, place);
        if (answer is null)
        {
            // In the middle of an answer that is not kept any more: it begins anew.
            if (place.Taken > 0) place = place with { Taken = 0, Begun = place.Begun + 1 };
            answer = await AskAsync(list, request, place, cancellationToken);
            repeats.Check(request.Position is null, answer.Reply.Answer.Rows, list.Request.Where);
        }

        var (reply, total, end) = answer;
        if (end.Cut && strategy == ReadStrategy.Cursor)
        {
            throw new UnreadableAnswerException(FaultCodes.LimitExceeded,
                $"{list.Request.Where} brought as many records as the vendor shows at most (http.list.paging.ceiling), so that some may be missing, and what changed cannot be asked for in smaller parts with strategy cursor. Read the stream with strategy windowed.");
        }

        var (rows, rest) = parts.Take(request, place, answer);
        var records = await finisher.FinishAsync(rows, WhereOf(list, place), withDetail: true, key: null, cancellationToken);
        var page = new SourcePage { Records = records, Total = total, SourceTime = list.Clock is { } clock ? TimeAt(reply, clock) : reply.VendorTime, PartOfComplete = !end.Cut };
        // What the answer says of its end holds once all of it is handed over.
        if (rest is not null) return page with { Next = rest.Write() };

        var bounds = list.Paging.By == PagingKind.Bounds ? Bounds(reply, request, place) : (Next: end.Next, CompleteUntil: null);
        return page with
        {
            Next = (bounds.Next ?? Deletions(request))?.Write(),
            CompleteUntil = bounds.CompleteUntil ?? (list.CompleteUntil is { } until ? TimeAt(reply, until) : null),
            Cut = end.Cut && strategy == ReadStrategy.Windowed,
        };
    }

    // What was deleted since is of interest only to who has read something before.
    PagePlace? Deletions(PageRequest request) =>
        description.Deletions is { } feed && request.ChangedAfter is not null ? PagePlace.First(feed.List.Paging, deletions: true) : null;

    async ValueTask<SourcePage> DeletedAsync(PageRequest request, PagePlace place, CancellationToken cancellationToken)
    {
        var feed = description.Deletions!;
        var (reply, _, end) = await AskAsync(feed.List, request, place, cancellationToken);
        if (end.Cut)
            throw new UnreadableAnswerException(FaultCodes.LimitExceeded, $"{feed.List.Request.Where} brought as many deletions as the vendor shows at most (paging.ceiling), so that some may be missing. Read the stream more often.");

        var deletions = new List<SourceDeletion>();
        foreach (var row in reply.Answer.Rows)
        {
            var values = await RecordValues.ReadAsync(row, description.Format, feed.At is { } at ? [feed.Key, at] : [feed.Key], feed.List.Request.Where);
            if (!values.TryGetValue(feed.Key.Text, out var key)) throw AnswerFaults.Missing(feed.List.Request.Where, feed.Key);

            DateTimeOffset? when = feed.At is { } path && values.TryGetValue(path.Text, out var told) && description.Times.Clock.TryRead(told.Text, out var read) ? read.Instant : null;
            deletions.Add(new SourceDeletion(key.Text, when) { Reason = feed.Reason });
        }

        return new SourcePage { Records = [], Deletions = deletions, Next = end.Next?.Write(), SourceTime = reply.VendorTime };
    }

    async ValueTask<ListAnswer> AskAsync(Listing listing, PageRequest request, PagePlace place, CancellationToken cancellationToken)
    {
        var values = HolesOf(listing, request, place);
        var question = new Question(listing.Records, IsList: true, listing.Request.Where)
        {
            Values = [.. ((ValuePath?[])[listing.Total, listing.Clock, listing.CompleteUntil, listing.Paging.At, listing.Paging.End?.Path]).OfType<ValuePath>().DistinctBy(p => p.Text)],
            Table = listing.Table,
            Element = description.Element,
        };
        var link = listing.Paging.By is PagingKind.Next or PagingKind.Link ? place.Given : null;
        Reply reply;
        try
        {
            reply = await caller.AskAsync(listing.Request, values, question, link, cancellationToken)
                ?? throw new MisconfiguredException(FaultCodes.InvalidSetting, "http.list", "a hole of the request has no value.");
        }
        catch (UnaskableException)
        {
            throw new UnreadableAnswerException(FaultCodes.UnexpectedContent, $"The vendor's token for the next page of {listing.Request.Where} holds characters that cannot stand where {{token}} is.");
        }

        if (reply.Kind == ReplyKind.NotFound) throw AnswerRules.ToException(null, 404, "", listing.Request.Where, "url");

        var total = reply.Kind == ReplyKind.Answer && listing.Total is { } path ? TotalAt(reply, path, listing) : (long?)null;
        var end = PageTurn.Turn(listing.Paging, place with { Taken = 0, Begun = 0 }, new PageSeen(reply.Answer.Rows, reply.Answer.Value, reply.Link, listing.Request.Where) { SaysNone = reply.Kind == ReplyKind.Empty, Total = total });
        if (end.Next is { Given: { } given } next && listing.Paging.By is PagingKind.Next or PagingKind.Link)
            end = end with { Next = end.Next! with { Given = Links.Kept(end.Next.Given!, caller.SecretsOf(listing.Request, values)) } };
        return new ListAnswer(reply, total, end);
    }

    HoleValues HolesOf(Listing listing, PageRequest request, PagePlace place)
    {
        var size = Math.Min(request.PageSize, listing.Paging.Largest);
        return hole => hole.Name switch
        {
            Hole.Since when listing.Paging.By == PagingKind.Bounds && place.Given is { } bound => new HoleValue(bound),
            Hole.Since => (Later(request.ChangedAfter, description.Beginning) ?? description.Beginning) is { } since ? new HoleValue((hole.Time ?? description.Times).Lower(since)) : null,
            Hole.Until => Until(request) is { } until ? new HoleValue((hole.Time ?? description.Times).Upper(until)) : null,
            Hole.Page or Hole.Offset => Number(place.Number),
            Hole.Size => Number(size),
            Hole.Token => place.Given is { } token ? new HoleValue(token) : null,
            _ => settings(hole),
        };
    }

    (PagePlace? Next, DateTimeOffset? CompleteUntil) Bounds(Reply reply, PageRequest request, PagePlace place)
    {
        var clock = description.Times.Clock;
        var where = list.Request.Where;
        var bound = reply.Answer.Value(list.Paging.At) is { } text ? BoundTurn.Read(text, clock, where) : (LocalTime?)null;
        var asked = place.Given is { } given ? BoundTurn.Read(given, clock, where).Label
            : (request.ChangedAfter ?? description.Beginning) is { } since ? clock.ToLowerBound(since)
            : (DateTime?)null;
        var until = Until(request) is { } end ? clock.ToLabel(end) : (DateTime?)null;
        var next = BoundTurn.Next(bound, asked, until, reply.Answer.Rows.Count);
        return (next is null ? null : place with { Given = next, Taken = 0, Begun = 0 }, BoundTurn.CompleteUntil(bound, asked, request.ChangedUntil));
    }

    // Where a time must be told, tomorrow is late enough: what is dated by a clock that runs ahead still comes.
    DateTimeOffset? Until(PageRequest request) => request.ChangedUntil ?? (description.Beginning is null ? null : time.GetUtcNow() + TimeSpan.FromDays(1));

    DateTimeOffset TimeAt(Reply reply, ValuePath path) =>
        reply.Answer.Value(path) is { } text && description.Times.Clock.TryRead(text, out var read) ? read.Instant : throw AnswerFaults.Missing(list.Request.Where, path);

    static long TotalAt(Reply reply, ValuePath path, Listing listing) => reply.Answer.Value(path) switch
    {
        null => throw AnswerFaults.Missing(listing.Request.Where, path),
        var text when long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var total) => total,
        _ => throw AnswerFaults.NoCount(listing.Request.Where, path),
    };

    static string WhereOf(Listing listing, PagePlace place) => place.By switch
    {
        _ when place.Taken > 0 => string.Create(CultureInfo.InvariantCulture, $"{listing.Request.Where}, from {place.Taken} of its answer"),
        PagingKind.Page => string.Create(CultureInfo.InvariantCulture, $"{listing.Request.Where}, page {place.Number}"),
        PagingKind.Offset => string.Create(CultureInfo.InvariantCulture, $"{listing.Request.Where}, from {place.Number}"),
        _ => listing.Request.Where,
    };

    static HoleValue Number(long number)
    {
        var text = number.ToString(CultureInfo.InvariantCulture);
        return new HoleValue(text, text);
    }

    static DateTimeOffset? Later(DateTimeOffset? one, DateTimeOffset? other) => one is null ? null : other is null || one > other ? one : other;
}
