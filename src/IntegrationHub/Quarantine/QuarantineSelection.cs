namespace IntegrationHub.Quarantine;

/// <summary>Which entries something is to be done with: one, a group, or all of a stream.</summary>
public sealed record QuarantineSelection
{
    QuarantineSelection()
    {
    }

    /// <summary>The stream; null when one entry is named by its id.</summary>
    public StreamName? Stream { get; private init; }

    /// <summary>The entry's public id; null for a group or a stream.</summary>
    public string? Id { get; private init; }

    /// <summary>The code of the first fault; null for one entry or a whole stream.</summary>
    public string? Code { get; private init; }

    /// <summary>The field of the first fault; null when every field of the code is meant.</summary>
    public string? Field { get; private init; }

    /// <summary>One entry.</summary>
    public static QuarantineSelection Entry(string id)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);

        return new QuarantineSelection { Id = id };
    }

    /// <summary>What one thing is wrong with.</summary>
    public static QuarantineSelection Group(StreamName stream, string code, string? field)
    {
        ArgumentException.ThrowIfNullOrEmpty(code);

        return new QuarantineSelection { Stream = stream, Code = code, Field = field };
    }

    /// <summary>Everything that a stream has in quarantine.</summary>
    public static QuarantineSelection AllOf(StreamName stream) => new() { Stream = stream };

    /// <summary>What the audit and the log call it: an id, a group's code and field, or <c>all</c>.</summary>
    public string Named => Id ?? (Code is null ? "all" : string.IsNullOrEmpty(Field) ? Code : $"{Code} {Field}");
}
