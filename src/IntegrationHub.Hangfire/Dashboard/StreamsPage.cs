using System.Globalization;
using Hangfire.Dashboard;
using Hangfire.Dashboard.Pages;
using IntegrationHub.Hosting;

namespace IntegrationHub.Hangfire;

/// <summary>The hub's page in the dashboard: one row per stream, with how old its data is against its goal, what the last day brought, and the way to the hub's own pages.</summary>
/// <remarks>It repairs nothing: that is what the operations page is for. Every value goes through <see cref="RazorPage.Write"/>, which encodes it.</remarks>
sealed class StreamsPage : RazorPage
{
    static readonly string[] Numbers = ["Read", "Written", "Unchanged", "Quarantined"];

    public override void Execute()
    {
        Layout = new LayoutPage("Streams");
        var view = StreamsDispatcher.ViewOf(Context);
        WriteLiteral("<div class=\"row\"><div class=\"col-md-12\"><h1 id=\"page-title\" class=\"page-header\">Streams of ");
        Write(view.Tenant);
        WriteLiteral("</h1>");
        if (view.Asked is { } asked)
        {
            WriteLiteral("<div class=\"alert alert-info\" role=\"status\">A run of ");
            Write(asked);
            WriteLiteral(" is in the queue.</div>");
        }

        if (view.Streams.Count == 0) WriteLiteral("<div class=\"alert alert-info\">The hub has no streams: its folders hold no stream file.</div>");
        else Table(view);
        WriteLiteral("</div></div>");
    }

    void Table(StreamsView view)
    {
        if (view.Options.OperationsPath is { } operations)
        {
            WriteLiteral("<p>What is wrong, since when, and what to do about it is on the ");
            Link(operations, "operations page");
            WriteLiteral(".</p>");
        }

        WriteLiteral("<div class=\"table-responsive\"><table class=\"table\" aria-describedby=\"page-title\"><thead><tr><th>State</th><th>Stream</th><th>Age / goal</th><th>Next run</th>");
        foreach (var number in Numbers)
        {
            WriteLiteral("<th class=\"align-right\">");
            Write(number);
            WriteLiteral("</th>");
        }

        WriteLiteral("<th></th></tr></thead><tbody>");
        foreach (var stream in view.WorstFirst) Row(view, stream);
        WriteLiteral("</tbody></table></div><p class=\"text-muted\">Read, written and unchanged: what the runs of the last 24 hours brought. Quarantined: what waits now.</p>");
    }

    void Row(StreamsView view, StreamOverview stream)
    {
        var (word, style) = StreamsView.StateOf(stream);
        WriteLiteral("<tr data-stream=\"");
        Write(stream.Definition.Name);
        WriteLiteral("\"><td><span class=\"label ");
        WriteLiteral(style);
        WriteLiteral("\">");
        Write(word);
        WriteLiteral("</span></td><td>");
        if (view.Options.OperationsPath is { } operations) Link($"{operations}#stream-{stream.Definition.Name}", stream.Definition.Name.Value);
        else Write(stream.Definition.Name);
        WriteLiteral(" <span class=\"text-muted\">");
        Write(stream.Definition.Title);
        WriteLiteral("</span></td><td>");
        Write(view.AgeOf(stream));
        WriteLiteral("</td><td>");
        Write(view.NextOf(stream));
        WriteLiteral("</td>");
        Number(stream.Recent.Counters.Read);
        Number(stream.Recent.Counters.Written);
        Number(stream.Recent.Counters.Unchanged);
        Number(stream.State?.Quarantined ?? 0, view.Options.QuarantinePath is { } quarantine && stream.State is { Quarantined: > 0 } ? $"{quarantine}?stream={Uri.EscapeDataString(stream.Definition.Name.Value)}" : null);
        WriteLiteral("<td class=\"align-right\">");
        if (!IsReadOnly) RunNow(view, stream);
        WriteLiteral("</td></tr>");
    }

    void RunNow(StreamsView view, StreamOverview stream)
    {
        WriteLiteral("<form method=\"post\" action=\"");
        Write(Url.To($"{StreamsInDashboard.Path}/{stream.Definition.Name}/run"));
        WriteLiteral("\">");
        if (view.Form is var (name, value))
        {
            WriteLiteral("<input type=\"hidden\" name=\"");
            Write(name);
            WriteLiteral("\" value=\"");
            Write(value);
            WriteLiteral("\">");
        }

        WriteLiteral("<button class=\"btn btn-xs btn-default\">Run now<span class=\"sr-only\"> ");
        Write(stream.Definition.Name);
        WriteLiteral("</span></button></form>");
    }

    void Number(long number, string? address = null)
    {
        var text = number.ToString("N0", CultureInfo.InvariantCulture);
        WriteLiteral("<td class=\"align-right\">");
        if (address is null) Write(text);
        else Link(address, text);
        WriteLiteral("</td>");
    }

    void Link(string address, string text)
    {
        WriteLiteral("<a href=\"");
        Write(address);
        WriteLiteral("\">");
        Write(text);
        WriteLiteral("</a>");
    }
}
