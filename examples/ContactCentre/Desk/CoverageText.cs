using ContactCentre.Wording;
using IntegrationHub.Lookup;

namespace ContactCentre.Desk;

/// <summary>What an answer rests on, in one sentence.</summary>
static class CoverageText
{
    public static bool IsWhole(IReadOnlyList<SourceCoverage> coverage) => coverage.Count > 0 && coverage.All(source => source.State == CoverageState.Complete);

    public static string Of(IReadOnlyList<SourceCoverage> coverage, Words words) => IsWhole(coverage)
        ? Words.Say(words.Texts.AllFresh, string.Join(", ", coverage.Select(source => words.Title(source.Title))))
        : Words.Say(words.Texts.NotWhole, string.Join(" ", coverage.Where(source => source.State != CoverageState.Complete).Select(source => $"{words.Title(source.Title)}: {source.Reason}")));
}
