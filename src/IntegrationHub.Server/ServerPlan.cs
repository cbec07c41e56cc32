using System.Text.Json;
using IntegrationHub.AspNetCore;
using IntegrationHub.Configuration;
using IntegrationHub.Diagnostics;
using IntegrationHub.Hosting;
using IntegrationHub.Installation;
using Microsoft.Extensions.Configuration;

namespace IntegrationHub.Server;

/// <summary>Everything that a server is made of, read and found right.</summary>
/// <param name="Sources">Where its settings come from.</param>
/// <param name="Folder">The folder that their paths are relative to.</param>
/// <param name="Settings">What they say.</param>
/// <param name="Parts">What the files of its hubs may name.</param>
/// <param name="Hubs">The hubs that can be started.</param>
/// <param name="Wrong">The hubs that cannot, with what is wrong: only with <see cref="ServerSettings.StartWithoutWrongHubs"/>.</param>
sealed record ServerPlan(IConfigurationRoot Sources, string Folder, ServerSettings Settings, HubParts Parts, IReadOnlyList<HubPlan> Hubs, IReadOnlyDictionary<string, IReadOnlyList<SettingsFault>> Wrong)
{
    /// <summary>Reads it all.</summary>
    /// <param name="sources">Where the settings come from.</param>
    /// <param name="folder">The folder that paths are relative to.</param>
    /// <param name="tolerant">Whether hubs that are wrong may be left out, when the settings say so.</param>
    /// <exception cref="SettingsUnusableException">Something is wrong; everything is told at once.</exception>
    public static ServerPlan Read(IConfigurationRoot sources, string folder, bool tolerant)
    {
        var settings = ServerSettingsReader.Read(sources, folder);
        var faults = new List<SettingsFault>();
        var parts = LoadedPackages.Load(HubParts.Shipped, settings.Packages, faults);
        CertificateFile.Check(settings.Certificate, faults);

        var hubs = new List<HubPlan>();
        var wrong = new Dictionary<string, IReadOnlyList<SettingsFault>>(StringComparer.Ordinal);
        foreach (var hub in settings.Hubs)
        {
            var own = new List<SettingsFault>();
            if (HubPlan.Read(hub, alone: settings.Hubs.Count == 1, parts, own) is { } plan) hubs.Add(plan);
            else wrong[hub.Name] = own;
        }

        foreach (var doubled in hubs.GroupBy(hub => hub.Setup.File.PostgreSql is null ? hub.Setup.File.DataFolder : null).Where(same => same.Key is not null && same.Count() > 1))
            faults.Add(new SettingsFault("Hubs", $"{string.Join(" and ", doubled.Select(hub => $"'{hub.Settings.Name}'"))} have one data folder, {doubled.Key}; give each municipality its own"));
        foreach (var doubled in hubs.GroupBy(hub => hub.Setup.File.Tenant).Where(same => same.Count() > 1))
            faults.Add(new SettingsFault("Hubs", $"{string.Join(" and ", doubled.Select(hub => $"'{hub.Settings.Name}'"))} are hubs of one municipality, '{doubled.Key}'; a municipality has one"));
        if (!(tolerant && settings.StartWithoutWrongHubs && hubs.Count > 0)) faults.AddRange(wrong.Values.SelectMany(own => own));
        return faults.Count == 0 ? new ServerPlan(sources, folder, settings, parts, hubs, wrong) : throw new SettingsUnusableException(faults);
    }
}

/// <summary>Everything that one hub is made of.</summary>
/// <param name="Settings">What the server's settings say of it.</param>
/// <param name="Setup">What its own files say.</param>
/// <param name="Values">Where its settings and secrets come from.</param>
/// <param name="Parts">What its files may name.</param>
sealed record HubPlan(HubSettings Settings, HubSetup Setup, ISettingSource Values, HubParts Parts)
{
    /// <summary>Everything of it but who may know what, as a text to compare: what is equal needs no new application.</summary>
    public string Essence => string.Join('\n',
        [
            JsonSerializer.Serialize(Settings), Setup.File.Tenant.Value, Setup.File.Name, Setup.File.TimeZone.Id, Setup.File.DataFolder, Setup.File.PostgreSql, Setup.File.QuarantineKeepFor?.ToString(),
            Setup.Keys.Fingerprint, .. Setup.Keys.KeyIds.Order(StringComparer.Ordinal), .. Setup.File.StreamFolders,
        ]);

    /// <summary>Reads it; null when something is wrong.</summary>
    public static HubPlan? Read(HubSettings settings, bool alone, HubParts parts, List<SettingsFault> faults)
    {
        var before = faults.Count;
        var values = HubValues.Of(settings, alone);
        HubSetup? setup = null;
        try
        {
            setup = HubSetup.Read(settings.File, parts, values);
        }
        catch (HubSetupException e)
        {
            Tell(settings, e.Diagnostics, faults);
            faults.AddRange(e.Words.Select(word => new SettingsFault(settings.Name, word)));
        }

        CheckApiKeys(settings, faults);
        CheckSecret(settings, settings.OpenId?.ClientSecret, values, faults);
        return setup is not null && faults.Count == before ? new HubPlan(settings, setup, values, parts) : null;
    }

    /// <summary>Tells what is wrong in files.</summary>
    public static void Tell(HubSettings settings, IEnumerable<Diagnostic> diagnostics, List<SettingsFault> faults) =>
        faults.AddRange(diagnostics.Where(d => d.Severity == Severity.Error).Select(d => new SettingsFault(settings.Name, d.ToString())));

    static void CheckApiKeys(HubSettings settings, List<SettingsFault> faults)
    {
        try
        {
            if (File.Exists(settings.ApiKeys)) ApiKeyFile.Read(settings.ApiKeys);
            else if (settings.SpecialistDepartments.Count == 0)
                faults.Add(new SettingsFault(settings.Name, $"there is no file of API keys '{settings.ApiKeys}'; put it back, or name the departments of the first specialist's key under SpecialistDepartments and it is made at the start"));
            else if (!Directory.Exists(Path.GetDirectoryName(settings.ApiKeys)))
                faults.Add(new SettingsFault(settings.Name, $"the folder of the API keys '{settings.ApiKeys}' is not there; make it"));
            else if (!MayWriteBeside(settings.ApiKeys))
                faults.Add(new SettingsFault(settings.Name, $"the file of API keys '{settings.ApiKeys}' is not there and cannot be made: its folder is not writable here, as the settings' is not under systemd's unit and in a container; name a place that is under ApiKeys, such as /var/lib/integration-hub/{settings.Name}.api-keys.json"));
        }
        catch (HubStartException e)
        {
            Tell(settings, e.Diagnostics, faults);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            faults.Add(new SettingsFault(settings.Name, $"the file of API keys '{settings.ApiKeys}' cannot be read ({e.GetType().Name}); check its owner"));
        }
    }

    static bool MayWriteBeside(string path)
    {
        try
        {
            using var probe = new FileStream(path + ".probe", new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Options = FileOptions.DeleteOnClose });
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    static void CheckSecret(HubSettings settings, string? reference, ISettingSource values, List<SettingsFault> faults)
    {
        if (reference is not null && HubValues.SecretOf(reference, values) is null)
            faults.Add(new SettingsFault(settings.Name, $"SignIn:OpenIdConnect:ClientSecret needs {reference}, which has no value; give it as {values.WhereSecretsAre}"));
    }
}
