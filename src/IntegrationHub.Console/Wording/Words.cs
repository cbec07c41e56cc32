using System.Globalization;

namespace IntegrationHub.Console.Wording;

/// <summary>The texts of somebody's language, and how numbers and times are written in it, in the municipality's zone.</summary>
/// <remarks>The house runs without the system's cultures, so this is written out here.</remarks>
sealed class Words(TimeProvider time, IntegrationHubPagesOptions options)
{
    const char NarrowSpace = '\u00A0';

    static readonly string[] SwedishMonths = ["jan.", "feb.", "mars", "apr.", "maj", "juni", "juli", "aug.", "sep.", "okt.", "nov.", "dec."];
    static readonly string[] EnglishMonths = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

    /// <summary>The language; Swedish until <see cref="Use"/>.</summary>
    public Language Language { get; private set; }

    /// <summary>The texts.</summary>
    public Texts Texts { get; private set; } = Texts.Of(Language.Swedish);

    /// <summary>The texts of the workplace for records in quarantine.</summary>
    public QuarantineTexts Quarantine { get; private set; } = QuarantineTexts.Of(Language.Swedish);

    /// <summary>Takes a language.</summary>
    public void Use(Language language)
    {
        Language = language;
        Texts = Texts.Of(language);
        Quarantine = QuarantineTexts.Of(language);
    }

    /// <summary>The time.</summary>
    public DateTimeOffset Now => time.GetUtcNow();

    /// <summary><c>1 204</c> or <c>1,204</c>.</summary>
    public string Number(long number)
    {
        var text = number.ToString("#,0", CultureInfo.InvariantCulture);
        return Language == Language.English ? text : text.Replace(',', NarrowSpace);
    }

    /// <summary>So many records.</summary>
    public string Records(long count) => count == 1 ? Texts.OneRecord : Say(Texts.Records, count);

    /// <summary>How often: <c>once</c>, <c>5 times</c>.</summary>
    public string Times(long count) => Say(Texts.Console.Times, count);

    /// <summary>A text with numbers and other texts in its places.</summary>
    public string Say(string text, params ReadOnlySpan<object?> parts)
    {
        var written = new object?[parts.Length];
        for (var i = 0; i < parts.Length; i++) written[i] = parts[i] is int or long ? Number(Convert.ToInt64(parts[i], CultureInfo.InvariantCulture)) : parts[i];
        return string.Format(CultureInfo.InvariantCulture, text, written);
    }

    /// <summary>The text with its number in it.</summary>
    public string Say(CountedText text, long count) => Say(count == 1 ? text.One : text.Many, count);

    /// <summary><c>4 min ago</c>; the day when it is longer than a day ago.</summary>
    public string Ago(DateTimeOffset at)
    {
        var gone = Now - at;
        return gone < TimeSpan.FromSeconds(5) ? Texts.JustNow : gone < TimeSpan.FromDays(1) ? Say(Texts.Ago, Span(gone)) : Day(at);
    }

    /// <summary><c>47 min</c>, <c>3 h</c>, <c>2 d</c>.</summary>
    public string Span(TimeSpan span) => span switch
    {
        { TotalSeconds: < 60 } => Say(Texts.Seconds, (long)Math.Max(0, span.TotalSeconds)),
        { TotalMinutes: < 60 } => Say(Texts.Minutes, (long)span.TotalMinutes),
        { TotalHours: < 24 } => Say(Texts.Hours, (long)span.TotalHours),
        _ => Say(Texts.Days, (long)span.TotalDays),
    };

    /// <summary><c>09:12</c> today, <c>24 nov. 09:12</c> on other days.</summary>
    public string Clock(DateTimeOffset at)
    {
        var local = Local(at);
        var clock = local.ToString("HH:mm", CultureInfo.InvariantCulture);
        return local.Date == Local(Now).Date ? clock : $"{Day(at)} {clock}";
    }

    /// <summary><c>24 nov.</c>, with the year when it is not this one.</summary>
    public string Day(DateTimeOffset at)
    {
        var local = Local(at);
        var month = (Language == Language.English ? EnglishMonths : SwedishMonths)[local.Month - 1];
        return local.Year == Local(Now).Year ? $"{local.Day} {month}" : $"{local.Day} {month} {local.Year}";
    }

    /// <summary><c>2026-11-25 09:12:30</c>.</summary>
    public string Exact(DateTimeOffset at) => Local(at).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>A stream's title: of one that stands in both languages (<c>Bygglov / Building permits</c>) the one of the reader's.</summary>
    public string Title(string title)
    {
        var both = title.Split(" / ");
        return both.Length == 2 ? both[Language == Language.English ? 1 : 0] : title;
    }

    /// <summary><c>a, b and c</c>.</summary>
    public string List(IReadOnlyList<string> parts) => parts.Count switch
    {
        0 => "",
        1 => parts[0],
        _ => $"{string.Join(", ", parts.Take(parts.Count - 1))} {Texts.And} {parts[^1]}",
    };

    /// <summary>The sentence with a capital letter at its beginning.</summary>
    public static string Capital(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];

    /// <summary>A moment that a person wrote on the municipality's clock: of an hour that comes twice the first, of one that is left out what it would have been.</summary>
    public DateTimeOffset Moment(DateTime local)
    {
        var zone = options.TimeZone;
        var offset = zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local);
        return new DateTimeOffset(DateTime.SpecifyKind(local, DateTimeKind.Unspecified), offset);
    }

    DateTimeOffset Local(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, options.TimeZone);
}
