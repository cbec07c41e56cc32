using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace IntegrationHub.Identity;

/// <summary>A Swedish personal or coordination number, with its century only when it was written with one.</summary>
/// <remarks>
/// Twelve digits name one person. Ten digits do not: <c>121212-1212</c> is somebody born in 2012 as long as they are under a hundred, and <c>121212+1212</c>
/// somebody born in 1912. The separator means something only on the day it is read, so a ten-digit number keeps its digits and its separator and never gets a century;
/// <see cref="CenturiesOn"/> tells which twelve-digit numbers it can mean on a given day.
/// </remarks>
public readonly record struct PersonalNumber
{
    readonly string? value;

    PersonalNumber(string value) => this.value = value;

    /// <summary>The normal form: <c>191212121212</c>, <c>121212-1212</c>, <c>121212+1212</c>, or <c>1212121212</c> when no separator was written.</summary>
    public string Value => value ?? "";

    /// <summary>Whether the century was written: then the number names one person.</summary>
    public bool HasCentury => Value.Length == 12;

    /// <summary>The ten digits without century and separator.</summary>
    public string TenDigits => Value.Length switch
    {
        12 => Value[2..],
        11 => string.Concat(Value.AsSpan(0, 6), Value.AsSpan(7)),
        _ => Value,
    };

    /// <summary>The separator of a ten-digit number; null when there was none or the century was written.</summary>
    public char? Separator => Value.Length == 11 ? Value[6] : null;

    /// <summary>Whether it is a coordination number: the day is counted from 60.</summary>
    public bool IsCoordinationNumber => Value.Length >= 10 && TenDigits[4] >= '6';

    /// <summary>The twelve-digit numbers that it can mean on a day: itself when the century was written.</summary>
    /// <param name="today">The day on which the number was typed. The plus stands from the year in which a person turns a hundred.</param>
    public IReadOnlyList<string> CenturiesOn(DateOnly today)
    {
        if (HasCentury) return [Value];

        var digits = TenDigits;
        if (digits.Length != 10) return [];

        var separator = Separator;
        var possible = new List<string>(3);
        for (var century = 18; century <= 20; century++)
        {
            if (!IsRealDate(century, digits)) continue;

            var turnsThisYear = today.Year - (century * 100 + Number(digits.AsSpan(0, 2)));
            if ((separator == '-' && turnsThisYear >= 100) || (separator == '+' && turnsThisYear < 100)) continue;
            possible.Add(string.Create(CultureInfo.InvariantCulture, $"{century}{digits}"));
        }

        return possible;
    }

    /// <summary>Reads twelve digits, or ten, with or without a separator before the last four. The date must exist and the check digit must be right.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out PersonalNumber result)
    {
        result = default;
        if (text is null) return false;

        Span<char> digits = stackalloc char[12];
        var count = 0;
        var separator = '\0';
        var separatorAt = -1;
        foreach (var c in text)
        {
            if (char.IsWhiteSpace(c) || WrittenText.IsInvisible(c)) continue;
            if (char.IsAsciiDigit(c))
            {
                if (count == 12) return false;
                digits[count++] = c;
            }
            else if (separatorAt < 0 && (c == '+' || WrittenText.IsDash(c)))
            {
                separator = c == '+' ? '+' : '-';
                separatorAt = count;
            }
            else
            {
                return false;
            }
        }

        if (count is not (10 or 12) || (separatorAt >= 0 && separatorAt != count - 4)) return false;

        var ten = digits[(count - 10)..count];
        if (!WrittenText.HasValidCheckDigit(ten)) return false;

        if (count == 12)
        {
            if (!IsRealDate(Number(digits[..2]), ten)) return false;
            result = new PersonalNumber(digits.ToString());
            return true;
        }

        if (!IsRealDate(18, ten) && !IsRealDate(19, ten) && !IsRealDate(20, ten)) return false;
        result = new PersonalNumber(separatorAt < 0 ? ten.ToString() : $"{ten[..6]}{separator}{ten[6..]}");
        return true;
    }

    /// <summary>The date of birth as far as it was written, the last four digits masked: <c>19121212-****</c>.</summary>
    public override string ToString() => Value.Length switch
    {
        12 => $"{Value.AsSpan(0, 8)}-****",
        11 => $"{Value.AsSpan(0, 7)}****",
        10 => $"{Value.AsSpan(0, 6)}-****",
        _ => "****",
    };

    static bool IsRealDate(int century, ReadOnlySpan<char> tenDigits)
    {
        if (century is < 18 or > 20) return false;

        var month = Number(tenDigits[2..4]);
        var day = Number(tenDigits[4..6]);
        if (day > 60) day -= 60;
        return month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(century * 100 + Number(tenDigits[..2]), month);
    }

    static int Number(ReadOnlySpan<char> twoDigits) => (twoDigits[0] - '0') * 10 + (twoDigits[1] - '0');
}
