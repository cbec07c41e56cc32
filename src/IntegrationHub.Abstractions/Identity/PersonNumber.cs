using System.Diagnostics.CodeAnalysis;

namespace IntegrationHub.Identity;

/// <summary>The number of a person, whichever country's: a Swedish personal or coordination number, or a Dutch citizen service number. No text is both.</summary>
public readonly record struct PersonNumber
{
    PersonNumber(PersonalNumber? swedish, CitizenServiceNumber? dutch) => (Swedish, Dutch) = (swedish, dutch);

    /// <summary>The Swedish number; null when it is another country's.</summary>
    public PersonalNumber? Swedish { get; }

    /// <summary>The Dutch number; null when it is another country's.</summary>
    public CitizenServiceNumber? Dutch { get; }

    /// <summary>The digits that are the same however the number is written: those of one person, or of few.</summary>
    public string Digits => Swedish?.TenDigits ?? Dutch?.Value ?? "";

    /// <summary>Reads a number of either country.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out PersonNumber result)
    {
        result = PersonalNumber.TryParse(text, out var swedish) ? new PersonNumber(swedish, null)
            : CitizenServiceNumber.TryParse(text, out var dutch) ? new PersonNumber(null, dutch)
            : default;
        return result.Digits.Length > 0;
    }

    /// <summary>Reads what stands where the number of an organisation does: a Swedish sole trader's is their own. A Dutch one of nine digits is the organisation's, though it is made as people's are.</summary>
    public static bool TryParseTrader([NotNullWhen(true)] string? text, out PersonNumber result)
    {
        result = PersonalNumber.TryParse(text, out var swedish) ? new PersonNumber(swedish, null) : default;
        return result.Digits.Length > 0;
    }

    /// <summary>The number, masked as it may be shown.</summary>
    public override string ToString() => Swedish?.ToString() ?? Dutch?.ToString() ?? "****";
}
