namespace IntegrationHub.Alerts;

/// <summary>Sends a message one way. It sends once, and tells what came of it; whether and when it is sent again is decided elsewhere.</summary>
interface IAlertChannel
{
    /// <summary>Sends the message. What goes wrong is returned in words of the hub, without anything that the receiver said.</summary>
    Task<AlertDelivery> SendAsync(AlertMessage message, CancellationToken cancellationToken);
}
