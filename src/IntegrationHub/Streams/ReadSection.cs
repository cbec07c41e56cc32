using IntegrationHub.Configuration;
using IntegrationHub.Diagnostics;
using IntegrationHub.Sources;

namespace IntegrationHub.Streams;

/// <summary>Reads the section <c>read:</c> of a stream file: the strategy, and the keys that have an effect with it.</summary>
internal static class ReadSection
{
    static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <summary>How the stream is read; null when its strategy cannot be told.</summary>
    /// <param name="section">The section.</param>
    /// <param name="adapter">The stream's adapter; null when it is not known.</param>
    /// <param name="readsSingleCases">Whether single cases are read too, whatever the strategy: the vendor tells of them, or the hub writes to them.</param>
    /// <param name="diagnostics">Takes what is wrong.</param>
    public static StreamReading? Read(YamlSection section, AdapterManifest? adapter, bool readsSingleCases, DiagnosticBag diagnostics)
    {
        var strategy = Strategy(section, adapter, diagnostics);
        var page = section.Section("page");
        var batch = section.Section("batch");
        var full = section.Section("full");
        var guard = full.Section("guard");
        RefuseWithoutEffect(section, full, strategy, readsSingleCases, diagnostics);

        var standard = new StreamReading { Strategy = strategy ?? default };
        var reading = standard with
        {
            Settle = section.Duration("settle") ?? standard.Settle,
            From = section.Value<DateTimeOffset>("from", ValueSyntax.Moment)?.ToUniversalTime(),
            PageSize = page.Number("size") ?? standard.PageSize,
            BatchSize = batch.Number("size") ?? standard.BatchSize,
            BatchTime = batch.Duration("time") ?? standard.BatchTime,
            FullEvery = full.Duration("every"),
            Guard = new DeleteGuard
            {
                MaxShare = guard.Share("maxShare") ?? standard.Guard.MaxShare,
                MaxCases = guard.Number("maxCases") ?? standard.Guard.MaxCases,
                AlwaysAllowed = guard.Number("alwaysAllowed") ?? standard.Guard.AlwaysAllowed,
            },
        };
        var window = Window(section.Section("window"), reading.PageSize, diagnostics);
        reading = reading with
        {
            Lookback = Lookback(section, window.Dates, diagnostics) ?? standard.Lookback,
            Window = strategy == ReadStrategy.Windowed ? window : standard.Window,
            Reread = Reread(section.Section("reread")),
        };
        if (strategy == ReadStrategy.Windowed && !section.Has("from"))
        {
            diagnostics.Error(section.Place, StreamCodes.MissingKey,
                $"{section.Path("from")} is missing: with strategy windowed it says where the first window begins; write the time of the oldest record that is wanted, for instance 2020-01-01T00:00:00+01:00");
        }

        guard.End();
        full.End();
        batch.End();
        page.End();
        section.End();
        return strategy is null ? null : reading;
    }

    static ReadStrategy? Strategy(YamlSection section, AdapterManifest? adapter, DiagnosticBag diagnostics)
    {
        if (section.Text("strategy") is not { } written) return null;

        var names = EnumNames.Of(typeof(ReadStrategy));
        if (written.Text == "notification")
        {
            diagnostics.Error(written.Place, StreamCodes.Strategy, $"notifications are no strategy of their own: choose the one that finds what a notification missed ({string.Join(", ", names)}), and say under 'notify:' how the vendor tells of changes");
            return null;
        }

        if (!EnumNames.TryParse<ReadStrategy>(written.Text, out var strategy))
        {
            diagnostics.Error(written.Place, StreamCodes.Strategy, $"there is no strategy '{written.Text}'{DidYouMean.Hint(written.Text, names)}; it is one of {string.Join(", ", names)}");
            return null;
        }

        if (adapter is not null && !adapter.Strategies.Contains(strategy))
        {
            var offered = string.Join(", ", adapter.Strategies.Select(s => EnumNames.Of(s)));
            diagnostics.Error(written.Place, StreamCodes.Strategy, $"the adapter '{adapter.Name}' cannot be read with strategy {written.Text}; it offers {offered}");
        }

        if (strategy == ReadStrategy.Windowed && adapter is { ReadsByKey: false } && section.Has("reread"))
        {
            diagnostics.Error(section.PlaceOf("reread"), StreamCodes.Contradiction,
                $"{section.Path("reread")} has no effect: the adapter '{adapter.Name}' cannot be asked for single records; take it away");
        }

        return strategy;
    }

    // A key that does nothing is a hope that somebody has and nobody fulfils.
    static void RefuseWithoutEffect(YamlSection section, YamlSection full, ReadStrategy? strategy, bool readsSingleCases, DiagnosticBag diagnostics)
    {
        if (strategy == ReadStrategy.Snapshot)
        {
            Refuse(section, "lookback", "snapshot, which reads everything every time");
            if (!readsSingleCases) Refuse(section, "settle", "snapshot, which reads everything every time");
            Refuse(section, "from", "snapshot, which reads everything every time");
            Refuse(full, "every", "snapshot, which reads everything every time");
        }

        if (strategy is ReadStrategy.Snapshot or ReadStrategy.Cursor)
        {
            var why = $"{EnumNames.Of(strategy.Value)}; it belongs to strategy windowed";
            Refuse(section, "window", why);
            Refuse(section, "reread", why);
        }

        void Refuse(YamlSection of, string key, string why)
        {
            if (of.Has(key)) diagnostics.Error(of.PlaceOf(key), StreamCodes.Contradiction, $"{of.Path(key)} has no effect with strategy {why}; take it away");
        }
    }

    static TimeSpan? Lookback(YamlSection section, bool dates, DiagnosticBag diagnostics)
    {
        var lookback = section.Duration("lookback");
        if (dates && lookback < Day)
        {
            diagnostics.Error(section.PlaceOf("lookback"), StreamCodes.Contradiction,
                $"{section.Path("lookback")} ({ValueSyntax.Text(lookback.Value)}) is shorter than the whole days that read.window.dates speaks of: what changed later on a day that was read already would be missed; write at least 1d, or take it away");
        }

        return lookback ?? (dates ? Day : null);
    }

    static StreamWindow Window(YamlSection section, int pageSize, DiagnosticBag diagnostics)
    {
        var standard = new StreamWindow();
        var dates = section.Flag("dates") ?? standard.Dates;
        var min = section.Duration("min");
        var first = section.Duration("first");
        var max = section.Duration("max");
        if (dates)
        {
            foreach (var (key, width) in (IEnumerable<(string, TimeSpan?)>)[("min", min), ("first", first), ("max", max)])
            {
                if (width < Day)
                    diagnostics.Error(section.PlaceOf(key), StreamCodes.Contradiction, $"{section.Path(key)} ({ValueSyntax.Text(width.Value)}) is shorter than the whole days that {section.Path("dates")} speaks of; write at least 1d");
            }
        }

        Compare("min", min, "max", max);
        Compare("min", min, "first", first);
        Compare("first", first, "max", max);

        // What the file does not say gives way to what it says.
        var narrowest = min ?? Shorter(Shorter(dates ? Day : standard.Min, max), first);
        var widest = max ?? Longer(Longer(standard.Max, min), first);
        var window = new StreamWindow
        {
            Dates = dates,
            Min = narrowest,
            Max = widest,
            First = first ?? Longer(Shorter(standard.First, widest), narrowest),
            Rows = section.Number("rows") ?? pageSize,
        };
        section.End();
        return window;

        void Compare(string lower, TimeSpan? low, string upper, TimeSpan? high)
        {
            if (low > high)
                diagnostics.Error(section.PlaceOf(lower), StreamCodes.Contradiction, $"{section.Path(lower)} ({ValueSyntax.Text(low.Value)}) is longer than {section.Path(upper)} ({ValueSyntax.Text(high.Value)})");
        }
    }

    static StreamReread Reread(YamlSection section)
    {
        var standard = new StreamReread();
        var never = section.Node("every") is YamlText { Text: "never" };
        var reread = new StreamReread
        {
            Every = never ? null : section.Duration("every") ?? standard.Every,
            Batch = section.Number("batch") ?? standard.Batch,
            ClosedFor = section.Duration("closedFor") ?? standard.ClosedFor,
        };
        section.End();
        return reread;
    }

    static TimeSpan Shorter(TimeSpan a, TimeSpan? b) => b < a ? b.Value : a;

    static TimeSpan Longer(TimeSpan a, TimeSpan? b) => b > a ? b.Value : a;
}
