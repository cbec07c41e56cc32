using System.Text.Json;
using IntegrationHub.Mapping.Values;

namespace IntegrationHub.Mapping.Records;

/// <summary>Fills a plan's slots from a JSON record in one pass. Numbers stay as they are written; a name that stands twice in an object is a failure.</summary>
internal static class JsonRecordReader
{
    public const int MaxDepth = 128;

    static readonly Failure NotJson = new("IH3005", "the record is not well-formed JSON");
    static readonly Failure Duplicate = new("IH3006", "a name stands twice in one object of the record; what it means is the vendor's to say");
    static readonly Failure NoObject = new("IH3007", "the record is no JSON object");

    static readonly JsonReaderOptions Strict = new() { MaxDepth = MaxDepth, CommentHandling = JsonCommentHandling.Disallow, AllowTrailingCommas = false };

    /// <summary>Reads; null, or why it cannot be read. With <paramref name="stopEarly"/> it stops when every slot of the record's own frame is filled.</summary>
    public static Failure? Read(ArraySegment<byte> utf8, RecordPlan plan, Evaluation run, int frame, bool stopEarly)
    {
        var pass = new Pass(utf8, run, stopEarly ? plan.Wanted : int.MaxValue);
        try
        {
            if (!pass.Reader.Read()) return NotJson;
            if (pass.Reader.TokenType != JsonTokenType.StartObject) return NoObject;
            if (pass.ReadObject(plan.Root, frame, depth: 0) is { } failure) return failure;
            if (pass.Done) return null;
            return pass.Reader.Read() ? NotJson : null;
        }
        catch (JsonException)
        {
            return NotJson;
        }
    }

    ref struct Pass
    {
        readonly Evaluation run;
        readonly byte[] buffer;
        readonly int start;
        readonly NameSet names;
        int wanted;

        public Utf8JsonReader Reader;

        public Pass(ArraySegment<byte> utf8, Evaluation run, int wanted)
        {
            this.run = run;
            this.wanted = wanted;
            buffer = utf8.Array!;
            start = utf8.Offset;
            Reader = new Utf8JsonReader(utf8, Strict);
            names = run.Names;
            names.Clear();
        }

        public bool Done { get; private set; }

        /// <summary>Reads an object whose opening brace was read; its fields go to <paramref name="frame"/>.</summary>
        public Failure? ReadObject(PlanNode node, int frame, int depth)
        {
            var opened = names.Open();
            var seen = 0UL;
            var hint = 0;
            while (Reader.Read() && Reader.TokenType == JsonTokenType.PropertyName)
            {
                var name = Name();
                var field = node.Find(name, ref hint);
                // A wanted name has a bit of its own; only the others are remembered by their hashes.
                if (field is { Bit: not 0 })
                {
                    if ((seen & field.Bit) != 0) return Duplicate;
                    seen |= field.Bit;
                }
                else if (!names.Add(name, opened))
                {
                    return Duplicate;
                }

                Reader.Read();
                var failure = field is null ? Skip() : ReadField(field, frame, depth);
                if (failure is not null) return failure;
                if (wanted <= 0)
                {
                    Done = true;
                    return null;
                }
            }

            names.Close(opened);
            return null;
        }

        Failure? ReadField(PlanField field, int frame, int depth)
        {
            switch (Reader.TokenType)
            {
                case JsonTokenType.StartObject when field.IsList:
                {
                    var element = run.Reserve(field.Inside.Size);
                    if (element < 0) return Evaluation.TooLarge;
                    run[element + RecordPlan.Self] = Value.Structure;
                    Fill(frame + field.Slot, Value.OfRecordList(element, element, 1, single: true));
                    return ReadInside(field.Inside, element, depth);
                }

                case JsonTokenType.StartObject:
                    if (field.Slot >= 0) Fill(frame + field.Slot, Value.Structure);
                    return ReadObject(field.Inside, frame, depth + 1);

                case JsonTokenType.StartArray when field.IsList:
                    return ReadList(field, frame + field.Slot, depth);

                case JsonTokenType.StartArray:
                    FillWith(field, frame, Value.Fail(Unexpected.List));
                    return Skip();

                default:
                    if (field.Slot >= 0) Fill(frame + field.Slot, Scalar());
                    return null;
            }
        }

        // Inside an element the number of filled slots says nothing: only those of the record's own frame are counted.
        Failure? ReadInside(PlanNode node, int frame, int depth)
        {
            var before = wanted;
            wanted = int.MaxValue;
            var failure = ReadObject(node, frame, depth + 1);
            wanted = before;
            return failure;
        }

        Failure? ReadList(PlanField field, int slot, int depth)
        {
            var first = 0;
            var last = 0;
            var count = 0;
            while (Reader.Read() && Reader.TokenType != JsonTokenType.EndArray)
            {
                var element = count >= Evaluation.MaxElements ? -1 : run.Reserve(field.Inside.Size);
                if (element < 0) return Evaluation.TooLarge;
                if (count == 0) first = element;
                else run[last + RecordPlan.Next] = Value.Of((long)element);
                last = element;
                count++;

                Failure? failure = null;
                switch (Reader.TokenType)
                {
                    case JsonTokenType.StartObject:
                        run[element + RecordPlan.Self] = Value.Structure;
                        failure = ReadInside(field.Inside, element, depth);
                        break;
                    case JsonTokenType.StartArray:
                        run[element + RecordPlan.Self] = Value.Structure;
                        failure = field.Inside.Inner is { } inner ? ReadList(inner, element + inner.Slot, depth + 1) : Skip();
                        break;
                    default:
                        run[element + RecordPlan.Self] = Scalar();
                        break;
                }

                if (failure is not null) return failure;
            }

            Fill(slot, Value.OfRecordList(first, last, count, single: false));
            return null;
        }

        void Fill(int slot, in Value value)
        {
            run[slot] = value;
            wanted--;
        }

        void FillWith(PlanField field, int frame, in Value value)
        {
            if (field.Slot >= 0) Fill(frame + field.Slot, value);
            if (field.IsList) return;
            foreach (var inside in field.Inside.Fields) FillWith(inside, frame, value);
        }

        Value Scalar()
        {
            switch (Reader.TokenType)
            {
                case JsonTokenType.Null: return Value.Null;
                case JsonTokenType.True: return Value.Of(true);
                case JsonTokenType.False: return Value.Of(false);
                case JsonTokenType.Number: return Value.OfNumber(buffer, start + (int)Reader.TokenStartIndex, Reader.ValueSpan.Length);
                default:
                    if (!Reader.ValueIsEscaped) return Value.OfUtf8(buffer, start + (int)Reader.TokenStartIndex + 1, Reader.ValueSpan.Length);
                    var room = run.Scratch(Reader.ValueSpan.Length, out var at);
                    var length = Copy(room.AsSpan(at));
                    return length < 0 ? Value.Fail(RecordText.NotInCharset) : Value.OfUtf8(room, at, length);
            }
        }

        readonly int Copy(Span<byte> room)
        {
            try
            {
                return Reader.CopyString(room);
            }
            catch (InvalidOperationException)
            {
                // An escaped half of a surrogate pair is no text.
                return -1;
            }
        }

        readonly ReadOnlySpan<byte> Name()
        {
            if (!Reader.ValueIsEscaped) return Reader.ValueSpan;
            var room = run.Scratch(Reader.ValueSpan.Length, out var at);
            var length = Copy(room.AsSpan(at));
            return length < 0 ? Reader.ValueSpan : room.AsSpan(at, length);
        }

        // What nobody wants is walked through all the same: names that stand twice are told wherever they stand.
        Failure? Skip()
        {
            if (Reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray)) return null;

            var end = Reader.CurrentDepth;
            Span<int> opened = stackalloc int[MaxDepth + 1];
            var objects = 0;
            if (Reader.TokenType == JsonTokenType.StartObject) opened[objects++] = names.Open();
            while (Reader.Read())
            {
                switch (Reader.TokenType)
                {
                    case JsonTokenType.StartObject:
                        opened[objects++] = names.Open();
                        break;
                    case JsonTokenType.PropertyName:
                        if (!names.Add(Name(), opened[objects - 1])) return Duplicate;
                        break;
                    case JsonTokenType.EndObject:
                        names.Close(opened[--objects]);
                        break;
                    default:
                        break;
                }

                if (Reader.CurrentDepth == end && Reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray) break;
            }

            return null;
        }
    }
}
