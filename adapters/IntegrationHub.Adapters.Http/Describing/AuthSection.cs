using IntegrationHub.Configuration;
using IntegrationHub.Diagnostics;
using IntegrationHub.Sources;

namespace IntegrationHub.Adapters.Http;

/// <summary>Reads how the hub signs in, and which settings that needs.</summary>
static class AuthSection
{
    static readonly AdapterSetting Username = new("username", SettingKind.Text, "The name of the account that reads.") { Required = true, Example = "ihub" };
    static readonly AdapterSetting Password = new("password", SettingKind.Secret, "Its password.") { Required = true };
    static readonly AdapterSetting ClientId = new("clientId", SettingKind.Text, "The name by which the vendor knows the hub.") { Required = true, Example = "ihub" };
    static readonly AdapterSetting ClientSecret = new("clientSecret", SettingKind.Secret, "The secret that belongs to it.") { Required = true };

    public static (Auth Auth, IReadOnlyList<AdapterSetting> Settings) Read(YamlSection http, DiagnosticBag diagnostics)
    {
        // One word is enough where there is nothing more to say.
        var auth = http.Node("auth") is YamlText { IsEmpty: false } word
            ? YamlSection.Item(new YamlMap(word.Place, [new YamlEntry(word with { Text = "by" }, word)]), "http.auth", HttpKeys.Section.Find("auth")!, diagnostics, HttpCodes.Sections)
            : http.Section("auth");
        if (!http.Has("auth")) return (new Auth(), []);

        AuthKind? by = auth.Choice("by") is { } chosen && EnumNames.TryParse<AuthKind>(chosen, out var kind) ? kind : null;
        var read = Read(auth, by);
        auth.End();
        foreach (var (key, needs) in (IEnumerable<(string, AuthKind)>)[("in", AuthKind.Key), ("name", AuthKind.Key), ("scope", AuthKind.Oauth2), ("credentials", AuthKind.Oauth2), ("user", AuthKind.Zgw)])
            if (by is not null && by != needs && auth.Has(key)) diagnostics.Error(auth.PlaceOf(key), HttpCodes.NoEffect, $"http.auth.{key} is for {EnumNames.Of(needs)} and has no effect with {EnumNames.Of(by.Value)}; take it out");
        return (read, Settings(read));
    }

    static Auth Read(YamlSection auth, AuthKind? by)
    {
        var place = auth.Choice("in");
        var name = auth.Text("name");
        var read = new Auth
        {
            By = by ?? AuthKind.None,
            In = place is not null && EnumNames.TryParse<KeyIn>(place, out var known) ? known : KeyIn.Header,
            Name = name?.Text ?? "",
            Scope = auth.Text("scope")?.Text,
            InBody = auth.Choice("credentials") == "body",
            User = auth.Text("user")?.Text ?? "IntegrationHub",
        };
        if (by == AuthKind.Key && read.In is KeyIn.Header or KeyIn.Query)
        {
            if (by == AuthKind.Key && name is null) auth.Missing("name");
            else if (name is not null && read.In == KeyIn.Header && !HeaderSection.IsName(name.Text)) auth.Wrong("name", $": '{name.Text}' is no name of a header");
        }

        return read;
    }

    static IReadOnlyList<AdapterSetting> Settings(Auth auth) => auth.By switch
    {
        AuthKind.Basic => [Username, Password],
        AuthKind.Ntlm => [Username, Password, new("domain", SettingKind.Text, "The domain of the account; none for an account of the vendor's machine.") { Example = "SUNDBY" }],
        AuthKind.Bearer => [new("token", SettingKind.Secret, "The token that the vendor gave.") { Required = true }],
        AuthKind.Key => [new("key", SettingKind.Secret, "The key that the vendor gave.") { Required = true }],
        AuthKind.Oauth2 => [new("tokenUrl", SettingKind.Url, "Where the hub gets its token.") { Required = true, Example = "https://login.sundby.example/oauth2/token" }, ClientId, ClientSecret],
        AuthKind.Zgw => [ClientId, ClientSecret],
        _ => [],
    };
}
