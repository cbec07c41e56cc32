using System.Globalization;
using System.Text.Json;
using IntegrationHub.Faults;
using IntegrationHub.Sources;

namespace IntegrationHub.Adapters.Files;

/// <summary>The records of a JSON file: the elements of an array, the lines of a file with one value a line, or single values.</summary>
/// <param name="name">The file's name.</param>
/// <param name="stream">The file as UTF-8, from behind its byte order mark.</param>
/// <param name="options">The settings.</param>
internal sealed class JsonRecords(string name, Stream stream, FilesOptions options) : FileRecords(name)
{
    const int NamesShown = 10;

    static readonly JsonReaderOptions ReaderOptions = new() { AllowMultipleValues = true, MaxDepth = 128 };

    readonly RecordWindow window = new(stream, options.MaxRecordSize);
    readonly string[] path = options.RecordPath?.Split('.') ?? [];
    readonly List<string> namesSeen = [];
    JsonReaderState state = new(ReaderOptions);
    Shape shape;
    int matched;
    int passOverTo = -1;
    bool entering;
    bool arrived;
    bool passed;
    long index;
    long line = 1;

    enum Shape
    {
        Unknown,
        Values,
        Lines,
    }

    public override async ValueTask<SourceRecord?> ReadAsync(CancellationToken cancellationToken)
    {
        if (shape == Shape.Unknown) shape = await RecogniseAsync(cancellationToken);
        if (shape == Shape.Lines) return await ReadLineAsync(cancellationToken);

        while (true)
        {
            var step = Step(window.AtEnd);
            if (step.Record is not null) return step.Record;
            if (step.Ended) return End();

            if (!await window.FillAsync(cancellationToken) && !window.AtEnd)
            {
                if (BeginPassingOver() is not { } tooLong)
                    throw new UnreadableAnswerException(FaultCodes.LimitExceeded, $"{Name} has a text longer than {options.MaxRecordSize} bytes outside its records");

                return tooLong;
            }
        }
    }

    // An array, or a path to one, is read as one document. Otherwise the first line decides: if it is a whole value, each line is one.
    async ValueTask<Shape> RecogniseAsync(CancellationToken cancellationToken)
    {
        while (!IsDocument() && !Start.Contains((byte)'\n') && await window.FillAsync(cancellationToken))
        {
        }

        if (IsDocument()) return Shape.Values;

        var end = Start.IndexOf((byte)'\n');
        return IsWhole(end < 0 ? Start : Start[..end]) ? Shape.Lines : Shape.Values;
    }

    ReadOnlySpan<byte> Start => window.Span.TrimStart(" \t\r\n"u8);

    bool IsDocument() => path.Length > 0 || Start is [(byte)'[', ..];

    static bool IsWhole(ReadOnlySpan<byte> text)
    {
        try
        {
            var reader = new Utf8JsonReader(text, new JsonReaderOptions { MaxDepth = 128 });
            return reader.Read() && reader.TrySkip() && !reader.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }

    async ValueTask<SourceRecord?> ReadLineAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var end = window.Span.IndexOf((byte)'\n');
            if (end < 0 && await window.FillAsync(cancellationToken)) continue;
            if (end < 0 && window.Full && !window.AtEnd) return await TooLongLineAsync(cancellationToken);

            if (window.Span.IsEmpty) return null;

            var length = end < 0 ? window.Span.Length : end;
            var text = window.Span[..length].Trim(" \t\r"u8).ToArray();
            window.Advance(end < 0 ? length : length + 1);
            var at = line++;
            if (text.Length > 0) return Record(text, at, broken: null);
        }
    }

    async ValueTask<SourceRecord> TooLongLineAsync(CancellationToken cancellationToken)
    {
        var kept = window.Span[..Math.Min(KeptOfTooLong, window.Span.Length)].ToArray();
        var end = -1;
        while ((end = window.Span.IndexOf((byte)'\n')) < 0)
        {
            window.Advance(window.Span.Length);
            if (!await window.FillAsync(cancellationToken)) break;
        }

        if (end >= 0) window.Advance(end + 1);
        return Record(kept, line++, TooLong);
    }

    string TooLong => string.Create(CultureInfo.InvariantCulture, $"the record is longer than {options.MaxRecordSize} bytes (connection.maxRecordSize); only its beginning was kept");

    SourceRecord Record(byte[] content, long at, string? broken) => new()
    {
        Content = content,
        Format = RecordFormat.Json,
        Where = shape == Shape.Lines ? string.Create(CultureInfo.InvariantCulture, $"{Name}:{at}") : string.Create(CultureInfo.InvariantCulture, $"{Name}[{at}]"),
        Broken = broken,
    };

    // Reads tokens until a record is whole in the window, or more of the file is needed. What was read is passed over; an unfinished record is not.
    (SourceRecord? Record, bool Ended) Step(bool final)
    {
        var reader = new Utf8JsonReader(window.Span, final, state);
        try
        {
            while (true)
            {
                var before = (int)reader.BytesConsumed;
                var stateBefore = reader.CurrentState;
                if (!reader.Read())
                {
                    Keep(before, stateBefore);
                    return (null, final);
                }

                if (passOverTo >= 0)
                {
                    if (reader.CurrentDepth == passOverTo && reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray) passOverTo = -1;
                    continue;
                }

                if (!BeginsRecord(ref reader)) continue;

                var start = (int)reader.TokenStartIndex;
                if (!reader.TrySkip())
                {
                    Keep(before, stateBefore);
                    return (null, false);
                }

                var content = window.Span[start..(int)reader.BytesConsumed].ToArray();
                Keep((int)reader.BytesConsumed, reader.CurrentState);
                var record = Record(content, index, broken: null);
                RecordTaken();
                return (record, false);
            }
        }
        catch (JsonException e)
        {
            // The exception's own message quotes the file.
            throw new UnreadableAnswerException(
                FaultCodes.MalformedAnswer,
                string.Create(CultureInfo.InvariantCulture, $"{Name} is no well-formed JSON behind its record {index} (the file was cut, or was put together wrongly). Have it delivered again"),
                Without(e));
        }
    }

    static JsonException Without(JsonException e) => new($"at line {e.LineNumber}, byte {e.BytePositionInLine} of the part that was being read");

    void Keep(int consumed, JsonReaderState at)
    {
        window.Advance(consumed);
        state = at;
    }

    // Where in the document are we? Names count only along the path; the array at its end holds the records.
    bool BeginsRecord(ref Utf8JsonReader reader)
    {
        var type = reader.TokenType;
        if (path.Length == 0) return reader.CurrentDepth == 1 || type is not (JsonTokenType.StartArray or JsonTokenType.EndArray);

        if (matched < path.Length)
        {
            FollowPath(ref reader);
            return false;
        }

        if (arrived) return !passed && InArray(ref reader);
        // A vendor may write a single record without its array.
        if (type is not (JsonTokenType.StartArray or JsonTokenType.Null)) return true;

        arrived = true;
        passed = type == JsonTokenType.Null;
        return false;
    }

    void FollowPath(ref Utf8JsonReader reader)
    {
        var leftObject = reader.TokenType == JsonTokenType.EndObject && reader.CurrentDepth == matched && matched > 0;
        if (leftObject || (entering && reader.TokenType != JsonTokenType.StartObject)) matched--;
        entering = false;
        if (reader.TokenType != JsonTokenType.PropertyName || reader.CurrentDepth != matched + 1) return;

        entering = reader.ValueTextEquals(path[matched]);
        if (entering) matched++;
        else if (namesSeen.Count < NamesShown) namesSeen.Add(reader.GetString()!);
    }

    bool InArray(ref Utf8JsonReader reader)
    {
        passed = reader.TokenType == JsonTokenType.EndArray && reader.CurrentDepth == path.Length;
        return !passed && reader.CurrentDepth == path.Length + 1;
    }

    void RecordTaken()
    {
        index++;
        if (path.Length > 0 && !arrived) arrived = passed = true;
    }

    // A record that does not fit into the window is told of once, and its tokens are passed over one by one.
    SourceRecord? BeginPassingOver()
    {
        var reader = new Utf8JsonReader(window.Span, isFinalBlock: false, state);
        if (!reader.Read() || reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray)) return null;

        var kept = window.Span.Slice((int)reader.TokenStartIndex, Math.Min(KeptOfTooLong, window.Span.Length - (int)reader.TokenStartIndex)).ToArray();
        passOverTo = reader.CurrentDepth;
        Keep((int)reader.BytesConsumed, reader.CurrentState);
        var record = Record(kept, index, TooLong);
        RecordTaken();
        return record;
    }

    SourceRecord? End()
    {
        if (path.Length == 0 || arrived) return null;

        throw new UnreadableAnswerException(
            FaultCodes.UnexpectedContent,
            $"{Name} has nothing at '{options.RecordPath}'; names seen on the way: {string.Join(", ", namesSeen.Select(n => $"'{n}'"))}. Have it delivered as agreed, or change connection.recordPath");
    }

    public override void Dispose() => window.Dispose();
}
