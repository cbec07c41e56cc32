using IntegrationHub.Alerts;
using IntegrationHub.Diagnostics;
using IntegrationHub.HandOvers;

namespace IntegrationHub.Configuration;

/// <summary>What <c>hub.yaml</c> says: whose hub this is, where its files are.</summary>
public sealed record HubFile
{
    /// <summary>The file's path.</summary>
    public required string File { get; init; }

    /// <summary>The municipality.</summary>
    public required TenantId Tenant { get; init; }

    /// <summary>What people call it.</summary>
    public required string Name { get; init; }

    /// <summary>The zone that times are shown in.</summary>
    public required TimeZoneInfo TimeZone { get; init; }

    /// <summary>The folder of the case index, absolute.</summary>
    public required string DataFolder { get; init; }

    /// <summary>The connection string of the PostgreSQL that holds the case index, with references in it; null when the index is in <see cref="DataFolder"/>.</summary>
    public string? PostgreSql { get; init; }

    /// <summary>The file of the key ring, absolute.</summary>
    public required string KeysFile { get; init; }

    /// <summary>The folders with stream files, mappings and code tables, relative to the working directory as <see cref="File"/> is.</summary>
    public required IReadOnlyList<string> StreamFolders { get; init; }

    /// <summary>How long the contents of a record in quarantine are kept that its source does not send again; null when the file does not say.</summary>
    public TimeSpan? QuarantineKeepFor { get; init; }

    /// <summary>How long a command to a vendor is kept once it is finished; null when the file does not say.</summary>
    public TimeSpan? WriteBackKeepFor { get; init; }

    /// <summary>The section <c>contacts</c>.</summary>
    public HubFileContacts Contacts { get; init; } = new();

    /// <summary>The section <c>handOvers</c>.</summary>
    public HubFileHandOvers HandOvers { get; init; } = new();

    /// <summary>What is told of by itself, and to whom; null when the file says nothing of it.</summary>
    public AlertSettings? Alerts { get; init; }

    /// <summary>The section <c>disclosure</c> as it stands, for the reader of the disclosure policy; null when it is not written.</summary>
    public YamlNode? Disclosure { get; init; }
}

/// <summary>What <c>hub.yaml</c> says of contacts; null for what it does not say.</summary>
public sealed record HubFileContacts
{
    /// <summary>How long a contact is kept after it began.</summary>
    public TimeSpan? KeepFor { get; init; }

    /// <summary>The channels, by their codes, with what people call them.</summary>
    public IReadOnlyDictionary<string, string>? Channels { get; init; }

    /// <summary>What may come of a question, by its code, with what people call it.</summary>
    public IReadOnlyDictionary<string, string>? Results { get; init; }
}

/// <summary>What <c>hub.yaml</c> says of hand-overs; null for what it does not say.</summary>
public sealed record HubFileHandOvers
{
    /// <summary>The units, by their codes, with what people call them.</summary>
    public IReadOnlyDictionary<string, string>? Units { get; init; }

    /// <summary>The unit that agents belong to.</summary>
    public string? Agents { get; init; }

    /// <summary>How somebody outside is asked by mail; null when they are not.</summary>
    public ReplySettings? Replies { get; init; }
}
