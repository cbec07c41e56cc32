using System.Text;
using IntegrationHub.Notifications;
using IntegrationHub.Streams;
using IntegrationHub.Tests.Shared;

namespace IntegrationHub.Tests.Notifications;

/// <summary>Rules and notifications for tests of decisions.</summary>
static class NotificationRulesOf
{
    public const string Authorization = "Bearer demodam-hub-0001";

    public static readonly Uri ZakenApi = new("https://zaken.demodam.example/zaken/api/v1/");

    public static NotificationRules Standard(string secret = SignedDelivery.Secret, params string[] key) => new(
        new StreamNotify { Kind = NotifyKind.StandardWebhooks, Secrets = [], Key = key.Length > 0 ? key : ["data", "id"] }, [StandardWebhook.Secret(secret)!], null);

    public static NotificationRules Zgw(params string[] only) => new(
        new StreamNotify { Kind = NotifyKind.Zgw, Secrets = [], Key = ["hoofdObject"], Base = ZakenApi.ToString(), Case = "zaken/{key}", Only = only },
        [Encoding.UTF8.GetBytes(Authorization)], ZakenApi);

    public static IncomingNotification Came(this SignedDelivery delivery, string? signature = null) => new()
    {
        Body = delivery.Body,
        Id = delivery.Id,
        Timestamp = delivery.Timestamp,
        Signature = signature ?? delivery.SignatureWith(),
    };

    public static IncomingNotification Zgw(string json, string? authorization = Authorization) => new() { Body = Encoding.UTF8.GetBytes(json), Authorization = authorization };
}
