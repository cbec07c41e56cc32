using IntegrationHub.Drift;

namespace IntegrationHub.Console.Wording;

/// <summary>What the pages say of records that change their shape, and of mappings that reach what is stored.</summary>
sealed class DriftTexts
{
    public required string Title { get; init; }
    public required string Lead { get; init; }
    public required string NewCode { get; init; }
    public required string NewField { get; init; }
    public required string MissingField { get; init; }
    public required string TypeChange { get; init; }
    public required string AddRow { get; init; }
    public required string MapField { get; init; }
    public required string IgnoreField { get; init; }
    public required string ChangeMapping { get; init; }
    public required string LastSeen { get; init; }
    public required string More { get; init; }
    public required string Remapping { get; init; }
    public required string RemapStopped { get; init; }
    public required string StillOld { get; init; }
    public required Func<FieldKind, string> KindOf { get; init; }

    public static DriftTexts English { get; } = new()
    {
        Title = "Records that are not what the mapping expects",
        Lead = "The lines below put it right. What has been added, mapped or ignored is told no more.",
        NewCode = "The code {0} is not in the table {1}; it was there {2}.",
        NewField = "{0} is neither mapped nor ignored; {1} of {2} records have it.",
        MissingField = "{0} is not there any more; the last {1} records lack it.",
        TypeChange = "{0} holds {1}, and held {2} before; {3}.",
        AddRow = "Add to {0}:",
        MapField = "To take it in, under attributes: in {0}:",
        IgnoreField = "To leave it out, under ignore: in {0}:",
        ChangeMapping = "Change {0}; when the change is meant: ihub streams drift {1} --accept",
        LastSeen = "last",
        More = "There is more than is kept one by one.",
        Remapping = "new mapping: {0} cases left",
        RemapStopped = "new mapping stopped: too much cannot be mapped",
        StillOld = "by an earlier mapping: {0} cases",
        KindOf = kind => kind switch { FieldKind.Text => "text", FieldKind.Number => "a number", FieldKind.Boolean => "true or false", FieldKind.Structure => "fields of its own", _ => "a list" },
    };

    public static DriftTexts Swedish { get; } = new()
    {
        Title = "Poster som inte är vad mappningen väntar sig",
        Lead = "Raderna nedan rättar till det. Det som har lagts till, mappats eller ignorerats visas inte längre.",
        NewCode = "Koden {0} finns inte i tabellen {1}; den förekom {2}.",
        NewField = "{0} är varken mappat eller ignorerat; {1} av {2} poster har det.",
        MissingField = "{0} finns inte längre; de senaste {1} posterna saknar det.",
        TypeChange = "{0} innehåller {1}, och innehöll {2} tidigare; {3}.",
        AddRow = "Lägg till i {0}:",
        MapField = "För att ta med det, under attributes: i {0}:",
        IgnoreField = "För att utelämna det, under ignore: i {0}:",
        ChangeMapping = "Ändra {0}; om ändringen är avsedd: ihub streams drift {1} --accept",
        LastSeen = "senast",
        More = "Det finns mer än vad som sparas var för sig.",
        Remapping = "ny mappning: {0} ärenden kvar",
        RemapStopped = "ny mappning stoppad: för mycket kan inte mappas",
        StillOld = "enligt en tidigare mappning: {0} ärenden",
        KindOf = kind => kind switch { FieldKind.Text => "text", FieldKind.Number => "ett tal", FieldKind.Boolean => "sant eller falskt", FieldKind.Structure => "egna fält", _ => "en lista" },
    };
}
