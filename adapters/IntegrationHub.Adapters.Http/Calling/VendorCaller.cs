using System.Net;
using System.Net.Http.Headers;
using System.Text;
using IntegrationHub.AdapterKit;
using IntegrationHub.Faults;
using IntegrationHub.Sources;

namespace IntegrationHub.Adapters.Http;

/// <summary>What came of a request.</summary>
enum ReplyKind
{
    /// <summary>An answer.</summary>
    Answer,

    /// <summary>The vendor knows nothing of what was asked for.</summary>
    NotFound,

    /// <summary>The vendor's word for: there are none.</summary>
    Empty,
}

/// <summary>What came of a request.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Answer">What it holds.</param>
/// <param name="VendorTime">What the vendor's clock showed, by HTTP.</param>
/// <param name="Link">The next page as the header Link tells it.</param>
sealed record Reply(ReplyKind Kind, Answer Answer, DateTimeOffset? VendorTime = null, string? Link = null);

/// <summary>Sends requests as the stream file describes them, and says what came of them.</summary>
sealed class VendorCaller(HttpDescription description, HttpClient http, Uri url, Authoriser authoriser)
{
    readonly AnswerRules rules = new(description.Faults);
    readonly ReturnedHeaders returned = new(description.ReturnHeaders);
    readonly string credential = description.Manifest.Settings.FirstOrDefault(s => s.Kind == SettingKind.Secret)?.Name ?? "url";

    /// <summary>The address of the stream.</summary>
    public Uri Url { get; } = url;

    /// <summary>Sends a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="values">Fills its holes.</param>
    /// <param name="question">What is looked for in the answer.</param>
    /// <param name="link">Where to, when the vendor gave the whole address.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>What came of it; null when there is nothing to fill a needed hole with.</returns>
    /// <exception cref="UnaskableException">A value cannot stand where its hole is.</exception>
    public ValueTask<Reply?> AskAsync(RequestTemplate request, HoleValues values, Question question, string? link, CancellationToken cancellationToken) =>
        SendAsync(request, values, rules, link, response => ReadAsync(response, request, question, cancellationToken), cancellationToken);

    /// <summary>Sends a request and has its answer read. A token that is not accepted is renewed once: then nothing came of the request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="values">Fills its holes.</param>
    /// <param name="known">What answers mean that the stream file knows better than their status.</param>
    /// <param name="link">Where to, when the vendor gave the whole address.</param>
    /// <param name="readAsync">Reads the answer.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>What was read; null when there is nothing to fill a needed hole with.</returns>
    public async ValueTask<T?> SendAsync<T>(RequestTemplate request, HoleValues values, AnswerRules known, string? link, Func<HttpResponseMessage, ValueTask<T>> readAsync, CancellationToken cancellationToken)
        where T : class
    {
        for (var renewed = false; ; renewed = true)
        {
            using var message = Message(request, values, known, link);
            if (message is null) return null;

            var token = await authoriser.ApplyAsync(message, cancellationToken);
            try
            {
                using var response = await http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
                returned.Take(response);
                return await readAsync(response);
            }
            catch (MisconfiguredException refused) when (refused.Code == FaultCodes.NotAuthorised && authoriser.CanRenew && !renewed)
            {
                await authoriser.RenewAsync(token, cancellationToken);
            }
        }
    }

    /// <summary>The parameters of a request that sign in: they are never kept in a place between two pages.</summary>
    public IReadOnlyList<(string Name, string Value)> SecretsOf(RequestTemplate request, HoleValues values)
    {
        var own = request.Target.Parameters.Where(p => p.Value.Holes.Any(h => h.Name == Hole.Secret)).Select(p => (p.Name, p.Value.Fill(values) ?? ""));
        return [.. own, .. authoriser.Parameter is { } parameter ? [parameter] : Array.Empty<(string, string)>()];
    }

    /// <summary>The fault that a rule names, or the status where none does.</summary>
    public SourceException FaultOf(FaultRule? rule, int status, string text, string where) => AnswerRules.ToException(rule, status, text, where, credential);

    HttpRequestMessage? Message(RequestTemplate request, HoleValues values, AnswerRules known, string? link)
    {
        var address = link is null ? request.Target.Address(Url, values, authoriser.Parameter) : Links.Resolve(Url, link, SecretsOf(request, values), request.Where);
        if (address is null) return null;

        var content = request.Body?.Write(values);
        if (request.Body is not null && content is null) return null;

        HttpRequestMessage message;
        if (request.Soap is { } soap)
        {
            message = SoapEnvelope.Post(address, soap.Action, writer => writer.WriteRaw(Encoding.UTF8.GetString(content!)), soap.Version);
        }
        else
        {
            message = new HttpRequestMessage(request.Method, address);
            message.Headers.Accept.ParseAdd(description.Format == RecordFormat.Json ? "application/json" : "text/xml");
            if (content is not null)
            {
                message.Content = new ByteArrayContent(content);
                message.Content.Headers.ContentType = new MediaTypeHeaderValue(request.Body!.MediaType, "utf-8");
            }
        }

        foreach (var (name, template) in description.Headers.Concat(request.Headers))
        {
            if (template.Fill(values) is not { } value) continue;
            // In the place of the hub's own, or of one that all requests have.
            if (message.Headers.Contains(name)) message.Headers.Remove(name);
            if (value.Any(char.IsControl) || !message.Headers.TryAddWithoutValidation(name, value))
                throw new MisconfiguredException(FaultCodes.InvalidSetting, "connection", $"what http.headers.{name} is filled with holds characters that a header cannot have: a line break at its end, perhaps.");
        }

        returned.Put(message);
        if (description.WaitHeader is { } wait) message.ToldToWaitBy(wait);
        if (!request.Writes) message.AsRead();
        return known.Any ? message.Recognising((status, content) => Recognises(known, status, content)) : message;
    }

    // An answer that the hub would take for an outage, or for a key that is not accepted, and that the stream file knows better.
    bool Recognises(AnswerRules known, HttpStatusCode status, ReadOnlyMemory<byte> content) =>
        known.Find((int)status, AnswerText.ToText(content, description.Charset)) is { } rule
        // What the hub takes it for anyway stays the hub's: it tries again.
        && rule.Meaning != AnswerMeaning.Unauthorised && !(rule.Meaning == AnswerMeaning.Unavailable && (int)status >= 500);

    async ValueTask<Reply> ReadAsync(HttpResponseMessage response, RequestTemplate request, Question question, CancellationToken cancellationToken)
    {
        var content = (ReadOnlyMemory<byte>)await response.Content.ReadAsByteArrayAsync(cancellationToken);
        var charset = AnswerText.Charset(response.Content.Headers.ContentType, description.Charset);
        var status = (int)response.StatusCode;
        if (!response.IsSuccessStatusCode || content.IsEmpty)
        {
            if (ByRule(status, content, charset, question) is { } known) return known;
            if (response.IsSuccessStatusCode) throw AnswerFaults.Empty(question.Where);
            // A SOAP service says what is wrong in its fault, which is read below.
            if (request.Soap is null || status < 500) return status is 404 or 410 ? new Reply(ReplyKind.NotFound, Answer.Nothing) : throw Fault(null, status, content, charset, question);
        }

        try
        {
            var answer = description.Format == RecordFormat.Json
                ? JsonAnswers.Read(AnswerText.ToUtf8(content, charset, question.Where), question, description.Lenient)
                : await XmlAsync(response, request, content, charset, question, cancellationToken);
            return new Reply(ReplyKind.Answer, answer, response.Headers.Date, Links.Next(response));
        }
        catch (SourceException) when (rules.OfSuccess && response.IsSuccessStatusCode)
        {
            // It says yes and means no: only an answer that does not hold what was asked for is looked at so, because records may hold any words.
            if (ByRule(status, content, charset, question) is { } known) return known;

            throw;
        }
    }

    // What a rule calls none is a reply; what it calls a fault is thrown.
    Reply? ByRule(int status, ReadOnlyMemory<byte> content, Encoding? charset, Question question) =>
        rules.Find(status, AnswerText.ToText(content, charset)) switch
        {
            null => null,
            { Meaning: AnswerMeaning.NotFound } => new Reply(ReplyKind.NotFound, Answer.Nothing),
            { Meaning: AnswerMeaning.Empty } => new Reply(ReplyKind.Empty, Answer.Nothing),
            var rule => throw Fault(rule, status, content, charset, question),
        };

    SourceException Fault(FaultRule? rule, int status, ReadOnlyMemory<byte> content, Encoding? charset, Question question) =>
        FaultOf(rule, status, AnswerText.ToText(content, charset), question.Where);

    static async ValueTask<Answer> XmlAsync(HttpResponseMessage response, RequestTemplate request, ReadOnlyMemory<byte> content, Encoding? charset, Question question, CancellationToken cancellationToken)
    {
        if (request.Soap is { } soap)
        {
            using var envelope = await SoapEnvelope.OpenAsync(response, limits: null, cancellationToken);
            if (envelope.Fault is { } fault) throw AnswerRules.ToException(fault, question.Where);

            return await XmlAnswers.ReadAsync(envelope.Body, question, SoapEnvelope.NamespaceOf(soap.Version));
        }

        using var reader = XmlReaders.Create(content, limits: null, charset);
        if (!await reader.MoveToElementAsync()) throw AnswerFaults.Empty(question.Where);

        return await XmlAnswers.ReadAsync(reader, question, leaveOut: null);
    }
}
