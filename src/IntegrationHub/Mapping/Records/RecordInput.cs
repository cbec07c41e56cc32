using IntegrationHub.Mapping.Values;
using IntegrationHub.Sources;

namespace IntegrationHub.Mapping.Records;

/// <summary>Reads a record of one format into the slots of one plan.</summary>
internal sealed class RecordInput(RecordFormat format, RecordPlan plan, int lets, CsvLayout? layout, bool stopEarly)
{
    readonly CsvColumns columns = new(plan);

    /// <summary>Fills the slots; null, or why the record cannot be read.</summary>
    public Failure? Read(SourceRecord record, Evaluation run)
    {
        run.Begin(format == RecordFormat.Xml, lets);
        var frame = run.Reserve(plan.Root.Size);
        run.SlotAt(frame + RecordPlan.Self) = Slot.Structure;
        if (format == RecordFormat.Xml) return XmlRecordReader.Read(record.Content, record.Charset, plan, run, frame, stopEarly);
        if (RecordText.Read(record.Content, record.Charset, out var utf8) is { } failure) return failure;

        run.ReadsFrom(utf8.Array!);
        return format == RecordFormat.Json
            ? JsonRecordReader.Read(utf8, plan, run, frame, stopEarly)
            : CsvRecordReader.Read(utf8, record.Layout ?? layout, columns, run, frame);
    }
}
