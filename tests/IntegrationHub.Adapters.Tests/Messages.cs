using System.Net;

namespace IntegrationHub.Adapters.Tests;

/// <summary>Answers of scripted vendors as a client gets them, without a connection between.</summary>
static class Messages
{
    public static HttpResponseMessage Of(VendorAnswer answer, HttpRequestMessage request)
    {
        var message = new HttpResponseMessage((HttpStatusCode)answer.Status) { Content = new ByteArrayContent(answer.Body.ToArray()), RequestMessage = request };
        if (answer.ContentType is { } type) message.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        return message;
    }
}
