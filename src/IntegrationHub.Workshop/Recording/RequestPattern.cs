using System.Globalization;
using System.Text.RegularExpressions;
using IntegrationHub.Testing;

namespace IntegrationHub.Workshop.Recording;

/// <summary>What a recorded call is recognised by when it comes again: exactly where that tells pages and keys apart, and not at all by the clock, the size of a page, and secrets.</summary>
/// <remarks>
/// A time that an earlier answer told (the end of a batch, a link to the next page) comes again as it is, because the replay tells it again. Any other depends on when somebody asks.
/// </remarks>
internal sealed partial class RequestPattern
{
    RequestPattern(StubRequest general, StubRequest exact) => (General, Exact) = (general, exact);

    /// <summary>Fits the call whenever it is made.</summary>
    public StubRequest General { get; }

    /// <summary>Fits the call at the time at which it was made.</summary>
    public StubRequest Exact { get; }

    /// <summary>Makes the pattern of a call.</summary>
    /// <param name="exchange">The call.</param>
    /// <param name="earlier">What answers had told before it, without secrets.</param>
    /// <param name="scrubber">Takes out of it what was taken out of the answers.</param>
    public static RequestPattern Of(Exchange exchange, string earlier, Scrubber scrubber)
    {
        var path = Uri.UnescapeDataString(scrubber.OfAddress(exchange.Address.AbsolutePath));
        var general = new List<(string, StubMatcher)>();
        var exact = new List<(string, StubMatcher)>();
        foreach (var part in exchange.Address.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            var name = Decoded(equals < 0 ? part : part[..equals]);
            var value = equals < 0 ? "" : Decoded(part[(equals + 1)..]);
            // A key that signs in stands in no stub, and nothing is compared with nothing.
            var isTold = IsTold(part, value, earlier);
            if (value.Length == 0 || scrubber.Secrets.IsIn(value) || (IsSignIn().IsMatch(name) && !isTold) || exact.Exists(e => e.Item1 == name)) continue;

            var written = scrubber.Known(value) ?? scrubber.Of(value, isWritten: true);
            exact.Add((name, new StubMatcher("equalTo", written)));
            if (isTold) general.Add((name, new StubMatcher("equalTo", written)));
            else if (!IsSize().IsMatch(name) && Loose(written) is { } matcher) general.Add((name, matcher));
        }

        var sent = exchange.Sent;
        // What signs in is recognised by where it is sent.
        var isSecret = sent.Length == 0 || scrubber.Secrets.IsIn(sent) || sent.Contains("grant_type=", StringComparison.Ordinal);
        var body = isSecret ? null : scrubber.Of(sent, isWritten: true);
        var headers = exchange.SoapAction is { } action ? (IReadOnlyList<(string, StubMatcher)>)[("SOAPAction", new StubMatcher("equalTo", action))] : [];
        var request = new StubRequest { Method = exchange.Method, Path = new StubMatcher("equalTo", path), Headers = headers };
        return new RequestPattern(
            request with { Query = general, Body = body is null ? null : LooseBody(body, earlier) },
            request with { Query = exact, Body = body is null ? null : new StubMatcher("equalTo", body) });
    }

    // Of a value that is nothing but a time nothing is left to compare.
    static StubMatcher? Loose(string value)
    {
        if (IsTime(value)) return null;

        var pattern = Loosened(value, out var isLoose);
        return isLoose ? new StubMatcher("matches", pattern) : new StubMatcher("equalTo", value);
    }

    static StubMatcher LooseBody(string body, string earlier)
    {
        var pattern = Loosened(body, out var isLoose, earlier);
        return isLoose ? new StubMatcher("matches", pattern) : new StubMatcher("equalTo", body);
    }

    static string Loosened(string text, out bool isLoose, string earlier = "")
    {
        isLoose = false;
        var at = 0;
        var pattern = new System.Text.StringBuilder();
        foreach (Match match in Changing().Matches(text))
        {
            if (match.Groups["time"] is { Success: true } time && (earlier.Contains(time.Value, StringComparison.Ordinal) || !IsTime(time.Value))) continue;

            isLoose = true;
            var part = match.Groups["time"].Success ? match.Groups["time"] : match.Groups["size"];
            pattern.Append(Regex.Escape(text[at..part.Index])).Append(match.Groups["time"].Success ? ".+?" : "[0-9]+");
            at = part.Index + part.Length;
        }

        return pattern.Append(Regex.Escape(text[at..])).ToString();
    }

    // A link to the next page holds the whole parameter; a token, a key or the end of a batch stands in the answer by itself.
    static bool IsTold(string part, string value, string earlier) =>
        value.Length >= 6 && (earlier.Contains(value, StringComparison.Ordinal) || earlier.Contains(part, StringComparison.Ordinal) || earlier.Contains(System.Net.WebUtility.HtmlEncode(value), StringComparison.Ordinal));

    static bool IsTime(string value) =>
        WholeTime().IsMatch(value)
        || (value.Length is 10 or 13 && long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var since) && (value.Length == 10 ? since : since / 1000) is > 0 and < 4_000_000_000)
        || (value.Length == 8 && DateOnly.TryParseExact(value, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is > 1900 and < 2200);

    static string Decoded(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));

    [GeneratedRegex("^(page_?size|per_?page|page_?limit|limit|size|rows|max_?(results|rows|records)?|top|\\$top|count|take|antal)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex IsSize();

    [GeneratedRegex("^(api_?key|(x-)?functions-key|subscription-key|sig|signature|(access_?|id_?)?token|auth|password|secret)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex IsSignIn();

    [GeneratedRegex(@"^([0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9]{2}:?[0-9]{2}(:?[0-9]{2}([.,][0-9]+)?)?)?(Z|[ +-][0-9]{2}:?[0-9]{2})?|[0-9]{1,2}[/.][0-9]{1,2}[/.][0-9]{4}( [0-9:]+)?|[0-9]{8}T?[0-9]{4,6}Z?)$")]
    private static partial Regex WholeTime();

    [GeneratedRegex(@"(?<![0-9A-Za-z-])(?<time>[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[T ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]+)?)?)?(?:Z|[+-][0-9]{2}:?[0-9]{2})?)(?![0-9])|(?:""(?:page_?)?(?:size|limit)""\s*:\s*|\b(?:LIMIT|TOP|FETCH NEXT)\s+)(?<size>[0-9]+)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Changing();
}
