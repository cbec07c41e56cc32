using System.Globalization;
using System.Net;
using IntegrationHub.Faults;
using IntegrationHub.Sources;
using IntegrationHub.Streams;
using Microsoft.Extensions.Logging;

namespace IntegrationHub.Outbound;

/// <summary>Whom one stream's adapter may call, and how patiently.</summary>
internal sealed record OutboundOptions
{
    /// <summary>The stream. Its source shares the breaker and the budget of calls with the source's other streams.</summary>
    public required StreamKey Stream { get; init; }

    /// <summary>The absolute addresses in the stream file, by the name of their setting. Nothing else is called.</summary>
    public required IReadOnlyDictionary<string, Uri> Addresses { get; init; }

    /// <summary>The names of the settings to look at when the vendor does not accept who calls.</summary>
    public IReadOnlyList<string> Credentials { get; init; } = [];

    /// <summary>The account with which connections sign in with NTLM; null for a vendor that wants none.</summary>
    public NetworkCredential? SignIn { get; init; }

    /// <summary>Networks of the municipality's own where a declared host may live, for instance <c>10.0.0.0/8</c>. None unless set.</summary>
    public IReadOnlyList<IPNetwork> Networks { get; init; } = [];

    /// <summary>What one call may use.</summary>
    public StreamLimits Limits { get; init; } = new();

    /// <summary>When a read is repeated and when the vendor is left alone.</summary>
    public StreamRetry Retry { get; init; } = new();

    /// <summary>The longest time for one answer to its last byte, when the limits set none. A minute unless the adapter says otherwise.</summary>
    public TimeSpan AnswerTimeout { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>The longest time for a connection. Ten seconds unless set.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>For facts about calls.</summary>
    public required ILogger Logger { get; init; }

    /// <summary>The time one try has.</summary>
    internal TimeSpan TryTimeout => Within(Limits.Timeout ?? AnswerTimeout);

    /// <summary>The time a call has with all its tries, the longest wait before each, and a minute in the queue of the budget.</summary>
    internal TimeSpan CallTimeout => Within(Math.Max(1, Retry.Attempts) * (TryTimeout + Retry.MaxDelay) + TimeSpan.FromMinutes(1));

    /// <summary>Takes addresses, credentials and limits from a stream file and its adapter's description.</summary>
    /// <param name="tenant">Whose stream it is.</param>
    /// <param name="stream">The stream file.</param>
    /// <param name="manifest">The adapter's description.</param>
    /// <param name="settings">The settings, resolved.</param>
    /// <param name="logger">For facts about calls.</param>
    /// <param name="networks">The municipality's own networks, where declared hosts may live.</param>
    /// <exception cref="MisconfiguredException">A setting of kind <see cref="SettingKind.Url"/> is no http or https address, or holds a user name.</exception>
    public static OutboundOptions For(TenantId tenant, StreamDefinition stream, AdapterManifest manifest, IReadOnlyDictionary<string, string> settings, ILogger logger,
        IReadOnlyList<IPNetwork>? networks = null) => new()
    {
        Stream = new StreamKey(tenant, stream.Source, stream.Name),
        Addresses = manifest.Settings
            .Where(s => s.Kind == SettingKind.Url && settings.TryGetValue(s.Name, out var text) && text.Length > 0)
            .ToDictionary(s => s.Name, s => AddressIn(s.Name, settings[s.Name]), StringComparer.Ordinal),
        Credentials = [.. manifest.Settings.Where(s => s.Kind == SettingKind.Secret).Select(s => s.Name)],
        SignIn = manifest.SignIn is { } account ? new NetworkCredential(settings.GetValueOrDefault(account.UserName), settings.GetValueOrDefault(account.Password), settings.GetValueOrDefault(account.Domain)) : null,
        Limits = stream.Limits,
        Retry = stream.Retry,
        AnswerTimeout = manifest.AnswerTimeout,
        Networks = networks ?? [],
        Logger = logger,
    };

    static Uri AddressIn(string setting, string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var address) || (address.Scheme != Uri.UriSchemeHttps && address.Scheme != Uri.UriSchemeHttp))
            throw new MisconfiguredException(FaultCodes.InvalidSetting, $"connection.{setting}", "an absolute https or http address was expected.");
        if (address.UserInfo.Length > 0)
            throw new MisconfiguredException(FaultCodes.InvalidSetting, $"connection.{setting}", "the address holds a user name or a password. Take them out and set them as secrets of their own.");

        return address;
    }

    // What Polly accepts as a timeout.
    static TimeSpan Within(TimeSpan timeout) =>
        timeout < TimeSpan.FromMilliseconds(10) ? TimeSpan.FromMilliseconds(10) : timeout > TimeSpan.FromDays(1) ? TimeSpan.FromDays(1) : timeout;

    internal static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture) + " s";
}
