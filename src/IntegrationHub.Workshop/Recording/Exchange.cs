using System.Text;

namespace IntegrationHub.Workshop.Recording;

/// <summary>A question to a vendor and its answer, as they were: nothing is taken out yet.</summary>
internal sealed record Exchange
{
    /// <summary>The verb.</summary>
    public required string Method { get; init; }

    /// <summary>Where to.</summary>
    public required Uri Address { get; init; }

    /// <summary>The operation of SOAP 1.1; null when there is none.</summary>
    public string? SoapAction { get; init; }

    /// <summary>What was sent.</summary>
    public string Sent { get; init; } = "";

    /// <summary>The status of the answer.</summary>
    public required int Status { get; init; }

    /// <summary>The type of its content, as the vendor told it.</summary>
    public string? ContentType { get; init; }

    /// <summary>Its headers but for that of the content's type.</summary>
    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    /// <summary>Its content, unpacked.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }
}

/// <summary>Keeps each question that an adapter asks, with the answer that it got: what was tried again on the way is not seen here, nor what ended in a fault.</summary>
internal sealed class ExchangeBook
{
    readonly SortedDictionary<int, Exchange> kept = [];
    readonly Lock gate = new();
    int begun;

    /// <summary>The exchanges, in the order in which they began: those that go on side by side end in any order, and the same calls are to make the same files.</summary>
    public IReadOnlyList<Exchange> All
    {
        get { lock (gate) return [.. kept.Values]; }
    }

    /// <summary>A question begins.</summary>
    /// <returns>Its number.</returns>
    public int Begin() => Interlocked.Increment(ref begun);

    /// <summary>Keeps an exchange under the number of its beginning.</summary>
    public void Add(int number, Exchange exchange)
    {
        lock (gate) kept[number] = exchange;
    }

    /// <summary>Stands around the hub's client.</summary>
    public HttpMessageHandler Around(HttpMessageHandler calls) => new KeepingHandler(this) { InnerHandler = calls };

    sealed class KeepingHandler(ExchangeBook book) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var number = book.Begin();
            var sent = request.Content is { } content ? await content.ReadAsByteArrayAsync(cancellationToken) : [];
            var address = request.RequestUri!;
            var method = request.Method.Method;
            var action = request.Headers.TryGetValues("SOAPAction", out var actions) ? string.Join(", ", actions) : null;
            var response = await base.SendAsync(request, cancellationToken);
            book.Add(number, new Exchange
            {
                Method = method,
                Address = address,
                SoapAction = action,
                Sent = Encoding.UTF8.GetString(sent),
                Status = (int)response.StatusCode,
                ContentType = response.Content.Headers.TryGetValues("Content-Type", out var type) ? type.First() : null,
                Headers = [.. response.Headers.Concat(response.Content.Headers).Where(h => h.Key != "Content-Type").SelectMany(h => h.Value.Select(v => (h.Key, v)))],
                // It is in memory already, and the adapter reads it once more.
                Body = await response.Content.ReadAsByteArrayAsync(cancellationToken),
            });
            return response;
        }
    }
}
