using System.Globalization;
using IntegrationHub.Cases;
using IntegrationHub.Identity;
using IntegrationHub.Protection;

namespace IntegrationHub.Lookup;

/// <summary>The decisions of a look-up that need no store: what is wrong with a request, how certain a match is, what must be said with an answer.</summary>
static class LookupRules
{
    const int MinPurpose = 3;
    const int MaxPurpose = 200;
    const int MaxValue = 300;

    public static IReadOnlyList<LookupProblem> ProblemsOf(LookupRequest request, LookupKeys keys, DateTimeOffset now)
    {
        var problems = new List<LookupProblem>();
        if (!Enum.IsDefined(request.By)) problems.Add(new LookupProblem("by", "It is not known what to look up by."));
        else if (string.IsNullOrWhiteSpace(request.Value)) problems.Add(new LookupProblem("value", "Write what to look up."));
        else if (request.Value.Length > MaxValue) problems.Add(new LookupProblem("value", $"Write at most {MaxValue} characters."));
        else if (keys.Of(request.By, request.Value, DateOnly.FromDateTime(now.UtcDateTime), out var problem) is null) problems.Add(new LookupProblem("value", problem!));

        if (PurposeProblem(request.Purpose) is { } purpose) problems.Add(purpose);
        return problems;
    }

    public static LookupProblem? PurposeProblem(string? purpose) => purpose?.Trim().Length switch
    {
        null or 0 => new LookupProblem("purpose", "Write why this is looked up; it goes to the audit."),
        < MinPurpose => new LookupProblem("purpose", $"Write why in at least {MinPurpose} characters."),
        > MaxPurpose => new LookupProblem("purpose", $"Write why in at most {MaxPurpose} characters."),
        _ when FreeText.HoldsPersonalNumber(purpose) => new LookupProblem("purpose", "A personal number stands in it. Write why without it: the audit names the person by a key."),
        _ => null,
    };

    public static MatchCertainty? CertaintyOf(OpenedCase match, LookupTerm term, LookupRequest request)
    {
        if (term.Keys.Count == 0) return null;
        if (match.Found.MatchedBy.Any(term.CertainBy.Contains)) return MatchCertainty.Certain;

        // With a word more or less before it, a designation may be another property of the same name.
        return request.By == LookupBy.Property && PropertyDesignation.TryParse(match.Case.Location?.Property, out var property) && property.Value == term.Shown
            ? MatchCertainty.Certain
            : MatchCertainty.Possible;
    }

    public static IReadOnlyList<AnswerNotice> NoticesOf(LookupTerm term, int found, bool more, IReadOnlyList<SourceCoverage> sources)
    {
        var notices = new List<AnswerNotice>();
        if (found == 0) notices.Add(NothingFound(sources));
        if (more) notices.Add(new AnswerNotice(NoticeCode.MoreCases, $"More cases match than the {LookupService.MaxCases} newest that are told. Look up by something narrower."));
        if (term.CenturyUnknown)
            notices.Add(new AnswerNotice(NoticeCode.CenturyUnknown, "The number was written without its century, so a match is possible, not certain. A hyphen means under a hundred years old, a plus a hundred or more; write twelve digits to be certain."));
        return notices;
    }

    static AnswerNotice NothingFound(IReadOnlyList<SourceCoverage> sources)
    {
        if (sources.Count == 0) return new AnswerNotice(NoticeCode.NothingFoundYet, "There is no source that you may ask.");

        var lacking = sources.Where(source => source.State != CoverageState.Complete).Select(source => source.Title).ToList();
        if (lacking.Count > 0)
            return new AnswerNotice(NoticeCode.NothingFoundYet, $"Nothing found, but there may be a case all the same: what is known is not complete or not fresh for {string.Join(", ", lacking)}.");

        var limits = sources.Where(source => source.CoveredFrom is not null)
            .Select(source => string.Create(CultureInfo.InvariantCulture, $" {source.Title} is covered from {source.CoveredFrom:yyyy-MM-dd}."));
        return new AnswerNotice(NoticeCode.NoCaseFound, "No case found." + string.Concat(limits));
    }
}
