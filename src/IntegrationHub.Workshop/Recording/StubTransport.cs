using System.Text;
using IntegrationHub.Testing;

namespace IntegrationHub.Workshop.Recording;

/// <summary>Answers calls from stub files, without a network between. Faults that stand beside them are of the network, and are met only where stubs are served.</summary>
internal sealed class StubTransport(StubFolder stubs, TimeProvider time) : HttpMessageHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is { } content ? await content.ReadAsByteArrayAsync(cancellationToken) : [];
        var headers = request.Headers.Concat(request.Content?.Headers ?? Enumerable.Empty<KeyValuePair<string, IEnumerable<string>>>()).SelectMany(h => h.Value.Select(v => KeyValuePair.Create(h.Key, v)));
        var call = VendorCall.Of(request.Method.Method, request.RequestUri!, headers, Encoding.UTF8.GetString(body), time.GetUtcNow());
        var answer = new StubAnswers(stubs) { Address = request.RequestUri }.Of(call);
        var response = new HttpResponseMessage((System.Net.HttpStatusCode)answer.Status) { RequestMessage = request, Content = new ReadOnlyMemoryContent(answer.Body) };
        response.Headers.Date = call.At;
        if (answer.ContentType is { } type) response.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        foreach (var (name, value) in answer.Headers)
            if (!response.Headers.TryAddWithoutValidation(name, value)) response.Content.Headers.TryAddWithoutValidation(name, value);
        return response;
    }
}
