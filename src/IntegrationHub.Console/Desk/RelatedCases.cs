using IntegrationHub.Disclosure;
using IntegrationHub.Hosting;
using IntegrationHub.Lookup;

namespace IntegrationHub.Console.Desk;

/// <summary>Finds the cases that are about the same matter: those that a case's links name, and those whose links name it.</summary>
static class RelatedCases
{
    const int MostNumbers = 5;

    public static async Task<IReadOnlyList<AnswerCase>> FindAsync(IHub hub, Caller caller, AnswerCase of, string purpose, CancellationToken cancellationToken)
    {
        var found = new List<AnswerCase>();
        foreach (var number in of.Links.Select(l => l.Number).Prepend(of.Number).Distinct(StringComparer.Ordinal).Take(MostNumbers))
        {
            try
            {
                found.AddRange((await hub.LookUpAsync(caller, new LookupRequest(LookupBy.CaseNumber, number, purpose), cancellationToken)).Full);
            }
            catch (LookupInvalidException)
            {
                // A masked number finds nothing.
            }
        }

        return [.. found.Where(c => c.Id != of.Id).DistinctBy(c => c.Id)];
    }
}
