namespace IntegrationHub.Faults;

/// <summary>What can be done about a fault of a source.</summary>
public enum FaultKind
{
    /// <summary>The source does not answer now: try again.</summary>
    Unavailable,

    /// <summary>What came makes no sense: a record goes to quarantine, a page is read again.</summary>
    Unreadable,

    /// <summary>The source answered, and its answer is no: never retried, and no outage.</summary>
    Refused,

    /// <summary>A setting is wrong: stop and call a person.</summary>
    Misconfigured,
}

/// <summary>A fault of a source, named by what can be done about it.</summary>
/// <remarks>
/// The message says what, where and what to do, and never holds a value from a record or a secret.
/// <see cref="Code"/> is stable: <c>IH6xxx</c>; operators search for it.
/// </remarks>
public abstract class SourceException : Exception
{
    private protected SourceException(FaultKind kind, string code, string message, Exception? inner)
        : base(message, inner)
    {
        Kind = kind;
        Code = code;
    }

    /// <summary>What can be done about it.</summary>
    public FaultKind Kind { get; }

    /// <summary>The stable code, <c>IH6xxx</c>.</summary>
    public string Code { get; }
}

/// <summary>The source does not answer now; the hub tries again.</summary>
public sealed class SourceUnavailableException : SourceException
{
    /// <param name="code">The stable code; see <see cref="FaultCodes"/>.</param>
    /// <param name="message">What happened, and where.</param>
    /// <param name="inner">What was caught, if anything.</param>
    public SourceUnavailableException(string code, string message, Exception? inner = null)
        : base(FaultKind.Unavailable, code, message, inner)
    {
    }

    /// <summary>How long the source asks to be left alone, if it told.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Whether the source cannot have done what was asked: no connection came about, none was tried, or it turned the request away unread (429). A write of which this is known may be sent again.</summary>
    public bool NotSent { get; init; }
}

/// <summary>A whole answer makes no sense: HTML where XML was expected, a cut document, paging that goes round. The page is read again by the next run.</summary>
public sealed class UnreadableAnswerException : SourceException
{
    /// <param name="code">The stable code; see <see cref="FaultCodes"/>.</param>
    /// <param name="message">What was expected, what came, and where in the answer.</param>
    /// <param name="inner">What was caught, if anything.</param>
    public UnreadableAnswerException(string code, string message, Exception? inner = null)
        : base(FaultKind.Unreadable, code, message, inner)
    {
    }
}

/// <summary>The source answered, and the answer is no. Never retried; no breaker opens.</summary>
public sealed class SourceRefusedException : SourceException
{
    /// <param name="code">The stable code; see <see cref="FaultCodes"/>.</param>
    /// <param name="message">What was asked, and the source's reason without personal data.</param>
    /// <param name="inner">What was caught, if anything.</param>
    public SourceRefusedException(string code, string message, Exception? inner = null)
        : base(FaultKind.Refused, code, message, inner)
    {
    }

    /// <summary>The source's own words, for the person whose command it refused; they may hold anything, so they are kept encrypted and never logged. Null when it told none.</summary>
    public string? VendorText { get; init; }
}

/// <summary>A setting is wrong: a key, a host, a certificate, a path. The stream stops until a person has mended it.</summary>
public sealed class MisconfiguredException : SourceException
{
    /// <param name="code">The stable code; see <see cref="FaultCodes"/>.</param>
    /// <param name="setting">The setting to look at, as it is named in the stream file, for instance <c>connection.url</c>.</param>
    /// <param name="message">What is wrong and what to do, without the setting's value if it is secret.</param>
    /// <param name="inner">What was caught, if anything.</param>
    public MisconfiguredException(string code, string setting, string message, Exception? inner = null)
        : base(FaultKind.Misconfigured, code, $"{setting}: {message}", inner) => Setting = setting;

    /// <summary>The setting to look at, as it is named in the stream file.</summary>
    public string Setting { get; }
}
