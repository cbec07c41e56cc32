using System.Diagnostics;

namespace IntegrationHub.Diagnostics;

/// <summary>A kind of span: its fixed name, and which side of a call it is.</summary>
/// <param name="Name">The name that <c>docs/traces.md</c> has.</param>
/// <param name="Kind">Which side of a call.</param>
internal sealed record HubSpan(string Name, ActivityKind Kind = ActivityKind.Internal)
{
    /// <summary>One run of a stream.</summary>
    public static HubSpan Run { get; } = new("integrationhub.sync.run");

    /// <summary>One page that a source was asked for.</summary>
    public static HubSpan Page { get; } = new("integrationhub.sync.page");

    /// <summary>The records of one page, mapped.</summary>
    public static HubSpan Map { get; } = new("integrationhub.sync.map");

    /// <summary>One transaction of a run.</summary>
    public static HubSpan Commit { get; } = new("integrationhub.sync.commit");

    /// <summary>The end of a complete read: its verdict, and what leaves by it.</summary>
    public static HubSpan Sweep { get; } = new("integrationhub.sync.sweep");

    /// <summary>One request to a vendor, a repeated one being one more.</summary>
    public static HubSpan VendorRequest { get; } = new("integrationhub.vendor.request", ActivityKind.Client);

    /// <summary>One reading of the cases that notifications told of.</summary>
    public static HubSpan Notifications { get; } = new("integrationhub.notifications.read");

    /// <summary>One case, read from its vendor because a person asked.</summary>
    public static HubSpan Refresh { get; } = new("integrationhub.case.refresh");

    /// <summary>One command to a vendor, looked for or sent.</summary>
    public static HubSpan Write { get; } = new("integrationhub.outbox.send");

    /// <summary>One look-up, the audit included.</summary>
    public static HubSpan Lookup { get; } = new("integrationhub.lookup");

    /// <summary>One message of the alerts, sent once.</summary>
    public static HubSpan Alert { get; } = new("integrationhub.alerts.send", ActivityKind.Client);

    /// <summary>The lines of one answer, written into the audit.</summary>
    public static HubSpan Audit { get; } = new("integrationhub.audit");
}
