using IntegrationHub.Idempotency;
using IntegrationHub.Streams;

namespace IntegrationHub.WriteBack;

/// <summary>The decisions over what somebody wants written that need no store.</summary>
static class WriteRules
{
    public const int MaxText = 20_000;
    public const int MaxSubject = 500;
    public const int MaxAttachment = 5 * 1024 * 1024;
    const int MaxStatus = 200;
    const int MaxFields = 20;
    const int MaxName = 200;

    /// <summary>What may be written to a case of the stream, in the order of the kinds: a new case is none.</summary>
    public static IReadOnlyList<WriteKind> OfCases(StreamDefinition? stream) => stream is null ? [] : [.. stream.Writes.Keys.Where(kind => kind != WriteKind.Create).Order()];

    public static IReadOnlyList<WriteProblem> ProblemsOf(WriteRequest request)
    {
        var problems = new List<WriteProblem>();
        Check(problems, request.Text, request.Subject);
        if (request.Text.Length == 0 && request.Kind is WriteKind.Note or WriteKind.Message) problems.Add(new WriteProblem("text", "There is nothing to write."));
        Only(problems, request, "status", request.Status is not null, WriteKind.Status);
        if (request.Status?.Length > MaxStatus) problems.Add(new WriteProblem("status", $"At most {MaxStatus} characters are taken."));
        Only(problems, request, "attachment", request.Attachment is not null, WriteKind.Attach);
        if (request.Attachment is { } file) Check(problems, file);
        if (request.Fields.Count > 0 && request.Kind is not (WriteKind.HandOver or WriteKind.Create)) problems.Add(new WriteProblem("fields", "Values by the vendor's own names are taken with kind handOver and of new cases only."));
        if (request.Person is not null && request.Kind != WriteKind.Create) problems.Add(new WriteProblem("person", "It is taken of new cases only."));
        if (request.Fields.Count > MaxFields || request.Fields.Any(field => field.Key.Length is 0 or > MaxName || field.Value.Length > MaxSubject || HasNoMeaning(field.Key) || HasNoMeaning(field.Value)))
            problems.Add(new WriteProblem("fields", $"At most {MaxFields} values of at most {MaxSubject} characters are taken."));
        return problems;
    }

    /// <summary>What is wrong with a new case for this target.</summary>
    public static IReadOnlyList<WriteProblem> ProblemsOfNew(WriteRequest request, WriteTarget target)
    {
        var problems = new List<WriteProblem>(ProblemsOf(request));
        if (string.IsNullOrWhiteSpace(request.Text) && request.Subject is null) problems.Add(new WriteProblem("text", "There is nothing to write."));
        if (request.Person is { } person) problems.AddRange(Contacts.ContactRules.ProblemsOf(person));
        foreach (var field in target.Fields.Where(field => field.Required && string.IsNullOrWhiteSpace(request.Fields.GetValueOrDefault(field.Name))))
            problems.Add(new WriteProblem($"fields.{field.Name}", $"The system takes nothing without it: {field.Description}"));
        return problems;
    }

    /// <summary>Where new cases can be created by what the stream's file lets through; null when they cannot.</summary>
    public static WriteTarget? TargetOf(StreamDefinition stream) => stream.Writes.GetValueOrDefault(WriteKind.Create) is not { } create ? null : new WriteTarget(
        stream.Source.Value, stream.Name.Value, create.Capability.MaxText,
        [.. create.Capability.Fields.Select(field => new WriteTargetField(
            field.Name, field.Description, field.Required && (field.FilledBy is not { } setting || string.IsNullOrWhiteSpace(create.Settings.GetValueOrDefault(setting)))))]);

    /// <summary>What is wrong with a text that a person has written anew.</summary>
    public static IReadOnlyList<WriteProblem> ProblemsOf(string? text, string? subject)
    {
        var problems = new List<WriteProblem>();
        Check(problems, text, subject);
        if (text?.Length == 0) problems.Add(new WriteProblem("text", "There is nothing to write."));
        return problems;
    }

    static void Only(List<WriteProblem> problems, WriteRequest request, string field, bool given, WriteKind kind)
    {
        var needed = request.Kind == kind;
        if (needed == given) return;

        problems.Add(new WriteProblem(field, needed ? $"It must be there with kind {Configuration.EnumNames.Of(kind)}." : $"It is taken with kind {Configuration.EnumNames.Of(kind)} only."));
    }

    static void Check(List<WriteProblem> problems, string? text, string? subject)
    {
        if (text?.Length > MaxText) problems.Add(new WriteProblem("text", $"At most {MaxText} characters are taken."));
        if (subject?.Length > MaxSubject) problems.Add(new WriteProblem("subject", $"At most {MaxSubject} characters are taken."));
        // The vendor's document could not hold it, and one that the store does not take would be refused without a word.
        if (HasNoMeaning(text)) problems.Add(new WriteProblem("text", "It holds half a character, or one that is no text."));
        if (HasNoMeaning(subject)) problems.Add(new WriteProblem("subject", "It holds half a character, or one that is no text."));
    }

    static void Check(List<WriteProblem> problems, WriteAttachment file)
    {
        if (file.Name.Length is 0 or > MaxName || HasNoMeaning(file.Name) || file.Name.IndexOfAny(['/', '\\', ':', '\n', '\r', '\t', '"']) >= 0 || file.Name.Trim('.', ' ').Length == 0)
            problems.Add(new WriteProblem("attachment.name", $"Write the file's name without a folder, at most {MaxName} characters."));
        if (!System.Net.Http.Headers.MediaTypeHeaderValue.TryParse(file.MediaType, out _)) problems.Add(new WriteProblem("attachment.mediaType", "Write it as application/pdf."));
        if (file.Content.Length is 0 or > MaxAttachment) problems.Add(new WriteProblem("attachment.content", $"From one to {MaxAttachment} bytes are taken."));
    }

    /// <summary>Whether a text holds half a character, or a character that is no text.</summary>
    public static bool HasNoMeaning(string? text)
    {
        if (text is null) return false;

        for (var at = 0; at < text.Length; at++)
        {
            if (char.IsHighSurrogate(text[at]) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1])) at++;
            else if (char.IsSurrogate(text[at]) || (char.IsControl(text[at]) && text[at] is not ('\n' or '\r' or '\t'))) return true;
        }

        return false;
    }
}
