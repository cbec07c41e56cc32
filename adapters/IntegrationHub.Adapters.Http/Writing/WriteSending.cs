using IntegrationHub.AdapterKit;
using IntegrationHub.Faults;
using IntegrationHub.Sources;
using IntegrationHub.WriteBack;

namespace IntegrationHub.Adapters.Http;

/// <summary>Sends commands of one kind, and says what their answers mean.</summary>
sealed class WriteSending(HttpDescription description, WriteDescription write, VendorCaller caller)
{
    const int MostWords = 2000;

    // What the request's own rules say comes first.
    readonly AnswerRules rules = new([.. write.Faults, .. description.Faults]);

    /// <summary>Sends a command.</summary>
    public async ValueTask<WriteReceipt> SendAsync(HoleValues values, CancellationToken cancellationToken)
    {
        try
        {
            return await caller.SendAsync(write.Request, values, rules, link: null, response => JudgeAsync(response, cancellationToken), cancellationToken)
                ?? throw new SourceRefusedException(FaultCodes.Refused, $"The command has nothing for a hole of {write.Where} that cannot be left out, so nothing was sent.");
        }
        catch (UnaskableException unaskable)
        {
            throw new SourceRefusedException(FaultCodes.Refused, $"What the command has for {unaskable.Hole} cannot stand where it is to in {write.Where}, so nothing was sent.");
        }
    }

    async ValueTask<WriteReceipt> JudgeAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var content = (ReadOnlyMemory<byte>)await response.Content.ReadAsByteArrayAsync(cancellationToken);
        var told = new Told(response, content, AnswerText.Charset(response.Content.Headers.ContentType, description.Charset));
        if (!response.IsSuccessStatusCode)
        {
            if (rules.Find(told.Status, told.Text) is { } rule) return await RuledAsync(rule, told, cancellationToken);
            if (write.Request.Soap is not null && told.Status >= 500) throw await OfSoapAsync(response, cancellationToken);

            throw await OfStatusAsync(told, cancellationToken);
        }

        try
        {
            return await TakenAsync(told, cancellationToken);
        }
        catch (SourceException) when (rules.OfSuccess && rules.Find(told.Status, told.Text) is { } rule)
        {
            // It says yes and means something else.
            return await RuledAsync(rule, told, cancellationToken);
        }
    }

    async ValueTask<WriteReceipt> TakenAsync(Told told, CancellationToken cancellationToken)
    {
        var fromHeader = write.Reference?.Header is { } header ? NameIn(told.Response, header) ?? throw NoHeader(header) : null;
        if (write.Done?.Kind == DoneKind.Empty)
        {
            if (!told.IsEmpty) throw AnswerFaults.Other(write.Where, "not empty, which the stream file says it is");

            return Receipt(fromHeader);
        }

        var (done, path) = (write.Done?.At, write.Reference?.Path);
        // By its status alone, and by a header, an answer may say yes without content. What has content has it in the agreed format, or somebody else has answered.
        if (done is null && path is null && told.IsEmpty) return Receipt(fromHeader);

        var values = await ValuesAsync(told, [.. new[] { done, path }.OfType<ValuePath>(), .. write.Words], cancellationToken);
        if (done is not null)
        {
            var said = values.GetValueOrDefault(done.Text) ?? throw AnswerFaults.Missing(write.Where, done);
            if (write.Done!.Is.Count > 0 && !write.Done.Is.Contains(said.Trim(), StringComparer.OrdinalIgnoreCase))
                throw new SourceRefusedException(FaultCodes.Refused, $"The vendor refused {write.Where}: {done.Text} says so. Its own words stand with the command.") { VendorText = Join(values) ?? said };
        }

        return Receipt(path is null ? fromHeader : values.GetValueOrDefault(path.Text) ?? throw AnswerFaults.Missing(write.Where, path));
    }

    async ValueTask<WriteReceipt> RuledAsync(FaultRule rule, Told told, CancellationToken cancellationToken) => rule.Meaning switch
    {
        AnswerMeaning.Done => Receipt(await ReferenceOfAsync(told, cancellationToken)),
        AnswerMeaning.NotFound or AnswerMeaning.Empty => throw Refused(FaultCodes.NotFound, $"{told.Status}: there is none", await WordsAsync(told, cancellationToken)),
        AnswerMeaning.Refused => throw Refused(FaultCodes.Refused, $"{told.Status}", await WordsAsync(told, cancellationToken)),
        _ => throw caller.FaultOf(rule, told.Status, told.Text, write.Where),
    };

    async ValueTask<SourceException> OfStatusAsync(Told told, CancellationToken cancellationToken) => told.Status switch
    {
        // With a key in it, the path is right and the case is not there.
        404 or 410 when write.Request.Target.Template.Holes.Any(hole => hole.Name == Hole.Key) => Refused(FaultCodes.NotFound, $"{told.Status}: there is no such case", await WordsAsync(told, cancellationToken)),
        404 or 410 or >= 500 => caller.FaultOf(null, told.Status, told.Text, write.Where),
        _ => Refused(FaultCodes.Refused, $"{told.Status}", await WordsAsync(told, cancellationToken)),
    };

    async ValueTask<SourceException> OfSoapAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        using var envelope = await SoapEnvelope.OpenAsync(response, limits: null, cancellationToken);
        return envelope.Fault is { Code: "Client" } fault
            ? Refused(FaultCodes.Refused, "fault code Client", fault.Text.Length > 0 ? fault.Text : fault.Detail)
            : AnswerRules.ToException(envelope.Fault!, write.Where);
    }

    SourceRefusedException Refused(string code, string how, string? words) =>
        new(code, $"The vendor refused {write.Where} ({how}).{(words is null ? "" : " Its own words stand with the command.")}") { VendorText = words };

    // That it has it already is the answer; that it does not name it is none the less.
    async ValueTask<string?> ReferenceOfAsync(Told told, CancellationToken cancellationToken)
    {
        if (write.Reference?.Header is { } header) return NameIn(told.Response, header);
        if (write.Reference?.Path is not { } path) return null;

        try
        {
            return (await ValuesAsync(told, [path], cancellationToken)).GetValueOrDefault(path.Text);
        }
        catch (SourceException)
        {
            return null;
        }
    }

    async ValueTask<string?> WordsAsync(Told told, CancellationToken cancellationToken)
    {
        // A page of a proxy is nobody's word on the matter.
        var whole = told.Text.Trim();
        if (whole.Length == 0 || (whole[0] == '<' && (description.Format == RecordFormat.Json || whole.AsSpan(0, Math.Min(whole.Length, 500)).Contains("<html", StringComparison.OrdinalIgnoreCase)))) return null;

        try
        {
            if (write.Words.Count > 0 && Join(await ValuesAsync(told, write.Words, cancellationToken)) is { } words) return words;
        }
        catch (SourceException)
        {
            // Then it stands nowhere but in the whole.
        }

        return WrittenText.Cut(whole, MostWords);
    }

    async ValueTask<IReadOnlyDictionary<string, string>> ValuesAsync(Told told, IReadOnlyList<ValuePath> paths, CancellationToken cancellationToken)
    {
        if (description.Format == RecordFormat.Json) return AnswerValues.OfJson(told.Content, told.Charset, paths, write.Where, description.Lenient);
        if (write.Request.Soap is not null)
        {
            using var envelope = await SoapEnvelope.OpenAsync(told.Response, limits: null, cancellationToken);
            if (envelope.Fault is { } fault) throw AnswerRules.ToException(fault, write.Where);

            return await AnswerValues.OfXmlAsync(envelope.Body, paths, write.Where);
        }

        using var reader = XmlReaders.Create(told.Content, limits: null, told.Charset);
        if (!await reader.MoveToElementAsync()) throw AnswerFaults.Empty(write.Where);

        return await AnswerValues.OfXmlAsync(reader, paths, write.Where);
    }

    string? Join(IReadOnlyDictionary<string, string> values)
    {
        var words = write.Words.Select(path => values.GetValueOrDefault(path.Text)?.Trim()).OfType<string>().Distinct().ToList();
        return words.Count == 0 ? null : WrittenText.Cut(string.Join("; ", words), MostWords);
    }

    WriteReceipt Receipt(string? reference) => new(reference is null ? null : write.Reference?.NameOf(reference) ?? reference);

    UnreadableAnswerException NoHeader(string header) => new(FaultCodes.UnexpectedContent,
        $"The answer to {write.Where} has no header {header}, which the stream file says names what was written. So it is not known whether it was carried out.");

    // Of an address, what is behind its last slash.
    static string? NameIn(HttpResponseMessage response, string header)
    {
        if ((response.Headers.TryGetValues(header, out var values) || response.Content.Headers.TryGetValues(header, out values)) && values.FirstOrDefault()?.Trim() is { Length: > 0 } value)
        {
            var path = value.Contains('/', StringComparison.Ordinal) ? value.Split('?', '#')[0].TrimEnd('/') : value;
            var name = Uri.UnescapeDataString(path[(path.LastIndexOf('/') + 1)..]);
            return name.Length > 0 ? name : null;
        }

        return null;
    }

    /// <summary>An answer.</summary>
    sealed record Told(HttpResponseMessage Response, ReadOnlyMemory<byte> Content, System.Text.Encoding? Charset)
    {
        public int Status => (int)Response.StatusCode;

        public string Text { get; } = AnswerText.ToText(Content, Charset);

        public bool IsEmpty => string.IsNullOrWhiteSpace(Text);
    }
}
