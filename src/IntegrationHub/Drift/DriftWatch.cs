using IntegrationHub.Diagnostics;
using IntegrationHub.Mapping;
using IntegrationHub.Sources;
using IntegrationHub.Streams;

namespace IntegrationHub.Drift;

/// <summary>Looks at the records of one run as they are mapped: counts codes without a row and, of some records, fields; and holds records back where the stream's file says so.</summary>
internal sealed class DriftWatch(StreamDefinition stream, IMapping mapping, DriftFacts known)
{
    readonly IReadOnlyDictionary<string, IReadOnlyList<FieldKind>> kinds = stream.Drift.TypeChange == DriftAction.Quarantine ? KindsOf(known, mapping) : None;
    long looked;

    /// <summary>What was seen.</summary>
    public DriftTally Seen { get; } = new();

    /// <summary>Takes note of a record that was mapped.</summary>
    /// <returns>Why it is to be held although it could be mapped; none when it is not.</returns>
    public IReadOnlyList<RecordFault> See(SourceRecord record, MappingResult result)
    {
        Seen.Add(result);
        var holdsKinds = kinds.Count > 0 && result is MappingResult.MappedCase or MappingResult.MappedEvent or MappingResult.MappedContact;
        var looks = DriftRule.Looks(Interlocked.Increment(ref looked));
        if (!looks && !holdsKinds) return [];

        var fields = new List<(string Path, FieldKind? Kind)>();
        RecordFields.Read(record, (path, kind) => fields.Add((path, kind)));
        if (looks) Seen.Add(fields);
        return holdsKinds ? [.. OtherKinds(fields)] : [];
    }

    IEnumerable<RecordFault> OtherKinds(IEnumerable<(string Path, FieldKind? Kind)> fields) =>
        from field in fields.Distinct()
        let kind = field.Kind ?? default
        let path = field.Path
        where field.Kind is not null && kinds.ContainsKey(path) && !kinds[path].Contains(kind)
        select new RecordFault(RecordCodes.OtherKind, "", new Place(stream.File, 1, 1),
            $"the field '{path}' holds {InWords(kind)}, and always held {string.Join(" or ", kinds[path].Select(InWords))} before; drift.typeChange of the stream holds such records. When the change is meant: ihub streams drift {stream.Name} --accept");

    static string InWords(FieldKind kind) => kind switch
    {
        FieldKind.Text => "text",
        FieldKind.Number => "a number",
        FieldKind.Boolean => "true or false",
        FieldKind.Structure => "an object",
        _ => "a list",
    };

    static readonly IReadOnlyDictionary<string, IReadOnlyList<FieldKind>> None = new Dictionary<string, IReadOnlyList<FieldKind>>();

    static Dictionary<string, IReadOnlyList<FieldKind>> KindsOf(DriftFacts known, IMapping mapping) =>
        known.Fields.Where(field => mapping.Fields?.Reads(field.Path) == true).Select(field => (field.Path, Kinds: DriftRule.KindsOf(field))).Where(field => field.Kinds.Count > 0)
            .ToDictionary(field => field.Path, field => field.Kinds, StringComparer.Ordinal);
}
