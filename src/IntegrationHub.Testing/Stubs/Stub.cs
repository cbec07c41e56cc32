using System.Text.RegularExpressions;

namespace IntegrationHub.Testing;

/// <summary>One stub of a stub file: a call that it fits, and the answer.</summary>
public sealed class Stub
{
    internal Stub(string name, StubRequest request, VendorAnswer answer) => (Name, Request, Answer) = (name, request, answer);

    /// <summary>Its name: <c>name</c> in the file, else the file's name and its place in it.</summary>
    public string Name { get; }

    /// <summary>What it answers.</summary>
    public VendorAnswer Answer { get; }

    internal StubRequest Request { get; }

    /// <summary>Whether it answers this call.</summary>
    public bool Fits(VendorCall call)
    {
        ArgumentNullException.ThrowIfNull(call);

        return Request.Fits(call);
    }
}

/// <summary>What a call must be for a stub to answer it; what is null may be anything.</summary>
internal sealed record StubRequest
{
    public string? Method { get; init; }

    public StubMatcher? Path { get; init; }

    public StubMatcher? Target { get; init; }

    public IReadOnlyList<(string Name, StubMatcher Matcher)> Headers { get; init; } = [];

    public IReadOnlyList<(string Name, StubMatcher Matcher)> Query { get; init; } = [];

    public StubMatcher? Body { get; init; }

    public bool Fits(VendorCall call) =>
        (Method is null or "ANY" || string.Equals(Method, call.Method, StringComparison.OrdinalIgnoreCase))
        && (Path?.Fits(call.Path) ?? true)
        && (Target?.Fits(call.Target) ?? true)
        && Headers.All(h => call.Headers.TryGetValue(h.Name, out var value) && h.Matcher.Fits(value))
        && Query.All(q => call.Query.TryGetValue(q.Name, out var value) && q.Matcher.Fits(value))
        && (Body?.Fits(call.Body) ?? true);
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
