namespace ContactCentre.Access;

/// <summary>What every answer tells a browser: trust nothing from elsewhere, keep nothing, tell nobody.</summary>
static class PageHeaders
{
    const string Policy = "default-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

    public static Task WriteAsync(HttpContext http, RequestDelegate next)
    {
        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers.CacheControl = "no-cache, no-store";
        headers.Pragma = "no-cache";
        headers["Referrer-Policy"] = "no-referrer";
        return next(http);
    }
}
