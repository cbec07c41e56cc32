using System.Text.Json;
using System.Text.RegularExpressions;
using IntegrationHub.AdapterKit;
using IntegrationHub.Faults;

namespace IntegrationHub.Adapters.Http;

/// <summary>What an answer that is no record means: by the rules of the stream file, and else by its status.</summary>
sealed partial class AnswerRules(IReadOnlyList<FaultRule> rules)
{
    /// <summary>Whether a rule speaks of answers that say yes.</summary>
    public bool OfSuccess { get; } = rules.Any(r => r.Statuses.Any(s => s is >= 200 and <= 299));

    /// <summary>Whether there are any.</summary>
    public bool Any => rules.Count > 0;

    /// <summary>What the rules say; null when none fits.</summary>
    /// <param name="status">The status.</param>
    /// <param name="text">The answer's text.</param>
    public FaultRule? Find(int status, string text)
    {
        foreach (var rule in rules)
        {
            // A rule without a status is about answers that say no.
            if (rule.Statuses.Count == 0 ? status is >= 200 and <= 299 : !rule.Statuses.Contains(status)) continue;
            if (rule.Texts.All(t => text.Contains(t, StringComparison.OrdinalIgnoreCase))) return rule;
        }

        return null;
    }

    /// <summary>The fault that a rule names.</summary>
    /// <param name="rule">The rule; null when none fits.</param>
    /// <param name="status">The status.</param>
    /// <param name="text">The answer's text, of which only a code goes into the message.</param>
    /// <param name="where">The request, for people.</param>
    /// <param name="credential">The setting to look at when it is not accepted who calls.</param>
    public static SourceException ToException(FaultRule? rule, int status, string text, string where, string credential)
    {
        var told = Told(status, text);
        return rule?.Meaning switch
        {
            AnswerMeaning.NotFound or AnswerMeaning.Empty => new SourceRefusedException(FaultCodes.NotFound, $"The vendor answered {where} with {told}: there is none."),
            AnswerMeaning.Refused => new SourceRefusedException(FaultCodes.Refused, $"The vendor refused {where} ({told})."),
            AnswerMeaning.Unavailable => new SourceUnavailableException(FaultCodes.ServerError, $"The vendor failed to answer {where} ({told})."),
            AnswerMeaning.Misconfigured => new MisconfiguredException(FaultCodes.InvalidSetting, $"connection.{rule.Setting ?? "url"}", $"the vendor answered {where} with {told}, which http.faults calls a wrong setting."),
            AnswerMeaning.Unauthorised => new MisconfiguredException(FaultCodes.NotAuthorised, $"connection.{credential}", $"the vendor does not accept who calls {where} ({told})."),
            _ => status switch
            {
                404 or 410 => new MisconfiguredException(FaultCodes.NoSuchEndpoint, "connection.url", $"the vendor has nothing where {where} was asked for ({told}). Compare connection.url and the path with the vendor's documentation."),
                401 or 403 => new MisconfiguredException(FaultCodes.NotAuthorised, $"connection.{credential}", $"the vendor does not accept who calls {where} ({told})."),
                >= 500 => new SourceUnavailableException(FaultCodes.ServerError, $"The vendor failed to answer {where} ({told}). Its reason stands in the vendor's own log."),
                _ => new SourceRefusedException(FaultCodes.Refused, $"The vendor refused {where} ({told}). Often it does not know a parameter, or wants a value in another form; what it says in words is not repeated here, because it may quote a record."),
            },
        };
    }

    /// <summary>What a SOAP fault is that no rule names: Client says that the same message will fail again, everything else that it may succeed later.</summary>
    public static SourceException ToException(SoapFault fault, string where) => fault.Code == "Client"
        ? new SourceRefusedException(FaultCodes.Refused, $"The vendor refused {where} with fault code Client. Its reason stands in the vendor's own log.")
        : new SourceUnavailableException(FaultCodes.ServerError, $"The vendor failed to answer {where} with fault code {(fault.Code is "Server" or "InternalServiceFault" or "DeserializationFailed" or "ActionNotSupported" or "VersionMismatch" or "MustUnderstand" ? fault.Code : "of its own")}. Its reason stands in the vendor's own log.");

    // The code of a problem may be said, its words may not: they quote what was asked for.
    static string Told(int status, string text)
    {
        var code = CodeIn(text);
        return code is null ? $"{status}" : $"{status}, {code}";
    }

    static string? CodeIn(string text)
    {
        if (!text.AsSpan().TrimStart().StartsWith("{", StringComparison.Ordinal)) return null;

        try
        {
            using var document = JsonDocument.Parse(text, JsonAnswers.Options);
            foreach (var name in (string[])["code", "o:errorCode", "errorCode", "error"])
                if (JsonValues.Text(JsonValues.Member(document.RootElement, name)) is { } code && Code().IsMatch(code) && !Digits().IsMatch(code)) return code;
        }
        catch (JsonException)
        {
            // No problem document then; the status says enough.
        }

        return null;
    }

    // jwt-expired, OSC-CREST-00006: words that somebody's name is not written like.
    [GeneratedRegex("^(?=.{3,40}$)([a-z][a-z0-9]*([-_.:][a-z0-9]+)+|[A-Z][A-Z0-9]*([-_.:][A-Z0-9]+)+)$")]
    private static partial Regex Code();

    // Six digits in a row may be the beginning of a personal number.
    [GeneratedRegex("[0-9]{6}")]
    private static partial Regex Digits();
}
