namespace IntegrationHub.Audit;

/// <summary>The record of who looked at what and who changed how the hub runs, kept apart from the index, append-only and chained.</summary>
public interface IAuditLog
{
    /// <summary>Writes the lines and returns when they are durable. The answer leaves only after this.</summary>
    /// <exception cref="AuditUnavailableException">They could not be written: then there is no answer.</exception>
    ValueTask AppendAsync(TenantId tenant, IReadOnlyList<AuditLine> lines, CancellationToken cancellationToken);

    /// <summary>Reads lines, oldest first.</summary>
    /// <param name="tenant">The municipality.</param>
    /// <param name="after">Only lines with a higher number.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    ValueTask<IReadOnlyList<WrittenAuditLine>> ReadAsync(TenantId tenant, long after, int limit, CancellationToken cancellationToken);

    /// <summary>Lines of what operators did and of sign-ins, newest first. Look-ups (<c>lookup</c>, <c>case.read</c>, <c>case.refresh</c>) are not among them.</summary>
    ValueTask<IReadOnlyList<WrittenAuditLine>> ListAsync(TenantId tenant, AuditQuery query, CancellationToken cancellationToken);
}

/// <summary>Which lines of operators are read, newest first. What is not set leaves none out.</summary>
public sealed record AuditQuery
{
    /// <summary>Only those of a key or a person whose name holds this; ASCII letters in either case.</summary>
    public string? Person { get; init; }

    /// <summary>Only those of actions that begin so: <c>stream.</c>, <c>quarantine.edit</c>.</summary>
    public string? Action { get; init; }

    /// <summary>Only those about this stream.</summary>
    public StreamName? Stream { get; init; }

    /// <summary>Only those written then or later.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Only those written before then.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Only those with a lower number: the last one of the page before.</summary>
    public long? Before { get; init; }

    /// <summary>How many at most.</summary>
    public int Limit { get; init; } = 100;
}

/// <summary>One line of the audit: one caller, one subject.</summary>
public sealed record AuditLine
{
    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The caller's key: its name, never the key itself.</summary>
    public required string Caller { get; init; }

    /// <summary>The caller's role.</summary>
    public required string Role { get; init; }

    /// <summary>The person at the other end of the calling system, as it named them.</summary>
    public string? OnBehalfOf { get; init; }

    /// <summary>What was done: <c>lookup</c>, <c>case.read</c>, <c>case.refresh</c>, <c>stream.pause</c>, <c>sign-in</c> …</summary>
    public required string Action { get; init; }

    /// <summary>Why, as the caller said.</summary>
    public string? Purpose { get; init; }

    /// <summary>Whom it is about: the person's look-up key in hexadecimal, never the number.</summary>
    public string? Subject { get; init; }

    /// <summary>Which case.</summary>
    public string? Case { get; init; }

    /// <summary>Which stream an operator acted on.</summary>
    public string? Stream { get; init; }

    /// <summary>Which entry in quarantine: its id, or a group's code and field, or <c>all</c> of the stream. Or which contact.</summary>
    public string? Entry { get; init; }

    /// <summary>What came of it: <c>full</c>, <c>existence</c>, <c>none</c>, <c>refused</c>; <c>asked</c> for what an operator asked for; <c>signed-in</c>, <c>refused</c> or <c>locked</c> for a sign-in.</summary>
    public required string Result { get; init; }

    /// <summary>The request's trace id.</summary>
    public string? TraceId { get; init; }
}

/// <summary>A line as it stands in the log.</summary>
/// <param name="Number">Its position, without gaps.</param>
/// <param name="Line">The line.</param>
/// <param name="Chain">The hash over this line and the one before, in hexadecimal.</param>
public sealed record WrittenAuditLine(long Number, AuditLine Line, string Chain);

/// <summary>The audit cannot be written, so no personal data is told.</summary>
public sealed class AuditUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
