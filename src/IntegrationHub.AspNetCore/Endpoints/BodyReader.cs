using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace IntegrationHub.AspNetCore;

/// <summary>Reads a JSON body whole, within the limit.</summary>
static class BodyReader
{
    public static Task<(ReadOnlyMemory<byte> Utf8, HubProblem? Problem)> ReadAsync(HttpRequest request, CancellationToken cancellationToken, int maxBytes = HubGate.MaxBodyBytes) =>
        ReadAsync(request, maxBytes, HubProblems.LargerThan(maxBytes), cancellationToken);

    /// <summary>Reads the bytes as they were sent.</summary>
    public static async Task<(ReadOnlyMemory<byte> Utf8, HubProblem? Problem)> ReadAsync(HttpRequest request, int maxBytes, HubProblem tooLarge, CancellationToken cancellationToken)
    {
        if (!IsJson(request.ContentType)) return (default, HubProblems.WrongMediaType);
        if (request.ContentLength > maxBytes) return (default, tooLarge);
        // The server counts what frames a body in chunks too; what is read is counted here.
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size && size.MaxRequestBodySize < maxBytes) size.MaxRequestBodySize = 2L * maxBytes;

        using var body = new MemoryStream();
        var buffer = new byte[8 * 1024];
        while (await request.Body.ReadAsync(buffer, cancellationToken) is var read and > 0)
        {
            if (body.Length + read > maxBytes) return (default, tooLarge);
            body.Write(buffer, 0, read);
        }

        return (body.ToArray(), null);
    }

    static bool IsJson(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type)
        && type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
        && (!type.Charset.HasValue || type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase) || type.Charset.Equals("\"utf-8\"", StringComparison.OrdinalIgnoreCase));
}
