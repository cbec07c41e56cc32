using IntegrationHub.Configuration;
using static IntegrationHub.Configuration.KeySpec;

namespace IntegrationHub.Adapters.Http;

/// <summary>The keys of the section <c>http</c> in a stream file.</summary>
static class HttpKeys
{
    const string Holes = "Holes such as {since} are filled when it is sent.";

    internal static readonly KeySpec Get = Text("get", $"A GET: the path below connection.url, with its parameters. {Holes} A parameter whose hole stays empty is left out.") with { Example = "/api/cases?changedAfter={since}&page={page}" };
    internal static readonly KeySpec Post = Text("post", $"A POST that only reads: the path below connection.url; instead of get. {Holes}") with { Example = "/api/cases/search" };

    internal static readonly KeySpec Body = new("body", KeyKind.Any, "What is sent with it: keys and values that become JSON, or a text of XML. A GET may have one too.")
    {
        Default = "nothing",
    };

    internal static readonly KeySpec Soap = Section("soap", "The request is a SOAP call: an envelope is put round the body, and taken off the answer.",
        Text("action", "The operation's SOAPAction.") with { IsRequired = true, Example = "http://vendor.example/ISearch/Find" },
        Choice("version", "The version of SOAP.", "1.1", "1.2") with { Default = "1.1" });

    internal static readonly KeySpec Records = Text("records", "Where the answer holds the records: a path as in mappings; of XML it begins with the answer's root element and ends with the element of one record.") with
    {
        Default = "the whole answer", Example = "results",
    };

    internal static readonly KeySpec Record = Text("record", "Where the answer holds the record.") with { Default = "the whole answer", Example = "data.case" };

    static readonly KeySpec End = Section("end", "What the vendor says when there is no more; exactly one of these.",
        Text("last", "A value that is true on the last page.") with { Example = "last" },
        Text("more", "A value that is true on every page but the last.") with { Example = "hasMore" },
        Text("next", "A value that is there on every page but the last.") with { Example = "links.next" },
        Text("pages", "How many pages there are.") with { Example = "metadata.total_pages" },
        Flag("empty", "true: the page behind the last is empty."));

    static readonly KeySpec Paging = Section("paging", "How the next page is asked for.",
        Choice("by", "page: {page} counts pages. offset: {offset} counts records. next: the answer holds the next page's address. link: its header Link does. token: the answer holds what {token} is in the next request. bounds: the answer holds until when it tells, and {since} begins there. none: one answer holds everything.",
            "page", "offset", "next", "link", "token", "bounds", "none") with { IsRequired = true },
        Number("first", 0, 1, "The number of the first page.") with { Default = "1" },
        Number("largest", 1, 100_000, "The largest page that the vendor gives; {size} is never more.") with { Default = "read.page.size" },
        Text("at", "Where the answer holds the next page's address, the token or the bound.") with { Example = "next" },
        End,
        Number("ceiling", 1, 1_000_000_000, "How many records the vendor shows at most for one question. An answer that reaches it counts as cut.")) with
    {
        Default = "none", Or = [Choice("paging", "One answer holds everything.", "none")],
    };

    static readonly KeySpec Request = Section("", "A request.", Get, Post, Body, Soap);

    static readonly KeySpec Table = Section("table", "The records come as names of columns and lists of values; records then is where the tables are.",
        Text("columns", "In a table, the names of its columns.") with { IsRequired = true, Example = "columnNames" },
        Text("rows", "In a table, the lists of values.") with { IsRequired = true, Example = "rows" });

    static readonly KeySpec List = Section("list", "The request for a page of records.",
        Get, Post, Body, Soap, Records,
        Text("total", "Where the answer tells how many records there are in all pages together.") with { Example = "count" },
        Paging,
        Text("clock", "Where the answer tells what the vendor's clock shows.") with { Default = "its header Date", Example = "meta.now" },
        Text("completeUntil", "Where the answer tells until when everything has come.") with { Example = "meta.until" },
        Table) with { IsRequired = true };

    static readonly KeySpec Auth = Section("auth", "How the hub signs in. It says which settings connection takes.",
        Choice("by", "none. basic: username and password. bearer: token. key: key. oauth2: tokenUrl, clientId and clientSecret (client credentials). zgw: clientId and clientSecret (a signed token for each call). ntlm: username and password, domain if need be.",
            "none", "basic", "bearer", "key", "oauth2", "zgw", "ntlm") with { IsRequired = true },
        Choice("in", "With key: in a header, bare in the header Authorization, in the query, or as the user name of Basic with no password.", "header", "authorization", "query", "basic") with { Default = "header" },
        Text("name", "With key in a header or the query: its name there.") with { Example = "X-API-Key" },
        Text("scope", "With oauth2: the scope that is asked for.") with { Default = "none" },
        Choice("credentials", "With oauth2: whether the client's id and secret go into the header Authorization or the body.", "header", "body") with { Default = "header" },
        Text("user", "With zgw: who the vendor's audit trail names.") with { Default = "IntegrationHub" }) with
    {
        Default = "none", Or = [Choice("auth", "The same without more.", "none", "basic", "bearer", "oauth2", "zgw", "ntlm")],
    };

    static readonly KeySpec Lookup = Request with
    {
        Description = "What a record refers to. It is kept for a while, and put beside the record as lookups.NAME.",
        Keys = [.. Request.Keys, Record, Duration("keep", TimeSpan.Zero, TimeSpan.FromDays(7), "How long an answer is kept and used for other records.") with { Default = "1h" }],
    };

    internal static readonly KeySpec Fault = Section("", "What an answer means. The first rule that fits holds.",
        new KeySpec("status", KeyKind.Texts, "Its status is one of these.") { Default = "any but 2xx", Example = "404" },
        new KeySpec("text", KeyKind.Texts, "It holds all of these texts, in any case of letters.") { Default = "anything", Example = "not found" },
        Choice("is", "notFound: there is no such record. empty: there are no records. refused: the vendor says no; the run ends, the next one asks again. unavailable: an outage. misconfigured: a setting is wrong. unauthorised: it does not accept who calls; a token is renewed once.",
            [.. EnumNames.Of(typeof(AnswerMeaning)).Where(name => name != "done")]) with { IsRequired = true },
        Text("setting", "With misconfigured: the setting that is wrong.") with { Example = "url" });

    static readonly KeySpec Deletions = Section("deletions", "A list of its own of what was deleted since; it is read after the records.",
        Get, Post, Body, Soap, Records, Paging,
        Text("key", "In a row, the key of the record.") with { IsRequired = true, Example = "id" },
        Text("at", "In a row, when it was deleted.") with { Example = "deleted_at" },
        Choice("reason", "Why it leaves the index.", "deleted", "outOfScope") with { Default = "deleted" });

    /// <summary>The section.</summary>
    public static KeySpec Section { get; } = KeySpec.Section("http", "How a REST or SOAP system is read: with the adapter http only.",
        Choice("format", "How answers and records are written.", "json", "xml") with { Default = "json" },
        Flag("lenient", "true: answers that are nearly JSON are read too: comments, single quotes, names without quotes, commas behind the last element.") with { Default = "false" },
        Text("charset", "The charset of answers that do not tell theirs.") with { Default = "utf-8; of XML what it declares", Example = "windows-1252" },
        Auth,
        Names("headers", "Headers of every request.", Text("", "The header's value; {setting.NAME} and {secret.NAME} are filled.") with { Example = "EPSG:4326" }),
        new KeySpec("returnHeaders", KeyKind.Texts, "Headers of an answer that the next request sends back as they came: a token of the connection, for instance.") { Default = "none", Example = "X-Connection-Token" },
        Text("waitHeader", "A header in which an answer tells how many milliseconds the next request is to wait. Retry-After is kept to anyhow.") with { Default = "none", Example = "X-Wait-Milliseconds" },
        KeySpec.Section("times", "How the vendor writes times.",
            Text("format", "How {since} and {until} are written: a pattern of .NET, unix or unixMs. A hole may say otherwise: {since:yyyy-MM-dd}.") with { Default = "yyyy-MM-dd'T'HH:mm:ss'Z'" },
            Text("zone", "The zone of the vendor's clock, an IANA name.") with { Default = "UTC", Example = "Europe/Stockholm" },
            new KeySpec("beginning", KeyKind.Moment, "What {since} is when everything is read, for a vendor that must be told one.") { Default = "it is left out", Example = "2000-01-01T00:00:00Z" }),
        List,
        KeySpec.Section("byKey", "The request for records by their keys: one with {key}, several with {keys}.",
            Get, Post, Body, Soap,
            Text("records", "Where the answer holds the record, or with {keys} the records.") with { Default = "the whole answer" },
            Number("most", 1, 1000, "With {keys}: how many keys one request takes.") with { Default = "50" },
            Table),
        KeySpec.Section("detail", "The request for the record of a row of the list. Its answer then is the record, and the row only says where it is.", Get, Post, Body, Soap, Record,
            Text("key", "In the row, the key of the record: one that cannot be read is held under it, and asked for again.") with { Default = "it is held without a key", Example = "id" }),
        Names("lookups", "What a record refers to, put beside it.", Lookup),
        Number("parallel", 1, 8, "How many details and look-ups are asked for at the same time.") with { Default = "4" },
        KeySpec.Section("properties", "A list of names and values in each record, which becomes an object.",
            Text("list", "The list's name in the record.") with { IsRequired = true, Example = "property" },
            Text("name", "In each item, the name.") with { IsRequired = true, Example = "name" },
            new KeySpec("value", KeyKind.Texts, "In each item, the value: the first of these that is there.") { IsRequired = true, Example = "content" },
            Choice("repeated", "What becomes of a name that comes more than once: the first value, the last, or every name a list.", EnumNames.Of(typeof(Repeated))) with { Default = "last" }),
        Text("element", "The name of a record's root element, where the vendor's requests give one and the same record several.") with { Example = "case" },
        KeySpec.List("faults", "What answers mean that say no, where the status alone does not tell.", Fault),
        Deletions,
        WriteKeys.Section);
}
