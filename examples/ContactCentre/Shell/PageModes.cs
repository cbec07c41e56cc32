using Microsoft.AspNetCore.Components.Web;

namespace ContactCentre.Shell;

/// <summary>How the living parts of the pages are drawn.</summary>
static class PageModes
{
    /// <summary>Once they live, and not before: what is typed into a page that does not listen yet would be lost, and everything would be asked of the hub twice.</summary>
    public static InteractiveServerRenderMode Living { get; } = new(prerender: false);
}
