using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using IntegrationHub.Configuration;
using IntegrationHub.Installation;

namespace IntegrationHub.Server;

/// <summary>The server's certificate, read again when its file changes: a renewed one is in force without a restart.</summary>
sealed class CertificateFile
{
    static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    readonly CertificateSettings settings;
    readonly TimeProvider time;
    readonly ILogger logger;
    readonly Lock gate = new();
    X509Certificate2 current;
    (DateTime, DateTime) seen;
    long lookedAt;

    public CertificateFile(CertificateSettings settings, TimeProvider time, ILogger logger)
    {
        (this.settings, this.time, this.logger) = (settings, time, logger);
        seen = Stamp();
        current = Read(settings);
        lookedAt = time.GetTimestamp();
    }

    /// <summary>The certificate in force.</summary>
    public X509Certificate2 Current
    {
        get
        {
            lock (gate)
            {
                if (time.GetElapsedTime(lookedAt) < Pause) return current;

                lookedAt = time.GetTimestamp();
                if (Stamp() is var now && now == seen) return current;

                try
                {
                    current = Read(settings);
                    seen = now;
                    ServerLog.CertificateChanged(logger, settings.File, current.NotAfter.ToUniversalTime());
                }
                catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
                {
                    seen = now;
                    ServerLog.CertificateWrong(logger, settings.File, e.Message);
                }

                return current;
            }
        }
    }

    /// <summary>Tells when the certificate cannot be used.</summary>
    public static void Check(CertificateSettings? settings, List<SettingsFault> faults)
    {
        if (settings is null) return;

        try
        {
            using var certificate = Read(settings);
            if (!certificate.HasPrivateKey) faults.Add(new SettingsFault("Certificate", $"'{settings.File}' holds no private key; name its file under Certificate:KeyFile"));
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            faults.Add(new SettingsFault("Certificate", $"'{settings.File}' cannot be used as a certificate: {e.Message}{(e is CryptographicException ? " Is it PEM or PFX, does its key belong to it, and does the password fit?" : "")}"));
        }
    }

    internal static X509Certificate2 Read(CertificateSettings settings)
    {
        var password = settings.Password is { } reference ? HubValues.SecretOf(reference, SettingSources.OfMachine()) : null;
        if (Path.GetExtension(settings.File).ToUpperInvariant() is ".PFX" or ".P12") return X509CertificateLoader.LoadPkcs12FromFile(settings.File, password);

        return password is null
            ? X509Certificate2.CreateFromPemFile(settings.File, settings.KeyFile)
            : X509Certificate2.CreateFromEncryptedPemFile(settings.File, password, settings.KeyFile);
    }

    (DateTime, DateTime) Stamp() => (File.GetLastWriteTimeUtc(settings.File), settings.KeyFile is { } key ? File.GetLastWriteTimeUtc(key) : default);
}
