using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace IntegrationHub.Console.Live;

/// <summary>Moves the reading to a place on the page, if it is there: a page goes on changing while the browser is asked.</summary>
static class PageFocus
{
    /// <summary>Moves it; false when the place is not on the page yet.</summary>
    public static async Task<bool> TryFocusAsync(this ElementReference place)
    {
        if (place.Context is null) return false;

        try
        {
            await place.FocusAsync();
        }
        catch (Exception e) when (e is JSException or JSDisconnectedException or TaskCanceledException)
        {
            // The place, or the whole page, is gone already. That must not end the page that may have come after it.
        }

        return true;
    }
}
