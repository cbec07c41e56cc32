using IntegrationHub.Alerts;

namespace IntegrationHub.Mails;

/// <summary>A mail server, as <c>hub.yaml</c> tells of it.</summary>
/// <param name="Host">The mail server.</param>
/// <param name="Port">Its port.</param>
/// <param name="Encrypted">Whether the connection must be encrypted (STARTTLS).</param>
/// <param name="From">Who mails come from.</param>
public record MailServerSettings(AlertText Host, int Port, bool Encrypted, AlertText From)
{
    /// <summary>The account; null to sign in with none.</summary>
    public AlertText? User { get; init; }

    /// <summary>Its password.</summary>
    public AlertText? Password { get; init; }
}
