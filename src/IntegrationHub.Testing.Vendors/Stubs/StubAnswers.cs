using System.Text;

namespace IntegrationHub.Testing;

/// <summary>What stub files answer, and which call meets a fault: both count the calls of each stub.</summary>
internal sealed class StubAnswers(StubFolder stubs, Action<ServedCall>? seen = null)
{
    readonly Lock gate = new();
    readonly Dictionary<string, int> answered = new(StringComparer.Ordinal);

    /// <summary>Where they are served: it takes the place of <see cref="StubFolder.Origin"/>.</summary>
    public Uri? Address { get; set; }

    public VendorAnswer Of(VendorCall call)
    {
        var match = stubs.Match(call);
        return match.Stub is { } stub ? Placed(stub.Answer, Address) : None(call, match);
    }

    public VendorFault? FaultOf(VendorCall call)
    {
        var match = stubs.Match(call);
        VendorFault? fault = null;
        if (match.Stub is { } stub)
        {
            lock (gate)
            {
                var number = answered[stub.Name] = answered.GetValueOrDefault(stub.Name) + 1;
                fault = stubs.Faults.FirstOrDefault(f => f.Stub == stub.Name && number >= f.First && number <= f.Last)?.Fault;
            }
        }

        seen?.Invoke(new ServedCall(call, match, match.Stub?.Answer.Status ?? 404, fault));
        return fault;
    }

    /// <summary>The answer with the address of whoever serves it in its links.</summary>
    public static VendorAnswer Placed(VendorAnswer answer, Uri? address)
    {
        if (address is null) return answer;

        var origin = address.GetLeftPart(UriPartial.Authority);
        var headers = answer.Headers.Any(h => h.Value.Contains(StubFolder.Origin, StringComparison.Ordinal))
            ? answer.Headers.ToDictionary(h => h.Key, h => h.Value.Replace(StubFolder.Origin, origin, StringComparison.Ordinal), StringComparer.OrdinalIgnoreCase)
            : answer.Headers;
        return answer with { Headers = headers, Body = Replaced(answer.Body, StubFolder.Origin, origin) };
    }

    /// <summary>A body with another address in the place of one. Every charset that answers come in writes these signs as one byte each, but for UTF-16, in which nothing is found and nothing changed.</summary>
    public static ReadOnlyMemory<byte> Replaced(ReadOnlyMemory<byte> content, string address, string by)
    {
        var (mark, with) = (Encoding.ASCII.GetBytes(address), Encoding.ASCII.GetBytes(by));
        var body = content.Span;
        if (body.IndexOf(mark) < 0) return content;

        using var replaced = new MemoryStream(body.Length);
        for (var at = body.IndexOf(mark); at >= 0; at = body.IndexOf(mark))
        {
            replaced.Write(body[..at]);
            replaced.Write(with);
            body = body[(at + mark.Length)..];
        }

        replaced.Write(body);
        return replaced.ToArray();
    }

    // Names of stubs and parameters only: what was asked for may be somebody's number.
    VendorAnswer None(VendorCall call, StubMatch match) => VendorAnswer.Of(
        $"No stub fits {call.Method} {call.Path}. {(match.Nearest is { } nearest ? $"The nearest is {nearest.Name}; what differs: {string.Join(", ", match.Differences.Select(d => d.Part))}. " : "")}There are: {string.Join(", ", stubs.Stubs.Select(s => s.Name))}.",
        "text/plain; charset=utf-8", 404, Encoding.UTF8);
}
