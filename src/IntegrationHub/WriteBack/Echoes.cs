using IntegrationHub.Cases;

namespace IntegrationHub.WriteBack;

/// <summary>Something that the hub wrote, as it is known again when the vendor tells it.</summary>
/// <param name="Id">The command.</param>
/// <param name="Kind">What was written.</param>
/// <param name="Reference">The vendor's name for it; null when it told none.</param>
/// <param name="Sent">The text as it was sent, cut if need be.</param>
/// <param name="SentAt">When.</param>
internal sealed record OwnWords(WriteCommandId Id, WriteKind Kind, string? Reference, string Sent, DateTimeOffset SentAt);

/// <summary>Knows among a case's events those that the hub itself wrote, so that nothing stands there twice. Pure.</summary>
internal static class Echoes
{
    // Clocks of vendors go wrong, and some tell a day only.
    static readonly TimeSpan Before = TimeSpan.FromDays(1);

    /// <summary>The command behind each event that is one's echo: by the vendor's own name for it, or else, where it told none, by the same words, or by the kind of happening.</summary>
    /// <param name="written">What the vendor has of the case, oldest first.</param>
    /// <param name="events">The case's events, in any order.</param>
    public static IReadOnlyDictionary<string, WriteCommandId> Of(IReadOnlyList<OwnWords> written, IReadOnlyList<CaseEvent> events)
    {
        var echoes = new Dictionary<string, WriteCommandId>(StringComparer.Ordinal);
        var left = new List<OwnWords>();
        foreach (var one in written)
        {
            if (one.Reference is { } name && events.Any(e => e.Id == name)) echoes.TryAdd(name, one.Id);
            else if (one.Reference is null) left.Add(one);
        }

        foreach (var one in left)
        {
            var echo = events.Where(e => !echoes.ContainsKey(e.Id) && e.At >= one.SentAt - Before && IsOf(one, e)).OrderBy(e => (e.At - one.SentAt).Duration()).ThenBy(e => e.Id, StringComparer.Ordinal).FirstOrDefault();
            if (echo is not null) echoes.Add(echo.Id, one.Id);
        }

        return echoes;
    }

    static bool IsOf(OwnWords one, CaseEvent happening) => one.Sent.Length > 0
        ? Plain(happening.Text) == Plain(one.Sent) || (happening.Text is null && Plain(happening.Title) == Plain(one.Sent))
        : one.Kind switch
        {
            WriteKind.Status => happening.Kind is EventKind.StatusChanged or EventKind.Closed,
            WriteKind.Attach => happening.Kind == EventKind.Document,
            WriteKind.HandOver => happening.Kind is EventKind.Assigned or EventKind.Referral,
            _ => false,
        };

    // Vendors make other line ends and spaces of what they are sent.
    static string Plain(string? text) => string.Join(' ', (text ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
