using System.Text.Json;
using IntegrationHub.Installation;

namespace IntegrationHub.Server;

/// <summary>Notices what changed in the server's settings and in hub files, and puts in force what is right. What is wrong is reported once, and the last good one goes on.</summary>
/// <remarks>Stream files, mappings, code tables, API keys, secrets and certificates are looked after where they are read.</remarks>
sealed class ServerChanges(ServerPlan plan, IReadOnlyList<HubHost> hubs, ILogger logger) : IDisposable
{
    readonly Dictionary<string, string> seen = hubs.ToDictionary(hub => hub.Settings.Name, hub => StampOf(hub.Settings), StringComparer.Ordinal);
    readonly SemaphoreSlim looking = new(1);
    ServerSettings inForce = plan.Settings;
    string told = "";

    /// <summary>Looks once; true when which host belongs to which hub may have changed.</summary>
    public async Task<bool> LookAsync(CancellationToken cancellationToken)
    {
        await looking.WaitAsync(cancellationToken);
        try
        {
            var settings = Settings();
            var changed = false;
            foreach (var hub in hubs)
            {
                if (settings.Hubs.FirstOrDefault(one => one.Name == hub.Settings.Name) is not { } wanted) continue;

                var stamp = StampOf(wanted);
                if (seen[hub.Settings.Name] == stamp) continue;

                seen[hub.Settings.Name] = stamp;
                changed |= await PutInForceAsync(hub, wanted, settings.Hubs.Count == 1, cancellationToken);
            }

            return changed;
        }
        finally
        {
            looking.Release();
        }
    }

    public void Dispose() => looking.Dispose();

    ServerSettings Settings()
    {
        try
        {
            var now = ServerSettingsReader.Read(plan.Sources, plan.Folder);
            var restart = Restart(plan.Settings, now).ToList();
            if (Tell(string.Join(", ", restart)) && restart.Count > 0) ServerLog.NeedsRestart(logger, string.Join(", ", restart));
            return inForce = now;
        }
        catch (SettingsUnusableException e)
        {
            if (Tell(string.Join('\n', e.Faults))) foreach (var fault in e.Faults) ServerLog.SettingsRefused(logger, fault.ToString());
            return inForce;
        }
    }

    async Task<bool> PutInForceAsync(HubHost hub, HubSettings wanted, bool alone, CancellationToken cancellationToken)
    {
        var faults = new List<SettingsFault>();
        // Where the index is and whose it is are no changes of a hub: that is another hub.
        if (HubPlan.Read(wanted, alone, plan.Parts, faults) is { } changed && SameIndex(hub.Plan, changed, faults) && await hub.ChangeAsync(changed, faults, cancellationToken))
        {
            ServerLog.HubChanged(logger, wanted.Name);
            return true;
        }

        foreach (var fault in faults) ServerLog.HubChangeRefused(logger, wanted.Name, fault.Says);
        return false;
    }

    static bool SameIndex(HubPlan? before, HubPlan changed, List<SettingsFault> faults)
    {
        if (before is null || (before.Setup.File.Tenant == changed.Setup.File.Tenant && before.Setup.File.DataFolder == changed.Setup.File.DataFolder && before.Setup.File.PostgreSql == changed.Setup.File.PostgreSql)) return true;

        faults.Add(new SettingsFault(changed.Settings.Name, "its tenant, or the place of its index, changed: that needs a restart of the server"));
        return false;
    }

    static IEnumerable<string> Restart(ServerSettings before, ServerSettings now)
    {
        if (!before.Listen.SequenceEqual(now.Listen)) yield return "Listen";
        if (before.Certificate != now.Certificate) yield return "Certificate (its file may change, not its place)";
        if (!before.TrustedProxies.SequenceEqual(now.TrustedProxies)) yield return "TrustedProxies";
        if (before.MaxConnections != now.MaxConnections) yield return "MaxConnections";
        if (!before.Packages.SequenceEqual(now.Packages)) yield return "Packages";
        if (!before.Hubs.Select(hub => hub.Name).SequenceEqual(now.Hubs.Select(hub => hub.Name))) yield return "Hubs (which there are)";
    }

    // What is wrong stays wrong at every look, and is told once.
    bool Tell(string what)
    {
        var isNew = what != told;
        told = what;
        return isNew;
    }

    static string StampOf(HubSettings settings)
    {
        var file = new FileInfo(settings.File);
        return $"{JsonSerializer.Serialize(settings)}\n{(file.Exists ? $"{file.LastWriteTimeUtc.Ticks} {file.Length}" : "gone")}";
    }
}
