using System.Globalization;
using System.Xml.Linq;
using IntegrationHub.AdapterKit;
using IntegrationHub.Faults;
using IntegrationHub.Sources;
using IntegrationHub.WriteBack;

namespace IntegrationHub.Adapters.OpenEPlatform;

/// <summary>Writes notes, messages and statuses through the callback service, and looks for messages and statuses among the platform's reads.</summary>
sealed class PlatformWriteBack(PlatformCallback callback, PlatformApi api, LocalClock clock, TimeProvider time, IReadOnlyDictionary<WriteKind, WriteSettings> kinds) : ILooksUpWrites
{
    // The platform's clock may run before or behind ours, and tells minutes.
    static readonly TimeSpan Around = TimeSpan.FromMinutes(5);

    public async ValueTask<WriteReceipt> WriteAsync(WriteCommand command, CancellationToken cancellationToken)
    {
        var (instance, settings) = Of(command);
        switch (command.Kind)
        {
            case WriteKind.Status:
                var status = command.Status ?? throw new ArgumentException("A status is to be set, and none is given.", nameof(command));
                if (settings.ByNumber && !VendorIds.TryRead(status, out _))
                    throw new SourceRefusedException(FaultCodes.Refused, "The status is no number, and writeBack.status.by says that statuses are named by their numbers.");

                // What that did has a number of its own, which no read shows.
                await callback.SetStatusAsync(instance, settings, status, cancellationToken);
                return new WriteReceipt(null);

            case WriteKind.Note:
                // The platform shows no internal messages to those who read, so there is nothing to know it again by.
                await callback.AddMessageAsync(isInternal: true, instance, settings, Text(command), command.AskedAt, cancellationToken);
                return new WriteReceipt(null);

            default:
                return new WriteReceipt(settings.ReferenceOf(await callback.AddMessageAsync(isInternal: false, instance, settings, Text(command), command.AskedAt, cancellationToken)));
        }
    }

    public async ValueTask<WriteReceipt?> FindAsync(WriteCommand command, CancellationToken cancellationToken)
    {
        var (instance, settings) = Of(command);
        return command.Kind switch
        {
            WriteKind.Message => await FindMessageAsync(command, instance, settings, cancellationToken),
            WriteKind.Status => await FindStatusAsync(command, instance, settings, cancellationToken),
            _ => throw new ArgumentException("The platform does not show notes, so none can be looked for.", nameof(command)),
        };
    }

    async ValueTask<WriteReceipt?> FindMessageAsync(WriteCommand command, int instance, WriteSettings settings, CancellationToken cancellationToken)
    {
        var (from, until) = (command.AskedAt - Around, time.GetUtcNow() + Around);
        var days = LocalDays.Of(new PageRequest { ChangedAfter = from, ChangedUntil = until > command.AskedAt ? until : command.AskedAt }, clock);
        if (await api.ListMessagesOfInstanceAsync(instance, days, cancellationToken) is not { Root: var list }) return null;

        var text = Text(command);
        var found = list.Elements().Where(message => IsByManager(message) && WrittenText.IsSame(text, message.Child("message")?.Value))
            .Select(message => (Number: message.Child("messageID")?.Value.Trim(), At: AddedAt(message)))
            .Where(message => message.At is not { } at || at > from)
            // Of two with the same words the one that carries the command's own time.
            .OrderBy(message => message.At is { } at ? (at - command.AskedAt).Duration() : TimeSpan.MaxValue)
            .ToList();
        return found is [var (number, _), ..] ? new WriteReceipt(number is null ? null : settings.ReferenceOf(number)) : null;
    }

    // To set a status again would undo what somebody has set since; so that it has changed since is told, and a person decides.
    async ValueTask<WriteReceipt?> FindStatusAsync(WriteCommand command, int instance, WriteSettings settings, CancellationToken cancellationToken)
    {
        if (await api.GetStatusAsync(instance, cancellationToken) is not { Root: var status }) return null;
        if (string.Equals(status.Child(settings.ByNumber ? "statusID" : "name")?.Value.Trim(), command.Status?.Trim(), StringComparison.OrdinalIgnoreCase)) return new WriteReceipt(null);

        var changedAt = await LastChangeAsync(instance, cancellationToken);
        return changedAt is { } at && at < command.AskedAt - Around ? null : throw new SourceRefusedException(FaultCodes.Refused,
            "The submission has another status than was asked for, and it was changed since, or it cannot be told when: whether it was ours is not known. Look at the submission, and set the status if it is still wanted.");
    }

    async ValueTask<DateTimeOffset?> LastChangeAsync(int instance, CancellationToken cancellationToken)
    {
        if (await api.GetInstanceAsync(instance, cancellationToken) is not { Root: var document } || SubmissionSource.ListedIn(document) is not { } listed) return null;

        var list = await api.ListInstancesAsync(listed.Family, LocalDays.Of(listed.Day), cancellationToken);
        var row = list?.Root.Elements().FirstOrDefault(row => VendorIds.TryRead(row.Child("flowInstanceID")?.Value, out var id) && id == instance);
        return ReadTime(row, "lastStatusChange");
    }

    (int Instance, WriteSettings Settings) Of(WriteCommand command)
    {
        ArgumentNullException.ThrowIfNull(command);
        if (!kinds.TryGetValue(command.Kind, out var settings)) throw new ArgumentException($"Open ePlatform is not written a {command.Kind}.", nameof(command));

        return VendorIds.TryRead(command.Key, out var instance)
            ? (instance, settings)
            : throw new SourceRefusedException(FaultCodes.NotFound, "The key of the case is no number of the platform, so there is no submission to write to.");
    }

    DateTimeOffset? AddedAt(XElement message) => ReadTime(message, "added");

    DateTimeOffset? ReadTime(XElement? element, string name)
    {
        if (long.TryParse(element.Child($"{name}InMilliseconds")?.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds) && milliseconds < 253_402_300_800_000)
            return DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);

        return DateTime.TryParseExact(element.Child(name)?.Value.Trim(), ["yyyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var label)
            ? clock.FromLabel(label)
            : null;
    }

    static bool IsByManager(XElement message) => message.Child("postedByManager")?.Value.Trim() == "true" && message.Child("systemMessage")?.Value.Trim() != "true";

    static string Text(WriteCommand command) => WrittenText.ForXml(WrittenText.WithSubject(command));
}
