using IntegrationHub.Configuration;
using IntegrationHub.WriteBack;
using static IntegrationHub.Configuration.KeySpec;

namespace IntegrationHub.Adapters.Http;

/// <summary>The keys below <c>http.write</c> in a stream file.</summary>
static class WriteKeys
{
    const string Holes = "Holes such as {key} and {text} are filled with the command.";

    static readonly KeySpec Value = Text("", "A text; its holes are filled with the command.");

    static readonly KeySpec[] Request =
    [
        Text("post", $"A POST that writes: the path below connection.url, with its parameters. It is sent once. {Holes}") with { Example = "/api/cases/{key}/notes" },
        Text("put", "A PUT that writes; instead of post.") with { Example = "/api/notes/{uuid}" },
        Text("patch", "A PATCH that writes; instead of post.") with { Example = "/api/cases/{key}" },
        new("body", KeyKind.Any, "What is sent with it: keys and values that become JSON, or a text of XML. What has no value is left out of JSON, and leaves an element of XML empty.") { Default = "nothing" },
        Names("form", "What is sent as a form, instead of body: fields and their values. A field without a value is left out.", Value with { Example = "{text}" }),
        HttpKeys.Soap,
        Names("headers", "Headers of this request, beside those of all.", Value with { Example = "{id}" }),
        KeySpec.Section("server", "Where the kind is written to another server than the stream is read from: names of settings under writeBack and the kind.",
            Text("url", "The setting that holds its address; paths are below it.") with { IsRequired = true, Example = "contacts" },
            Text("authorization", "The setting that holds the secret which goes into the header Authorization as it is, with its scheme.") with { Default = "none", Example = "token" }) with { Default = "connection.url" },
    ];

    static readonly KeySpec Done = Section("done", "How an answer says yes, where it does not name what was written, or says it besides.",
        Text("at", "A value of the answer.") with { IsRequired = true, Example = "results[0].result" },
        new KeySpec("is", KeyKind.Texts, "What it is when the vendor has it, one of these; anything else is the vendor's no.") { Default = "whatever is there", Example = "OK" }) with
    {
        Or = [Choice("done", "empty: an answer without content says yes, and no other. status: each 2xx says yes, if it is empty or of the vendor's format.", "empty", "status")],
    };

    static readonly KeySpec Reference = Section("reference", "Where the answer names what was written, as the mapping reads it back: of a note the event's id, of a new case its record's key. An answer without it is none.",
        Text("at", "A value of the answer.") with { Example = "id" },
        Text("header", "A header of the answer; of an address its last part counts.") with { Example = "Location" },
        Text("as", "How the mapping calls it; {reference} is what the answer says.") with { Default = "{reference}", Example = "note-{reference}" }) with
    {
        Or = [Text("reference", "A value of the answer; . where it is the whole answer.") with { Example = "id" }],
    };

    static readonly KeySpec Find = Section("find", "How what was written is looked for when its answer was lost: only when it is not there it is sent again. Without this, and without repeat, a person decides.",
        HttpKeys.Get, HttpKeys.Post, HttpKeys.Body, HttpKeys.Soap,
        HttpKeys.Records,
        Text("record", "Where the answer holds the one record that is looked at, instead of records.") with { Example = "data.case" },
        Names("match", "In a row, values that must be those of the command; white space does not count, and times are compared as times.", Value with { Example = "{text}" }),
        Names("contains", "In a row, texts that must hold those of the command, in any case of letters: a mark that was written with it.", Value with { Example = "{id}" }),
        Text("at", "In a row, when it was written: what is older than the command is not it. Needed where neither the request nor a comparison names the command.") with { Example = "created" },
        Text("changed", "Of a status: in a row, when it was set or last changed. Where another one is found that is newer than the command, a person decides.") with { Example = "modified" },
        Text("reference", "In a row, the vendor's name for what was written.") with { Default = "none", Example = "id" },
        Text("total", "Where the answer tells how many rows there are in all: with fewer, what is not among them may be there.") with { Example = "totalElements" },
        Number("ceiling", 1, 1_000_000, "How many rows the vendor shows at most: with as many, what is not among them may be there."));

    static readonly KeySpec Fault = HttpKeys.Fault with
    {
        Keys =
        [
            .. HttpKeys.Fault.Keys.Where(key => key.Name != "is"),
            Choice("is", "done: it has it already, so it is done. refused, notFound: the vendor says no. unavailable: nobody knows whether it was carried out. misconfigured: a setting is wrong, and nothing was carried out. unauthorised: it does not accept who calls; a token is renewed once.",
                "done", "refused", "notFound", "unavailable", "misconfigured", "unauthorised") with { IsRequired = true },
        ],
    };

    static readonly KeySpec[] Rest =
    [
        Number("longest", 1, 1_000_000, "How many characters of a text the vendor takes; the hub cuts what is longer between two words, with a mark, and keeps the whole.") with { Default = "no limit" },
        KeySpec.Section("subject", "What the vendor wants of a subject.",
            Number("longest", 1, 10_000, "How many characters of it the vendor takes; what is longer is cut with a mark.") with { Default = "no limit" },
            Text("otherwise", "The subject of a command that has none.") with { Default = "none", Example = "Contact centre" }),
        new("needs", KeyKind.Texts, "Holes that must have a value, without braces: a command that has none for them is refused before anything is sent.") { Default = "nothing", Example = "field.group" },
        Names("settings", "Settings that writeBack may leave out: what {writeBack.NAME} is then. The others must be set where the kind is let through.", Text("", "The value unless it is set.") with { Example = "SUPPORT" }),
        Reference,
        Done,
        new("words", KeyKind.Texts, "In an answer that says no, where its words are; those that are there are told. They are kept encrypted, and told to who asked.") { Default = "the whole answer", Example = "detail" },
        List("faults", "What answers to this request mean, before http.faults. What is neither here nor there: 4xx is the vendor's no, and after everything else nobody knows.", Fault),
        Choice("repeat", "always: the vendor knows {id} or {uuid} again, so it is sent again when its answer was lost. Else only after find, or by a person.", "always"),
        Find,
    ];

    static readonly KeySpec Statuses = Names("statuses", "With status: the vendor's words for the statuses that people ask for. Others are refused. Without this a status is sent as it was asked for.", Text("", "What {status} is then.") with { Example = "IN_PROGRESS" });

    /// <summary>The section. Its names are the kinds of commands.</summary>
    public static KeySpec Section { get; } = Names(
        "write",
        "What can be written to the system, by kinds: note (for those who handle the case), message (to the citizen in the system's own channel), status, create (a new case), attach (a file), handOver (another unit, group or person that is to handle the case). Nothing is written unless writeBack lets the kind through.",
        KeySpec.Section("", "How a kind of command is written.", [.. Request, .. Rest, Statuses])) with { Pattern = string.Join('|', EnumNames.Of(typeof(WriteKind))) };
}
