using System.Text;
using System.Text.RegularExpressions;
using IntegrationHub.Identity;
using IntegrationHub.Protection;

namespace IntegrationHub.Workshop.Live;

/// <summary>Shows where a call went, without the stream's secrets and without what could be a person's.</summary>
/// <param name="secrets">The values of the stream's secrets.</param>
internal sealed partial class RedactedAddress(IEnumerable<string> secrets)
{
    const string Hidden = "***";
    const int Longest = 400;

    readonly string[] secrets = [.. secrets.Where(s => s.Length > 0)];

    /// <summary>The address.</summary>
    public string Of(Uri? address)
    {
        if (address is null) return "?";

        return Short(address.GetLeftPart(UriPartial.Authority) + Target(address.AbsolutePath, address.Query));
    }

    /// <summary>Whether a parameter or header of this name seems to be a secret.</summary>
    public static bool IsSecret(string name) => SecretName().IsMatch(name);

    /// <summary>Whether a parameter could tell of a person.</summary>
    public static bool CouldBeAPersons(string name, string value) => PersonalName().IsMatch(name) || HoldsAPersons(value);

    /// <summary>A path with parameters.</summary>
    public string OfTarget(string target)
    {
        var question = target.IndexOf('?', StringComparison.Ordinal);
        return Short(question < 0 ? Target(target, "") : Target(target[..question], target[question..]));
    }

    /// <summary>The value of a parameter, unescaped.</summary>
    public string OfParameter(string name, string value) => Parameter($"{name}={Uri.EscapeDataString(value)}").EndsWith($"={Hidden}", StringComparison.Ordinal) ? Hidden : Short(value);

    string Target(string path, string query) =>
        string.Join('/', path.Split('/').Select(Segment)) + (query.Length < 2 ? "" : "?" + string.Join('&', query[1..].Split('&').Select(Parameter)));

    static string Short(string text) => text.Length <= Longest ? text : string.Concat(text.AsSpan(0, Longest), "…");

    string Segment(string segment) => MustHide(Decoded(segment)) ? Hidden : segment;

    string Parameter(string parameter)
    {
        var equals = parameter.IndexOf('=', StringComparison.Ordinal);
        if (equals < 0) return MustHide(Decoded(parameter)) ? Hidden : parameter;

        var name = parameter[..equals];
        return IsSecret(name) || PersonalName().IsMatch(name) || MustHide(Decoded(parameter[(equals + 1)..])) ? $"{name}={Hidden}" : parameter;
    }

    bool MustHide(string value) => secrets.Any(s => value.Contains(s, StringComparison.Ordinal)) || HoldsAPersons(value);

    static bool HoldsAPersons(string value) => FreeText.HoldsPersonalNumber(value) || (value.Length == 9 && CitizenServiceNumber.TryParse(value, out _)) || value.Contains('@', StringComparison.Ordinal) || (value.StartsWith('+') && PhoneNumber.TryParse(value, out _));

    static string Decoded(string text) => Uri.UnescapeDataString(new StringBuilder(text).Replace('+', ' ').ToString());

    [GeneratedRegex("(key|token|secret|passw|pwd|sig|auth|credential)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex SecretName();

    [GeneratedRegex("(name|namn|mail|phone|telefon|person|pnr|ssn|bsn|cpr|legalid|partyid|address|adress)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex PersonalName();
}
