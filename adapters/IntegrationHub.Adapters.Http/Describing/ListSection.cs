using IntegrationHub.Cases;
using IntegrationHub.Configuration;
using IntegrationHub.Diagnostics;
using IntegrationHub.Sources;

namespace IntegrationHub.Adapters.Http;

/// <summary>Reads a list that comes page by page.</summary>
static class ListSection
{
    static readonly string[] Holes = [Hole.Since, Hole.Until, Hole.Page, Hole.Size, Hole.Offset, Hole.Token];

    public static Listing? Read(YamlSection section, RequestReader reader, DiagnosticBag diagnostics)
    {
        var request = reader.Read(section, Holes);
        var table = TableSection.Read(section, reader, diagnostics);
        var total = reader.Path(section, "total");
        var clock = reader.Path(section, "clock");
        var until = reader.Path(section, "completeUntil");
        var listing = Read(section, request, reader, diagnostics);
        section.End();
        return listing is null ? null : listing with { Total = total, Clock = clock, CompleteUntil = until, Table = table };
    }

    public static DeletionFeed? Deletions(YamlSection section, RequestReader reader, DiagnosticBag diagnostics)
    {
        var request = reader.Read(section, Holes);
        var listing = Read(section, request, reader, diagnostics);
        var (key, at) = (reader.Path(section, "key"), reader.Path(section, "at"));
        var reason = section.OneOf<TombstoneReason>("reason") ?? TombstoneReason.Deleted;
        section.End();
        if (request is not null && request.Holes.All(h => h.Name != Hole.Since))
            diagnostics.Error(section.Place, HttpCodes.StrategyNeeds, "http.deletions does not ask for what was deleted {since}; put the hole where the vendor wants the time");
        return listing is null || key is null ? null : new DeletionFeed(listing, key, at, reason);
    }

    static Listing? Read(YamlSection section, RequestTemplate? request, RequestReader reader, DiagnosticBag diagnostics)
    {
        var records = reader.Records(section, "records", least: 2);
        var paging = Paging(section, reader, diagnostics);
        if (request is null) return null;

        if (!reader.Templates.HasWrongHoles) CheckHoles(section, request, paging, diagnostics);
        return new Listing(request, records) { Paging = paging };
    }

    static PagingRules Paging(YamlSection list, RequestReader reader, DiagnosticBag diagnostics)
    {
        if (!list.Has("paging")) return new PagingRules();

        var spec = HttpKeys.Section.Find("list")!.Find("paging")!;
        var paging = list.Node("paging") is YamlText { IsEmpty: false } word
            ? YamlSection.Item(new YamlMap(word.Place, [new YamlEntry(word with { Text = "by" }, word)]), list.Path("paging"), spec, diagnostics, HttpCodes.Sections)
            : list.Section("paging");
        PagingKind? by = paging.Choice("by") is { } chosen && EnumNames.TryParse<PagingKind>(chosen, out var kind) ? kind : null;
        var rules = new PagingRules
        {
            By = by ?? PagingKind.None,
            First = paging.Number("first") ?? 1,
            Largest = paging.Number("largest") ?? int.MaxValue,
            At = reader.Path(paging, "at"),
            End = End(paging, reader, by, diagnostics),
            Ceiling = paging.Number("ceiling"),
        };
        paging.End();
        if (by is null) return rules;

        if (by is PagingKind.Next or PagingKind.Token or PagingKind.Bounds && !paging.Has("at")) paging.Missing("at");
        if (by is not (PagingKind.Next or PagingKind.Token or PagingKind.Bounds) && paging.Has("at")) NoEffect(paging, "at", by.Value, diagnostics);
        if (by is not PagingKind.Page && paging.Has("first")) NoEffect(paging, "first", by.Value, diagnostics);
        return rules;
    }

    static EndSignal? End(YamlSection paging, RequestReader reader, PagingKind? by, DiagnosticBag diagnostics)
    {
        var counts = by is PagingKind.Page or PagingKind.Offset;
        if (!paging.Has("end"))
        {
            if (counts)
            {
                diagnostics.Error(paging.Place, HttpCodes.OneEnd, $"{paging.Path("end")} is missing: say how the vendor tells that there is no more, with last, more, next, pages or empty. A short page is no sign of the end");
            }

            return null;
        }

        if (by is not null && !counts) NoEffect(paging, "end", by.Value, diagnostics);
        var end = paging.Section("end");
        var signals = new List<EndSignal>();
        foreach (var kind in (EndKind[])[EndKind.Last, EndKind.More, EndKind.Next, EndKind.Pages])
            if (reader.Path(end, EnumNames.Of(kind)) is { } path) signals.Add(new EndSignal(kind, path));
        if (end.Flag("empty") == true) signals.Add(new EndSignal(EndKind.Empty, null));
        if (end.Entries.Count != 1 || (end.Has("empty") && signals.Count == 0)) diagnostics.Error(paging.PlaceOf("end"), HttpCodes.OneEnd, $"{paging.Path("end")} takes exactly one of last, more, next, pages and empty: true");
        if (by == PagingKind.Offset && end.Has("pages")) diagnostics.Error(end.PlaceOf("pages"), HttpCodes.NotTogether, "pages are not counted when paging is by offset; take another sign of the end");
        end.End();
        return signals.Count == 1 ? signals[0] : null;
    }

    // A hole that paging does not fill, and paging that has nowhere to write, would both ask for the same page again.
    static void CheckHoles(YamlSection section, RequestTemplate request, PagingRules paging, DiagnosticBag diagnostics)
    {
        var holes = request.Holes.ToList();
        foreach (var (name, by) in (IEnumerable<(string, PagingKind)>)[(Hole.Page, PagingKind.Page), (Hole.Offset, PagingKind.Offset), (Hole.Token, PagingKind.Token), (Hole.Since, PagingKind.Bounds)])
        {
            var hole = holes.Find(h => h.Name == name);
            if (paging.By == by && hole is null)
                diagnostics.Error(section.PlaceOf("paging"), HttpCodes.PagingNeeds, $"paging is by {EnumNames.Of(by)}, and the request has no {{{name}}}; put it where the vendor wants it");
            if (name != Hole.Since && paging.By != by && hole is not null)
                diagnostics.Error(hole.Place, HttpCodes.PagingNeeds, $"{hole} is filled only when paging is by {EnumNames.Of(by)}; add paging: {{ by: {EnumNames.Of(by)}, … }}");
        }
    }

    static void NoEffect(YamlSection paging, string key, PagingKind by, DiagnosticBag diagnostics) =>
        diagnostics.Error(paging.PlaceOf(key), HttpCodes.NoEffect, $"{paging.Path(key)} has no effect when paging is by {EnumNames.Of(by)}; take it out");
}
