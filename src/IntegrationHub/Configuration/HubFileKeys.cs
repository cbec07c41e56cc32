using IntegrationHub.Alerts;
using IntegrationHub.Cases;
using IntegrationHub.Disclosure;
using static IntegrationHub.Configuration.KeySpec;

namespace IntegrationHub.Configuration;

/// <summary>The keys of <c>hub.yaml</c>. What reads the file, the schema for editors and the reference are made from them.</summary>
public static class HubFileKeys
{
    /// <summary>The whole file.</summary>
    public static KeySpec File { get; } = Section("", "What one hub is: its municipality, its folders, who may know of what.",
        new("tenant", KeyKind.Name, "The municipality; never changed later.") { IsRequired = true, Example = "sundby" },
        Text("name", "What people call it.") with { Default = "the tenant's name", Example = "Sundbys kommun" },
        Text("timezone", "The municipality's time zone, by its IANA name.") with { IsRequired = true, Example = "Europe/Stockholm" },
        Text("data", "The folder of the case index; paths are relative to the file.") with { Default = "data" },
        Section("index", "Where the case index is, when it is not in the folder 'data'.",
            Text("postgresql", "The connection string of the PostgreSQL that holds it, for a hub on more than one machine; its password as a reference.") with { Example = "${secret:INDEX}" })
            with { Default = "SQLite, in the folder 'data'" },
        Text("keys", "The key ring: keep it away from the data, and a copy of it safe.") with { Default = "hub.keys" },
        new("streams", KeyKind.Texts, "The folders with stream files, mappings and code tables.") { IsRequired = true, Example = "mappings" },
        Disclosure,
        Section("quarantine", "What could not be mapped.",
            Duration("keepFor", TimeSpan.FromDays(1), TimeSpan.FromDays(3650), "Then the contents of a record that its source does not send again are erased.") with { Default = "90d" }),
        Section("contacts", "Conversations with people.",
            Duration("keepFor", TimeSpan.FromDays(1), TimeSpan.FromDays(36500), "How long a contact is kept after it began; then it is erased.") with { Default = "730d" },
            Names("channels", "The channels by their codes, with what people call them; they take the place of the usual ones.", Text("", "What people call it.") with { Example = "Telefon" }) with { Default = "phone, email, eService, webForm, chat, chatbot, socialMedia, counter, letter" },
            Names("results", "What may come of a question, by its code, with what people call it; they take the place of the usual ones.", Text("", "What people call it.") with { Example = "Besvarad" }) with { Default = "answered, callback, handedOver, referred, notReached, brokenOff" }),
        Section("handOvers", "Callbacks and hand-overs.",
            Names("units", "The units that may have one in hand, by their codes, with what people call them; a department's unit has the department as its code.", Text("", "What people call it.") with { Example = "Barn och utbildning" }) with { Default = "the agents' unit alone" },
            Text("agents", "The unit that agents belong to.") with { Default = "contactCentre", Example = "kontaktcenter" },
            Section("replies", "How somebody outside is asked: by a mail with a link to reply by, without an account.",
                Text("address", "What the links begin with: where the hub is reached from outside.") with { IsRequired = true, Example = "https://svar.sundby.example" },
                Duration("validFor", TimeSpan.FromHours(1), TimeSpan.FromDays(365), "How long a link can be replied by.") with { Default = "30d" },
                Section("mail", "The mail server.", AlertKeys.MailServer) with { Default = "the server of alerts.mail" }) with { Default = "nobody outside is sent a mail" }),
        Section("writeBack", "What is written to the systems that own the cases.",
            Duration("keepFor", TimeSpan.FromDays(1), TimeSpan.FromDays(36500), "How long a command is kept once it is finished; then it is erased.") with { Default = "730d" }),
        AlertKeys.Alerts);

    /// <summary>The section <c>disclosure</c>: who may know of what.</summary>
    public static KeySpec Disclosure => Section("disclosure", "Who may know of what; privacy.md tells how it is decided.",
        Names("sources", "What is told of each source; a source that is not named tells its open cases, and no others.", Source),
        List("limits", "What is told less of than the sources say; several may be about one case, and the most closed of them holds.", Limit)) with { Default = "open cases are told, and no others" };

    static KeySpec Source => Section("", "What is told of a source.",
        Choice("default", "Of its open cases: everything, only that there is one, or nothing.", EnumNames.Of(typeof(Disclosure.Disclosure)))
            with { Default = "full; hidden with social: true, and existence when a decision stands beside it" },
        Flag("social", "true: it holds social support, of which existence is told at most.") with { Default = "false" },
        new("departments", KeyKind.Texts, "The departments whose specialists see everything of it.") { Default = "any department whose case it is", Example = "[socialtjansten]" },
        Section("existence", "The decision that it may be told that there is a case; without one it is not told.",
            Text("decision", "The decision's number.") with { IsRequired = true, Example = "SN 2026/12" },
            Text("by", "Who decided.") with { IsRequired = true, Example = "Socialnämnden" },
            Text("date", "When.") with { IsRequired = true, Example = "2026-01-31", Pattern = @"\d{4}-\d{2}-\d{2}" },
            Text("unit", "Who is to be called about the case.") with { IsRequired = true, Example = "Mottagningen" },
            Text("phone", "The telephone number there.") with { IsRequired = true, Example = "08-465 004 01" }));

    static KeySpec Limit => Section("", "A limit; it is about the cases that all of its keys match.",
        new("sources", KeyKind.Texts, "The sources that it is about.") { Default = "all" },
        new("departments", KeyKind.Texts, "The departments.") { Default = "all" },
        new("types", KeyKind.Texts, "The types of case.") { Default = "all" },
        Choice("from", "The least closed confidentiality.", EnumNames.Of(typeof(Confidentiality))) with { Default = "open" },
        Choice("upTo", "The most closed confidentiality.", EnumNames.Of(typeof(Confidentiality))) with { Default = "protected" },
        Choice("atMost", "What is told at most.", "hidden", "existence") with { IsRequired = true },
        new("roles", KeyKind.Texts, "The roles of the callers that it holds for.") { Default = "all", Choices = EnumNames.Of(typeof(CallerRole)) },
        new("callers", KeyKind.Texts, "The names of the callers that it holds for.") { Default = "all" });
}
