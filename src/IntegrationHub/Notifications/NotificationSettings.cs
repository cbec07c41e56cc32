using System.Text;
using IntegrationHub.Configuration;
using IntegrationHub.Diagnostics;
using IntegrationHub.Streams;

namespace IntegrationHub.Notifications;

/// <summary>Puts secrets and address in the place of the references under <c>notify:</c>. It is done for each notification, so that a rotated secret counts at once.</summary>
internal static class NotificationSettings
{
    const int MinHeaderLength = 16;

    /// <summary>The rules of a stream; null when it takes no notifications, or, with an error, when something has no value or a wrong one. No message holds a value.</summary>
    public static NotificationRules? Resolve(StreamFile file, SettingResolver settings, DiagnosticBag diagnostics)
    {
        if (file.Definition.Notify is not { } notify || file.Names.Notify is not { } places) return null;

        var own = new DiagnosticBag();
        var secrets = notify.Secrets.Zip(places.Secrets, (written, place) => Secret(notify.Kind, written, place, settings, own)).OfType<byte[]>().ToList();
        var root = notify.Base is { } address ? Base(address, places.Base, settings, own) : null;
        diagnostics.AddRange(own.All);
        return own.HasErrors ? null : new NotificationRules(notify, secrets, root);
    }

    static byte[]? Secret(NotifyKind kind, string written, Place place, SettingResolver settings, DiagnosticBag diagnostics)
    {
        if (settings.Fill("notify.secrets", written, place, diagnostics) is not { } value) return null;

        var bytes = kind == NotifyKind.StandardWebhooks ? StandardWebhook.Secret(value) : Header(value);
        if (bytes is null)
        {
            diagnostics.Error(place, StreamCodes.WrongSetting, kind == NotifyKind.StandardWebhooks
                ? "notify.secrets: this one is no secret of Standard Webhooks; it must be base64 of 24 to 64 bytes, usually with whsec_ before it"
                : $"notify.secrets: this one cannot be the whole value of an Authorization header; it must have at least {MinHeaderLength} characters, for instance Bearer and a random text, and no space at its ends");
        }

        return bytes;
    }

    static byte[]? Header(string value) =>
        value.Length >= MinHeaderLength && value.All(c => c is >= ' ' and < '\x7f') && value.Trim() == value ? Encoding.UTF8.GetBytes(value) : null;

    static Uri? Base(string written, Place place, SettingResolver settings, DiagnosticBag diagnostics)
    {
        if (settings.Fill("notify.base", written, place, diagnostics) is not { } value) return null;
        if (VendorAddress.Fault(value) is not { } fault) return new Uri(value);

        diagnostics.Error(place, StreamCodes.Address, $"notify.base {fault}");
        return null;
    }
}
