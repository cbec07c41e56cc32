using System.Text.RegularExpressions;
using IntegrationHub.AdapterKit;
using IntegrationHub.Faults;
using IntegrationHub.WriteBack;

namespace IntegrationHub.Adapters.Http;

/// <summary>Fills holes with a command.</summary>
/// <param name="write">How its kind is written.</param>
/// <param name="command">The command.</param>
/// <param name="options">What <c>writeBack</c> says of its kind.</param>
/// <param name="settings">Settings and secrets of the connection.</param>
/// <param name="url">The address of the stream.</param>
/// <param name="times">How the vendor writes times.</param>
sealed partial class CommandValues(WriteDescription write, WriteCommand command, IReadOnlyDictionary<string, string> options, HoleValues settings, Uri url, TimeStyle times)
{
    /// <summary>What fills a hole; null when there is nothing.</summary>
    public HoleValue? Of(Hole hole) => hole.Name is Hole.Setting or Hole.Secret ? settings(hole) : Text(hole) is { Length: > 0 } text ? new HoleValue(text) : null;

    /// <summary>Refuses a command that has not what the stream file wants of it. Nothing is sent then.</summary>
    /// <exception cref="SourceRefusedException">It has not.</exception>
    public void Check()
    {
        if (command.Status is { } status && write.Statuses.Count > 0 && !write.Statuses.ContainsKey(status.Trim()))
            throw new SourceRefusedException(FaultCodes.Refused, $"There is no such status in http.write.status.statuses, so nothing was sent. There are {string.Join(", ", write.Statuses.Keys)}.");
        if (write.Needs.Where(hole => Of(hole) is null).Select(hole => hole.ToString()).ToList() is { Count: > 0 } missing)
            throw new SourceRefusedException(FaultCodes.Refused, $"The command has nothing for {string.Join(", ", missing)}, which the stream file needs, so nothing was sent.");
    }

    string? Text(Hole hole) => hole.Name switch
    {
        Hole.Key => command.Key,
        Hole.CaseNumber => command.Number,
        Hole.Id => command.Id.ToString(),
        Hole.Uuid => new Guid(Bytes(command.Id.Value), bigEndian: true).ToString(hole.WithoutHyphens ? "N" : "D"),
        Hole.WrittenText => Written(command.Text),
        Hole.Subject => Subject(),
        Hole.Words => Written(WrittenText.WithSubject(command, write.Capability.MaxText)),
        Hole.Status => command.Status is { } status ? write.Statuses.GetValueOrDefault(status.Trim(), status.Trim()) : null,
        Hole.AskedAt => (hole.Time ?? times).Exact(command.AskedAt),
        Hole.By => Written(command.By),
        Hole.Party => command.Party is { } party ? Written(Of(party, hole.Path!)) : null,
        Hole.Field => command.Fields.TryGetValue(hole.Path!, out var field) ? Written(field) : null,
        Hole.File => command.Attachment is { } file ? Of(file, hole.Path!) : null,
        Hole.WriteBack => options.GetValueOrDefault(hole.Path!),
        Hole.Url => url.GetLeftPart(UriPartial.Path).TrimEnd('/'),
        _ => null,
    };

    string? Subject() => string.IsNullOrWhiteSpace(command.Subject)
        ? write.SubjectOtherwise?.Fill(Of)
        : WrittenText.Cut(WrittenText.ForXml(Blanks().Replace(command.Subject.Trim(), " ")), write.LongestSubject);

    // No vendor's document holds halves of characters.
    static string? Written(string? text) => string.IsNullOrWhiteSpace(text) ? null : WrittenText.ForXml(text);

    // Whose identity is protected is told to nobody by the way.
    static string? Of(Cases.Party party, string part) => party.Protected ? null : part switch
    {
        "name" => party.Name,
        "firstName" => PersonName.Of(party.Name)?.First,
        "lastName" => PersonName.Of(party.Name)?.Last,
        "personalNumber" => party.PersonalNumber,
        "organisationNumber" => party.OrganisationNumber,
        "phone" => party.Phone,
        "email" => party.Email,
        _ => party.Address,
    };

    static string Of(WriteAttachment file, string part) => part switch
    {
        "name" => file.Name,
        "extension" => Path.GetExtension(file.Name),
        "type" => file.MediaType,
        _ => Convert.ToBase64String(file.Content.Span),
    };

    static byte[] Bytes(UInt128 value)
    {
        var bytes = new byte[16];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt128BigEndian(bytes, value);
        return bytes;
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
