using IntegrationHub.Faults;
using IntegrationHub.Sources;

namespace IntegrationHub.WriteBack;

/// <summary>An adapter that can also write to the systems that it reads. Its manifest says what: <see cref="AdapterManifest.Writes"/>.</summary>
public interface IWriteBackAdapter : IAdapter
{
    /// <summary>Makes what writes to one source, with the stream's connection and what its file says of the kinds that it lets through.</summary>
    /// <exception cref="MisconfiguredException">A setting is wrong.</exception>
    IWriteBack CreateWriteBack(WriteBackContext context);
}

/// <summary>Writes to one source, one command at a time.</summary>
/// <remarks>
/// The hub keeps the order per case, decides on a further try and remembers what came of it. Never mark a request that writes as one that reads. Let faults escape:
/// <see cref="SourceRefusedException"/> is the vendor's no, with its words in <see cref="SourceRefusedException.VendorText"/>; <see cref="SourceUnavailableException.NotSent"/> says that the vendor cannot
/// have done it; after every other fault the hub does not know, and looks it up or leaves it to a person. What the vendor calls a repetition ("already exists") is success.
/// </remarks>
public interface IWriteBack
{
    /// <summary>Writes what <paramref name="command"/> says.</summary>
    ValueTask<WriteReceipt> WriteAsync(WriteCommand command, CancellationToken cancellationToken);
}

/// <summary>What writes to a source and can also see whether something has been written, for kinds with <see cref="WriteRepeat.AfterLookUp"/>.</summary>
public interface ILooksUpWrites : IWriteBack
{
    /// <summary>Looks whether the vendor has what <paramref name="command"/> says; null when it has not. Reads only.</summary>
    ValueTask<WriteReceipt?> FindAsync(WriteCommand command, CancellationToken cancellationToken);
}

/// <summary>When a command of which nobody knows whether it was carried out may be sent again.</summary>
public enum WriteRepeat
{
    /// <summary>Never without a person: the vendor takes no key and shows nothing to look for.</summary>
    Never,

    /// <summary>When it was looked for and is not there.</summary>
    AfterLookUp,

    /// <summary>Always: the vendor knows the command again by a key of ours, or doing it twice is doing it once.</summary>
    Always,
}

/// <summary>One kind of command that an adapter can write, and what is known of it.</summary>
/// <param name="Kind">What it writes.</param>
/// <param name="Repeat">When it may be sent again.</param>
public sealed record WriteCapability(WriteKind Kind, WriteRepeat Repeat)
{
    /// <summary>The longest text that the vendor takes, in characters; null when there is no limit. The hub cuts what is longer, with a mark, and keeps the whole.</summary>
    public int? MaxText { get; init; }

    /// <summary>What a stream file may say under <c>writeBack: {kind}:</c>.</summary>
    public IReadOnlyList<AdapterSetting> Settings { get; init; } = [];

    /// <summary>What the vendor takes by names of its own, of <see cref="WriteKind.Create"/> and <see cref="WriteKind.HandOver"/>: whoever asks fills them in. Others may be given too.</summary>
    public IReadOnlyList<WriteField> Fields { get; init; } = [];
}

/// <summary>A value that a vendor takes by a name of its own.</summary>
/// <param name="Name">The vendor's name for it.</param>
/// <param name="Description">What it is, for whoever fills it in.</param>
public sealed record WriteField(string Name, string Description)
{
    /// <summary>Whether the vendor takes nothing without it.</summary>
    public bool Required { get; init; }

    /// <summary>The setting of the stream file that fills it where nobody else does; null when there is none.</summary>
    public string? FilledBy { get; init; }
}

/// <summary>What the hub hands to an adapter that is to write.</summary>
public sealed record WriteBackContext
{
    /// <summary>The stream whose cases are written to.</summary>
    public required StreamKey Stream { get; init; }

    /// <summary>The settings of the connection, as <see cref="SourceContext.Settings"/> holds them.</summary>
    public required IReadOnlyDictionary<string, string> Settings { get; init; }

    /// <summary>The kinds that the stream file lets through, each with its settings, defaults filled in and secrets resolved.</summary>
    public required IReadOnlyDictionary<WriteKind, IReadOnlyDictionary<string, string>> Kinds { get; init; }

    /// <summary>The client for calls to the vendor, as <see cref="SourceContext.Http"/> describes it. What is not marked as a read is sent once.</summary>
    public required HttpClient Http { get; init; }

    /// <summary>The clock.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>What the adapter made of its own section of the stream file; null when it has none.</summary>
    public SourceDescription? Description { get; init; }

    /// <summary>For facts, never for values out of commands.</summary>
    public required Microsoft.Extensions.Logging.ILogger Logger { get; init; }
}
