using System.Net;

namespace IntegrationHub.Outbound;

/// <summary>Lets connections sign in with NTLM, which is shaken hands over on the connection and is no header that an adapter could send.</summary>
internal static class NtlmSignIn
{
    /// <summary>.NET's own implementation of NTLM. Without it, systems other than Windows need the library gss-ntlmssp, which few have.</summary>
    const string Managed = "System.Net.Security.UseManagedNtlm";

    /// <summary>What is shown to the declared addresses, and to no other; null when nothing is.</summary>
    public static ICredentials? For(OutboundOptions options)
    {
        if (options.SignIn is null) return null;

        // The runtime looks at the switch when NTLM is first spoken. Who has set it, either way, is left alone.
        if (!OperatingSystem.IsWindows() && !AppContext.TryGetSwitch(Managed, out _)) AppContext.SetSwitch(Managed, true);

        var shown = new CredentialCache();
        foreach (var origin in options.Addresses.Values.Select(DeclaredAddresses.OriginOf).Distinct(StringComparer.Ordinal)) shown.Add(new Uri(origin), "NTLM", options.SignIn);
        return shown;
    }
}
