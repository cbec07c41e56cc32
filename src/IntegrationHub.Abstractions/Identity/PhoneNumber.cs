using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace IntegrationHub.Identity;

/// <summary>A telephone number that can be called from anywhere. One written without a country is Swedish unless another country is named.</summary>
public readonly record struct PhoneNumber
{
    readonly string? value;

    PhoneNumber(string value) => this.value = value;

    /// <summary>The number as E.164 writes it: <c>+46701740605</c>.</summary>
    public string Value => value ?? "";

    /// <summary>Reads <c>070-174 06 05</c>, <c>0046 70…</c>, <c>+46 (0)70…</c>, <c>08/465 004 00</c>. Refuses letters, several numbers in one, and what is too short or too long.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out PhoneNumber result) => TryParse(text, PhoneCountry.Sweden, out result);

    /// <summary>The same, where a number without a country is one of <paramref name="home"/>.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, PhoneCountry home, out PhoneNumber result)
    {
        ArgumentNullException.ThrowIfNull(home);

        result = default;
        if (text is null || text.Length > 40) return false;

        var digits = new StringBuilder(16);
        var international = false;
        foreach (var c in text.StartsWith("tel:", StringComparison.OrdinalIgnoreCase) ? text.AsSpan(4) : text)
        {
            if (char.IsAsciiDigit(c)) digits.Append(c);
            else if (c == '+' && digits.Length == 0 && !international) international = true;
            else if (!char.IsWhiteSpace(c) && !WrittenText.IsDash(c) && !WrittenText.IsInvisible(c) && c is not ('/' or '(' or ')' or '.')) return false;
        }

        if (!international && digits.Length > 2 && digits[0] == '0' && digits[1] == '0')
        {
            digits.Remove(0, 2);
            international = true;
        }

        var number = digits.ToString();
        if (!international)
        {
            // Without its trunk nobody can tell a lost zero from a lost area code.
            if (!number.StartsWith(home.Trunk, StringComparison.Ordinal)) return false;
            return TryNational(number.AsSpan(home.Trunk.Length), home, out result);
        }

        if (PhoneCountry.All.FirstOrDefault(c => number.StartsWith(c.Code, StringComparison.Ordinal)) is { } country)
        {
            var rest = number.AsSpan(country.Code.Length);
            return TryNational(country.Trunk.Length > 0 && rest.StartsWith(country.Trunk) ? rest[country.Trunk.Length..] : rest, country, out result);
        }

        if (number.Length is < 8 or > 15 || number[0] == '0') return false;

        result = new PhoneNumber("+" + number);
        return true;
    }

    /// <summary>The country's first signs and the last two digits: <c>+46*******05</c>.</summary>
    public override string ToString() =>
        Value.Length < 8 ? "****" : string.Concat(Value.AsSpan(0, 3), new string('*', Value.Length - 5), Value.AsSpan(Value.Length - 2));

    static bool TryNational(ReadOnlySpan<char> subscriber, PhoneCountry country, out PhoneNumber result)
    {
        result = default;
        if (subscriber.Length < country.Least || subscriber.Length > country.Most || subscriber[0] == '0') return false;

        result = new PhoneNumber($"+{country.Code}{subscriber}");
        return true;
    }
}
