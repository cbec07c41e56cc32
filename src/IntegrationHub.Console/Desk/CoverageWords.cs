using IntegrationHub.Console.Wording;
using IntegrationHub.Lookup;

namespace IntegrationHub.Console.Desk;

/// <summary>Says what an answer rests on, source by source, in whole sentences.</summary>
static class CoverageWords
{
    /// <summary><c>Building permits and fault reports: fresh. Social services: not answered since 09:12, shown as of 09:10.</c></summary>
    public static string Of(IReadOnlyList<SourceCoverage> coverage, Words words)
    {
        if (coverage.Count == 0) return words.Texts.NoSource;

        var whole = coverage.Where(c => c.State == CoverageState.Complete).Select(c => Named(c, words)).ToList();
        var sentences = new List<string>();
        if (whole.Count > 0) sentences.Add(Words.Capital(words.Say(words.Texts.CoverageFresh, words.List(whole))));
        sentences.AddRange(coverage.Where(c => c.State != CoverageState.Complete).OrderByDescending(c => c.State).Select(c => Words.Capital(OfLacking(c, words))));
        return string.Join(" ", sentences);
    }

    static string OfLacking(SourceCoverage coverage, Words words)
    {
        var texts = words.Texts;
        var title = Named(coverage, words);
        var since = coverage.Since is { } at ? words.Clock(at) : texts.UnknownTime;
        var shown = coverage.AsOf is { } asOf ? words.Say(texts.ShownAsOf, words.Clock(asOf)) : texts.NothingShown;
        return coverage.State switch
        {
            CoverageState.Stale => words.Say(texts.CoverageStale, title, shown),
            CoverageState.Partial when coverage.MayBeGone > 0 => words.Say(texts.Removals.Coverage, title),
            CoverageState.Partial => words.Say(texts.CoveragePartial, title),
            CoverageState.Loading => words.Say(texts.CoverageLoading, title),
            CoverageState.Refused => words.Say(texts.CoverageRefused, title, since, shown),
            CoverageState.NotConnected => words.Say(texts.CoverageNotConnected, title),
            _ => words.Say(texts.CoverageFailing, title, since, shown),
        };
    }

    static string Named(SourceCoverage coverage, Words words)
    {
        var title = words.Title(coverage.Title);
        return coverage.CoveredFrom is { } from ? words.Say(words.Texts.CoveredFrom, title, words.Day(from)) : title;
    }
}
