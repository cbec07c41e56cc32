using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace IntegrationHub.Testing;

/// <summary>A call as it came to a vendor.</summary>
public sealed record VendorCall
{
    /// <summary>The verb.</summary>
    public required string Method { get; init; }

    /// <summary>The path, unescaped.</summary>
    public required string Path { get; init; }

    /// <summary>The path and the parameters as they were sent.</summary>
    public required string Target { get; init; }

    /// <summary>The parameters; of one that comes several times the first.</summary>
    public required IReadOnlyDictionary<string, string> Query { get; init; }

    /// <summary>The headers; names are compared without regard to case.</summary>
    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    /// <summary>The body, read as UTF-8.</summary>
    public required string Body { get; init; }

    /// <summary>When it came, by the test's clock.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>A call that goes to stub files without a connection between.</summary>
    /// <param name="method">The verb.</param>
    /// <param name="address">Where to.</param>
    /// <param name="headers">The headers.</param>
    /// <param name="body">The body.</param>
    /// <param name="at">When.</param>
    public static VendorCall Of(string method, Uri address, IEnumerable<KeyValuePair<string, string>> headers, string body, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(address);

        var path = PathString.FromUriComponent(address);
        return new VendorCall
        {
            Method = method,
            Path = path.Value ?? "/",
            Target = path + QueryString.FromUriComponent(address),
            Query = QueryHelpers.ParseQuery(address.Query).ToDictionary(q => q.Key, q => q.Value[0] ?? "", StringComparer.Ordinal),
            Headers = headers.GroupBy(h => h.Key, StringComparer.OrdinalIgnoreCase).ToDictionary(g => g.Key, g => string.Join(", ", g.Select(h => h.Value)), StringComparer.OrdinalIgnoreCase),
            Body = body,
            At = at,
        };
    }

    internal static async Task<VendorCall> ReadAsync(HttpContext http, DateTimeOffset at)
    {
        using var reader = new StreamReader(http.Request.Body, Encoding.UTF8);
        var body = await reader.ReadToEndAsync(http.RequestAborted);
        return new VendorCall
        {
            Method = http.Request.Method,
            Path = http.Request.Path.Value ?? "/",
            Target = http.Request.Path + http.Request.QueryString,
            Query = http.Request.Query.ToDictionary(q => q.Key, q => q.Value[0] ?? "", StringComparer.Ordinal),
            Headers = http.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            Body = body,
            At = at,
        };
    }
}

/// <summary>What a vendor answers.</summary>
public sealed record VendorAnswer
{
    /// <summary>The status. 200 unless set.</summary>
    public int Status { get; init; } = 200;

    /// <summary>The content's type; null sends none.</summary>
    public string? ContentType { get; init; }

    /// <summary>The content.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Further headers. Date is the vendor's clock unless it stands here.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>A text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="contentType">Its type.</param>
    /// <param name="status">The status.</param>
    /// <param name="encoding">How it is written; UTF-8 without a mark unless set.</param>
    public static VendorAnswer Of(string text, string contentType, int status = 200, Encoding? encoding = null) =>
        new() { Status = status, ContentType = contentType, Body = (encoding ?? new UTF8Encoding(false)).GetBytes(text) };

    /// <summary>JSON in UTF-8.</summary>
    public static VendorAnswer Json(string text, int status = 200) => Of(text, "application/json; charset=utf-8", status);

    /// <summary>XML in UTF-8.</summary>
    public static VendorAnswer Xml(string text, int status = 200) => Of(text, "text/xml; charset=utf-8", status);

    /// <summary>Nothing but a status.</summary>
    public static VendorAnswer Only(int status) => new() { Status = status };
}
