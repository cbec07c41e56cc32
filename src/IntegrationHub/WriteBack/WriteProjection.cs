using IntegrationHub.Cases;
using IntegrationHub.Lookup;
using IntegrationHub.Protection;

namespace IntegrationHub.WriteBack;

/// <summary>A command that was found and opened.</summary>
sealed record OpenedWrite(StoredCommand Stored, WritePrivate Private, WriteSaid Said);

/// <summary>What of an opened command goes into an answer: field by field, so that nothing new gets out unasked.</summary>
static class WriteProjection
{
    public static AnswerWrite Of(OpenedWrite opened, bool protectedIdentity)
    {
        var (stored, secret, said) = opened;
        return new AnswerWrite
        {
            Id = stored.Id.ToString(),
            Version = stored.Version,
            Case = stored.Case?.ToString(),
            Source = stored.Stream.Source.Value,
            Reference = stored.Reference,
            Kind = stored.Kind,
            State = stored.State,
            Reason = stored.Reason,
            MayBeDone = MayBeDone(stored),
            By = secret.By,
            AskedAt = stored.AskedAt,
            ChangedAt = stored.ChangedAt,
            DueAt = IsOnItsWay(stored) && stored.State != WriteState.Sending ? stored.DueAt : null,
            Attempts = stored.Attempts,
            Subject = protectedIdentity ? null : FreeText.Masked(secret.Subject),
            Text = protectedIdentity ? null : FreeText.Masked(secret.Text),
            Cut = stored.Cut,
            Status = protectedIdentity ? null : FreeText.Masked(secret.Status),
            Fields = protectedIdentity ? null : secret.Fields?.ToDictionary(field => field.Key, field => FreeText.Masked(field.Value) ?? ""),
            Attachment = protectedIdentity ? null : FreeText.Masked(secret.FileName),
            VendorText = protectedIdentity ? null : FreeText.Masked(said.VendorText),
            Code = stored.Code,
            Message = said.Message,
            DecidedBy = said.DecidedBy,
        };
    }

    public static OutboxItem Of(StoredCommand stored, WriteSaid said) => new()
    {
        Id = stored.Id.ToString(),
        Version = stored.Version,
        Stream = stored.Stream.Stream,
        Source = stored.Stream.Source,
        Kind = stored.Kind,
        State = stored.State,
        Reason = stored.Reason,
        AskedAt = stored.AskedAt,
        ChangedAt = stored.ChangedAt,
        MayBeDone = MayBeDone(stored),
        DueAt = IsOnItsWay(stored) && stored.State != WriteState.Sending ? stored.DueAt : null,
        Attempts = stored.Attempts,
        Fault = stored is { FaultKind: { } kind, Code: { } code } ? new Sync.RunFault(kind, code, said.Message ?? "") : null,
    };

    /// <summary>The line in the timeline of what the vendor does not tell yet, or does not have.</summary>
    public static AnswerEvent LineOf(OpenedWrite opened, bool protectedIdentity) => Of(opened, opened.Stored.AskedAt, KindOf(opened.Stored.Kind), protectedIdentity);

    /// <summary>The line in the timeline of what the vendor tells and the hub wrote.</summary>
    public static AnswerEvent LineOf(OpenedWrite opened, CaseEvent echo, bool protectedIdentity) => Of(opened, echo.At, echo.Kind, protectedIdentity);

    static AnswerEvent Of(OpenedWrite opened, DateTimeOffset at, EventKind kind, bool protectedIdentity) => new()
    {
        At = at,
        Kind = kind,
        Source = opened.Stored.Stream.Source.Value,
        Title = protectedIdentity ? null : FreeText.Masked(opened.Private.Subject ?? opened.Private.Status ?? opened.Private.FileName),
        Text = protectedIdentity || opened.Private.Text.Length == 0 ? null : FreeText.Masked(opened.Private.Text),
        By = protectedIdentity ? null : opened.Private.By,
        Write = new AnswerEventWrite(opened.Stored.Id.ToString(), opened.Stored.Kind, opened.Stored.State),
    };

    static EventKind KindOf(WriteKind kind) => kind switch
    {
        WriteKind.Note => EventKind.Note,
        WriteKind.Message => EventKind.Message,
        WriteKind.Status => EventKind.StatusChanged,
        WriteKind.Attach => EventKind.Document,
        WriteKind.HandOver => EventKind.Assigned,
        _ => EventKind.Other,
    };

    static bool MayBeDone(StoredCommand stored) => stored.UnknownAt is not null && stored.State is not WriteState.Accepted;

    static bool IsOnItsWay(StoredCommand stored) => stored.State <= WriteState.Unknown && stored.Reason is null;
}
