using System.Text;
using System.Xml;
using IntegrationHub.AdapterKit;
using IntegrationHub.Faults;
using IntegrationHub.Mapping.Values;

namespace IntegrationHub.Mapping.Records;

/// <summary>
/// Fills a plan's slots from an XML record in one pass. The root element is the record; prefixes are ignored; <c>@type</c> is the local name of xsi:type;
/// one element and many read alike where a list is wanted.
/// </summary>
internal static class XmlRecordReader
{
    const int MaxDepth = 128;
    const string SchemaInstance = "http://www.w3.org/2001/XMLSchema-instance";

    static readonly Failure NotXml = new("IH3008", "the record is not well-formed XML");
    static readonly Failure TooDeep = new("IH3009", $"the record is nested deeper than {MaxDepth} levels, or longer than a record may be");
    static readonly Failure Dtd = new("IH3019", "the record carries a document type definition, which is never read");

    static readonly XmlLimits Limits = new(MaxCharacters: 64 * 1024 * 1024, MaxDepth);

    /// <summary>Reads; null, or why it cannot be read.</summary>
    public static Failure? Read(ReadOnlyMemory<byte> content, string charset, RecordPlan plan, Evaluation run, int frame, bool stopEarly)
    {
        Encoding? encoding = null;
        // A charset that the source tells stands above the one in the XML declaration; UTF-8 is what a source says that tells none.
        if (!RecordText.IsUtf8(charset) && !Charsets.TryGet(charset, out encoding)) return RecordText.UnknownCharset;

        try
        {
            using var reader = XmlReaders.Create(content, Limits, encoding);
            reader.MoveToContent();
            var pass = new Pass(reader, run, stopEarly ? plan.Wanted : int.MaxValue);
            if (pass.ReadElement(plan.Root, frame, frame + RecordPlan.Self) is { } failure) return failure;
            while (!pass.Done && reader.Read())
            {
                // What follows the record must be well-formed too.
            }

            return null;
        }
        catch (UnreadableAnswerException e)
        {
            return e.Code switch { FaultCodes.DtdForbidden => Dtd, FaultCodes.LimitExceeded => TooDeep, _ => NotXml };
        }
        catch (DecoderFallbackException)
        {
            return RecordText.NotInCharset;
        }
    }

    sealed class Pass(XmlReader reader, Evaluation run, int wanted)
    {
        int missing = wanted;
        bool inList;

        public bool Done { get; private set; }

        /// <summary>Reads the element that the reader stands on. Its fields go to <paramref name="frame"/>, its own text to <paramref name="self"/> (-1: to nowhere).</summary>
        public Failure? ReadElement(PlanNode node, int frame, int self)
        {
            var isNil = ReadAttributes(node, frame);
            if (Finished()) return null;
            if (reader.IsEmptyElement)
            {
                if (self >= 0) run.SlotAt(self) = isNil ? Slot.Null : run.Hold("");
                return null;
            }

            string? text = null;
            StringBuilder? pieces = null;
            var hasElements = false;
            while (reader.Read() && reader.NodeType != XmlNodeType.EndElement)
            {
                switch (reader.NodeType)
                {
                    case XmlNodeType.Element:
                        hasElements = true;
                        if (ReadChild(node, frame) is { } failure) return failure;
                        if (Done) return null;
                        break;
                    case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace when self >= 0:
                        if (text is null) text = reader.Value;
                        else (pieces ??= new StringBuilder(text)).Append(reader.Value);
                        break;
                    default:
                        break;
                }
            }

            if (self >= 0) run.SlotAt(self) = OwnValue(pieces?.ToString() ?? text ?? "", hasElements, isNil);
            return null;
        }

        Slot OwnValue(string text, bool hasElements, bool isNil) =>
            isNil ? Slot.Null : hasElements && string.IsNullOrWhiteSpace(text) ? Slot.Structure : run.Hold(text);

        Failure? ReadChild(PlanNode node, int frame)
        {
            var field = node.Find(reader.LocalName);
            if (field is null)
            {
                Skip();
                return null;
            }

            if (field.IsList) return ReadItem(field, frame + field.Slot);

            if (run.SlotAt(frame + field.Slot).Kind != ValueKind.Missing)
            {
                FillWith(field, frame, run.Hold(Unexpected.Repeated));
                Skip();
                return null;
            }

            run.SlotAt(frame + field.Slot) = Slot.Structure;
            if (!field.IsValue) Filled();
            var failure = ReadElement(field.Inside, frame, field.IsValue ? frame + field.Slot : -1);
            if (field.IsValue) Filled();
            Finished();
            return failure;
        }

        Failure? ReadItem(PlanField field, int slot)
        {
            var list = run.SlotAt(slot);
            var count = list.Kind == ValueKind.RecordList ? list.C : 0;
            var element = count >= Evaluation.MaxElements ? -1 : run.Reserve(field.Inside.Size);
            if (element < 0) return Evaluation.TooLarge;

            if (count > 0) run.SlotAt(list.B + RecordPlan.Next) = Slot.OfFrame(element);
            run.SlotAt(slot) = Slot.OfRecordList(count == 0 ? element : list.A, element, count + 1, single: false);

            var before = inList;
            inList = true;
            var failure = ReadElement(field.Inside, element, element + RecordPlan.Self);
            inList = before;
            return failure;
        }

        bool ReadAttributes(PlanNode node, int frame)
        {
            if (!reader.HasAttributes) return false;

            var isNil = false;
            while (reader.MoveToNextAttribute())
            {
                if (reader.Prefix == "xmlns" || reader.Name == "xmlns") continue;

                var ofSchema = reader.NamespaceURI == SchemaInstance;
                if (ofSchema && reader.LocalName == "nil") isNil = reader.Value is "true" or "1";
                foreach (var field in node.Fields)
                {
                    if (field.Name.Length < 2 || field.Name[0] != '@' || !field.Name.AsSpan(1).SequenceEqual(reader.LocalName)) continue;
                    if (run.SlotAt(frame + field.Slot).Kind != ValueKind.Missing && !ofSchema) break;

                    var text = reader.Value;
                    run.SlotAt(frame + field.Slot) = run.Hold(ofSchema && reader.LocalName == "type" ? text[(text.IndexOf(':') + 1)..] : text);
                    Filled();
                    break;
                }
            }

            reader.MoveToElement();
            return isNil;
        }

        void Filled() => missing -= inList ? 0 : 1;

        bool Finished()
        {
            // A list may go on to the end of the record, so only a plan without lists is ever finished early; its slots are then all filled.
            if (missing > 0 || inList) return false;
            Done = true;
            return true;
        }

        // The reader's own Skip would move behind the element, where the loops here do not look.
        void Skip()
        {
            if (reader.IsEmptyElement) return;
            var end = reader.Depth;
            while (reader.Read() && !(reader.NodeType == XmlNodeType.EndElement && reader.Depth == end))
            {
                // Nobody wants what stands here.
            }
        }

        void FillWith(PlanField field, int frame, Slot value)
        {
            run.SlotAt(frame + field.Slot) = value;
            if (field.IsList) return;
            foreach (var inside in field.Inside.Fields) FillWith(inside, frame, value);
        }
    }
}
