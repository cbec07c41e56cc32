using IntegrationHub.Mapping;

namespace IntegrationHub.Drift;

/// <summary>What one run has seen of its records. Safe for several threads.</summary>
internal sealed class DriftTally
{
    // A run never holds more than the store keeps of several.
    const int MostFields = DriftFacts.MaxFields * 2;
    const int MostCodes = DriftFacts.MaxCodes * 2;

    readonly Dictionary<string, Field> fields = new(StringComparer.Ordinal);
    readonly Dictionary<(string Table, string Code), long> codes = [];
    readonly Lock gate = new();

    /// <summary>How many records were looked at for their fields.</summary>
    public long Records { get; private set; }

    /// <summary>How often a record had more fields than are counted one by one.</summary>
    public long OtherFields { get; private set; }

    /// <summary>How often there was another code than those that are counted one by one.</summary>
    public long OtherCodes { get; private set; }

    /// <summary>Whether there is nothing to add.</summary>
    public bool IsEmpty
    {
        get
        {
            lock (gate) return Records == 0 && codes.Count == 0 && OtherCodes == 0;
        }
    }

    /// <summary>The fields, by path.</summary>
    public IReadOnlyDictionary<string, Field> Fields => fields;

    /// <summary>The codes, with how often each was there.</summary>
    public IReadOnlyDictionary<(string Table, string Code), long> Codes => codes;

    /// <summary>Counts the fields of a record.</summary>
    public void Add(IReadOnlyCollection<(string Path, FieldKind? Kind)> record)
    {
        lock (gate)
        {
            Records++;
            foreach (var (path, kind) in record)
            {
                var name = ToldPath.Of(path);
                if (!fields.TryGetValue(name, out var field))
                {
                    if (fields.Count >= MostFields)
                    {
                        OtherFields++;
                        continue;
                    }

                    fields[name] = field = new Field();
                }

                field.See(Records, kind);
            }
        }
    }

    /// <summary>Counts the codes without a row that the mapping found in a record; one that stands twice in it counts once.</summary>
    public void Add(MappingResult result)
    {
        var faults = result is MappingResult.Unmappable bad ? bad.Faults : [];
        if (faults.Count + result.Notes.Count == 0) return;

        foreach (var (table, code) in faults.Select(fault => (fault.Table, fault.UnknownCode)).Concat(result.Notes.Select(note => (note.Table, note.UnknownCode))).Distinct())
            if (table is not null && code is not null) Add(table, code);
    }

    /// <summary>Counts a code.</summary>
    public void Add(string table, string code)
    {
        lock (gate)
        {
            if (codes.TryGetValue((table, code), out var times)) codes[(table, code)] = times + 1;
            else if (codes.Count < MostCodes) codes[(table, code)] = 1;
            else OtherCodes++;
        }
    }

    /// <summary>What was seen of one field.</summary>
    internal sealed class Field
    {
        readonly long[] lastOfKind = new long[Enum.GetValues<FieldKind>().Length];
        readonly long[] before = new long[Enum.GetValues<FieldKind>().Length];

        public long Seen { get; private set; }

        public long First { get; private set; }

        public long Last { get; private set; }

        public long[] Kinds { get; } = new long[Enum.GetValues<FieldKind>().Length];

        /// <summary>How many records had held the field before the kind was first seen in it.</summary>
        public long Before(FieldKind kind) => before[(int)kind];

        // A field may stand more than once in a record, in the elements of a list.
        public void See(long record, FieldKind? kind)
        {
            var seenBefore = Last == record ? Seen - 1 : Seen;
            if (Last != record) Seen++;
            if (First == 0) First = record;
            Last = record;
            if (kind is not { } one || lastOfKind[(int)one] == record) return;

            if (Kinds[(int)one] == 0) before[(int)one] = seenBefore;
            lastOfKind[(int)one] = record;
            Kinds[(int)one]++;
        }
    }
}

/// <summary>A path as it is told: what stands where a name should be may be somebody's number. The sign before an attribute's name is none of an address.</summary>
internal static class ToldPath
{
    const int MaxLength = 200;
    const string Withheld = "(withheld)";

    public static string Of(string path)
    {
        var told = string.Join('.', path.Split('.').Select(name => ToldCode.Of(name.TrimStart('@')) is ToldCode.Withheld ? Withheld : name.Length > ToldCode.MaxLength ? name[..ToldCode.MaxLength] + "…" : name));
        return told.Length <= MaxLength ? told : told[..MaxLength] + "…";
    }
}
