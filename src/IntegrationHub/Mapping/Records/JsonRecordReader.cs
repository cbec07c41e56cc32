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

    /// <summary>Reads; null, or why it cannot be read. With <paramref name="stopEarly"/> it stops when every slot of the record's own frame is filled.</summary>
    public static Failure? Read(ArraySegment<byte> utf8, RecordPlan plan, Evaluation run, int frame, bool stopEarly)
    {
        var pass = new Pass(utf8, run, stopEarly ? plan.Wanted : int.MaxValue);
        if (!pass.Cursor.Take((byte)'{')) return BeginsWithAValue(utf8) ? NoObject : NotJson;
        if (pass.ReadObject(plan.Root, frame) is { } failure) return failure;
        return pass.Done || (pass.Cursor.Peek() == 0 && pass.Cursor.At == utf8.Count) ? null : NotJson;
    }

    static bool BeginsWithAValue(ReadOnlySpan<byte> utf8)
    {
        try
        {
            return new Utf8JsonReader(utf8).Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }

    ref struct Pass
    {
        readonly Evaluation run;
        readonly int start;
        readonly NameSet names;
        int wanted;
        int depth;

        public JsonCursor Cursor;

        public Pass(ArraySegment<byte> utf8, Evaluation run, int wanted)
        {
            this.run = run;
            this.wanted = wanted;
            start = utf8.Offset;
            Cursor = new JsonCursor(utf8);
            names = run.Names;
            names.Clear();
        }

        public bool Done { get; private set; }

        /// <summary>Reads an object whose opening brace was taken; its fields go to <paramref name="frame"/>.</summary>
        public Failure? ReadObject(PlanNode node, int frame)
        {
            if (++depth > MaxDepth) return NotJson;

            var opened = names.Open();
            var seen = 0UL;
            var expected = node.First;
            PlanField? before = null;
            var next = Cursor.Peek();
            while (next == '"')
            {
                PlanField? field;
                var hash = 0UL;
                if (expected is { Bit: not 0 } && Cursor.TakeName(expected.Quoted))
                {
                    field = expected;
                }
                else
                {
                    if (!TakeName(out var name)) return NotJson;
                    hash = NameSet.Hash(name);
                    field = node.Find(name, hash);
                    if (field is not null) node.Follows(before, field);
                }

                if (!Cursor.Take((byte)':')) return NotJson;

                // A wanted name has a bit of its own; only the others are remembered by their hashes.
                if (field is { Bit: not 0 } ? (seen & field.Bit) != 0 : !names.Add(hash, opened)) return Duplicate;
                if (field is not null)
                {
                    seen |= field.Bit;
                    before = field;
                    expected = field.Next;
                }

                var failure = field is null ? Skip() : ReadField(field, frame);
                if (failure is not null) return failure;
                if (wanted <= 0)
                {
                    Done = true;
                    return null;
                }

                if (!Cursor.Take((byte)',')) break;
                next = Cursor.Peek();
                if (next != '"') return NotJson;
            }

            names.Close(opened);
            depth--;
            return Cursor.Take((byte)'}') ? null : NotJson;
        }

        Failure? ReadField(PlanField field, int frame)
        {
            switch (Cursor.Peek())
            {
                case (byte)'{' when field.IsList:
                {
                    var element = run.Reserve(field.Inside.Size);
                    if (element < 0) return Evaluation.TooLarge;
                    run.SlotAt(element + RecordPlan.Self) = Slot.Structure;
                    Fill(frame + field.Slot, Slot.OfRecordList(element, element, 1, single: true));
                    return ReadInside(field.Inside, element);
                }

                case (byte)'{':
                    Cursor.Take((byte)'{');
                    if (field.Slot >= 0) Fill(frame + field.Slot, Slot.Structure);
                    return ReadObject(field.Inside, frame);

                case (byte)'[' when field.IsList:
                    return ReadList(field, frame + field.Slot);

                case (byte)'[':
                    FillWith(field, frame, run.Hold(Unexpected.List));
                    return Skip();

                default:
                    if (!TakeScalar(out var value)) return NotJson;
                    if (field.Slot >= 0) Fill(frame + field.Slot, value);
                    return null;
            }
        }

        // Inside an element the number of filled slots says nothing: only those of the record's own frame are counted.
        Failure? ReadInside(PlanNode node, int frame)
        {
            Cursor.Take((byte)'{');
            var before = wanted;
            wanted = int.MaxValue;
            var failure = ReadObject(node, frame);
            wanted = before;
            return failure;
        }

        Failure? ReadList(PlanField field, int slot)
        {
            Cursor.Take((byte)'[');
            if (++depth > MaxDepth) return NotJson;

            var first = 0;
            var last = 0;
            var count = 0;
            if (Cursor.Peek() != ']')
            {
                do
                {
                    var element = count >= Evaluation.MaxElements ? -1 : run.Reserve(field.Inside.Size);
                    if (element < 0) return Evaluation.TooLarge;
                    if (count == 0) first = element;
                    else run.SlotAt(last + RecordPlan.Next) = Slot.OfFrame(element);
                    last = element;
                    count++;
                    if (ReadElement(field.Inside, element) is { } failure) return failure;
                }
                while (Cursor.Take((byte)','));
            }

            Fill(slot, Slot.OfRecordList(first, last, count, single: false));
            depth--;
            return Cursor.Take((byte)']') ? null : NotJson;
        }

        Failure? ReadElement(PlanNode node, int element)
        {
            switch (Cursor.Peek())
            {
                case (byte)'{':
                    run.SlotAt(element + RecordPlan.Self) = Slot.Structure;
                    return ReadInside(node, element);
                case (byte)'[':
                    run.SlotAt(element + RecordPlan.Self) = Slot.Structure;
                    return node.Inner is { } inner ? ReadList(inner, element + inner.Slot) : Skip();
                default:
                    if (!TakeScalar(out var value)) return NotJson;
                    run.SlotAt(element + RecordPlan.Self) = value;
                    return null;
            }
        }

        void Fill(int slot, Slot value)
        {
            run.SlotAt(slot) = value;
            wanted--;
        }

        void FillWith(PlanField field, int frame, Slot value)
        {
            if (field.Slot >= 0) Fill(frame + field.Slot, value);
            if (field.IsList) return;
            foreach (var inside in field.Inside.Fields) FillWith(inside, frame, value);
        }

        bool TakeScalar(out Slot value)
        {
            var first = Cursor.Peek();
            if (first == '"')
            {
                if (!Cursor.TakeText(out var text))
                {
                    value = default;
                    return false;
                }

                value = text.IsEscaped ? Unescaped(text) : Slot.OfSlice(ValueKind.Utf8, start + text.Start, text.Length, isOwn: false);
                return true;
            }

            switch (first)
            {
                case (byte)'n':
                    value = Slot.Null;
                    return Cursor.TakeWord("null"u8);
                case (byte)'t':
                    value = Slot.Of(true);
                    return Cursor.TakeWord("true"u8);
                case (byte)'f':
                    value = Slot.Of(false);
                    return Cursor.TakeWord("false"u8);
                default:
                    var isNumber = Cursor.TakeNumber(out var at, out var length);
                    value = Slot.OfSlice(ValueKind.NumberText, start + at, length, isOwn: false);
                    return isNumber;
            }
        }

        Slot Unescaped(JsonText text)
        {
            var room = run.Scratch(text.Length, out var at);
            var length = Cursor.Unescape(text, room.AsSpan(at));
            return length < 0 ? run.Hold(RecordText.NotInCharset) : Slot.OfSlice(ValueKind.Utf8, at, length, isOwn: true);
        }

        bool TakeName(out ReadOnlySpan<byte> name)
        {
            name = default;
            if (!Cursor.TakeText(out var text)) return false;

            name = Cursor.Written(text);
            if (!text.IsEscaped) return true;
            var room = run.Scratch(text.Length, out var at);
            var length = Cursor.Unescape(text, room.AsSpan(at));
            if (length >= 0) name = room.AsSpan(at, length);
            return true;
        }

        // What nobody wants is walked through all the same: names that stand twice are told wherever they stand.
        Failure? Skip() => Cursor.Peek() switch
        {
            (byte)'{' => SkipObject(),
            (byte)'[' => SkipList(),
            (byte)'"' => Cursor.TakeText(out _) ? null : NotJson,
            _ => TakeScalar(out _) ? null : NotJson,
        };

        Failure? SkipObject()
        {
            Cursor.Take((byte)'{');
            if (++depth > MaxDepth) return NotJson;

            var opened = names.Open();
            if (Cursor.Peek() != '}')
            {
                do
                {
                    if (Cursor.Peek() != '"' || !TakeName(out var name)) return NotJson;
                    var hash = NameSet.Hash(name);
                    if (!Cursor.Take((byte)':')) return NotJson;
                    if (!names.Add(hash, opened)) return Duplicate;
                    if (Skip() is { } failure) return failure;
                }
                while (Cursor.Take((byte)','));
            }

            names.Close(opened);
            depth--;
            return Cursor.Take((byte)'}') ? null : NotJson;
        }

        Failure? SkipList()
        {
            Cursor.Take((byte)'[');
            if (++depth > MaxDepth) return NotJson;

            if (Cursor.Peek() != ']')
            {
                do
                {
                    if (Skip() is { } failure) return failure;
                }
                while (Cursor.Take((byte)','));
            }

            depth--;
            return Cursor.Take((byte)']') ? null : NotJson;
        }
    }
}
