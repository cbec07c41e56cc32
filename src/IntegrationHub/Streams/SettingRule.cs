using System.Net;
using IntegrationHub.Configuration;
using IntegrationHub.Diagnostics;
using IntegrationHub.Sources;

namespace IntegrationHub.Streams;

/// <summary>What is wrong with a setting's value; the text never holds the value.</summary>
internal readonly record struct SettingFault(string Code, string Message);

/// <summary>Whether a value is of the kind that the adapter's manifest says. The same rule holds for what stands in a file and for what a reference led to.</summary>
internal static class SettingRule
{
    /// <summary>Null when the value will do.</summary>
    public static SettingFault? Check(AdapterSetting setting, string value, bool allowsPlainHttp) => setting.Kind switch
    {
        _ when value.Trim().Length == 0 => Wrong("is empty"),
        SettingKind.Url => Address(value, allowsPlainHttp),
        SettingKind.Number => long.TryParse(value, System.Globalization.NumberStyles.AllowLeadingSign, System.Globalization.CultureInfo.InvariantCulture, out _)
            ? null
            : Wrong("must be a whole number"),
        SettingKind.Flag => Wrong(ValueSyntax.Flag(value, out _)),
        SettingKind.Duration => Wrong(ValueSyntax.Duration(value, out _)),
        SettingKind.TimeZone => TimeZoneInfo.TryFindSystemTimeZoneById(value, out _) && value.Contains('/', StringComparison.Ordinal) || value == "UTC"
            ? null
            : Wrong("must be an IANA time zone, for instance Europe/Stockholm"),
        SettingKind.Choice => setting.Choices.Contains(value, StringComparer.Ordinal)
            ? null
            : Wrong($"must be one of {string.Join(", ", setting.Choices)}{DidYouMean.Hint(value, setting.Choices)}"),
        SettingKind.Folder => value.Contains('\0', StringComparison.Ordinal) ? Wrong("must be a folder") : null,
        _ => null,
    };

    static SettingFault? Address(string value, bool allowsPlainHttp)
    {
        if (!Uri.TryCreate(value, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https") || uri.Host.Length == 0)
            return new SettingFault(StreamCodes.Address, "must be an absolute address that begins with https:// or http://");
        if (uri.UserInfo.Length > 0)
            return new SettingFault(StreamCodes.Address, "holds a user name or password; an address is logged, so give them in settings of their own");
        if (uri.Scheme == "http" && !allowsPlainHttp && !IsThisMachine(uri))
            return new SettingFault(StreamCodes.Address,
                "would send personal data unencrypted; use https, or write 'insecure: true' beside it when the way to that host is protected otherwise");
        return null;
    }

    static bool IsThisMachine(Uri uri) =>
        uri.Host is "localhost" || (IPAddress.TryParse(uri.Host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    static SettingFault? Wrong(string? message) => message is null ? null : new SettingFault(StreamCodes.WrongSetting, message);
}
