using IntegrationHub.Diagnostics;

namespace IntegrationHub.Adapters.Http;

/// <summary>What the codes of the section <c>http</c> mean.</summary>
static class HttpDiagnostics
{
    const string Head = "stream: example\nsource: example\nadapter: http\nmapping: example\nconnection: { url: \"https://cases.example/api\" }\nread: { strategy: cursor }\n";
    const string List = "http:\n  list:\n    get: /cases?after={since}\n    records: cases\n";

    const string Note = "  write:\n    note:\n";

    public static IReadOnlyList<DiagnosticEntry> All { get; } =
    [
        new(HttpCodes.UnknownHole, "A hole, {name}, that there is not in this request.", "Take one that the message names.") { Example = Of("http:\n  list:\n    get: /cases?after={sinc}\n    records: cases\n") },
        new(HttpCodes.OpenHole, "A hole that is not closed.", "Close it with '}'. A brace that is one is written twice.") { Example = Of("http:\n  list:\n    get: /cases?after={since\n    records: cases\n") },
        new(HttpCodes.NoValue, "A time that cannot be left out where it stands, and that has no value when everything is read.", "Set http.times.beginning.") { Example = Of("http:\n  list:\n    get: /cases/{since}\n    records: cases\n") },
        new(HttpCodes.StrategyNeeds, "The strategy needs a hole that the request does not have: {since} with cursor, {since} and {until} with windowed.", "Put it where the vendor wants the time, or read with strategy snapshot.") { Example = Of("http:\n  list:\n    get: /cases\n    records: cases\n") },
        new(HttpCodes.PagingNeeds, "Paging, reading by keys or a look-up needs a hole that the request does not have, or a hole needs another way of paging.", "Put the hole where the vendor wants it, or change the paging.") { Example = Of("http:\n  list:\n    get: /cases?after={since}&page={page}\n    records: cases\n") },
        new(HttpCodes.WrongHole, "A hole that names nothing, has no parts, takes no format, or is a secret in one place and none in another.", "Write it as the message says.") { Example = Of("http:\n  list:\n    get: /cases?after={since}&d={setting}\n    records: cases\n") },
        new(HttpCodes.WrongTime, "A format of a time that is none, or that does not write a whole day.", "Write year, month and day, for instance yyyy-MM-dd.") { Example = Of("http:\n  list:\n    get: \"/cases?after={since:HH:mm}\"\n    records: cases\n") },
        new(HttpCodes.UnknownZone, "There is no such time zone.", "Write an IANA name such as Europe/Stockholm.") { Example = Of(List + "  times: { zone: Europe/Stokholm }\n") },
        new(HttpCodes.UnknownCharset, "There is no such charset.", "Write an IANA name such as utf-8 or windows-1252.") { Example = Of(List + "  charset: utf8000\n") },
        new(HttpCodes.WrongTarget, "No path of a request.", "Write the path below connection.url, beginning with '/', on one line.") { Example = Of("http:\n  list:\n    get: cases?after={since}\n    records: cases\n") },
        new(HttpCodes.OneMethod, "A request has both get and post, or neither.", "Write one of them.") { Example = Of("http:\n  list:\n    records: cases\n") },
        new(HttpCodes.WrongPath, "No path to a value; of XML one that does not begin with the root element.", "Write names with dots between them.") { Example = Of("http:\n  list:\n    get: /cases?after={since}\n    records: cases..x\n") },
        new(HttpCodes.WrongBody, "A body that is neither keys and values nor XML, or a hole in XML where no value can stand.", "Write it as the message says.") { Example = Of("http:\n  list:\n    post: /cases?after={since}\n    records: cases\n    body: text\n") },
        new(HttpCodes.OneEnd, "Paging has not exactly one sign of the end. A short page is none: vendors send them in the middle.", "Say how the vendor tells that there is no more: last, more, next, pages or empty.") { Example = Of("http:\n  list:\n    get: /cases?after={since}&page={page}\n    records: cases\n    paging: { by: page }\n") },
        new(HttpCodes.NoEffect, "A key that has no effect beside the others.", "Take it out.") { Example = Of(List + "  element: case\n") },
        new(HttpCodes.WrongFault, "A rule that would take every answer, no status of an answer, or a status whose meaning is the hub's own.", "Write it as the message says.") { Example = Of(List + "  faults: [ { is: notFound } ]\n") },
        new(HttpCodes.NotTogether, "Two things that do not go together.", "Take one of them out.") { Example = Of("http:\n  list:\n    get: /cases?after={since}\n    records: cases\n    soap: { action: x }\n    body: <a/>\n") },
        new(HttpCodes.WrongHeader, "A header that is made by the hub, or that is none.", "Say with auth, body or soap what it must be; or correct its name.") { Example = Of(List + "  headers: { Authorization: x }\n") },
        new(HttpCodes.NoSection, "The adapter 'http' reads what the section http describes, and there is none.", "Write http: with list below it.") { Example = Of("") with { Shown = "adapter: http\n" } },
        new(HttpCodes.TellsNothing, "A write does not say how an answer tells that the vendor has it. A sign-in page comes with 200 too.", "Say with reference where the answer names what was written, or with done how it says yes.") { Example = Of(List + Note + "      post: /cases/{key}/notes\n") },
        new(HttpCodes.NotKnownAgain, "A write is said to be known again, and the request does not name the command.", "Write {id} or {uuid} where the vendor takes a key of ours, or take repeat out.") { Example = Of(List + Note + "      post: /cases/{key}/notes\n      reference: id\n      repeat: always\n") },
        new(HttpCodes.PersonalAddress, "What somebody wrote, or who somebody is, stands in an address or a header, which stand in the logs of everything on the way.", "Write it into the body.") { Example = Of(List + Note + "      post: /cases/{key}/notes?text={text}\n      reference: id\n") },
        new(HttpCodes.FindsNothing, "A look-up of what was written compares nothing that is the command's; of a status, it does not say when it was set.", "Say with match what a row holds, with changed when a status was set.") { Example = Of(List + Note + "      post: /cases/{key}/notes\n      reference: id\n      find: { get: '/cases/{key}/notes', records: notes, ceiling: 100 }\n") },
        new(HttpCodes.FindsOlder, "A look-up compares words that may have been written before.", "Say with at where a row tells when it was written, or compare {id}, {uuid} or {time}.") { Example = Of(List + Note + "      post: /cases/{key}/notes\n      reference: id\n      find: { get: '/cases/{key}/notes', records: notes, match: { text: '{text}' }, ceiling: 100 }\n") },
        new(HttpCodes.FindsInPart, "A look-up in a list that may have been cut: what is not among it may be there, and would be sent twice.", "Say with ceiling how many rows the vendor shows at most, or with total how many there are in all.") { Example = Of(List + Note + "      post: /cases/{key}/notes\n      reference: id\n      find: { get: '/cases/{key}/notes', records: notes, match: { text: '{text}' }, at: created }\n") },
    ];

    static DiagnosticExample Of(string section) => new(section, [new ExampleFile("example.stream.yaml", Head + section)]);
}
