using IntegrationHub.Alerts;
using IntegrationHub.Configuration;
using IntegrationHub.Contacts;
using IntegrationHub.HandOvers;
using IntegrationHub.Disclosure;
using IntegrationHub.Protection;
using IntegrationHub.Quarantine;
using IntegrationHub.Sync;
using IntegrationHub.WriteBack;

namespace IntegrationHub.Hosting;

/// <summary>What one hub is: whose, where its files are, with which keys, and who may know what.</summary>
public sealed class HubOptions
{
    /// <summary>The municipality. Must be set.</summary>
    public string Tenant { get; set; } = "";

    /// <summary>The folders with stream files, mappings and code tables, folders below included. At least one.</summary>
    public IList<string> StreamFolders { get; } = [];

    /// <summary>The folder from which on files are named to people, in diagnostics for instance: that of <c>hub.yaml</c>. Null names them as the folders are named.</summary>
    public string? FilesShownFrom { get; set; }

    /// <summary>The keys that protect personal data; see <see cref="KeyRingFile"/>. Without them the hub refuses to start: it never falls back to plain text.</summary>
    public KeyRing? Keys { get; set; }

    /// <summary>Who may know what. Unless set, open cases are told in full and nothing else is told to anybody outside the department.</summary>
    public DisclosurePolicy? Disclosure { get; set; }

    /// <summary>Where <c>${NAME}</c> and <c>${secret:NAME}</c> of stream files come from. Environment variables and the secrets folder unless set.</summary>
    public ISettingSource Settings { get; set; } = SettingSources.OfMachine();

    /// <summary>The municipality's zone: schedules tell their times in it. UTC unless set.</summary>
    public TimeZoneInfo TimeZone { get; set; } = TimeZoneInfo.Utc;

    /// <summary>How runs are made.</summary>
    public SyncOptions Sync { get; } = new();

    /// <summary>How long what could not be mapped is kept.</summary>
    public QuarantineOptions Quarantine { get; } = new();

    /// <summary>The municipality's channels and results, and how long contacts are kept.</summary>
    public ContactOptions Contacts { get; } = new();

    /// <summary>The units that have callbacks and hand-overs in hand.</summary>
    public HandOverOptions HandOvers { get; } = new();

    /// <summary>How commands are sent to vendors, and how long they are kept.</summary>
    public WriteBackOptions WriteBack { get; } = new();

    /// <summary>What people call the municipality, in messages to them. The tenant's name unless set.</summary>
    public string? Name { get; set; }

    /// <summary>What is told of by itself, and to whom. Nobody is told anything unless set.</summary>
    public AlertSettings? Alerts { get; set; }

    /// <summary>Takes over what <c>hub.yaml</c> says of the tenant, the zone, the stream folders, contacts, hand-overs, quarantine and alerts; keys, store and disclosure are the caller's to set.</summary>
    public void Take(HubFile file)
    {
        ArgumentNullException.ThrowIfNull(file);

        Tenant = file.Tenant.Value;
        Name = file.Name;
        TimeZone = file.TimeZone;
        Alerts = file.Alerts;
        FilesShownFrom = Path.GetDirectoryName(Path.GetFullPath(file.File));
        if (file.QuarantineKeepFor is { } keepFor) Quarantine.KeepFor = keepFor;
        Contacts.Take(file);
        HandOvers.Take(file);
        if (file.WriteBackKeepFor is { } kept) WriteBack.KeepFor = kept;
        foreach (var folder in file.StreamFolders) StreamFolders.Add(folder);
    }
}
