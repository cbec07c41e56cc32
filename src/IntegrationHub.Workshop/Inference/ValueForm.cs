using System.Globalization;
using System.Text.RegularExpressions;
using IntegrationHub.Identity;

namespace IntegrationHub.Workshop.Inference;

/// <summary>What a value can be.</summary>
internal enum FormKind
{
    Text,
    Moment,
    Date,
    Number,
    Epoch,
    PersonalNumber,
    OrganisationNumber,
    Email,
    Phone,
    Url,
}

/// <summary>A form that values are written in.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Format">The format that the mapping language needs to read it; null when it needs none.</param>
/// <param name="HasOffset">Of a moment, whether it tells its offset.</param>
/// <param name="Matches">Whether a value is written in it; the flag says that it is a JSON number.</param>
internal sealed record ValueForm(FormKind Kind, string? Format, bool HasOffset, Func<string, bool, bool> Matches)
{
    public static ValueForm Text { get; } = new(FormKind.Text, null, false, (_, _) => true);
}

/// <summary>The forms there are, the most particular first.</summary>
internal static partial class ValueForms
{
    static readonly string[] Moments = ["yyyy-MM-dd HH.mm", "yyyy-MM-dd HH.mm.ss", "yyyyMMddHHmmss", "yyyyMMddHHmm", "dd/MM/yyyy HH:mm:ss", "dd/MM/yyyy HH:mm", "MM/dd/yyyy HH:mm:ss", "MM/dd/yyyy HH:mm", "dd.MM.yyyy HH:mm", "dd.MM.yyyy HH:mm:ss", "d/M yyyy HH:mm"];
    static readonly string[] Dates = ["yyyyMMdd", "dd/MM/yyyy", "MM/dd/yyyy", "dd.MM.yyyy", "dd-MM-yyyy", "yyyy/MM/dd", "d/M yyyy"];

    /// <summary>Swedish personal numbers with their check digit.</summary>
    public static ValueForm PersonalNumber { get; } = new(FormKind.PersonalNumber, null, false, (text, isNumber) => Digits(text) is 10 or 12 && Identity.PersonalNumber.TryParse(text, out _));

    /// <summary>Swedish organisation numbers with their check digit.</summary>
    public static ValueForm OrganisationNumber { get; } = new(FormKind.OrganisationNumber, null, false, (text, isNumber) => !isNumber && Identity.OrganisationNumber.TryParse(text, out _));

    /// <summary>E-mail addresses.</summary>
    public static ValueForm Email { get; } = new(FormKind.Email, null, false, (text, isNumber) => text.Contains('@', StringComparison.Ordinal) && EmailAddress.TryParse(text, out _));

    /// <summary>Telephone numbers that are written as such: with their zero or plus.</summary>
    public static ValueForm Phone { get; } = new(FormKind.Phone, null, false, (text, isNumber) => !isNumber && PhoneText().IsMatch(text) && Digits(text) is >= 7 and <= 15 && PhoneNumber.TryParse(text, out _));

    /// <summary>All of them.</summary>
    public static IReadOnlyList<ValueForm> All { get; } =
    [
        new(FormKind.Moment, null, true, (text, isNumber) => !isNumber && IsoMoment().IsMatch(text) && HasOffset(text) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out _)),
        new(FormKind.Moment, null, false, (text, isNumber) => !isNumber && IsoMoment().IsMatch(text) && !HasOffset(text) && DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out _)),
        new(FormKind.Date, null, false, (text, isNumber) => !isNumber && Exactly(text, "yyyy-MM-dd")),
        PersonalNumber,
        .. Moments.Select(format => new ValueForm(FormKind.Moment, format, false, (text, isNumber) => !isNumber && Exactly(text, format))),
        .. Dates.Select(format => new ValueForm(FormKind.Date, format, false, (text, isNumber) => !isNumber && Exactly(text, format))),
        Email,
        new(FormKind.Url, null, false, (text, isNumber) => Uri.TryCreate(text, UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps)),
        OrganisationNumber,
        Phone,
        new(FormKind.Epoch, null, true, (text, isNumber) => text.Length is 10 or 13 && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var since) && (text.Length == 10 ? since : since / 1000) is > 1_000_000_000 and < 4_000_000_000),
        new(FormKind.Number, null, false, (text, isNumber) => text.Length <= 28 && decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _)),
    ];

    static bool Exactly(string text, string format) =>
        text.Length >= format.Length - 2 && DateTime.TryParseExact(text, format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var at) && at.Year is > 1850 and < 2200;

    static int Digits(string text) => text.Count(char.IsAsciiDigit);

    static bool HasOffset(string text) => text.EndsWith('Z') || text.LastIndexOfAny(['+', '-']) > 10;

    [GeneratedRegex(@"^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)?$", RegexOptions.CultureInvariant)]
    private static partial Regex IsoMoment();

    [GeneratedRegex(@"^(\+|0)[0-9 ()/-]+$", RegexOptions.CultureInvariant)]
    private static partial Regex PhoneText();
}
