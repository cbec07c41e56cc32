using System.Text.RegularExpressions;

namespace IntegrationHub.Testing;

/// <summary>One stub of a stub file: a call that it fits, and the answer.</summary>
public sealed class Stub
{
    internal Stub(string name, string file, StubRequest request, VendorAnswer answer) => (Name, File, Request, Answer) = (name, file, request, answer);

    /// <summary>Its name: <c>name</c> in the file, else the file's name and its place in it.</summary>
    public string Name { get; }

    /// <summary>The file that it stands in.</summary>
    public string File { get; }

    /// <summary>What it answers.</summary>
    public VendorAnswer Answer { get; }

    internal StubRequest Request { get; }

    /// <summary>Whether it answers this call.</summary>
    public bool Fits(VendorCall call)
    {
        ArgumentNullException.ThrowIfNull(call);

        return Request.Differences(call).Count == 0;
    }

    /// <summary>What keeps it from answering this call; empty when it answers it.</summary>
    public IReadOnlyList<StubDifference> Differences(VendorCall call)
    {
        ArgumentNullException.ThrowIfNull(call);

        return Request.Differences(call);
    }
}

/// <summary>One thing in which a call is not what a stub answers.</summary>
/// <param name="Part">What it is: <c>method</c>, <c>path</c>, <c>body</c>, <c>query page</c>, <c>header Accept</c>.</param>
/// <param name="Asked">What the call has; null when it has nothing of the kind.</param>
/// <param name="Expected">What the stub answers.</param>
public sealed record StubDifference(string Part, string? Asked, string Expected);

/// <summary>What a call must be for a stub to answer it; what is null may be anything.</summary>
internal sealed record StubRequest
{
    public string? Method { get; init; }

    public StubMatcher? Path { get; init; }

    public StubMatcher? Target { get; init; }

    public IReadOnlyList<(string Name, StubMatcher Matcher)> Headers { get; init; } = [];

    public IReadOnlyList<(string Name, StubMatcher Matcher)> Query { get; init; } = [];

    public StubMatcher? Body { get; init; }

    /// <summary>The same for two requests that the same calls fit, as far as their texts tell.</summary>
    public string Signature => string.Join('\n',
    [
        $"{(Method is "ANY" ? null : Method)} {Path} {Target} {Body}",
        .. Headers.Select(h => $"header {h.Name.ToLowerInvariant()} {h.Matcher}").Order(StringComparer.Ordinal),
        .. Query.Select(q => $"query {q.Name} {q.Matcher}").Order(StringComparer.Ordinal),
    ]);

    public IReadOnlyList<StubDifference> Differences(VendorCall call)
    {
        var differences = new List<StubDifference>();
        if (Method is not (null or "ANY") && !string.Equals(Method, call.Method, StringComparison.OrdinalIgnoreCase)) differences.Add(new StubDifference("method", call.Method, Method));
        Compare("path", call.Path, Path);
        Compare("path and parameters", call.Target, Target);
        foreach (var (name, matcher) in Headers) Compare($"header {name}", call.Headers.GetValueOrDefault(name), matcher);
        foreach (var (name, matcher) in Query) Compare($"query {name}", call.Query.GetValueOrDefault(name), matcher);
        Compare("body", call.Body, Body);
        return differences;

        void Compare(string part, string? asked, StubMatcher? matcher)
        {
            if (matcher is not null && (asked is null || !matcher.Fits(asked))) differences.Add(new StubDifference(part, asked, matcher.ToString()));
        }
    }
}

/// <summary>How a value is compared: <c>equalTo</c>, <c>contains</c>, <c>matches</c>, or <c>equalToJson</c> for a body.</summary>
internal sealed record StubMatcher(string Kind, string Value)
{
    // Of a file that a developer wrote; a pattern that takes this long is wrong.
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    public bool Fits(string text) => Kind switch
    {
        "equalTo" => text == Value,
        "contains" => text.Contains(Value, StringComparison.Ordinal),
        "matches" => Regex.IsMatch(text, $"^(?:{Value})$", RegexOptions.CultureInvariant | RegexOptions.Singleline, Patience),
        _ => SameJson(text),
    };

    public override string ToString() => $"{Kind} '{Value}'";

    bool SameJson(string text)
    {
        try
        {
            return Newtonsoft.Json.Linq.JToken.DeepEquals(Newtonsoft.Json.Linq.JToken.Parse(text), Newtonsoft.Json.Linq.JToken.Parse(Value));
        }
        catch (Newtonsoft.Json.JsonException)
        {
            return false;
        }
    }
}

/// <summary>A fault of a stub: which of the calls that it answers meet it.</summary>
/// <param name="Stub">The stub's name.</param>
/// <param name="First">The first call that meets it, from 1.</param>
/// <param name="Last">The last one.</param>
/// <param name="Fault">The fault.</param>
public sealed record StubFault(string Stub, int First, int Last, VendorFault Fault);
