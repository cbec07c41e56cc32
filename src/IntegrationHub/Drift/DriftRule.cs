using IntegrationHub.Codes;
using IntegrationHub.Mapping;
using IntegrationHub.Sources;

namespace IntegrationHub.Drift;

/// <summary>What follows from what was seen. Pure.</summary>
internal static class DriftRule
{
    /// <summary>So many records must have held a field before another kind in it is a change, and not how the field is.</summary>
    public const long Established = 20;

    // A field that stands in a share p of the records is missing by chance in n of them in a row with a probability of (1-p)^n. Where p·n is 14 that is less than one in a million.
    const double MissedByChance = 14;

    /// <summary>Which records of a run are looked at for their fields: all of a small one, and of a large one the first ones and some.</summary>
    public static bool Looks(long record) => record <= 200 || record % 32 == 0;

    /// <summary>What is known after a run.</summary>
    /// <param name="facts">What was known.</param>
    /// <param name="seen">What the run has seen.</param>
    /// <param name="tables">The code tables in force: what has a row by now is forgotten.</param>
    /// <param name="at">When.</param>
    public static DriftFacts Add(DriftFacts facts, DriftTally seen, IReadOnlyList<MappedCodes> tables, DateTimeOffset at)
    {
        var fields = facts.Fields.ToDictionary(f => f.Path, StringComparer.Ordinal);
        var (otherFields, otherCodes) = (facts.OtherFields + seen.OtherFields, facts.OtherCodes + seen.OtherCodes);
        foreach (var (path, field) in seen.Fields)
        {
            if (fields.TryGetValue(path, out var known)) fields[path] = Add(known, field, facts.Records, at);
            else if (fields.Count < DriftFacts.MaxFields) fields[path] = Add(new FieldFacts(path, 0, facts.Records + field.First, 0, at, at, []), field, facts.Records, at);
            else otherFields++;
        }

        var codes = facts.Codes.Where(code => !HasRow(code, tables)).ToDictionary(code => (code.Table, code.Code));
        foreach (var ((table, code), times) in seen.Codes)
        {
            if (codes.TryGetValue((table, code), out var known)) codes[(table, code)] = known with { Times = known.Times + times, LastSeenAt = at };
            else if (codes.Count < DriftFacts.MaxCodes) codes[(table, code)] = new CodeFacts(table, code, times, at, at);
            else otherCodes += times;
        }

        return new DriftFacts
        {
            Records = facts.Records + seen.Records,
            Fields = [.. fields.Values.OrderBy(f => f.Path, StringComparer.Ordinal)],
            OtherFields = otherFields,
            Codes = [.. codes.Values.OrderBy(c => c.Table, StringComparer.Ordinal).ThenBy(c => c.Code, StringComparer.Ordinal)],
            OtherCodes = otherCodes,
        };
    }

    /// <summary>What has drifted, seen from the mapping in force: fields first, then codes.</summary>
    public static IReadOnlyList<DriftFinding> Find(DriftFacts facts, IMapping mapping, DriftPolicy policy)
    {
        var findings = new List<DriftFinding>();
        if (mapping.Fields is { } mapped)
        {
            foreach (var field in facts.Fields)
            {
                if (mapped.Reads(field.Path))
                {
                    if (policy.TypeChange != DriftAction.Ignore && NewKind(field) is { } kind) findings.Add(DriftFinding.TypeChange(field, kind));
                    if (policy.MissingField != DriftAction.Ignore && IsMissing(field, facts.Records)) findings.Add(DriftFinding.MissingField(field, facts.Records));
                }
                else if (policy.NewField != DriftAction.Ignore && IsLeaf(field) && !mapped.Ignores(field.Path) && !mapped.ReadsInside(field.Path))
                {
                    findings.Add(DriftFinding.NewField(field, facts.Records));
                }
            }
        }

        if (policy.NewCode == DriftAction.Ignore) return findings;

        var tables = mapping.AllCodeTables;
        foreach (var code in facts.Codes)
        {
            // A table that is there no more asks for no row.
            if (tables.FirstOrDefault(t => t.Name == code.Table) is { } table && !table.Knows(code.Code)) findings.Add(DriftFinding.NewCode(code, table));
        }

        return findings;
    }

    /// <summary>Why a record is held whose mapping noted codes without a row, where the stream holds such records; none where it does not.</summary>
    public static IReadOnlyList<RecordFault> HeldCodes(MappingResult result, DriftPolicy policy) => policy.NewCode != DriftAction.Quarantine || result.Notes.Count == 0
        ? []
        : [.. from note in result.Notes
              where note is { Table: not null, UnknownCode: not null }
              select new RecordFault(RecordCodes.NewCode, note.Field, note.Place, $"code '{note.UnknownCode}' is not in table '{note.Table}', and drift.newCode of the stream holds such records; add it to the table")
              {
                  Table = note.Table,
                  UnknownCode = note.UnknownCode,
              }];

    /// <summary>Whether the field holds another kind of thing than it did when it had been seen often enough.</summary>
    public static KindFacts? NewKind(FieldFacts field) => field.Kinds.Where(kind => kind.After >= Established).MinBy(kind => kind.FirstSeenAt);

    /// <summary>The kinds that a field is known to hold; empty while it has not been seen often enough to say.</summary>
    public static IReadOnlyList<FieldKind> KindsOf(FieldFacts field) => field.Seen < Established ? [] : [.. field.Kinds.Where(kind => kind.After < Established).Select(kind => kind.Kind)];

    /// <summary>Whether so many records in a row lack the field that it is no chance.</summary>
    public static bool IsMissing(FieldFacts field, long records)
    {
        var among = field.LastRecord - field.SinceRecord + 1;
        var without = records - field.LastRecord;
        return field.Seen >= Established && without >= Established && without * ((double)field.Seen / among) >= MissedByChance;
    }

    // Of what holds other fields, those are told.
    static bool IsLeaf(FieldFacts field) => field.Kinds.Count == 0 || field.Kinds.Any(kind => kind.Kind is not (FieldKind.Structure or FieldKind.List));

    static bool HasRow(CodeFacts code, IReadOnlyList<MappedCodes> tables) => tables.FirstOrDefault(t => t.Name == code.Table) is not { } table || table.Knows(code.Code);

    static FieldFacts Add(FieldFacts known, DriftTally.Field seen, long recordsBefore, DateTimeOffset at)
    {
        var kinds = known.Kinds.ToDictionary(k => k.Kind);
        foreach (var kind in Enum.GetValues<FieldKind>())
        {
            if (seen.Kinds[(int)kind] is not (var times and > 0)) continue;
            kinds[kind] = kinds.TryGetValue(kind, out var before) ? before with { Seen = before.Seen + times } : new KindFacts(kind, times, known.Seen + seen.Before(kind), at);
        }

        return known with { Seen = known.Seen + seen.Seen, LastRecord = recordsBefore + seen.Last, LastSeenAt = at, Kinds = [.. kinds.Values.OrderBy(k => k.Kind)] };
    }
}
