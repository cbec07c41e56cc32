using System.Globalization;
using System.Net;
using IntegrationHub.Configuration;
using IntegrationHub.Diagnostics;
using IntegrationHub.Disclosure;
using Microsoft.Extensions.Configuration;

namespace IntegrationHub.Installation;

/// <summary>Reads what a server is told, out of its settings file, the environment and the command line.</summary>
internal static class ServerSettingsReader
{
    /// <summary>The settings file's usual name.</summary>
    public const string FileName = "appsettings.json";

    /// <summary>How the environment variables begin that are settings.</summary>
    public const string Prefix = "IHUB_SERVER_";

    const string StandardAddress = "http://127.0.0.1:8080";

    /// <summary>Reads the sources: the file when it is there, then the environment, then what was typed.</summary>
    /// <param name="file">The settings file; it need not be there when enough is typed.</param>
    /// <param name="typed">Keys and values of the command line.</param>
    /// <param name="watched">Whether a change of the file is noticed.</param>
    /// <exception cref="SettingsUnusableException">The file is no JSON.</exception>
    public static IConfigurationRoot Open(string file, IEnumerable<KeyValuePair<string, string?>> typed, bool watched = false)
    {
        try
        {
            return new ConfigurationBuilder()
                .AddJsonFile(System.IO.Path.GetFullPath(file), optional: true, reloadOnChange: watched)
                .AddEnvironmentVariables(Prefix)
                .AddInMemoryCollection(typed)
                .Build();
        }
        catch (InvalidDataException e)
        {
            // The inner message of the parser tells line and column, and a character at most.
            throw new SettingsUnusableException([new SettingsFault(file, $"is no JSON: {e.GetBaseException().Message}")]);
        }
    }

    /// <summary>Reads the settings.</summary>
    /// <param name="root">The sources.</param>
    /// <param name="folder">The folder that paths are relative to: that of the settings file.</param>
    /// <exception cref="SettingsUnusableException">Something is wrong; everything is told at once.</exception>
    public static ServerSettings Read(IConfigurationRoot root, string folder)
    {
        ArgumentNullException.ThrowIfNull(root);

        var faults = new List<SettingsFault>();
        var all = new SettingsSection(root, root, faults);
        // What is logged is the logging library's to read.
        all.Leave("Logging");
        var listen = Listen(all);
        var settings = new ServerSettings
        {
            Listen = listen,
            Certificate = Certificate(all.Section("Certificate"), folder),
            TrustedProxies = Proxies(all),
            MaxConnections = all.Number("MaxConnections", 2000, 10, 100_000),
            StopWithin = TimeSpan.FromSeconds(all.Number("StopWithinSeconds", 30, 1, 600)),
            StartWithoutWrongHubs = all.Flag("StartWithoutWrongHubs", unless: false),
            Packages = [.. all.Sections("Packages").Select(package => Package(package, folder)).OfType<PackageSettings>()],
            Hubs = Hubs(all, folder),
        };
        if (settings.Certificate is null && listen.FirstOrDefault(l => l.IsHttps) is { } https)
            all.Wrong("Listen", $"'{https.Text}' needs a certificate: give Certificate:File, and Certificate:KeyFile when the key is apart; or listen with http on the loopback behind a proxy");
        all.End();
        return faults.Count == 0 ? settings : throw new SettingsUnusableException([.. faults.Distinct()]);
    }

    static List<ListenAddress> Listen(SettingsSection all)
    {
        var written = all.Texts("Listen");
        var addresses = new List<ListenAddress>();
        foreach (var text in written.Count == 0 ? [StandardAddress] : written)
        {
            if (ParseAddress(text) is { } address) addresses.Add(address);
            else all.Wrong("Listen", $"'{text}' is no address to listen on; write http://127.0.0.1:8080, https://0.0.0.0:8443, http://[::1]:8080, http://localhost:8080 or https://*:8443");
        }

        return addresses;
    }

    internal static ListenAddress? ParseAddress(string text)
    {
        var https = text.StartsWith("https://", StringComparison.OrdinalIgnoreCase);
        if (!https && !text.StartsWith("http://", StringComparison.OrdinalIgnoreCase)) return null;

        var rest = text[(https ? 8 : 7)..].TrimEnd('/');
        var colon = rest.LastIndexOf(':');
        var port = https ? 443 : 80;
        if (colon > rest.LastIndexOf(']'))
        {
            if (!int.TryParse(rest[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out port) || port > 65535) return null;
            rest = rest[..colon];
        }

        if (rest is "*" or "+") return new ListenAddress(text, https, null, false, port);
        if (rest.Equals("localhost", StringComparison.OrdinalIgnoreCase)) return new ListenAddress(text, https, null, true, port);
        return IPAddress.TryParse(rest.Trim('[', ']'), out var address) ? new ListenAddress(text, https, address, false, port) : null;
    }

    static CertificateSettings? Certificate(SettingsSection section, string folder)
    {
        if (!section.IsThere) return null;

        var file = PathOf(section, "File", folder, "the certificate with its chain, PEM or PFX");
        var key = section.Text("KeyFile") is { } written ? Full(folder, written) : null;
        var password = Secret(section, "Password");
        section.End();
        return file is null ? null : new CertificateSettings(file, key, password);
    }

    static List<IPNetwork> Proxies(SettingsSection all)
    {
        var networks = new List<IPNetwork>();
        foreach (var text in all.Texts("TrustedProxies"))
        {
            if (IPNetwork.TryParse(text, out var network)) networks.Add(network);
            else if (IPAddress.TryParse(text, out var address)) networks.Add(new IPNetwork(address, address.GetAddressBytes().Length * 8));
            else all.Wrong("TrustedProxies", $"'{text}' is no address or network; write 10.0.0.5 or 10.0.0.0/24");
        }

        return networks;
    }

    static PackageSettings? Package(SettingsSection section, string folder)
    {
        var path = PathOf(section, "Path", folder, "a folder of published output, or a .nupkg");
        var assembly = section.Text("Assembly");
        section.End();
        return path is null ? null : new PackageSettings(path, assembly);
    }

    static List<HubSettings> Hubs(SettingsSection all, string folder)
    {
        var sections = all.Sections("Hubs");
        if (sections.Count == 0) all.Wrong("Hubs", "no hub is named: \"Hubs\": { \"sundby\": { \"File\": \"sundby/hub.yaml\" } }, or --hub sundby/hub.yaml");
        var hubs = sections.Select(section => Hub(section, folder)).OfType<HubSettings>().ToList();

        foreach (var hub in hubs.Where(hub => hubs.Count > 1 && hub.Hosts.Count == 0))
            all.Wrong($"Hubs:{hub.Name}:Hosts", "is missing: with several hubs each has host names of its own, by which it is chosen");
        foreach (var doubled in hubs.SelectMany(hub => hub.Hosts.Distinct().Select(host => (hub, host))).GroupBy(pair => pair.host).Where(pairs => pairs.Count() > 1))
            all.Wrong("Hubs", $"the host '{doubled.Key}' is given to {string.Join(" and ", doubled.Select(pair => $"'{pair.hub.Name}'"))}; a host belongs to one hub");
        foreach (var doubled in hubs.GroupBy(hub => hub.ApiKeys, StringComparer.Ordinal).Where(same => same.Count() > 1))
            all.Wrong("Hubs", $"{string.Join(" and ", doubled.Select(hub => $"'{hub.Name}'"))} have one file of API keys; a key of one municipality must open nothing at another: give each its own ApiKeys");
        foreach (var doubled in hubs.GroupBy(hub => hub.File, StringComparer.Ordinal).Where(same => same.Count() > 1))
            all.Wrong("Hubs", $"{string.Join(" and ", doubled.Select(hub => $"'{hub.Name}'"))} have one hub file; name it once, with all its Hosts");
        return hubs;
    }

    static HubSettings? Hub(SettingsSection section, string folder)
    {
        var file = PathOf(section, "File", folder, "the path of its hub.yaml");
        var keys = section.Text("ApiKeys");
        var hosts = section.Texts("Hosts").Select(host => HostOf(section, host)).OfType<string>().ToList();
        var secrets = section.Text("Secrets");
        var hub = new HubSettings
        {
            Name = section.Name,
            File = file ?? "",
            Hosts = hosts,
            ApiKeys = keys is not null ? Full(folder, keys) : System.IO.Path.Combine(System.IO.Path.GetDirectoryName(file ?? folder)!, "api-keys.json"),
            SpecialistDepartments = section.Texts("SpecialistDepartments"),
            MetricsNeedNoKey = section.Flag("MetricsNeedNoKey", unless: false),
            SecretsFolder = secrets is null ? null : Full(folder, secrets),
            Values = section.Values("Values"),
        };
        hub = SignIn(section.Section("SignIn"), hub);
        section.End();
        return file is null ? null : hub;
    }

    static HubSettings SignIn(SettingsSection section, HubSettings hub)
    {
        var openId = OpenId(section.Section("OpenIdConnect"));
        var bearer = Bearer(section.Section("BearerTokens"), openId?.Authority);
        var roles = section.Sections("Roles").Select(Role).OfType<RoleRow>().ToList();
        var keys = section.Flag("Keys", unless: true);
        if (!keys && openId is null) section.Wrong("Keys", "is false, and there is no OpenIdConnect: nobody could sign in");
        if ((openId is not null || bearer is not null) && roles.Count == 0)
            section.Wrong("Roles", "is missing: without a row no claim gives a role, and nobody is let in; write { \"Claim\": \"groups\", \"Value\": \"contact-centre\", \"Role\": \"agent\" }");
        section.End();
        return hub with { KeySignIn = keys, OpenId = openId, Bearer = bearer, Roles = roles };
    }

    static OpenIdSettings? OpenId(SettingsSection section)
    {
        if (!section.IsThere) return null;

        var authority = Authority(section, required: true);
        var client = section.Required("ClientId", "what the identity provider calls this hub");
        var settings = new OpenIdSettings
        {
            Authority = authority ?? new Uri("https://missing.invalid"),
            ClientId = client ?? "",
            ClientSecret = Secret(section, "ClientSecret"),
            DisplayName = section.Text("DisplayName") ?? authority?.Host ?? "",
            Scopes = section.Texts("Scopes") is { Count: > 0 } scopes ? [.. scopes.Where(s => s != "openid")] : ["profile"],
            IdClaim = section.Text("IdClaim") ?? "sub",
            NameClaim = section.Text("NameClaim") ?? "name",
        };
        section.End();
        return settings;
    }

    static BearerSettings? Bearer(SettingsSection section, Uri? otherwise)
    {
        if (!section.IsThere) return null;

        var authority = Authority(section, required: otherwise is null) ?? otherwise;
        var audiences = section.Texts("Audiences");
        if (audiences.Count == 0) section.Wrong("Audiences", "is missing: for whom a token must be made; without it a token for any other application would open the hub");
        var name = section.Text("NameClaim") ?? "azp";
        section.End();
        return new BearerSettings { Authority = authority ?? new Uri("https://missing.invalid"), Audiences = audiences, NameClaim = name };
    }

    static Uri? Authority(SettingsSection section, bool required)
    {
        if ((required ? section.Required("Authority", "the identity provider's address") : section.Text("Authority")) is not { } text) return null;
        if (Uri.TryCreate(text, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback)) && uri.Query.Length == 0) return uri;

        section.Wrong("Authority", $"'{text}' is no https address; plain http is for the loopback only");
        return null;
    }

    static RoleRow? Role(SettingsSection section)
    {
        var claim = section.Required("Claim", "the claim that gives the role");
        var value = section.Required("Value", "the claim's value");
        var written = section.Required("Role", $"one of {string.Join(", ", EnumNames.Of(typeof(CallerRole)))}");
        var departments = section.Texts("Departments");
        section.End();
        if (written is null) return null;

        if (!EnumNames.TryParse<CallerRole>(written, out var role))
        {
            section.Wrong("Role", $"'{written}' is no role{DidYouMean.Hint(written, EnumNames.Of(typeof(CallerRole)))}; the roles are {string.Join(", ", EnumNames.Of(typeof(CallerRole)))}");
            return null;
        }

        if (role == CallerRole.Specialist && departments.Count == 0) section.Wrong("Departments", "is missing: a specialist belongs to at least one department");
        if (role != CallerRole.Specialist && departments.Count > 0) section.Wrong("Departments", "only a specialist has departments");
        return claim is null || value is null ? null : new RoleRow(claim, value, role, departments);
    }

    // Settings files are copied, mailed and put under version control: a secret stands elsewhere.
    static string? Secret(SettingsSection section, string key)
    {
        if (section.Text(key) is not { } text) return null;
        if (SettingText.Parse(text) is [{ Kind: SettingPartKind.Secret }]) return text;

        section.Wrong(key, "must be a reference, ${secret:NAME}: the value is taken from a file in the secrets folder or from the environment");
        return null;
    }

    static string? HostOf(SettingsSection section, string written)
    {
        var host = written.TrimEnd('.').ToLowerInvariant();
        // A port would never match: requests are compared without theirs.
        if (Uri.CheckHostName(host) is UriHostNameType.Dns or UriHostNameType.IPv4 or UriHostNameType.IPv6) return host.Trim('[', ']');

        section.Wrong("Hosts", $"'{written}' is no host name; write it without scheme, port and path: ihub.sundby.example");
        return null;
    }

    static string? PathOf(SettingsSection section, string key, string folder, string what) => section.Required(key, what) is { } text ? Full(folder, text) : null;

    static string Full(string folder, string path) => System.IO.Path.GetFullPath(System.IO.Path.Combine(System.IO.Path.GetFullPath(folder), path));
}
