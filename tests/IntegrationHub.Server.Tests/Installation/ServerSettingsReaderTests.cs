using IntegrationHub.Disclosure;
using IntegrationHub.Installation;

namespace IntegrationHub.Server.Tests.Installation;

public sealed class ServerSettingsReaderTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("ihub-settings-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void One_hub_needs_nothing_but_its_file()
    {
        var settings = Read(("Hubs:sundby:File", "sundby/hub.yaml"));

        var hub = Assert.Single(settings.Hubs);
        Assert.Equal(Path.Combine(folder, "sundby", "hub.yaml"), hub.File);
        Assert.Equal(Path.Combine(folder, "sundby", "api-keys.json"), hub.ApiKeys);
        Assert.True(hub.KeySignIn);
        Assert.Equal("http://127.0.0.1:8080", Assert.Single(settings.Listen).Text);
    }

    [Fact]
    public void Everything_that_is_wrong_is_told_at_once_with_its_place()
    {
        File.WriteAllText(Path.Combine(folder, "appsettings.json"), """{ "Listn": "http://x", "MaxConnections": "many", "Hubs": { "a": { "File": "a.yaml" }, "b": { "Fil": "b.yaml" } } }""");

        var faults = Faults();

        var file = Path.Combine(folder, "appsettings.json");
        Assert.Contains(faults, f => f.StartsWith($"{file}: Listn: there is no such key (did you mean 'Listen'?)", StringComparison.Ordinal));
        Assert.Contains(faults, f => f.StartsWith($"{file}: MaxConnections: 'many' must be a whole number", StringComparison.Ordinal));
        Assert.Contains(faults, f => f.StartsWith($"{file}: Hubs:b:Fil: there is no such key (did you mean 'File'?)", StringComparison.Ordinal));
        Assert.Contains(faults, f => f.StartsWith($"{file}: Hubs:b:File: is missing", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Hubs:a:Hosts", "is missing: with several hubs each has host names of its own")]
    public void Several_hubs_need_hosts(string where, string says) =>
        Assert.Contains(Faults(("Hubs:a:File", "a/hub.yaml"), ("Hubs:b:File", "b/hub.yaml"), ("Hubs:b:Hosts:0", "b.example")), f => f.Contains(where, StringComparison.Ordinal) && f.Contains(says, StringComparison.Ordinal));

    [Fact]
    public void A_host_belongs_to_one_hub_however_it_is_written()
    {
        var faults = Faults(("Hubs:a:File", "a/hub.yaml"), ("Hubs:a:Hosts:0", "IHUB.example"), ("Hubs:b:File", "b/hub.yaml"), ("Hubs:b:Hosts:0", "ihub.example."));

        Assert.Contains(faults, f => f.Contains("the host 'ihub.example' is given to 'a' and 'b'", StringComparison.Ordinal));
    }

    [Fact]
    public void Two_hubs_never_share_a_file_of_API_keys() =>
        Assert.Contains(
            Faults(("Hubs:a:File", "a/hub.yaml"), ("Hubs:a:Hosts:0", "a.example"), ("Hubs:a:ApiKeys", "keys.json"), ("Hubs:b:File", "b/hub.yaml"), ("Hubs:b:Hosts:0", "b.example"), ("Hubs:b:ApiKeys", "./keys.json")),
            f => f.Contains("a key of one municipality must open nothing at another", StringComparison.Ordinal));

    [Fact]
    public void A_secret_that_stands_in_the_settings_is_refused_and_not_repeated()
    {
        var faults = Faults([.. OpenId, ("Hubs:a:SignIn:OpenIdConnect:ClientSecret", "hunter2hunter2")]);

        Assert.Contains(faults, f => f.Contains("ClientSecret: must be a reference, ${secret:NAME}", StringComparison.Ordinal));
        Assert.DoesNotContain(faults, f => f.Contains("hunter2", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("http://idp.example", false)]
    [InlineData("https://idp.example/tenant", true)]
    [InlineData("http://127.0.0.1:9000", true)]
    [InlineData("idp.example", false)]
    public void An_identity_provider_is_reached_over_https(string authority, bool right)
    {
        (string, string)[] settings = [.. OpenId.Where(pair => !pair.Item1.EndsWith("Authority", StringComparison.Ordinal)), ("Hubs:a:SignIn:OpenIdConnect:Authority", authority)];

        if (right) Assert.Equal(new Uri(authority), Read(settings).Hubs[0].OpenId!.Authority);
        else Assert.Contains(Faults(settings), f => f.Contains("is no https address", StringComparison.Ordinal));
    }

    [Fact]
    public void Without_keys_and_without_a_provider_nobody_could_sign_in() =>
        Assert.Contains(Faults(("Hubs:a:File", "a/hub.yaml"), ("Hubs:a:SignIn:Keys", "false")), f => f.Contains("nobody could sign in", StringComparison.Ordinal));

    [Fact]
    public void A_provider_needs_a_table_of_roles() =>
        Assert.Contains(Faults([.. OpenId.Where(pair => !pair.Item1.Contains("Roles", StringComparison.Ordinal))]), f => f.Contains("SignIn:Roles: is missing", StringComparison.Ordinal));

    [Theory]
    [InlineData("agnet", "(did you mean 'agent'?)")]
    [InlineData("specialist", "a specialist belongs to at least one department")]
    public void A_row_of_roles_is_checked(string role, string says) =>
        Assert.Contains(Faults([.. OpenId.Where(pair => !pair.Item1.EndsWith(":Role", StringComparison.Ordinal)), ("Hubs:a:SignIn:Roles:0:Role", role)]), f => f.Contains(says, StringComparison.Ordinal));

    [Fact]
    public void Tokens_of_systems_need_an_audience() =>
        Assert.Contains(Faults([.. OpenId, ("Hubs:a:SignIn:BearerTokens:NameClaim", "azp")]), f => f.Contains("a token for any other application would open the hub", StringComparison.Ordinal));

    [Fact]
    public void The_table_of_roles_is_read()
    {
        var hub = Read([.. OpenId, ("Hubs:a:SignIn:Roles:1:Claim", "groups"), ("Hubs:a:SignIn:Roles:1:Value", "bygg"), ("Hubs:a:SignIn:Roles:1:Role", "specialist"), ("Hubs:a:SignIn:Roles:1:Departments", "byggnadsnamnden, miljo")]).Hubs[0];

        Assert.Equal([CallerRole.Agent, CallerRole.Specialist], hub.Roles.Select(r => r.Role));
        Assert.Equal(["byggnadsnamnden", "miljo"], hub.Roles[1].Departments);
    }

    [Theory]
    [InlineData("http://127.0.0.1:8080", false, 8080)]
    [InlineData("https://*", true, 443)]
    [InlineData("http://[::1]:81", false, 81)]
    [InlineData("http://localhost:0", false, 0)]
    public void Addresses_to_listen_on(string text, bool https, int port)
    {
        var address = ServerSettingsReader.ParseAddress(text);

        Assert.Equal((https, port), (address!.IsHttps, address.Port));
    }

    [Theory]
    [InlineData("ftp://127.0.0.1")]
    [InlineData("http://ihub.example:80")]
    [InlineData("http://127.0.0.1:99999")]
    [InlineData("127.0.0.1:80")]
    public void What_is_no_address_to_listen_on(string text) => Assert.Null(ServerSettingsReader.ParseAddress(text));

    [Fact]
    public void Https_without_a_certificate_is_told() =>
        Assert.Contains(Faults(("Hubs:a:File", "a/hub.yaml"), ("Listen", "https://*:8443")), f => f.Contains("needs a certificate", StringComparison.Ordinal));

    [Fact]
    public void Proxies_are_addresses_or_networks()
    {
        Assert.Equal(["10.0.0.5/32", "10.1.0.0/16"], Read(("Hubs:a:File", "a/hub.yaml"), ("TrustedProxies", "10.0.0.5,10.1.0.0/16")).TrustedProxies.Select(p => p.ToString()));
        Assert.Contains(Faults(("Hubs:a:File", "a/hub.yaml"), ("TrustedProxies", "proxy.example")), f => f.Contains("is no address or network", StringComparison.Ordinal));
    }

    [Fact]
    public void With_several_hubs_no_secret_of_one_is_found_by_another()
    {
        Directory.CreateDirectory(Path.Combine(folder, "secrets-a"));
        File.WriteAllText(Path.Combine(folder, "secrets-a", "VENDOR"), "a's");
        var hubs = Read(("Hubs:a:File", "a/hub.yaml"), ("Hubs:a:Hosts", "a.example"), ("Hubs:a:Secrets", "secrets-a"), ("Hubs:b:File", "b/hub.yaml"), ("Hubs:b:Hosts", "b.example")).Hubs;

        Assert.Equal("a's", HubValues.Of(hubs[0], alone: false).FindSecret("VENDOR"));
        Assert.Null(HubValues.Of(hubs[1], alone: false).FindSecret("VENDOR"));
        Assert.Null(HubValues.Of(hubs[1], alone: false).FindSecret("PATH"));
        Assert.NotNull(HubValues.Of(hubs[1], alone: true).FindSecret("PATH"));
    }

    static (string, string)[] OpenId =>
    [
        ("Hubs:a:File", "a/hub.yaml"), ("Hubs:a:SignIn:OpenIdConnect:Authority", "https://idp.example"), ("Hubs:a:SignIn:OpenIdConnect:ClientId", "ihub"),
        ("Hubs:a:SignIn:Roles:0:Claim", "groups"), ("Hubs:a:SignIn:Roles:0:Value", "desk"), ("Hubs:a:SignIn:Roles:0:Role", "agent"),
    ];

    ServerSettings Read(params (string Key, string Value)[] typed) =>
        ServerSettingsReader.Read(ServerSettingsReader.Open(Path.Combine(folder, "appsettings.json"), typed.Select(pair => new KeyValuePair<string, string?>(pair.Key, pair.Value))), folder);

    IReadOnlyList<string> Faults(params (string Key, string Value)[] typed) => [.. Assert.Throws<SettingsUnusableException>(() => Read(typed)).Faults.Select(f => f.ToString())];
}
