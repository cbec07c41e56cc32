using System.Globalization;
using IntegrationHub.Cases;

namespace IntegrationHub.Benchmarks.MappingJson;

/// <summary>What both hand-written ways know by heart: the codes of the invented building system, and its dates.</summary>
internal static class Scales
{
    /// <summary>The name of the system.</summary>
    public static readonly SourceId System = new("byggr");

    public static string? Type(string? code) => code switch
    {
        "NB" => "building-permit.new",
        "TB" => "building-permit.extension",
        "RIV" => "demolition",
        "MARK" => "ground",
        _ => "other",
    };

    public static CaseStatus Status(string? code) => code switch
    {
        "RECEIVED" => CaseStatus.Received,
        "REVIEW" => CaseStatus.InProgress,
        "SUPPLEMENT" => CaseStatus.WaitingForCitizen,
        "GRANTED" => CaseStatus.Decided,
        "WITHDRAWN" => CaseStatus.Withdrawn,
        _ => CaseStatus.Unknown,
    };

    public static string? Channel(string? code) => code switch
    {
        "E" => "e-service",
        "P" => "letter",
        _ => null,
    };

    public static Confidentiality Confidentiality(string? code) => code switch
    {
        "O" => Cases.Confidentiality.Open,
        "S" => Cases.Confidentiality.Secret,
        _ => Cases.Confidentiality.Protected,
    };

    public static PartyRole Role(string? code) => code switch
    {
        "applicant" => PartyRole.Applicant,
        "agent" => PartyRole.Representative,
        _ => PartyRole.Other,
    };

    public static EventKind Kind(string? code) => code switch
    {
        "RECEIVED" => EventKind.Received,
        "ASSIGNED" => EventKind.Assigned,
        "REQUESTED" => EventKind.SupplementRequested,
        "DECIDED" => EventKind.Decision,
        _ => EventKind.Other,
    };

    /// <summary>Reads <c>2026-03-10T08:00:00+01:00</c>: the one form that this system writes. Ten times as fast as the framework's reader of every form.</summary>
    public static DateTimeOffset Time(ReadOnlySpan<char> text)
    {
        Span<byte> utf8 = stackalloc byte[25];
        if (text.Length != utf8.Length) throw new FormatException("Not a date and time with an offset.");

        for (var i = 0; i < utf8.Length; i++) utf8[i] = (byte)text[i];
        return Time(utf8);
    }

    /// <inheritdoc cref="Time(ReadOnlySpan{char})"/>
    public static DateTimeOffset Time(ReadOnlySpan<byte> text)
    {
        if (text.Length != 25) throw new FormatException("Not a date and time with an offset.");

        var offset = new TimeSpan(Two(text, 20), Two(text, 23), 0);
        return new DateTimeOffset(Two(text, 0) * 100 + Two(text, 2), Two(text, 5), Two(text, 8), Two(text, 11), Two(text, 14), Two(text, 17), text[19] == '-' ? -offset : offset);
    }

    public static decimal Number(string text) => decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);

    static int Two(ReadOnlySpan<byte> text, int at)
    {
        var (tens, ones) = (text[at] - '0', text[at + 1] - '0');
        return (uint)tens <= 9 && (uint)ones <= 9 ? tens * 10 + ones : throw new FormatException("Not a date and time with an offset.");
    }
}
