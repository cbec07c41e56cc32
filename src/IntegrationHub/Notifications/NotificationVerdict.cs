using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using IntegrationHub.Streams;

namespace IntegrationHub.Notifications;

/// <summary>What is to be done with a notification.</summary>
internal abstract record NotificationVerdict
{
    NotificationVerdict()
    {
    }

    /// <summary>It is genuine and names a case.</summary>
    /// <param name="Key">The case's key.</param>
    /// <param name="Delivery">Tells it from others.</param>
    public sealed record Take(string Key, NotificationDelivery Delivery) : NotificationVerdict;

    /// <summary>It is genuine, and nothing is to be read.</summary>
    public sealed record Leave : NotificationVerdict;

    /// <summary>It is refused.</summary>
    public sealed record Refuse(NotificationRefusal Why) : NotificationVerdict;

    /// <summary>Decides. The proof comes first: what is not proved is not even parsed.</summary>
    public static NotificationVerdict Decide(NotificationRules rules, IncomingNotification came, DateTimeOffset now) =>
        rules.Notify.Kind == NotifyKind.Zgw ? OfZgw(rules, came, now) : OfStandard(rules, came, now);

    static NotificationVerdict OfStandard(NotificationRules rules, IncomingNotification came, DateTimeOffset now)
    {
        if (!StandardWebhook.IsSigned(came, rules.Secrets)) return new Refuse(NotificationRefusal.NotProved);

        var seconds = StandardWebhook.Seconds(came.Timestamp!)!.Value;
        if (!StandardWebhook.IsFresh(seconds, now, rules.Notify.Tolerance)) return new Refuse(NotificationRefusal.Stale);

        using var body = NotificationBody.Read(came.Body);
        if (body is null) return new Refuse(NotificationRefusal.Malformed);
        if (rules.Notify.Only.Count > 0 && !rules.Notify.Only.Contains(body.Text("type"), StringComparer.Ordinal)) return new Leave();

        return OfCase(rules, body, new NotificationDelivery(Digest(came.Id!), seconds, SHA256.HashData(came.Body.Span)[..DigestBytes]));
    }

    static NotificationVerdict OfZgw(NotificationRules rules, IncomingNotification came, DateTimeOffset now)
    {
        if (!HasSecret(came.Authorization, rules.Secrets)) return new Refuse(NotificationRefusal.NotProved);

        using var body = NotificationBody.Read(came.Body);
        if (body?.Text("kanaal") is not { } channel || body.Text("resourceUrl") is not { } resource || body.Text("actie") is not { } action || body.Text("aanmaakdatum") is not { } made)
            return new Refuse(NotificationRefusal.Malformed);

        // What a notification component sends when somebody subscribes: an answer is all it wants.
        if (channel == "test") return new Leave();
        if (rules.Notify.Only.Count > 0 && !rules.Notify.Only.Contains(channel, StringComparer.Ordinal)) return new Leave();
        if (rules.Base is null || !VendorAddress.IsUnder(resource, rules.Base)) return new Refuse(NotificationRefusal.OtherAddress);

        // There is no id: what it says is what tells it from others, each part with its length so that none runs into the next.
        var id = Digest(string.Create(CultureInfo.InvariantCulture, $"{channel.Length}:{channel}{resource.Length}:{resource}{action.Length}:{action}{made}"));
        return OfCase(rules, body, new NotificationDelivery(id, null, id));
    }

    static NotificationVerdict OfCase(NotificationRules rules, NotificationBody body, NotificationDelivery delivery)
    {
        if (body.Text(rules.Notify.Key) is not { } named) return new Refuse(NotificationRefusal.NoCase);
        if (rules.Base is { } root && !VendorAddress.IsUnder(named, root)) return new Refuse(NotificationRefusal.OtherAddress);

        var key = rules.Base is null ? named : VendorAddress.KeyOf(named, rules.Base, rules.Notify.Case);
        return key is { Length: <= MaxKeyLength } && key.Trim().Length > 0 && !key.Any(char.IsControl) ? new Take(key, delivery) : new Refuse(NotificationRefusal.NoCase);
    }

    // Digests of one length, so that the time says nothing of how long a secret is or how much of it was right.
    static bool HasSecret(string? given, IReadOnlyList<byte[]> secrets)
    {
        if (given is null) return false;

        var digest = SHA256.HashData(Encoding.UTF8.GetBytes(given));
        var right = false;
        foreach (var secret in secrets) right |= CryptographicOperations.FixedTimeEquals(digest, SHA256.HashData(secret));
        return right;
    }

    const int MaxKeyLength = 200;
    const int DigestBytes = 16;

    static byte[] Digest(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text))[..DigestBytes];
}

/// <summary>What tells a notification from others.</summary>
/// <param name="Id">16 bytes of a digest: of the id that its sender gave it, or of what it says.</param>
/// <param name="Attempt">The time of this delivery, which its sender has signed; null where deliveries cannot be told apart.</param>
/// <param name="Content">16 bytes of a digest of its content.</param>
public sealed record NotificationDelivery(byte[] Id, long? Attempt, byte[] Content);
