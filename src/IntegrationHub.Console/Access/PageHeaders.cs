namespace IntegrationHub.Console.Access;

/// <summary>What every answer of the pages tells a browser: trust nothing from elsewhere, keep nothing, tell nobody.</summary>
static class PageHeaders
{
    /// <summary>The policy. Radzen's components write style attributes; that is its only allowance.</summary>
    public const string ContentSecurityPolicy =
        "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self'; font-src 'self'; connect-src 'self'; "
        + "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

    public static void Write(HttpContext http, bool cacheable)
    {
        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()";
        if (cacheable) return;

        headers.CacheControl = "no-cache, no-store";
        headers.Pragma = "no-cache";
    }
}
