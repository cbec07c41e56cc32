using System.Text.RegularExpressions;
using IntegrationHub.AdapterKit;
using IntegrationHub.WriteBack;

namespace IntegrationHub.Adapters.ByggR;

/// <summary>Writes notes: each becomes a happening on its case. Whether one is there is seen on the case itself.</summary>
sealed partial class ByggRWriteBack(ArendeExport service, LocalClock clock, NoteSettings? note) : ILooksUpWrites
{
    public async ValueTask<WriteReceipt> WriteAsync(WriteCommand command, CancellationToken cancellationToken)
    {
        var (dnr, happening) = Of(command);
        return new WriteReceipt(await service.SaveNewHandelseAsync(dnr, happening, cancellationToken));
    }

    public async ValueTask<WriteReceipt?> FindAsync(WriteCommand command, CancellationToken cancellationToken)
    {
        var (dnr, happening) = Of(command);
        if (await service.GetArendeAsync(dnr, cancellationToken) is not { } arende) return null;

        var shown = (await HandelseXml.ReadListAsync(arende.Content, cancellationToken)).FirstOrDefault(h => happening.IsShownAs(h, clock));
        return shown is null ? null : new WriteReceipt(shown.Attribute("handelseId")?.Value);
    }

    (string Dnr, NewHandelse Happening) Of(WriteCommand command)
    {
        if (command.Kind != WriteKind.Note || note is null) throw new ArgumentException($"ByggR is not written a {command.Kind}.", nameof(command));

        var at = clock.ToLabel(command.AskedAt);
        return (
            command.Key ?? throw new ArgumentException("A note belongs to a case.", nameof(command)),
            new NewHandelse(
                note,
                string.IsNullOrWhiteSpace(command.Subject) ? note.Heading : WrittenText.ForXml(Blanks().Replace(command.Subject.Trim(), " ")),
                WrittenText.ForXml(command.Text),
                at.AddTicks(-(at.Ticks % TimeSpan.TicksPerSecond))));
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
