using IntegrationHub.Diagnostics;
using IntegrationHub.Mapping.Records;
using IntegrationHub.Mapping.Values;

namespace IntegrationHub.Mapping.Targets;

/// <summary>Evaluates the fields of one case or list item, and gathers what is wrong instead of throwing it.</summary>
internal ref struct FieldReader(Evaluation run, FieldMapping?[] mappings, List<RecordFault> faults, string? list, int index, Value it)
{
    /// <summary>A code of this item is one that its table drops.</summary>
    public bool IsDropped { get; private set; }

    public string? Text(TargetField field)
    {
        if (mappings[field.Index] is not { } mapping) return null;
        if (mapping.Evaluator.TryText(run, it, out var written)) return written;

        var value = Value(field, mapping);
        if (value.IsAbsentOrBlank) return Missing(field);

        var text = Evaluation.TextOf(value);
        if (text is null) return Fail<string>(field, Unexpected.List);
        return text.Length > Evaluation.MaxTextLength ? Fail<string>(field, TooLong) : text;
    }

    public DateTimeOffset? Time(TargetField field)
    {
        if (mappings[field.Index] is not { } mapping) return null;

        var value = Value(field, mapping);
        if (value.Kind == ValueKind.DateTime) return value.DateTime;
        Missing(field);
        return null;
    }

    public decimal? Number(TargetField field) => Value(field) switch
    {
        { Kind: ValueKind.Int } value => value.Int,
        { Kind: ValueKind.Decimal } value => value.Decimal,
        _ => null,
    };

    public bool Flag(TargetField field) => Value(field) is { Kind: ValueKind.Bool, Bool: true };

    public Uri? Url(TargetField field)
    {
        if (Text(field) is not { } text) return null;
        return Uri.TryCreate(text, UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps) ? url : Fail<Uri>(field, NoUrl);
    }

    /// <summary>The value on the field's scale; null when it is absent, or on no step of the scale, which is noted.</summary>
    public int? Scale(TargetField field, out string? notOnScale)
    {
        notOnScale = null;
        if (mappings[field.Index] is not { } mapping) return null;
        if (mapping.Evaluator.TryText(run, it, out var word) && mapping.Steps.TryGet(word, field.Scale!, out var step)) return step;

        var value = Value(field, mapping);
        if (value.IsAbsentOrBlank || Evaluation.TextOf(value) is not { } text) return null;
        if (mapping.Steps.TryGet(text, field.Scale!, out step)) return step;

        notOnScale = text;
        var code = ToldCode.Of(text);
        // A table that keeps unknown codes has told of this one already.
        if (run.Notes is [.., { Code: RecordCodes.UnknownCode } last] && last.UnknownCode == code && last.Field == run.Field.ToString()) return null;
        run.Note(new Failure(RecordCodes.NotOnScale, $"'{code}' is no {field.Scale!.What}; use a code table") { Place = mappings[field.Index]!.Place, UnknownCode = code });
        return null;
    }

    Value Value(TargetField field) => mappings[field.Index] is { } mapping ? Value(field, mapping) : default;

    Value Value(TargetField field, FieldMapping mapping)
    {
        run.At(field.Name, list, index);
        var value = mapping.Evaluator.Evaluate(run, it);
        return value.IsStopped ? Stopped(mapping, value) : value;
    }

    Value Stopped(FieldMapping mapping, in Value value)
    {
        if (value.Kind == ValueKind.Dropped)
        {
            IsDropped = true;
            run.Note(value.Failure);
        }
        else
        {
            Report(mapping, value.Failure);
        }

        return default;
    }

    string? Missing(TargetField field)
    {
        var isReported = faults.Count > 0 && faults[^1].Field == run.Field.ToString();
        if (field.IsRequired && !IsDropped && !isReported && mappings[field.Index] is { } mapping)
            faults.Add(new RecordFault(RecordCodes.RequiredEmpty, run.Field.ToString(), mapping.Place, "the field is required, and the source has no value for it"));
        return null;
    }

    T? Fail<T>(TargetField field, Failure failure) where T : class
    {
        // A text that was read the short way has named no field yet.
        run.At(field.Name, list, index);
        Report(mappings[field.Index]!, failure);
        return null;
    }

    readonly void Report(FieldMapping mapping, Failure failure)
    {
        var place = failure.Place ?? mapping.Place;
        // The code is counted for its table whatever becomes of the record.
        if (failure.Table is not null) run.Note(failure);
        if (mapping.NullOnError && failure.Table is null) run.Note(failure with { Place = place, Message = failure.Message + " -> null" });
        if (!mapping.NullOnError) faults.Add(RecordFault.Of(failure, run.Field.ToString(), place));
    }

    static readonly Failure TooLong = new(RecordCodes.TextTooLong, $"the text has more than {Evaluation.MaxTextLength:N0} characters");
    static readonly Failure NoUrl = new(RecordCodes.NotAUrl, "not an absolute http or https address");
}
