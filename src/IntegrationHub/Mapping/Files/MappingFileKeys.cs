using IntegrationHub.Configuration;
using IntegrationHub.Mapping.Targets;
using static IntegrationHub.Configuration.KeySpec;

namespace IntegrationHub.Mapping.Files;

/// <summary>The keys of a mapping file. What reads the file, the schema for editors and the reference are made from them.</summary>
public static class MappingFileKeys
{
    /// <summary>A field with what becomes of a failure.</summary>
    internal static KeySpec LongForm { get; } = Section("", "The expression, and what becomes of a failure.",
        Expression("from", "The expression.", "what the field takes") with { IsRequired = true },
        Choice("onError", "null: a value that fails is left out and noted.", "null") with { Default = "the record goes to quarantine" });

    /// <summary>A mapping file with <c>target: case@1</c>.</summary>
    public static KeySpec Case { get; } = File(MappingTarget.Case);

    /// <summary>A mapping file with <c>target: event@1</c>.</summary>
    public static KeySpec Event { get; } = File(MappingTarget.Event);

    /// <summary>A mapping file with <c>target: contact@1</c>.</summary>
    public static KeySpec Contact { get; } = File(MappingTarget.Contact);

    /// <summary>The keys of a mapping file with this target.</summary>
    public static KeySpec Of(MappingTarget target) => target switch
    {
        MappingTarget.Case => Case,
        MappingTarget.Event => Event,
        _ => Contact,
    };

    static KeySpec File(MappingTarget target) => Section("", "What the records of one stream mean: which case a record is, where it stands, who has to do with it.",
        new("mapping", KeyKind.Name, "The mapping's name, used by stream files.") { IsRequired = true, Example = "byggr-permits" },
        Text("version", "For people, three numbers; a new version text alone maps nothing again.") with { IsRequired = true, Example = "1.0.0", Pattern = @"\d{1,9}\.\d{1,9}\.\d{1,9}" },
        Choice("target", "What a record becomes: a whole case, one event of a case, or a contact.", CaseTarget.Name, EventTarget.Name, ContactTarget.Name) with { IsRequired = true },
        Source,
        Text("timezone", "The zone of local times without an offset, by its IANA name.") with { Default = "none: a time without an offset then quarantines the record", Example = "Europe/Stockholm" },
        Section("dst", "The two nights of the year when the clock is changed.",
            Choice("gap", "A local time of the spring night that does not exist.", "shift-forward", "reject") with { Default = "shift-forward" },
            Choice("fold", "A local time of the autumn night that exists twice.", "earlier", "later", "reject") with { Default = "earlier" }),
        Flag("requireOffset", "true: a time without an offset quarantines the record.") with { Default = "false" },
        target switch { MappingTarget.Case => CaseIdentity, MappingTarget.Event => EventIdentity, _ => ContactIdentity },
        Names("codes", "Code tables by their names: from the source's codes to shared words.", CodeTable),
        Names("let", "Named expressions over the record, used as $name; evaluated once for a record, and only when somebody asks.", Expression("", "An expression, used as $name.", "any value")),
        target == MappingTarget.Case
            ? Fields("fields", "What each field of the case is made of.", CaseTarget.Fields) with { Kind = KeyKind.Names, Pattern = @"attributes\..+", Each = Attribute }
            : Fields("fields", $"What each field of the {EnumNames.Of(target)} is made of.", TargetNames.FieldsOf(target)),
        target != MappingTarget.Event ? Lists(target) : new KeySpec("lists", KeyKind.Any, "None.") { Refused = "an event has no lists; take 'lists' away" },
        target == MappingTarget.Case
            ? Names("attributes", "What the source tells beyond the shared model, by name: letters, digits, '-', '_' and '.', at most 64.", Attribute with { Name = "" })
            : new KeySpec("attributes", KeyKind.Any, "None.") { Refused = $"{(target == MappingTarget.Event ? "an event" : "a contact")} has no attributes; take 'attributes' away" },
        Names("ignore", "Paths that are not mapped, each with a reason; * is one name, ** any number of them.", Text("", "Why the field is not mapped.")));

    static KeySpec Source => Section("source", "The records that the mapping reads.",
        new("system", KeyKind.Name, "The source that owns the cases.") { IsRequired = true, Example = "byggr" },
        new("stream", KeyKind.Name, "The stream that it was written for.") { Example = "permits" },
        Choice("format", "What the records are.", "json", "xml", "csv") with { IsRequired = true },
        Text("charset", "The charset of the records, by its IANA name.") with { Default = "the stream's", Example = "windows-1252" },
        new("fields", KeyKind.Texts, "Every path that the source has, so that mistyped and unmapped ones are told.") { Default = "not known; csv.columns with format csv", Example = "[id, status.code, parties[].name]" },
        Section("csv", "How a CSV file is written; must be there with format csv, and only then.",
            new("delimiter", KeyKind.Character, "What stands between two columns.") { Default = "';'" },
            new("quote", KeyKind.Character, "What stands around a cell that holds a delimiter.") { Default = "'\"'" },
            Text("encoding", "The charset of the samples, by its IANA name.") with { Default = "utf-8", Example = "windows-1252" },
            Flag("header", "Whether the first line of a sample names the columns.") with { Default = "false" },
            new("columns", KeyKind.Texts, "The names of the columns, in order.") { IsRequired = true })) with { IsRequired = true };

    static KeySpec CaseIdentity => Section("identity", "Which case a record is, how new it is, and whether it is gone.",
        Expression("key", "The case's key.", "any single value") with { IsRequired = true },
        Order,
        Expression("deleted", "The case is gone.", "bool"),
        Expression("erased", "It is gone, and its contents are to be destroyed for good.", "bool"),
        Expression("outOfScope", "It is a case, but no longer one that is wanted.", "bool"),
        Expression("mergedInto", "The key of the case that it became part of, or blank.", "any single value"),
        Expression("reason", "With deleted: why.", string.Join(" · ", IdentityMapping.Reasons.Names)),
        Skip, MissingKey) with { IsRequired = true };

    static KeySpec EventIdentity => Section("identity", "How new an event is; it is named by its caseKey and id.",
        [Order, Skip, MissingKey, .. CaseOnly.Select(key => new KeySpec(key, KeyKind.Any, "None.") { Refused = $"an event is named by its caseKey and id and is never deleted; '{key}' is for {CaseTarget.Name}" })]);

    static KeySpec ContactIdentity => Section("identity", "Which contact a record is, how new it is, and whether it is gone.",
        [
            Expression("key", "The contact's key.", "any single value") with { IsRequired = true },
            Order,
            Expression("deleted", "Its system has no such contact any more: it is erased.", "bool"),
            Skip, MissingKey,
            .. CaseOnly.Except(["key", "deleted"]).Select(key => new KeySpec(key, KeyKind.Any, "None.") { Refused = $"a contact is there or is deleted; '{key}' is for {CaseTarget.Name}" }),
        ]) with { IsRequired = true };

    static string[] CaseOnly => ["key", "deleted", "erased", "outOfScope", "mergedInto", "reason"];

    static KeySpec Order => Expression("order", "A lower one never overwrites a higher one.", "int or date or datetime");

    static KeySpec Skip => Expression("skip", "The record is left out on purpose, a totals row for instance; it says nothing of a case that is stored.", "bool");

    static KeySpec MissingKey => Choice("missingKey", "What becomes of a record without a key.", "quarantine", "skip") with { Default = "quarantine" };

    static KeySpec CodeTable => Section("", "A code table, with either map or file.",
        Names("map", "The source's code, and the shared word for it.", Text("", "The shared word.")) with { Example = "{ P: inProgress, A: closed }" },
        Text("file", "A CSV file beside the mapping: its first line names one or more source columns, then target; columns after it are notes.") with { Example = "codes/status.csv" },
        Text("unknown", "What becomes of a code in no row: quarantine (the record), keep (as it is), drop (the value; in a list the whole item), or any other text, which is taken instead.")
            with { Default = "quarantine" });

    static KeySpec Lists(MappingTarget target) => Section("lists", $"What the lists of the {EnumNames.Of(target)} are made of.",
        [.. TargetNames.ListsOf(target).Select(list => Section(list.Key, ListSummary(list.Key),
            Expression("each", "The list in the record.", "list") with { IsRequired = true },
            Expression("when", "Which of its elements are taken.", "bool") with { Default = "all" },
            Fields("fields", "What each field is made of; bare paths start at the element, it is the element, root.path reaches the record.", list.Value) with { IsRequired = true }))]);

    static string ListSummary(string list) => list switch
    {
        "parties" => "Who has to do with the case.",
        "timeline" => "What happened.",
        "questions" => "Its questions, where it has several.",
        "cases" => "The cases that each of its questions is about.",
        _ => "The numbers that the same matter has in other systems.",
    };

    static KeySpec Attribute => FieldOf("attributes.*", "What the source tells beyond the shared model, by name.", "any single value");

    static KeySpec Fields(string name, string description, TargetFields fields) =>
        Section(name, description, [.. fields.All.Select(f => FieldOf(f.Name, f.Summary, f.TypeName) with { IsRequired = f.IsRequired })]) with { IsRequired = true };

    static KeySpec FieldOf(string name, string description, string result) => Expression(name, description, result) with { Or = [LongForm] };

    static KeySpec Expression(string name, string description, string result) => new(name, KeyKind.Expression, description) { Result = result };
}
