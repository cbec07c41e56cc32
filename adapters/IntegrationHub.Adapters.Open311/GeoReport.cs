using System.Net;
using System.Text;
using IntegrationHub.AdapterKit;
using IntegrationHub.Faults;
using IntegrationHub.Sources;
using Microsoft.Extensions.Logging;

namespace IntegrationHub.Adapters.Open311;

/// <summary>The questions of GeoReport v2 that are asked here, and what their answers mean.</summary>
sealed class GeoReport(HttpClient http, GeoReportOptions options, StreamKey stream, ILogger logger)
{
    string Suffix => options.Format == RecordFormat.Json ? ".json" : ".xml";

    /// <summary>What came in, or was updated, between two times.</summary>
    public ValueTask<ReportAnswer> InWindowAsync(string from, string until, CancellationToken cancellationToken) => InWindowAsync(options.Reads, from, until, cancellationToken);

    /// <summary>What came in, or was updated, between two times.</summary>
    public async ValueTask<ReportAnswer> InWindowAsync(Resource resource, string from, string until, CancellationToken cancellationToken)
    {
        var updates = resource == Resource.Updates;
        var parameters = new List<(string, string?)> { ("start_date", from), ("end_date", until) };
        if (!updates)
        {
            parameters.Add(("status", options.Status));
            parameters.Add(("extensions", options.Extensions ? "true" : null));
        }

        var question = $"{(updates ? "servicerequestupdates" : "requests")} {from} to {until}";
        return await AskAsync(updates ? "servicerequestupdates" : "requests", parameters, question, cancellationToken)
            ?? throw GeoReportFaults.NoSuchPath(question);
    }

    /// <summary>Reports by their numbers; null when the server knows none of them, or will not say which.</summary>
    public ValueTask<ReportAnswer?> ByNumbersAsync(IReadOnlyList<string> numbers, CancellationToken cancellationToken)
    {
        var extensions = ("extensions", options.Extensions ? "true" : null);

        // A comma would make two of one.
        return numbers is [var number] && number.Contains(',', StringComparison.Ordinal)
            ? AskAsync($"requests/{Uri.EscapeDataString(number)}", [extensions], "requests by number", cancellationToken)
            : AskAsync("requests", [("service_request_id", string.Join(',', numbers)), extensions], "requests by number", cancellationToken);
    }

    /// <summary>The number that a report with this token has got; null while it has none.</summary>
    public async ValueTask<string?> NumberOfTokenAsync(string token, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await AskAsync($"tokens/{Uri.EscapeDataString(token)}", [], "tokens", cancellationToken);
            return answer?.Rows.Select(r => r.Key).FirstOrDefault(key => key is not null);
        }
        catch (SourceException fault) when (fault is SourceRefusedException or UnreadableAnswerException)
        {
            // A server that gives tokens and cannot look them up: the row is told as it is.
            Open311Log.TokenNotLookedUp(logger, stream, fault.Code);
            return null;
        }
    }

    /// <summary>The services that a report can be about.</summary>
    public async ValueTask<ReportAnswer> ServicesAsync(CancellationToken cancellationToken) =>
        await AskAsync("services", [], "services", cancellationToken) ?? throw GeoReportFaults.NoSuchPath("services");

    /// <summary>Sends a form, once.</summary>
    /// <param name="path">What the form is for: <c>requests</c> or <c>servicerequestupdates</c>.</param>
    /// <param name="fields">Its fields; who calls is put before them, so that it stands in no address.</param>
    /// <param name="what">What is written, for people.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The row with which the server answers; null when it says that it has had this already.</returns>
    public async ValueTask<ReportRow?> SendAsync(string path, IEnumerable<KeyValuePair<string, string>> fields, string what, CancellationToken cancellationToken)
    {
        IEnumerable<KeyValuePair<string, string?>> caller = [new("jurisdiction_id", options.Jurisdiction), new("api_key", options.ApiKey)];
        using var form = new FormUrlEncodedContent(caller.Where(f => f.Value is not null).Select(f => new KeyValuePair<string, string>(f.Key, f.Value!)).Concat(fields));
        form.Headers.ContentType!.CharSet = "utf-8";
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"{options.Url}/{path}{Suffix}")) { Content = form };
        request.Headers.Accept.ParseAdd(options.Format == RecordFormat.Json ? "application/json" : "text/xml");
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        var content = await ReadAsync(response, cancellationToken);
        var status = (int)response.StatusCode;
        if (!response.IsSuccessStatusCode)
        {
            var told = await ErrorAsync(response, content, what);
            return told?.SaysRepetition(status) == true ? null : throw (told ?? new ReportError(null, "")).ToRefusal(status, what);
        }

        var answer = await ParseAsync(response, content, what);
        if (answer.Error is { } error) return error.SaysRepetition(status) ? null : throw error.ToRefusal(status, what);
        return answer.Rows is [var row, ..]
            ? row
            : throw new UnreadableAnswerException(FaultCodes.UnexpectedContent, $"The server answered {what} with an empty list, so it is not known whether it was taken.");
    }

    // Null for 404 and 410.
    async ValueTask<ReportAnswer?> AskAsync(string path, IReadOnlyList<(string Name, string? Value)> parameters, string question, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Address(path, parameters)).AsRead();
        request.Headers.Accept.ParseAdd(options.Format == RecordFormat.Json ? "application/json" : "text/xml");
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        var content = await ReadAsync(response, cancellationToken);
        if (response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Gone)
        {
            // Of a jurisdiction that the server does not know, it says 404 too, and that is no missing report.
            if (await ErrorAsync(response, content, question) is { } told && told.Mentions("jurisdiction")) throw told.ToException((int)response.StatusCode, question);
            return null;
        }

        if (!response.IsSuccessStatusCode)
            throw (await ErrorAsync(response, content, question) ?? new ReportError(null, "")).ToException((int)response.StatusCode, question);

        var rows = await ParseAsync(response, content, question);
        if (rows.Error is { } error) throw error.ToException((int)response.StatusCode, question);
        return new ReportAnswer(rows.Rows, response.Headers.Date);
    }

    Uri Address(string path, IReadOnlyList<(string Name, string? Value)> parameters)
    {
        var address = new StringBuilder(options.Url).Append('/').Append(path).Append(Suffix);
        var separator = '?';
        foreach (var (name, value) in parameters.Prepend(("api_key", options.ApiKey)).Prepend(("jurisdiction_id", options.Jurisdiction)))
        {
            if (value is null) continue;

            address.Append(separator).Append(name).Append('=').Append(Uri.EscapeDataString(value));
            separator = '&';
        }

        return new Uri(address.ToString());
    }

    async ValueTask<ReportRows> ParseAsync(HttpResponseMessage response, ReadOnlyMemory<byte> content, string question)
    {
        var first = content.Span.TrimStart("\uFEFF"u8).TrimStart(" \t\r\n"u8);
        if (first.IsEmpty) throw new UnreadableAnswerException(FaultCodes.MalformedAnswer, $"The answer to {question} is empty. An answer without rows is written as an empty list, so nothing is concluded from it.");

        // What the answer calls itself is no help: servers send JSON as text/html, and HTML as text/xml.
        if (IsHtml(first)) throw GeoReportFaults.NotReports(question, "a page of HTML");
        if (first[0] == '<' != (options.Format == RecordFormat.Xml))
            throw GeoReportFaults.NotReports(question, $"{(first[0] == '<' ? "XML" : "no XML")} (connection.format says {(options.Format == RecordFormat.Xml ? "xml" : "json")})");

        if (options.Format == RecordFormat.Xml) return await XmlRows.ReadAsync(content, Charset(response), question);

        var rows = JsonRows.Read(ToUtf8(content, Charset(response)), question, out var mended);
        if (mended > 0) Open311Log.Mended(logger, stream, mended);
        return rows;
    }

    // An error that cannot be read is told by its status alone.
    async ValueTask<ReportError?> ErrorAsync(HttpResponseMessage response, ReadOnlyMemory<byte> content, string question)
    {
        try
        {
            return (await ParseAsync(response, content, question)).Error;
        }
        catch (UnreadableAnswerException)
        {
            return null;
        }
    }

    static async ValueTask<ReadOnlyMemory<byte>> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            return await response.Content.ReadAsByteArrayAsync(cancellationToken);
        }
        catch (Exception broken) when (broken is IOException or HttpRequestException)
        {
            throw new SourceUnavailableException(FaultCodes.Connection, "The connection broke while the answer was being read.", broken);
        }
    }

    static ReadOnlyMemory<byte> ToUtf8(ReadOnlyMemory<byte> content, Encoding? charset)
    {
        if (content.Span.StartsWith("\uFEFF"u8)) return content[3..];
        if (charset is null or UTF8Encoding) return content;

        try
        {
            return Encoding.UTF8.GetBytes(charset.GetString(content.Span));
        }
        catch (DecoderFallbackException)
        {
            throw new UnreadableAnswerException(FaultCodes.MalformedAnswer, "The answer holds bytes that the charset it names does not have.");
        }
    }

    static Encoding? Charset(HttpResponseMessage response) =>
        response.Content.Headers.ContentType?.CharSet is { Length: > 0 } name && Charsets.TryGet(name.Trim('"'), out var encoding) ? encoding : null;

    static bool IsHtml(ReadOnlySpan<byte> first)
    {
        var start = Encoding.Latin1.GetString(first[..Math.Min(first.Length, 15)]);
        return start.StartsWith("<!doctype html", StringComparison.OrdinalIgnoreCase) || start.StartsWith("<html", StringComparison.OrdinalIgnoreCase);
    }
}

/// <summary>An answer that holds rows.</summary>
/// <param name="Rows">The rows, in the vendor's order.</param>
/// <param name="ServerTime">What the server's clock said, by HTTP.</param>
sealed record ReportAnswer(IReadOnlyList<ReportRow> Rows, DateTimeOffset? ServerTime);
