using System.Net;
using IntegrationHub.Disclosure;

namespace IntegrationHub.Installation;

/// <summary>What a server is told: where it listens, and whose hubs it runs.</summary>
internal sealed record ServerSettings
{
    /// <summary>The addresses, with scheme and port.</summary>
    public required IReadOnlyList<ListenAddress> Listen { get; init; }

    /// <summary>The certificate of the addresses with https; null when there is none.</summary>
    public CertificateSettings? Certificate { get; init; }

    /// <summary>The proxies whose <c>X-Forwarded-For</c> and <c>X-Forwarded-Proto</c> are believed; nobody else's are.</summary>
    public IReadOnlyList<IPNetwork> TrustedProxies { get; init; } = [];

    /// <summary>How many connections at once; the pages of one person hold one.</summary>
    public int MaxConnections { get; init; } = 2000;

    /// <summary>How long what is being done may take to end when the server is asked to stop.</summary>
    public TimeSpan StopWithin { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Whether the hubs that are right are started although another one is wrong.</summary>
    public bool StartWithoutWrongHubs { get; init; }

    /// <summary>Adapters and functions that are not shipped.</summary>
    public IReadOnlyList<PackageSettings> Packages { get; init; } = [];

    /// <summary>The hubs, one per municipality.</summary>
    public required IReadOnlyList<HubSettings> Hubs { get; init; }
}

/// <summary>An address that the server listens on.</summary>
/// <param name="Text">As it was written.</param>
/// <param name="IsHttps">Whether with a certificate.</param>
/// <param name="Address">The address; null for every address of the machine.</param>
/// <param name="IsLocalhost">Whether the loopback, in both families.</param>
/// <param name="Port">The port; 0 takes a free one.</param>
internal sealed record ListenAddress(string Text, bool IsHttps, IPAddress? Address, bool IsLocalhost, int Port);

/// <summary>Where the certificate is.</summary>
/// <param name="File">PEM with the chain, or PFX.</param>
/// <param name="KeyFile">The private key in PEM; null when it stands in <paramref name="File"/>.</param>
/// <param name="Password">The password of the key, as a reference; null when it has none.</param>
internal sealed record CertificateSettings(string File, string? KeyFile, string? Password);

/// <summary>A package of adapters or functions.</summary>
/// <param name="Path">A folder of published output, or a <c>.nupkg</c>.</param>
/// <param name="Assembly">The assembly in it; null when it is called as the folder or the package.</param>
internal sealed record PackageSettings(string Path, string? Assembly);

/// <summary>One municipality's hub.</summary>
internal sealed record HubSettings
{
    /// <summary>What the settings call it.</summary>
    public required string Name { get; init; }

    /// <summary>The path of its <c>hub.yaml</c>.</summary>
    public required string File { get; init; }

    /// <summary>The host names under which it answers; empty when it is the only one and answers under every name.</summary>
    public IReadOnlyList<string> Hosts { get; init; } = [];

    /// <summary>The file with the keys of its applications.</summary>
    public required string ApiKeys { get; init; }

    /// <summary>The departments of the specialist's key when the file is made at the first start.</summary>
    public IReadOnlyList<string> SpecialistDepartments { get; init; } = [];

    /// <summary>Whether <c>/metrics</c> answers without a key.</summary>
    public bool MetricsNeedNoKey { get; init; }

    /// <summary>The folder with its secrets, a file for each; null when there is none.</summary>
    public string? SecretsFolder { get; init; }

    /// <summary>What its files refer to as <c>${NAME}</c>.</summary>
    public IReadOnlyDictionary<string, string> Values { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether people may sign in to the pages with a key.</summary>
    public bool KeySignIn { get; init; } = true;

    /// <summary>How people sign in through an identity provider; null when they do not.</summary>
    public OpenIdSettings? OpenId { get; init; }

    /// <summary>How systems call with tokens of an identity provider; null when they do not.</summary>
    public BearerSettings? Bearer { get; init; }

    /// <summary>Which claims give which role; the first row that fits decides.</summary>
    public IReadOnlyList<RoleRow> Roles { get; init; } = [];
}

/// <summary>How people sign in through an identity provider.</summary>
internal sealed record OpenIdSettings
{
    /// <summary>The provider's address, under which its discovery document is.</summary>
    public required Uri Authority { get; init; }

    /// <summary>What the provider calls this hub.</summary>
    public required string ClientId { get; init; }

    /// <summary>The client's secret, as a reference; null for a public client, which PKCE alone protects.</summary>
    public string? ClientSecret { get; init; }

    /// <summary>What the button is called.</summary>
    public required string DisplayName { get; init; }

    /// <summary>What is asked for beside <c>openid</c>.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = ["profile"];

    /// <summary>The claim that stays with a person.</summary>
    public string IdClaim { get; init; } = "sub";

    /// <summary>The claim with the name that colleagues know.</summary>
    public string NameClaim { get; init; } = "name";
}

/// <summary>How systems call with tokens of an identity provider.</summary>
internal sealed record BearerSettings
{
    /// <summary>The provider's address.</summary>
    public required Uri Authority { get; init; }

    /// <summary>For whom a token must be made.</summary>
    public required IReadOnlyList<string> Audiences { get; init; }

    /// <summary>The claim that names the system.</summary>
    public string NameClaim { get; init; } = "azp";
}

/// <summary>A row of the table of roles: who has this claim has this role.</summary>
/// <param name="Claim">The claim.</param>
/// <param name="Value">Its value, or one of its values.</param>
/// <param name="Role">The role.</param>
/// <param name="Departments">The departments, of a specialist.</param>
internal sealed record RoleRow(string Claim, string Value, CallerRole Role, IReadOnlyList<string> Departments);

/// <summary>Something that is wrong with the settings: where, what, and what to do.</summary>
/// <param name="Where">The key, and where its value comes from.</param>
/// <param name="Says">What is wrong and what to do.</param>
internal sealed record SettingsFault(string Where, string Says)
{
    /// <summary>In one line.</summary>
    public override string ToString() => $"{Where}: {Says}";
}

/// <summary>The settings cannot be used.</summary>
/// <param name="faults">Everything that was found.</param>
internal sealed class SettingsUnusableException(IReadOnlyList<SettingsFault> faults) : Exception($"The server cannot be started: {string.Join("; ", faults)}")
{
    /// <summary>Everything that was found.</summary>
    public IReadOnlyList<SettingsFault> Faults { get; } = faults;
}
