using IntegrationHub.Configuration;

namespace IntegrationHub.Contacts;

/// <summary>What a municipality calls its channels and what comes of a question, and how long contacts are kept.</summary>
public sealed class ContactOptions
{
    /// <summary>How long a contact is kept after it began; two years unless set. Zero keeps it for ever.</summary>
    public TimeSpan KeepFor { get; set; } = TimeSpan.FromDays(730);

    /// <summary>The channels, by their codes, with what people call them.</summary>
    public IReadOnlyDictionary<string, string> Channels { get; set; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["phone"] = "Telephone",
        ["email"] = "E-mail",
        ["eService"] = "E-service",
        ["webForm"] = "Web form",
        ["chat"] = "Chat",
        ["chatbot"] = "Chatbot",
        ["socialMedia"] = "Social media",
        ["counter"] = "Counter",
        ["letter"] = "Letter",
    };

    /// <summary>What may come of a question, by its code, with what people call it.</summary>
    public IReadOnlyDictionary<string, string> Results { get; set; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["answered"] = "Answered",
        ["callback"] = "Will be called back",
        ["handedOver"] = "Handed over",
        ["referred"] = "Referred elsewhere",
        ["notReached"] = "Nobody reached",
        ["brokenOff"] = "Broken off",
    };

    /// <summary>Takes over what <c>hub.yaml</c> says.</summary>
    public void Take(HubFile file)
    {
        ArgumentNullException.ThrowIfNull(file);

        if (file.Contacts.KeepFor is { } keepFor) KeepFor = keepFor;
        if (file.Contacts.Channels is { } channels) Channels = channels;
        if (file.Contacts.Results is { } results) Results = results;
    }
}
