using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using IntegrationHub.Testing;

namespace IntegrationHub.Workshop.Recording;

/// <summary>Makes stub files of exchanges: people and secrets taken out, and each call recognised when it comes again.</summary>
/// <param name="redaction">Takes people out.</param>
/// <param name="scrubber">Takes secrets and people out of texts.</param>
internal sealed partial class StubRecording(Redaction redaction, Scrubber scrubber)
{
    // Others may hold a session, or tell of machines behind the vendor's.
    static readonly string[] KeptHeaders = ["Link", "Location", "Retry-After", "ETag", "Last-Modified", "Content-Language"];

    readonly List<string> told = [];
    readonly HashSet<string> leftHeaders = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Makes the files.</summary>
    /// <param name="exchanges">What was asked and answered.</param>
    /// <param name="headers">Headers beside the usual that the adapter reads.</param>
    public RecordedFiles Of(IReadOnlyList<Exchange> exchanges, IReadOnlyList<string> headers)
    {
        foreach (var token in exchanges.SelectMany(Tokens)) scrubber.Secrets.Add(token, []);
        var bodies = exchanges.Select(e => AnswerBody.Of(e.Body, e.ContentType)).ToList();
        foreach (var body in bodies.OfType<AnswerBody>()) redaction.Learn(body);
        redaction.EndLearning();

        var earlier = new StringBuilder();
        var stubs = new List<Recorded>();
        for (var i = 0; i < exchanges.Count; i++)
        {
            var pattern = RequestPattern.Of(exchanges[i], earlier.ToString(), scrubber);
            stubs.Add(new Recorded(pattern, exchanges[i].Status, [.. Headers(exchanges[i], headers)], Body(exchanges[i], bodies[i]), bodies[i]?.Format));
            if (bodies[i] is { } body) earlier.AppendLine(body.Text.Replace("\\/", "/", StringComparison.Ordinal).Replace("\\u0026", "&", StringComparison.Ordinal));
            foreach (var header in exchanges[i].Headers) earlier.AppendLine(header.Value);
        }

        if (leftHeaders.Count > 0) told.Add($"headers of answers that were left out: {string.Join(", ", leftHeaders.Order(StringComparer.OrdinalIgnoreCase))}");
        var files = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        var number = 0;
        foreach (var (request, recorded) in Ordered(stubs))
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"{++number:000}-{request.Method!.ToLowerInvariant()}-{Slug(request.Path!.Value)}");
            var body = recorded.Body.Length == 0 ? null : name + recorded.Format switch { BodyFormat.Json => ".json", BodyFormat.Xml => ".xml", BodyFormat.Html => ".html", _ => ".txt" };
            if (body is not null) files[$"{StubFolder.BodyFolder}/{body}"] = recorded.Body;
            files[$"{StubFolder.MappingFolder}/{name}.json"] = Encoding.UTF8.GetBytes(StubWriter.Text(name, request, recorded.Status, recorded.Headers, body));
        }

        return new RecordedFiles(files, number, told);
    }

    // Of calls that only the clock tells apart, the one with the fullest answer answers at any time; the others when it is asked as it was.
    IEnumerable<(StubRequest Request, Recorded Recorded)> Ordered(List<Recorded> stubs)
    {
        var general = new List<(StubRequest, Recorded)>();
        var exact = new List<(StubRequest, Recorded)>();
        foreach (var alike in stubs.GroupBy(s => s.Pattern.General.Signature, StringComparer.Ordinal))
        {
            var fullest = alike.MaxBy(s => s.Body.Length)!;
            general.Add((fullest.Pattern.General, fullest));
            foreach (var same in alike.Where(s => !s.Body.AsSpan().SequenceEqual(fullest.Body)).GroupBy(s => s.Pattern.Exact.Signature, StringComparer.Ordinal))
            {
                if (same.Key == fullest.Pattern.General.Signature || same.Any(s => s.Pattern.Exact.Signature == fullest.Pattern.Exact.Signature))
                    told.Add($"{same.First().Pattern.Exact.Method} {same.First().Pattern.Exact.Path!.Value} was asked more than once and answered differently each time; the fullest answer was kept");
                else
                    exact.Add((same.Last().Pattern.Exact, same.Last()));
            }
        }

        return general.Concat(exact);
    }

    byte[] Body(Exchange exchange, AnswerBody? body)
    {
        if (exchange.Body.Length == 0) return [];
        if (body is null)
        {
            told.Add(string.Create(CultureInfo.InvariantCulture, $"{Shown(exchange)} answered {exchange.Body.Length} bytes of {exchange.ContentType ?? "something"}, which is no text: nobody can tell who is in it, so the stub answers without them"));
            return [];
        }

        if (!body.IsAsTold) told.Add($"{Shown(exchange)} is not in the charset that its answer tells; it was read as ISO-8859-1, and written back so");
        var text = redaction.Rewritten(body, out var isRead);
        if (!isRead) told.Add($"{Shown(exchange)} answered {(body.Format is BodyFormat.Json or BodyFormat.Xml ? $"what is not well-formed {body.Format.ToString().ToUpperInvariant()}" : $"a {(body.Format == BodyFormat.Html ? "page of HTML" : "text")}")}: it was searched for numbers, mail addresses and names that stand in other answers; read it whole");
        return body.Bytes(text);
    }

    IEnumerable<(string, string)> Headers(Exchange exchange, IReadOnlyList<string> read)
    {
        if (exchange.ContentType is { } type) yield return ("Content-Type", type);
        foreach (var (name, value) in exchange.Headers)
        {
            if (KeptHeaders.Contains(name, StringComparer.OrdinalIgnoreCase)) yield return (name, name.Equals("Link", StringComparison.OrdinalIgnoreCase) ? Links().Replace(value, m => $"<{scrubber.OfAddress(m.Groups[1].Value)}>") : scrubber.Of(value, isWritten: true));
            else if (Counting().IsMatch(name)) yield return (name, scrubber.Of(value, isWritten: false));
            // What a vendor wants back is a session; one that was made up is as good.
            else if (read.Contains(name, StringComparer.OrdinalIgnoreCase)) yield return (name, value.All(char.IsAsciiDigit) ? value : Scrubber.Secret);
            else if (!Usual().IsMatch(name)) leftHeaders.Add(name);
        }
    }

    string Shown(Exchange exchange) => $"{exchange.Method} {scrubber.OfAddress(exchange.Address.AbsolutePath)}";

    // A token that a vendor gave out is a secret like the one that it was given for.
    static IEnumerable<string> Tokens(Exchange exchange)
    {
        var found = new List<string>();
        if (AnswerBody.Of(exchange.Body, exchange.ContentType) is { Format: BodyFormat.Json } body)
        {
            BodyValues.Json(body.Text, (path, value, isText) =>
            {
                if (isText && Token().IsMatch(path) && value.Length >= 8) found.Add(value);
                return value;
            }, name => name);
        }

        found.AddRange(exchange.Headers.Where(h => h.Name.Equals("Set-Cookie", StringComparison.OrdinalIgnoreCase)).Select(h => h.Value.Split(';')[0].Split('=', 2)).Where(c => c.Length == 2 && c[1].Length >= 8).Select(c => c[1]));
        return found;
    }

    static string Slug(string path)
    {
        var words = path.Split('/', StringSplitOptions.RemoveEmptyEntries).TakeLast(2).Select(p => NotPlain().Replace(p, "-").Trim('-').ToLowerInvariant()).Where(p => p.Length > 0);
        var slug = string.Join('-', words);
        return slug.Length == 0 ? "root" : slug.Length > 40 ? slug[..40].Trim('-') : slug;
    }

    sealed record Recorded(RequestPattern Pattern, int Status, IReadOnlyList<(string, string)> Headers, byte[] Body, BodyFormat? Format);

    [GeneratedRegex("^(access_token|refresh_token|id_token|accessToken|refreshToken|idToken|token|sessionId)$")]
    private static partial Regex Token();

    [GeneratedRegex("(count|total|page|offset|limit|next|cursor|range|rate)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Counting();

    [GeneratedRegex("^(Date|Content-Length|Content-Encoding|Transfer-Encoding|Connection|Keep-Alive|Vary|Cache-Control|Expires|Pragma|Age)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Usual();

    [GeneratedRegex("<([^>]*)>")]
    private static partial Regex Links();

    [GeneratedRegex("[^A-Za-z0-9]+")]
    private static partial Regex NotPlain();
}

/// <summary>The stub files of a recording.</summary>
/// <param name="Files">By their paths below the folder.</param>
/// <param name="Stubs">How many stubs there are.</param>
/// <param name="Told">What a person should know of them.</param>
internal sealed record RecordedFiles(SortedDictionary<string, byte[]> Files, int Stubs, IReadOnlyList<string> Told);
