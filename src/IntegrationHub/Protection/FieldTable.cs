using IntegrationHub.Cases;

namespace IntegrationHub.Protection;

/// <summary>How a store keeps a field.</summary>
public enum FieldStorage
{
    /// <summary>As it is: queries and the access filter need it.</summary>
    Clear,

    /// <summary>As it is for an open case without a protected party, and encrypted for every other; encrypted too when a personal number stands in it.</summary>
    ClearWhenOpen,

    /// <summary>Encrypted with the rest of the private part.</summary>
    Encrypted,
}

/// <summary>What becomes of one field of the model.</summary>
/// <param name="Field">Its path in camel case; <c>[]</c> stands behind a list.</param>
/// <param name="Storage">How it is kept.</param>
public sealed record FieldRule(string Field, FieldStorage Storage)
{
    /// <summary>The kinds of look-up keys that are made of it.</summary>
    public IReadOnlyList<LookupKind> Keys { get; init; } = [];

    /// <summary>Whether a case with a protected party gets no look-up key of it.</summary>
    public bool NoKeyWhenProtected { get; init; }

    /// <summary>Whether an open case without a protected party is found by its words.</summary>
    public bool InTextSearch { get; init; }
}

/// <summary>The one table of what is stored how. A field of the model that has no line here fails a test.</summary>
public static class FieldTable
{
    /// <summary>The fields of a case.</summary>
    public static IReadOnlyList<FieldRule> Case { get; } =
    [
        new("key", FieldStorage.Clear),
        new("reference.source", FieldStorage.Clear),
        new("reference.number", FieldStorage.ClearWhenOpen) { Keys = [LookupKind.CaseNumber], InTextSearch = true },
        new("type", FieldStorage.Clear) { InTextSearch = true },
        new("title", FieldStorage.ClearWhenOpen) { InTextSearch = true },
        new("publicTitle", FieldStorage.ClearWhenOpen),
        new("summary", FieldStorage.Encrypted),
        new("status", FieldStorage.Clear),
        new("sourceStatus", FieldStorage.ClearWhenOpen),
        new("channel", FieldStorage.Encrypted),
        new("department", FieldStorage.Clear),
        new("handler.id", FieldStorage.Encrypted),
        new("handler.name", FieldStorage.Encrypted),
        new("handler.unit", FieldStorage.Encrypted),
        new("handler.phone", FieldStorage.Encrypted),
        new("handler.email", FieldStorage.Encrypted),
        new("parties[].role", FieldStorage.Encrypted),
        new("parties[].name", FieldStorage.Encrypted) { Keys = [LookupKind.Name], NoKeyWhenProtected = true },
        new("parties[].personalNumber", FieldStorage.Encrypted) { Keys = [LookupKind.Person, LookupKind.PersonTenDigits, LookupKind.CitizenServiceNumber, LookupKind.ProtectedPerson] },
        new("parties[].organisationNumber", FieldStorage.Encrypted) { Keys = [LookupKind.Organisation, LookupKind.Person, LookupKind.PersonTenDigits, LookupKind.ProtectedPerson] },
        new("parties[].phone", FieldStorage.Encrypted) { Keys = [LookupKind.Phone], NoKeyWhenProtected = true },
        new("parties[].email", FieldStorage.Encrypted) { Keys = [LookupKind.Email], NoKeyWhenProtected = true },
        new("parties[].address", FieldStorage.Encrypted) { Keys = [LookupKind.Address], NoKeyWhenProtected = true },
        new("parties[].protected", FieldStorage.Clear),
        new("location.address", FieldStorage.Encrypted) { Keys = [LookupKind.Address], NoKeyWhenProtected = true },
        new("location.property", FieldStorage.Encrypted) { Keys = [LookupKind.Property], NoKeyWhenProtected = true },
        new("location.latitude", FieldStorage.Encrypted),
        new("location.longitude", FieldStorage.Encrypted),
        new("openedAt", FieldStorage.Clear),
        new("updatedAt", FieldStorage.Clear),
        new("dueAt", FieldStorage.Clear),
        new("closedAt", FieldStorage.Clear),
        new("nextStep.text", FieldStorage.Encrypted),
        new("nextStep.by", FieldStorage.Encrypted),
        new("links[].kind", FieldStorage.Encrypted),
        new("links[].number", FieldStorage.Encrypted) { Keys = [LookupKind.Link] },
        new("deepLink", FieldStorage.Encrypted),
        new("confidentiality", FieldStorage.Clear),
        new("attributes", FieldStorage.Encrypted),
    ];

    /// <summary>The fields of an event.</summary>
    public static IReadOnlyList<FieldRule> Event { get; } =
    [
        new("caseKey", FieldStorage.Clear),
        new("id", FieldStorage.Clear),
        new("at", FieldStorage.Clear),
        new("kind", FieldStorage.Clear),
        new("title", FieldStorage.Encrypted),
        new("text", FieldStorage.Encrypted),
        new("by", FieldStorage.Encrypted),
        new("confidentiality", FieldStorage.Clear),
    ];

    /// <summary>The fields of a contact; the keys are those of its person.</summary>
    public static IReadOnlyList<FieldRule> Contact { get; } =
    [
        new("channel", FieldStorage.Clear),
        new("startedAt", FieldStorage.Clear),
        new("endedAt", FieldStorage.Clear),
        new("number", FieldStorage.Encrypted),
        new("person.name", FieldStorage.Encrypted) { Keys = [LookupKind.Name], NoKeyWhenProtected = true },
        new("person.personalNumber", FieldStorage.Encrypted) { Keys = [LookupKind.Person, LookupKind.PersonTenDigits, LookupKind.CitizenServiceNumber] },
        new("person.organisationNumber", FieldStorage.Encrypted) { Keys = [LookupKind.Organisation, LookupKind.Person, LookupKind.PersonTenDigits] },
        new("person.phone", FieldStorage.Encrypted) { Keys = [LookupKind.Phone], NoKeyWhenProtected = true },
        new("person.email", FieldStorage.Encrypted) { Keys = [LookupKind.Email], NoKeyWhenProtected = true },
        new("person.protected", FieldStorage.Encrypted),
        new("by", FieldStorage.Encrypted),
    ];

    /// <summary>The fields of a question.</summary>
    public static IReadOnlyList<FieldRule> Question { get; } =
    [
        new("subject", FieldStorage.Encrypted),
        new("notes", FieldStorage.Encrypted),
        new("answer", FieldStorage.Encrypted),
        new("result", FieldStorage.Clear),
        new("cases", FieldStorage.Clear),
        new("department", FieldStorage.Clear),
        new("confidentiality", FieldStorage.Clear),
    ];

    /// <summary>The fields of a hand-over; the keys are those of its person.</summary>
    public static IReadOnlyList<FieldRule> HandOver { get; } =
    [
        new("kind", FieldStorage.Clear),
        new("contact", FieldStorage.Clear),
        new("question", FieldStorage.Clear),
        new("cases", FieldStorage.Clear),
        new("subject", FieldStorage.Encrypted),
        new("text", FieldStorage.Encrypted),
        new("person.name", FieldStorage.Encrypted) { Keys = [LookupKind.Name], NoKeyWhenProtected = true },
        new("person.personalNumber", FieldStorage.Encrypted) { Keys = [LookupKind.Person, LookupKind.PersonTenDigits, LookupKind.CitizenServiceNumber] },
        new("person.organisationNumber", FieldStorage.Encrypted) { Keys = [LookupKind.Organisation, LookupKind.Person, LookupKind.PersonTenDigits] },
        new("person.phone", FieldStorage.Encrypted) { Keys = [LookupKind.Phone], NoKeyWhenProtected = true },
        new("person.email", FieldStorage.Encrypted) { Keys = [LookupKind.Email], NoKeyWhenProtected = true },
        new("department", FieldStorage.Clear),
        new("confidentiality", FieldStorage.Clear),
        new("dueAt", FieldStorage.Clear),
        new("remindAt", FieldStorage.Clear),
    ];

    /// <summary>The fields of a step of a hand-over. The state, the unit that has it in hand, and a keyed hash of the group or person stand beside the hand-over for queries.</summary>
    public static IReadOnlyList<FieldRule> HandOverStep { get; } =
    [
        new("number", FieldStorage.Clear),
        new("kind", FieldStorage.Clear),
        new("at", FieldStorage.Clear),
        new("by", FieldStorage.Encrypted),
        new("from", FieldStorage.Encrypted),
        new("to", FieldStorage.Encrypted),
        new("text", FieldStorage.Encrypted),
        new("outcome", FieldStorage.Encrypted),
        new("letter", FieldStorage.Encrypted),
    ];

    /// <summary>The fields of a command to a vendor.</summary>
    public static IReadOnlyList<FieldRule> Write { get; } =
    [
        new("kind", FieldStorage.Clear),
        new("case", FieldStorage.Clear),
        new("state", FieldStorage.Clear),
        new("askedAt", FieldStorage.Clear),
        new("reference", FieldStorage.Clear),
        new("code", FieldStorage.Clear),
        new("by", FieldStorage.Encrypted),
        new("subject", FieldStorage.Encrypted),
        new("text", FieldStorage.Encrypted),
        new("status", FieldStorage.Encrypted),
        new("number", FieldStorage.Encrypted),
        new("fields", FieldStorage.Encrypted),
        new("person", FieldStorage.Encrypted),
        new("attachment", FieldStorage.Encrypted),
        new("vendorText", FieldStorage.Encrypted),
        new("message", FieldStorage.Encrypted),
        new("decidedBy", FieldStorage.Encrypted),
    ];
}
