using IntegrationHub.WriteBack;

namespace IntegrationHub.AspNetCore;

/// <summary>What somebody wants written about a case, as it is sent.</summary>
public sealed record WriteBody
{
    /// <summary>What kind of thing; the case's <c>writes</c> say which there are.</summary>
    public required WriteKind Kind { get; init; }

    /// <summary>What it is about, in a few words.</summary>
    public string? Subject { get; init; }

    /// <summary>The text, of any number of lines.</summary>
    public string? Text { get; init; }

    /// <summary>The status to set, in the source's own word; with kind status.</summary>
    public string? Status { get; init; }

    /// <summary>The file; with kind attach.</summary>
    public WriteFileBody? Attachment { get; init; }

    /// <summary>Values by the vendor's own names: who is to handle the case; with kind handOver.</summary>
    public IReadOnlyDictionary<string, string> Fields { get; init; } = new Dictionary<string, string>();

    internal static (WriteBody? Body, HubProblem? Problem) Parse(ReadOnlyMemory<byte> utf8) => JsonBody.Parse(utf8, """{"kind":"note","text":"…"}""", body =>
    {
        var kind = body.Choice<WriteKind>("kind", required: true);
        return new WriteBody
        {
            Kind = kind ?? default,
            Subject = body.Lines("subject"),
            Text = body.Lines("text"),
            Status = body.Text("status"),
            Attachment = body.One("attachment", WriteFileBody.Read),
            Fields = body.Named("fields"),
        };
    });

    internal WriteRequest ToRequest() => new()
    {
        Kind = Kind,
        Subject = Subject is null || Subject.Trim().Length == 0 ? null : Subject.Trim(),
        Text = Text ?? "",
        Status = Status,
        Fields = Fields,
        Attachment = Attachment is { } file ? new WriteAttachment(file.Name, file.MediaType, Convert.FromBase64String(file.Content)) : null,
    };
}

/// <summary>A new case as it is sent.</summary>
public sealed record NewCaseBody
{
    /// <summary>The system that is to have it; GET /api/v1/writes/targets has them.</summary>
    public required string Source { get; init; }

    /// <summary>The stream that writes to the system; needed where it has several.</summary>
    public string? Stream { get; init; }

    /// <summary>What it is about, in a few words.</summary>
    public string? Subject { get; init; }

    /// <summary>The text, of any number of lines.</summary>
    public string? Text { get; init; }

    /// <summary>Whom it is for.</summary>
    public Contacts.ContactPerson? Person { get; init; }

    /// <summary>Values by the system's own names.</summary>
    public IReadOnlyDictionary<string, string> Fields { get; init; } = new Dictionary<string, string>();

    internal static (NewCaseBody? Body, HubProblem? Problem) Parse(ReadOnlyMemory<byte> utf8) => JsonBody.Parse(utf8, """{"source":"reports","text":"…"}""", body => new NewCaseBody
    {
        Source = body.Text("source", required: true) ?? "",
        Stream = body.Text("stream"),
        Subject = body.Lines("subject"),
        Text = body.Lines("text"),
        Person = body.One("person", PersonBody.Read),
        Fields = body.Named("fields"),
    });

    internal WriteRequest ToRequest() => new()
    {
        Kind = WriteKind.Create,
        Subject = string.IsNullOrWhiteSpace(Subject) ? null : Subject.Trim(),
        Text = Text ?? "",
        Person = Person,
        Fields = Fields,
    };
}

/// <summary>The systems in which the caller may create cases.</summary>
/// <param name="Targets">The systems.</param>
public sealed record WriteTargetsBody(IReadOnlyList<WriteTarget> Targets);

/// <summary>A file as it is sent.</summary>
public sealed record WriteFileBody
{
    /// <summary>Its name, without a folder.</summary>
    public required string Name { get; init; }

    /// <summary>Its type, for instance application/pdf.</summary>
    public required string MediaType { get; init; }

    /// <summary>Its bytes in base64; at most 5 MiB.</summary>
    public required string Content { get; init; }

    internal static WriteFileBody Read(JsonBody body)
    {
        var content = body.Lines("content");
        var bytes = content is null ? [] : new byte[content.Length];
        if (content is null || !Convert.TryFromBase64String(content, bytes, out _)) body.Wrong("content", "The bytes in base64 were expected.");
        return new WriteFileBody { Name = body.Text("name", required: true) ?? "", MediaType = body.Text("mediaType", required: true) ?? "", Content = content ?? "" };
    }
}

/// <summary>A command that is sent once more, as it is or written anew.</summary>
public sealed record ResendBody
{
    /// <summary>The version of the command that was seen; when it has changed since, nothing is sent.</summary>
    public required long Version { get; init; }

    /// <summary>Its text, written anew; left out, it stays.</summary>
    public string? Text { get; init; }

    /// <summary>What it is about, written anew; left out, it stays.</summary>
    public string? Subject { get; init; }

    internal static (ResendBody? Body, HubProblem? Problem) Parse(ReadOnlyMemory<byte> utf8) =>
        JsonBody.Parse(utf8, """{"version":4}""", body => new ResendBody { Version = body.Number("version"), Text = body.Lines("text"), Subject = body.Lines("subject") });
}

/// <summary>A decision that rests on what somebody saw of a command.</summary>
public sealed record SeenBody
{
    /// <summary>The version of the command that was seen; when it has changed since, nothing is done.</summary>
    public required long Version { get; init; }

    internal static (SeenBody? Body, HubProblem? Problem) Parse(ReadOnlyMemory<byte> utf8) => JsonBody.Parse(utf8, """{"version":4}""", body => new SeenBody { Version = body.Number("version") });
}

/// <summary>Commands, the newest first.</summary>
/// <param name="Writes">The commands.</param>
public sealed record WritesBody(IReadOnlyList<AnswerWrite> Writes);

/// <summary>How many commands stand where.</summary>
/// <param name="Streams">By stream; those without any that is not finished are left out.</param>
public sealed record OutboxBody(IReadOnlyList<OutboxStreamItem> Streams);

/// <summary>How many commands of a stream stand where.</summary>
public sealed record OutboxStreamItem
{
    /// <summary>The stream.</summary>
    public required string Stream { get; init; }

    /// <summary>How many wait to be sent.</summary>
    public required long Queued { get; init; }

    /// <summary>How many are being sent.</summary>
    public required long Sending { get; init; }

    /// <summary>Of how many nobody knows whether they were carried out; the hub goes on by itself with them.</summary>
    public required long Unknown { get; init; }

    /// <summary>How many wait for a person.</summary>
    public required long Dead { get; init; }

    /// <summary>How many of those on their way wait because a setting is wrong.</summary>
    public required long Misconfigured { get; init; }

    /// <summary>When the oldest of those on their way was asked for.</summary>
    public DateTimeOffset? OldestAt { get; init; }

    /// <summary>When the first of them is to be taken.</summary>
    public DateTimeOffset? DueAt { get; init; }

    internal static OutboxStreamItem Of(StreamKey stream, OutboxQueue queue) => new()
    {
        Stream = stream.Stream.Value,
        Queued = queue.Queued,
        Sending = queue.Sending,
        Unknown = queue.Unknown,
        Dead = queue.Dead,
        Misconfigured = queue.Misconfigured,
        OldestAt = queue.OldestAt,
        DueAt = queue.DueAt,
    };
}

/// <summary>Commands without what they say.</summary>
/// <param name="Commands">Oldest first.</param>
/// <param name="More">Whether there are more than were asked for.</param>
public sealed record OutboxCommandsBody(IReadOnlyList<OutboxCommandItem> Commands, bool More);

/// <summary>One command, without what it says.</summary>
public sealed record OutboxCommandItem
{
    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>Raised with each change; whoever decides of it names the version that they saw.</summary>
    public required long Version { get; init; }

    /// <summary>The stream of its case.</summary>
    public required string Stream { get; init; }

    /// <summary>The source of its case.</summary>
    public required string Source { get; init; }

    /// <summary>What kind of thing is written.</summary>
    public required WriteKind Kind { get; init; }

    /// <summary>Where it stands.</summary>
    public required WriteState State { get; init; }

    /// <summary>Why it waits for a person; null when it does not.</summary>
    public WriteReason? Reason { get; init; }

    /// <summary>When it was asked for.</summary>
    public required DateTimeOffset AskedAt { get; init; }

    /// <summary>When it last came to where it stands.</summary>
    public required DateTimeOffset ChangedAt { get; init; }

    /// <summary>Whether it may have been carried out although nobody knows.</summary>
    public required bool MayBeDone { get; init; }

    /// <summary>When it is tried next; null when it is not.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>How often it was tried, and failed.</summary>
    public required int Attempts { get; init; }

    /// <summary>The stable code of what was wrong at last; null when nothing was.</summary>
    public string? Code { get; init; }

    /// <summary>What was wrong at last, where, and what to do.</summary>
    public string? Message { get; init; }

    internal static OutboxCommandItem Of(OutboxItem item) => new()
    {
        Id = item.Id,
        Version = item.Version,
        Stream = item.Stream.Value,
        Source = item.Source.Value,
        Kind = item.Kind,
        State = item.State,
        Reason = item.Reason,
        AskedAt = item.AskedAt,
        ChangedAt = item.ChangedAt,
        MayBeDone = item.MayBeDone,
        DueAt = item.DueAt,
        Attempts = item.Attempts,
        Code = item.Fault?.Code,
        Message = item.Fault?.Message,
    };
}
