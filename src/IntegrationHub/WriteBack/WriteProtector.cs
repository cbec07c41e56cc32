using System.Text.Json;
using IntegrationHub.AdapterKit;
using IntegrationHub.Contacts;
using IntegrationHub.Protection;

namespace IntegrationHub.WriteBack;

/// <summary>Makes of commands what a store may keep, and opens them again. Safe for several threads.</summary>
/// <remarks><see cref="FieldTable"/> says what becomes of each field.</remarks>
sealed class WriteProtector(KeyRing keys, TenantId tenant)
{
    readonly FieldCipher commands = new(keys, tenant, "write", "private");
    readonly FieldCipher outcomes = new(keys, tenant, "write", "outcome");
    readonly FieldCipher files = new(keys, tenant, "write", "attachment");

    public byte[] Protect(WriteCommandId id, WritePrivate secret) => commands.Protect(JsonSerializer.SerializeToUtf8Bytes(secret, WriteJson.Default.WritePrivate), StableIds.Of(id.Value));

    /// <exception cref="ProtectedValueException">It does not open.</exception>
    public WritePrivate Open(StoredCommand stored) => JsonSerializer.Deserialize(commands.Open(stored.Private, StableIds.Of(stored.Id.Value)), WriteJson.Default.WritePrivate)!;

    /// <summary>What was said of a command at last; null when nothing was.</summary>
    public byte[]? Protect(WriteCommandId id, WriteSaid said) =>
        said is { VendorText: null, Message: null, DecidedBy: null } ? null : outcomes.Protect(JsonSerializer.SerializeToUtf8Bytes(said, WriteJson.Default.WriteSaid), StableIds.Of(id.Value));

    /// <exception cref="ProtectedValueException">It does not open.</exception>
    public WriteSaid OpenSaid(StoredCommand stored) =>
        stored.Outcome is { } outcome ? JsonSerializer.Deserialize(outcomes.Open(outcome, StableIds.Of(stored.Id.Value)), WriteJson.Default.WriteSaid)! : new WriteSaid();

    /// <summary>What somebody decided of a command without writing it anew, with who it was.</summary>
    /// <exception cref="ProtectedValueException">It does not open.</exception>
    public CommandChange Decided(StoredCommand stored, CommandSettled settled, string by) =>
        new(settled with { Outcome = Protect(stored.Id, OpenSaid(stored) with { DecidedBy = by }) }, null, null, null, stored.Cut);

    public byte[] ProtectFile(WriteCommandId id, ReadOnlySpan<byte> content) => files.Protect(content, StableIds.Of(id.Value));

    /// <exception cref="ProtectedValueException">It does not open.</exception>
    public byte[] OpenFile(WriteCommandId id, byte[] content) => files.Open(content, StableIds.Of(id.Value));

    /// <summary>The command as an adapter is handed it.</summary>
    /// <exception cref="ProtectedValueException">It does not open.</exception>
    public WriteCommand ToCommand(TakenCommand taken, int? maxText)
    {
        var stored = taken.Command;
        var secret = Open(stored);
        return new WriteCommand
        {
            Id = stored.SentAs,
            Kind = stored.Kind,
            Key = stored.Key,
            Number = secret.Number,
            Subject = secret.Subject,
            Text = WrittenText.Cut(secret.Text, maxText),
            Status = secret.Status,
            Party = secret.Person is { } person ? ContactProtector.PartyOf(person) with { Protected = secret.Protected } : null,
            Fields = secret.Fields ?? new Dictionary<string, string>(StringComparer.Ordinal),
            Attachment = taken.Attachment is { } file ? new WriteAttachment(secret.FileName ?? "", secret.FileType ?? "", OpenFile(stored.Id, file)) : null,
            AskedAt = stored.AskedAt,
            By = secret.By,
        };
    }
}
