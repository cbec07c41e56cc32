using ContactCentre.Wording;
using IntegrationHub.Client;

namespace ContactCentre.Desk;

/// <summary>What is said when the hub does not do what it was asked.</summary>
static class HubTroubles
{
    /// <summary>Asks, and tells in words why there is no answer; null when there is one.</summary>
    public static async Task<string?> OfAsync(Func<Task> ask, Words words, CancellationToken closing)
    {
        try
        {
            await ask();
            return null;
        }
        catch (HubRefusedException e)
        {
            return e.Problem.Errors.Count > 0 ? string.Join(" ", e.Problem.Errors.Select(error => error.Detail)) : e.Problem.Detail;
        }
        catch (HttpRequestException e)
        {
            return Words.Say(words.Texts.HubAway, e.HttpRequestError);
        }
        catch (OperationCanceledException)
        {
            return closing.IsCancellationRequested ? null : Words.Say(words.Texts.HubAway, "-");
        }
    }
}
