using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using IntegrationHub.Configuration;

namespace IntegrationHub.Installation;

/// <summary>Examines a server: its ports, certificate and packages, and each of its hubs. Changes nothing.</summary>
/// <param name="time">The clock.</param>
internal sealed class ServerDoctor(TimeProvider time)
{
    const string Server = "server";

    /// <summary>Looks at everything.</summary>
    /// <param name="file">The settings file.</param>
    /// <param name="shipped">What the files of its hubs may name besides what its packages bring.</param>
    /// <param name="connects">Whether streams and identity providers are asked.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<IReadOnlyList<Finding>> ExamineAsync(string file, HubParts shipped, bool connects, CancellationToken cancellationToken)
    {
        ServerSettings settings;
        try
        {
            if (!File.Exists(file)) return [Finding.Bad(Server, "the settings", $"there is no file '{file}'", "name it with --settings")];

            settings = ServerSettingsReader.Read(ServerSettingsReader.Open(file, []), Path.GetDirectoryName(Path.GetFullPath(file))!);
        }
        catch (SettingsUnusableException e)
        {
            return [.. e.Faults.Select(fault => Finding.Bad(Server, "the settings", fault.ToString()))];
        }

        var findings = new List<Finding> { Finding.Good(Server, "the settings", $"{file}: {settings.Hubs.Count} hubs") };
        findings.AddRange(settings.Listen.Select(Port));
        if (settings.Certificate is { } certificate) findings.Add(Certificate(certificate));
        var faults = new List<SettingsFault>();
        var parts = LoadedPackages.Load(shipped, settings.Packages, faults);
        findings.AddRange(faults.Select(fault => Finding.Bad(Server, "a package", fault.ToString())));
        foreach (var hub in settings.Hubs) findings.AddRange(await HubAsync(hub, settings.Hubs.Count == 1, parts, connects, cancellationToken));
        return findings;
    }

    async Task<IReadOnlyList<Finding>> HubAsync(HubSettings hub, bool alone, HubParts parts, bool connects, CancellationToken cancellationToken)
    {
        var values = HubValues.Of(hub, alone);
        var findings = new List<Finding>(await new HubDoctor(parts, time).ExamineAsync(hub.Name, hub.File, values, connects, cancellationToken)) { ApiKeys(hub) };
        if (hub.OpenId?.ClientSecret is { } secret && HubValues.SecretOf(secret, values) is null)
            findings.Add(Finding.Bad(hub.Name, "the client's secret", $"{secret} has no value", $"give it as {values.WhereSecretsAre}"));
        if (connects)
            foreach (var authority in new[] { hub.OpenId?.Authority, hub.Bearer?.Authority }.OfType<Uri>().Distinct()) findings.Add(await ProviderAsync(hub.Name, authority, cancellationToken));
        return findings;
    }

    static Finding ApiKeys(HubSettings hub)
    {
        const string Name = "the API keys";
        if (File.Exists(hub.ApiKeys)) return OperatingSystem.IsWindows() ? Finding.Good(hub.Name, Name, hub.ApiKeys) : DoctorRules.SecretFile(hub.Name, Name, hub.ApiKeys, File.GetUnixFileMode(hub.ApiKeys));

        return hub.SpecialistDepartments.Count > 0
            ? Finding.Good(hub.Name, Name, $"{hub.ApiKeys} is made at the first start")
            : Finding.Bad(hub.Name, Name, $"there is no file '{hub.ApiKeys}'", "put it back, or name SpecialistDepartments and it is made at the start");
    }

    static Finding Port(ListenAddress address)
    {
        var name = $"the port of {address.Text}";
        if (address.Port == 0) return Finding.Good(Server, name, "a free one is taken");

        try
        {
            using var socket = new TcpListener(address.Address ?? (address.IsLocalhost ? IPAddress.Loopback : IPAddress.Any), address.Port) { ExclusiveAddressUse = true };
            socket.Start();
            return Finding.Good(Server, name, "it is free");
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            return Finding.Doubt(Server, name, "something listens there already", "good when it is this server; otherwise stop it, or name another port under Listen");
        }
        catch (SocketException e)
        {
            return Finding.Bad(Server, name, $"it cannot be had: {e.SocketErrorCode}", "below 1024 it needs the right to (systemd: AmbientCapabilities=CAP_NET_BIND_SERVICE); the address must be one of this machine");
        }
    }

    Finding Certificate(CertificateSettings settings)
    {
        try
        {
            // Its key is not needed to see when it ends.
            using var certificate = Path.GetExtension(settings.File).ToUpperInvariant() is ".PFX" or ".P12"
                ? X509CertificateLoader.LoadPkcs12FromFile(settings.File, settings.Password is { } reference ? HubValues.SecretOf(reference, SettingSources.OfMachine()) : null)
                : X509CertificateLoader.LoadCertificateFromFile(settings.File);
            return DoctorRules.Certificate(settings.File, certificate.NotAfter.ToUniversalTime(), time.GetUtcNow());
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            return Finding.Bad(Server, "the certificate", $"'{settings.File}' cannot be read: {e.Message}", "is it there, PEM or PFX, and may this user read it?");
        }
    }

    static async Task<Finding> ProviderAsync(string of, Uri authority, CancellationToken cancellationToken)
    {
        const string Name = "the identity provider";
        try
        {
            using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = TimeSpan.FromSeconds(10) };
            using var answer = await http.GetAsync(new Uri($"{authority.AbsoluteUri.TrimEnd('/')}/.well-known/openid-configuration"), cancellationToken);
            return answer.IsSuccessStatusCode
                ? Finding.Good(of, Name, $"{authority} answers")
                : Finding.Bad(of, Name, $"{authority} answers {(int)answer.StatusCode} to the question for its discovery document", "check Authority: the address before /.well-known/openid-configuration");
        }
        catch (Exception e) when (e is HttpRequestException || (e is TaskCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return Finding.Bad(of, Name, $"{authority} cannot be reached: {e.Message}", "check name resolution, proxy and firewall; while it is away nobody signs in through it");
        }
    }
}
