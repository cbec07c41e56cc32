using System.Globalization;
using IntegrationHub.Lookup;

namespace IntegrationHub.Cli;

/// <summary>Writes a look-up's answer for people: first what it rests on, then the cases, then what must be said with it.</summary>
/// <param name="terminal">Takes it.</param>
/// <param name="zone">The zone that times are shown in.</param>
internal sealed class AnswerPrinter(Terminal terminal, TimeZoneInfo zone)
{
    /// <summary>Writes the answer.</summary>
    public void Write(LookupAnswer answer)
    {
        foreach (var source in answer.Coverage) Write(source);
        foreach (var told in answer.Full) Write(told);
        if (answer.Existence.Any()) terminal.Line();
        foreach (var line in answer.Existence) terminal.Line($"There is a matter at {line.SourceTitle}: call {Joined(line.Unit, line.Phone)}");
        if (answer.Notices.Count > 0) terminal.Line();
        foreach (var notice in answer.Notices) terminal.Line(notice.Text);
    }

    void Write(SourceCoverage source)
    {
        var complete = source.State == CoverageState.Complete;
        terminal.Write($"{source.Title}: ").Write(Words.Spaced(source.State), complete ? Styles.Good : Styles.Warning);
        if (source.AsOf is { } asOf) terminal.Write($", as of {Minute(asOf)}");
        if (source.CoveredFrom is { } from) terminal.Write($", cases from {Day(from)} on");
        terminal.Line(source.Reason is null ? "" : $". {source.Reason}");
    }

    void Write(AnswerCase told)
    {
        terminal.Line();
        terminal.Write($"{told.Number}  ").Write(Words.Spaced(told.Status), Styles.Good)
            .Line($"{(told.SourceStatus is null ? "" : $" ({told.SourceStatus})")}{(told.Title is null ? "" : $"  {told.Title}")}");
        if (told.ProtectedIdentity) terminal.Line("  PROTECTED IDENTITY: tell nobody where this person lives or can be reached", Styles.Error);
        if (told.Certainty == MatchCertainty.Possible) terminal.Line("  A possible match, not a certain one", Styles.Warning);
        if (told.Outdated) terminal.Line("  May be outdated: a newer record of this case could not be read", Styles.Warning);
        if (told.EditedAt is { } edited) terminal.Line($"  From a record that a person edited {Day(edited)}; the system has sent no newer one", Styles.Warning);

        Fact("system", Joined(told.SourceTitle, told.Department));
        Fact("dates", Joined(Dated("opened", told.OpenedAt), Dated("changed", told.UpdatedAt), Dated("due", told.DueAt), Dated("closed", told.ClosedAt)));
        Fact("next step", told.NextStep is { } next ? Joined(next.Text, Dated("by", next.By)) : "");
        Fact("handler", told.Handler is { } handler ? Joined(handler.Name ?? handler.Id, handler.Unit, handler.Phone, handler.Email) : "");
        foreach (var party in told.Parties) Fact(Words.Spaced(party.Role), Joined(party.Name, party.PersonalNumber ?? party.OrganisationNumber, party.Phone, party.Email));
        Fact("mapping", told.Mapping is { } mapping ? $"{mapping.Name} {mapping.Version}" : "");
    }

    void Fact(string name, string text)
    {
        if (text.Length > 0) terminal.Write($"  {name}: ", Styles.Quiet).Line(text);
    }

    static string Joined(params string?[] parts) => string.Join(", ", parts.Where(p => !string.IsNullOrWhiteSpace(p)));

    string? Dated(string word, DateTimeOffset? time) => time is { } at ? $"{word} {Day(at)}" : null;

    string Day(DateTimeOffset time) => TimeZoneInfo.ConvertTime(time, zone).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    string Minute(DateTimeOffset time) => TimeZoneInfo.ConvertTime(time, zone).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
