using Microsoft.AspNetCore.Components.Web;

namespace IntegrationHub.Console.Shell;

/// <summary>How the living parts of pages are made.</summary>
static class PageModes
{
    /// <summary>On the server, over a websocket. Not before the browser is there: nothing would be looked up twice.</summary>
    public static InteractiveServerRenderMode Live { get; } = new(prerender: false);
}
