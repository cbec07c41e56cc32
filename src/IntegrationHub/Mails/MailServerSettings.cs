using IntegrationHub.Configuration;

namespace IntegrationHub.Mails;

/// <summary>A mail server, as <c>hub.yaml</c> tells of it.</summary>
/// <param name="Host">The mail server.</param>
/// <param name="Port">Its port.</param>
/// <param name="Encrypted">Whether the connection must be encrypted (STARTTLS).</param>
/// <param name="From">Who mails come from.</param>
public record MailServerSettings(TextWithReferences Host, int Port, bool Encrypted, TextWithReferences From)
{
    /// <summary>The account; null to sign in with none.</summary>
    public TextWithReferences? User { get; init; }

    /// <summary>Its password.</summary>
    public TextWithReferences? Password { get; init; }
}
