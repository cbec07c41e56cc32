using Microsoft.Extensions.Logging;

namespace IntegrationHub.Sources;

/// <summary>What connects one kind of department system: it describes itself, and makes the sources that read it.</summary>
/// <remarks>An adapter only translates: no loop, no retry, no schedule, no storage, no status names. Those are the hub's and the mapping's.</remarks>
public interface IAdapter
{
    /// <summary>What the adapter is, which settings it takes and what it reads.</summary>
    AdapterManifest Manifest { get; }

    /// <summary>Makes a source for one run. Settings that the manifest's description cannot check are checked here.</summary>
    /// <exception cref="Faults.MisconfiguredException">A setting is wrong.</exception>
    ISource CreateSource(SourceContext context);
}

/// <summary>What an adapter is. Stream files are checked against it before anything runs, and the inventory is printed from it.</summary>
public sealed record AdapterManifest
{
    /// <summary>The name that a stream file uses, for instance <c>byggr</c>.</summary>
    public required string Name { get; init; }

    /// <summary>One sentence on what it connects.</summary>
    public required string Summary { get; init; }

    /// <summary>The vendor's contract and its versions, with their source.</summary>
    public required string Contract { get; init; }

    /// <summary>The settings under <c>connection:</c> in the stream file.</summary>
    public required IReadOnlyList<AdapterSetting> Settings { get; init; }

    /// <summary>The strategies its source can be read with.</summary>
    public required IReadOnlyList<ReadStrategy> Strategies { get; init; }

    /// <summary>Whether its source also is <see cref="IReadsByKey"/>.</summary>
    public bool ReadsByKey { get; init; }

    /// <summary>The lists of codes that its source can ask the vendor for as <see cref="IListsCodes"/>, by name; none unless set.</summary>
    public IReadOnlyList<string> CodeLists { get; init; } = [];

    /// <summary>What can be written to the system; only an <see cref="WriteBack.IWriteBackAdapter"/> has any. None unless set.</summary>
    public IReadOnlyList<WriteBack.WriteCapability> Writes { get; init; } = [];

    /// <summary>The longest time the vendor may take for one answer. A minute unless set.</summary>
    public TimeSpan AnswerTimeout { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Which kinds of personal data pass through it.</summary>
    public required IReadOnlyList<string> PersonalData { get; init; }

    /// <summary>The diagnostics of its own that it reports, with what to do about each.</summary>
    public IReadOnlyList<Diagnostics.DiagnosticEntry> Diagnostics { get; init; } = [];

    /// <summary>The settings with which the hub's own connection signs in, where that is part of the connection and no header (NTLM); null unless set.</summary>
    public WindowsSignIn? SignIn { get; init; }

    /// <summary>Reads what the stream file itself says of the source, where the adapter is no single vendor's; null for an adapter that needs its settings only.</summary>
    public IDescribesSources? Describes { get; init; }
}

/// <summary>How the hub's connection signs in with NTLM.</summary>
/// <param name="UserName">The setting with the account's name.</param>
/// <param name="Password">The setting with its password.</param>
/// <param name="Domain">The setting with its domain, which may be left out.</param>
public sealed record WindowsSignIn(string UserName, string Password, string Domain);

/// <summary>One setting of an adapter.</summary>
/// <param name="Name">Its name under <c>connection:</c>, in camel case.</param>
/// <param name="Kind">What its value must be.</param>
/// <param name="Description">One sentence: what it does, its unit, its default.</param>
public sealed record AdapterSetting(string Name, SettingKind Kind, string Description)
{
    /// <summary>Whether a stream file must set it.</summary>
    public bool Required { get; init; }

    /// <summary>What it is when not set.</summary>
    public string? Default { get; init; }

    /// <summary>A value that would do.</summary>
    public string? Example { get; init; }

    /// <summary>The values that a setting of kind <see cref="SettingKind.Choice"/> may have.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];
}

/// <summary>What the value of a setting must be.</summary>
public enum SettingKind
{
    /// <summary>Any text.</summary>
    Text,

    /// <summary>An absolute http or https address. Its host is one that the hub may call.</summary>
    Url,

    /// <summary>A secret; only <c>${secret:NAME}</c> is accepted.</summary>
    Secret,

    /// <summary>A whole number.</summary>
    Number,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Flag,

    /// <summary>A time span such as <c>30s</c>, <c>5m</c>, <c>2h</c>, <c>7d</c>.</summary>
    Duration,

    /// <summary>A folder; relative to the stream file.</summary>
    Folder,

    /// <summary>An IANA time zone.</summary>
    TimeZone,

    /// <summary>One of <see cref="AdapterSetting.Choices"/>.</summary>
    Choice,
}

/// <summary>How a stream is read.</summary>
public enum ReadStrategy
{
    /// <summary>The source tells what changed since a point.</summary>
    Cursor,

    /// <summary>Everything is read every time.</summary>
    Snapshot,

    /// <summary>The source can only be asked for what falls into a window of time, and may cut what is too much; open cases are read again by their keys.</summary>
    Windowed,
}

/// <summary>What the hub hands to an adapter for one run.</summary>
public sealed record SourceContext
{
    /// <summary>The stream that is read.</summary>
    public required StreamKey Stream { get; init; }

    /// <summary>How it is read.</summary>
    public required ReadStrategy Strategy { get; init; }

    /// <summary>The settings, defaults filled in, settings and secrets resolved, folders absolute, each of the kind that the manifest says.</summary>
    public required IReadOnlyDictionary<string, string> Settings { get; init; }

    /// <summary>
    /// The client for calls to the vendor. Time limits, retries of reads, back-off, the breaker, the rate budget, size limits and the list of hosts are in it;
    /// redirects are off. Mark each request with <see cref="SourceRequests.AsRead"/> when it only reads.
    /// </summary>
    public required HttpClient Http { get; init; }

    /// <summary>The clock.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>What the adapter made of its own section of the stream file; null when it has none.</summary>
    public SourceDescription? Description { get; init; }

    /// <summary>For facts, never for values out of records.</summary>
    public required ILogger Logger { get; init; }
}
