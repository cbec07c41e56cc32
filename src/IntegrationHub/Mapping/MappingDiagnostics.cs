using IntegrationHub.Diagnostics;
using static IntegrationHub.Diagnostics.Provoking;

namespace IntegrationHub.Mapping;

/// <summary>What the codes about a mapping file mean.</summary>
internal static class MappingDiagnostics
{
    static readonly ExampleFile Table = new("codes/status.csv", "source,target\nA,inProgress\nB,closed\nA,inProgress\n");
    static readonly ExampleFile Contradiction = new("codes/status.csv", "source,target\nA,inProgress\nA,closed\n");

    public static IReadOnlyList<DiagnosticEntry> All { get; } =
    [
        new(MappingCodes.UnknownKey, "A key that a mapping file does not have. Nothing is ignored silently: a key that nobody reads would be a setting that does nothing.", "Correct it, or delete it.")
            { Example = OfMapping("timezoen: Europe/Stockholm\n") },
        new(MappingCodes.MissingKey, "A key that must be there is missing.", "Add it.") { Example = OfMapping("lists:\n  parties:\n    each: people\n") },
        new(MappingCodes.WrongShape, "A key holds another shape than it must: one text, a list, a section with keys.", "Write it as the message says; an expression that begins with '[' goes into double quotes, because YAML takes it for a list.")
            { Example = OfMapping("fields:\n  summary: [a, b] | join(' ')\n", beside: []) with { Files = [new ExampleFile("example.mapping.yaml", "mapping: example\nversion: 1.0.0\ntarget: case@1\nsource: { system: example, format: json }\nidentity: { key: id }\nfields:\n  title: [a, b]\n")], Shown = "fields:\n  title: [a, b]\n" } },
        new(MappingCodes.WrongValue, "A value that is none of those possible.", "Take one that the message names.") { Example = OfMapping("dst:\n  gap: forward\n") },
        new(MappingCodes.UnreadableTable, "The file of a code table is not there, has no header that names its columns, or has a row that cannot be read.", "Correct the path, the header or the row. The first line names one or more source columns, then target.")
            { Example = OfMapping("codes:\n  status: { file: codes/statuses.csv }\nfields:\n  status: state | lookup(status)\n") },

        new(MappingCodes.Syntax, "The text is no expression of the mapping language.", "Correct it at the place; the grammar is in mapping-language.md.") { Example = OfMapping("fields:\n  summary: note = 'x'\n") },
        new(MappingCodes.Path, "A path that the source does not have, or that cannot be where it stands.", "Correct it; if the source does have the field, add it to source.fields.")
            { Example = OfMapping("source: { system: example, format: json, fields: [id, note] }\nfields:\n  summary: noet\n") },
        new(MappingCodes.Function, "A function that there is not.", "Correct its name; ihub functions lists them all.") { Example = OfMapping("fields:\n  openedAt: opened | datetime | addDay(1)\n") },
        new(MappingCodes.Let, "A let that there is not, or that goes back to itself.", "Correct the name, or write the let without itself.") { Example = OfMapping("fields:\n  summary: if($done, 'done')\n") },
        new(MappingCodes.Type, "A value of another type than is taken where it stands.", "Convert it as the message says: a function tells how the source writes a number, a date or a yes.")
            { Example = OfMapping("fields:\n  openedAt: opened\n") },
        new(MappingCodes.Table, "A code table that the mapping does not have.", "Correct the name, or add the table under codes.") { Example = OfMapping("fields:\n  type: kind | lookup(kinds)\n") },
        new(MappingCodes.Unused, "Warning: a code table, a let or an ignored path that nothing uses.", "Use it or delete it.") { Example = OfMapping("let:\n  done: state == 'A'\n") },
        new(MappingCodes.UnmappedField, "Warning: a field that the source has and nobody maps. What it holds is lost.", "Map it, or ignore it with a reason.") { Example = OfMapping("source: { system: example, format: json, fields: [id, note] }\n") },
        new(MappingCodes.RequiredTarget, "A target field that every case, event or item of a list must have is not mapped.", "Map it.") { Example = OfMapping("lists:\n  timeline:\n    each: events\n    fields:\n      at: time | datetime\n") },
        new(MappingCodes.NoTargetValue, "A constant or a code table gives a word that is on no step of the field's scale.", "Take one of the scale, which the message names.") { Example = OfMapping("fields:\n  status: const('open')\n") },
        new(MappingCodes.TableRows, "A row of a code table that no record reaches: a row above it matches the same.", "Delete one of the two.")
            { Example = OfMapping("codes:\n  status: { file: codes/status.csv }\nfields:\n  status: state | lookup(status)\n", beside: Table) with { Shown = "# codes/status.csv\n" + Table.Text } },
        new(MappingCodes.UnknownTarget, "A target field or a list that the shared model does not have.", "Correct it. For what the model has no field write attributes.NAME.") { Example = OfMapping("fields:\n  sumary: note\n") },
        new(MappingCodes.Arguments, "A function is called with arguments that it does not take.", "See its form: ihub functions NAME.") { Example = OfMapping("fields:\n  summary: note | truncate(length)\n") },
        new(MappingCodes.NoZone, "A local time is read, and the mapping does not say of which zone; a warning where only some of the times may come without an offset.", "Add timezone:, or say with requireOffset: true that every time has an offset.")
            { Example = OfMapping("fields:\n  openedAt: opened | datetime('yyyy-MM-dd HH.mm')\n", zone: "") },
        new(MappingCodes.ContradictingRows, "Two rows of a code table match the same codes and give different words: which was meant cannot be known.", "Delete one; where one is a special case of the other, put it first.")
            { Example = OfMapping("codes:\n  status: { file: codes/status.csv }\nfields:\n  status: state | lookup(status)\n", beside: Contradiction) with { Shown = "# codes/status.csv\n" + Contradiction.Text } },
        new(MappingCodes.CutByComment, "YAML has cut the value: a space followed by '#' begins a comment.", "Put the whole value into double quotes.") { Example = OfMapping("fields:\n  summary: template('no #{0}', id)\n") },
        new(MappingCodes.TooLarge, "An expression or a pattern that is too long, nested too deep, or too large to be run on every record.", "Split the expression with let; repeat less in the pattern.")
            { Example = OfMapping("fields:\n  summary: note | extract('((a{100}){100}){100}')\n") },
        new(MappingCodes.UnclosedText, "A text in single quotes is not closed.", "Close it with '. A quote inside a text is written twice.") { Example = OfMapping("fields:\n  summary: \"note | default('none)\"\n") },
        new(MappingCodes.Pattern, "A regular expression that is none, or that cannot be matched in linear time: look-ahead, look-behind and back references are not taken.", "Write it without them.")
            { Example = OfMapping("fields:\n  summary: note | extract('(?=a)')\n") },
        new(MappingCodes.UndecidedCode, "Warning: a row of a code table whose shared word is TODO: ihub infer has seen the code, and nobody has decided of it yet. It counts as unknown.", "Write the shared word, or delete the row.")
            { Example = OfMapping("codes:\n  status: { map: { A: TODO, B: closed }, unknown: unknown }\nfields:\n  status: state | lookup(status)\n") },
    ];
}
