using IntegrationHub.Adapters.Http;
using IntegrationHub.Diagnostics;
using IntegrationHub.Sources;
using IntegrationHub.Streams;

namespace IntegrationHub.Adapters.Tests.Http;

/// <summary>Mistakes in the section <c>http</c>: each told with its place, its code and what was probably meant.</summary>
public sealed class SectionTests
{
    const string Head = "stream: s\nsource: s\nadapter: http\nmapping: m\nconnection: { url: \"https://cases.example/api\" }\nread: { strategy: STRATEGY }\n";

    const string Good = "http:\n  list:\n    get: /cases?after={since}&page={page}\n    records: cases\n    paging: { by: page, end: { last: last } }\n";

    [Fact]
    public void A_section_without_mistakes_is_read_without_a_word() => Assert.Empty(Told(Good));

    [Theory]
    // holes
    [InlineData("get: /cases?after={since}&", "get: /cases?after={sinc}&", "9:23: error IH5100: there is no {sinc} here (did you mean 'since'?)")]
    [InlineData("{page}\n", "{page}&x={key}\n", "9:45: error IH5100: there is no {key} here")]
    [InlineData("{page}\n", "{page\n", "9:36: error IH5101: this '{' has no '}'")]
    [InlineData("{page}\n", "{page:00}\n", "9:36: error IH5105: {page} takes no format")]
    [InlineData("{since}", "{since.day}", "9:23: error IH5105: {since} has no parts; write {since}")]
    [InlineData("{page}\n", "{page}&d={setting}\n", "9:45: error IH5105: {setting} names no setting")]
    [InlineData("{page}\n", "{page}&d={setting.X}\n", "9:45: error IH5105: {setting.X} names no setting")]
    [InlineData("{page}\n", "{page}&d={setting.x}&e={secret.x}\n", "9:59: error IH5105: connection.x is a secret in one place and none in another")]
    [InlineData("{since}", "{since:HH:mm}", "9:23: error IH5106: 'HH:mm' writes no day")]
    [InlineData("{since}", "{since:dd}", "9:23: error IH5106: 'dd' writes no month")]
    [InlineData("{since}", "{since:MM-dd}", "9:23: error IH5106: 'MM-dd' writes no year")]
    [InlineData("{since}", "{since:%}", "9:23: error IH5106: '%' is no format of a time")]
    [InlineData("/cases?after={since}&", "/cases/{since}?", "9:17: error IH5102: {since} cannot be left out where it stands, and has no value when everything is read; set http.times.beginning")]
    // where to
    [InlineData("get: /cases", "get: https://cases.example/cases", "9:10: error IH5109: the address of a request begins below connection.url")]
    [InlineData("get: /cases", "get: //elsewhere.example/cases", "9:10: error IH5109: the path of a request begins with '/'")]
    [InlineData("get: /cases", "get: cases", "9:10: error IH5109: the path of a request begins with '/', as in /api/cases")]
    [InlineData("get: /cases?after={since}&page={page}", "get: '/cases?after={since}&page={page}#x'", "9:10: error IH5109: the path of a request is one line without '#'")]
    [InlineData("    get: ", "    got: ", "9:5: error IH5001: there is no key 'got' under 'http.list' (did you mean 'get'?)")]
    [InlineData("    get: ", "    post: /x\n    get: ", "9:5: error IH5110: there are both http.list.get and http.list.post")]
    // bodies
    [InlineData("    records: cases\n", "    records: cases\n    body: text\n", "11:11: error IH5112: http.list.body is neither keys and values, which become JSON, nor XML")]
    [InlineData("    records: cases\n", "    records: cases\n    body: <a><b></a>\n", "11:11: error IH5112: the body is no well-formed XML")]
    [InlineData("    records: cases\n", "    records: cases\n    body: <a><{page}/></a>\n", "11:11: error IH5112: a hole in XML stands in the text of an element or in an attribute")]
    [InlineData("    records: cases\n", "    records: cases\n    body: <a><![CDATA[{page}]]></a>\n", "11:11: error IH5112: a hole in XML stands in the text of an element or in an attribute")]
    [InlineData("    records: cases\n", "    records: cases\n    soap: { action: x }\n    body: <a/>\n", "11:5: error IH5116: a SOAP call is a POST")]
    [InlineData("    records: cases\n", "    records: cases\n    soap: { action: x }\n    body: <a/>\n", "11:5: error IH5116: a SOAP service answers in XML; write format: xml")]
    // paging
    [InlineData(", end: { last: last }", "", "11:13: error IH5113: http.list.paging.end is missing: say how the vendor tells that there is no more")]
    [InlineData("{ last: last }", "{ last: last, more: more }", "11:25: error IH5113: http.list.paging.end takes exactly one of last, more, next, pages and empty: true")]
    [InlineData("{ last: last }", "{ empty: false }", "11:25: error IH5113: http.list.paging.end takes exactly one")]
    [InlineData("{ last: last }", "{ lst: last }", "11:32: error IH5001: there is no key 'lst' under 'http.list.paging.end' (did you mean 'last'?)")]
    [InlineData("by: page", "by: pages", "11:19: error IH5003: http.list.paging.by: there is no 'pages' (did you mean 'page'?)")]
    [InlineData("&page={page}", "", "11:5: error IH5104: paging is by page, and the request has no {page}")]
    [InlineData("by: page, end: { last: last }", "by: none", "9:36: error IH5104: {page} is filled only when paging is by page")]
    [InlineData("by: page, end: { last: last }", "by: next", "11:13: error IH5002: http.list.paging.at is missing")]
    [InlineData("by: page,", "by: page, at: next,", "11:25: error IH5114: http.list.paging.at has no effect when paging is by page; take it out")]
    [InlineData("&page={page}\n    records: cases\n    paging: { by: page, end: { last: last } }", "\n    records: cases\n    paging: { by: link, first: 0 }", "11:25: error IH5114: http.list.paging.first has no effect when paging is by link; take it out")]
    [InlineData("&page={page}\n    records: cases\n    paging: { by: page, end: { last: last } }", "&o={offset}\n    records: cases\n    paging: { by: offset, end: { pages: p } }", "11:34: error IH5116: pages are not counted when paging is by offset")]
    [InlineData("records: cases", "records: cases..x", "10:14: error IH5111: http.list.records: 'cases..x' is no path")]
    // signing in
    [InlineData("http:\n", "http:\n  auth: bearr\n", "8:9: error IH5003: http.auth.by: there is no 'bearr' (did you mean 'bearer'?)")]
    [InlineData("http:\n", "http:\n  auth: { by: key }\n", "8:9: error IH5002: http.auth.name is missing")]
    [InlineData("http:\n", "http:\n  auth: { by: key, name: 'X Key' }\n", "8:26: error IH5003: http.auth.name: 'X Key' is no name of a header")]
    [InlineData("http:\n", "http:\n  auth: { by: bearer, scope: all }\n", "8:23: error IH5114: http.auth.scope is for oauth2 and has no effect with bearer; take it out")]
    [InlineData("http:\n", "http:\n  headers: { Authorization: x }\n", "8:14: error IH5117: the header Authorization is made by the hub")]
    [InlineData("http:\n", "http:\n  headers: { 'X Y': x }\n", "8:14: error IH5117: 'X Y' is no name of a header")]
    [InlineData("http:\n", "http:\n  headers: { X-Y: '{since}' }\n", "8:20: error IH5100: there is no {since} here")]
    // the rest
    [InlineData("http:\n", "http:\n  times: { zone: Europe/Stokholm }\n", "8:18: error IH5107: 'Europe/Stokholm' is no time zone")]
    [InlineData("http:\n", "http:\n  times: { format: nonsense }\n", "8:20: error IH5106: 'nonsense'")]
    [InlineData("http:\n", "http:\n  charset: utf8000\n", "8:12: error IH5108: there is no charset 'utf8000'")]
    [InlineData("http:\n", "http:\n  format: xml\n  lenient: true\n", "9:3: error IH5114: http.lenient has no effect with format xml")]
    [InlineData("http:\n", "http:\n  element: case\n", "8:12: error IH5114: http.element has no effect with format json")]
    [InlineData("http:\n", "http:\n  byKey: { get: /cases }\n", "8:10: error IH5104: http.byKey does not say where the key goes; write {key}, or {keys} for several")]
    [InlineData("http:\n", "http:\n  byKey: { get: '/cases/{key}?ids={keys}' }\n", "8:10: error IH5104: http.byKey has both {key} and {keys}")]
    [InlineData("http:\n", "http:\n  byKey: { get: '/cases/{key}', most: 5 }\n", "8:33: error IH5114: http.byKey.most has no effect with {key}")]
    [InlineData("http:\n", "http:\n  lookups: { status: { get: /statuses } }\n", "8:22: error IH5104: http.lookups.status does not say which value of the record it looks up")]
    [InlineData("http:\n", "http:\n  lookups: { status: { get: '/statuses/{record}' } }\n", "8:40: error IH5105: {record} names no value; write {record.PATH}")]
    [InlineData("http:\n", "http:\n  faults: [ { is: notFound } ]\n", "8:13: error IH5115: http.faults[0].status or http.faults[0].text is missing")]
    [InlineData("http:\n", "http:\n  faults: [ { status: 99, is: notFound } ]\n", "8:23: error IH5115: '99' is no status of an answer")]
    [InlineData("http:\n", "http:\n  faults: [ { status: 429, is: notFound } ]\n", "8:23: error IH5115: what 429 means is the hub's own")]
    [InlineData("http:\n", "http:\n  faults: [ { status: 200, is: empty } ]\n", "8:15: error IH5115: a rule for answers that say yes needs a text too")]
    [InlineData("http:\n", "http:\n  faults: [ { status: 404, is: notfound } ]\n", "8:32: error IH5003: http.faults[0].is: there is no 'notfound' (did you mean 'notFound'?)")]
    [InlineData("http:\n", "http:\n  faults: [ { status: 404, is: notFound, setting: url } ]\n", "8:51: error IH5114: http.faults[0].setting is for misconfigured")]
    [InlineData("http:\n", "http:\n  deletions: { get: /removed, records: r, key: id }\n", "8:14: error IH5103: http.deletions does not ask for what was deleted {since}")]
    [InlineData("http:\n", "http:\n  detale: { get: '/cases/{row.id}' }\n", "8:3: error IH5001: there is no key 'detale' under 'http' (did you mean 'detail'?)")]
    [InlineData("http:\n", "http:\n  format: xml\n  lookups: { s: { get: '/s/{record.s}' } }\n", "9:3: error IH5116: look-ups are put beside records of JSON only")]
    [InlineData("http:\n", "http:\n  format: xml\n", "11:14: error IH5111: http.list.records must begin with the root element of the answer and end with the element of one record")]
    public void A_mistake_is_told_with_its_place_and_code(string what, string by, string expected)
    {
        Assert.Contains(what, Good, StringComparison.Ordinal);
        var told = Told(Good.Replace(what, by, StringComparison.Ordinal));

        Assert.True(told.Any(t => t.StartsWith(expected, StringComparison.Ordinal)), string.Join('\n', told));
    }

    [Fact]
    public void All_mistakes_are_told_at_once()
    {
        var told = Told(Good.Replace("{since}", "{sinc}", StringComparison.Ordinal).Replace("records: cases", "recods: cases", StringComparison.Ordinal).Replace("http:\n", "http:\n  charset: x-y\n  auth: { by: key, in: quary, name: a }\n", StringComparison.Ordinal));

        Assert.Equal(["IH5108", "IH5003", "IH5100", "IH5001"], told.Select(t => t.Split(' ')[2].TrimEnd(':')));
    }

    [Theory]
    [InlineData("cursor", "http:\n  list: { get: /cases }\n", "8:3: error IH5103: read.strategy is cursor, and http.list does not ask for what changed {since}")]
    [InlineData("windowed", "http:\n  list: { get: '/cases?after={since}' }\n", "8:3: error IH5103: read.strategy is windowed, and http.list does not ask from {since} to {until}")]
    [InlineData("cursor", "", "1:1: error IH5118: the adapter 'http' reads what the section http describes, and there is none")]
    [InlineData("cursor", "http: yes\n", "7:7: error IH5118: the adapter 'http' reads what the section http describes, and there is none")]
    public void What_a_strategy_needs_and_does_not_have_is_told(string strategy, string section, string expected)
    {
        var told = Told(section, strategy);

        Assert.True(told.Any(t => t.StartsWith(expected, StringComparison.Ordinal)), string.Join('\n', told));
    }

    [Theory]
    [InlineData("none", "url")]
    [InlineData("basic", "url username password")]
    [InlineData("bearer", "url token")]
    [InlineData("{ by: key, name: X-Key }", "url key")]
    [InlineData("{ by: key, in: query, name: k }", "url key")]
    [InlineData("{ by: key, in: authorization }", "url key")]
    [InlineData("{ by: key, in: basic }", "url key")]
    [InlineData("{ by: oauth2, scope: read }", "url tokenUrl clientId clientSecret")]
    [InlineData("zgw", "url clientId clientSecret")]
    [InlineData("ntlm", "url username password domain")]
    public void The_way_to_sign_in_says_which_settings_there_are(string auth, string settings)
    {
        var manifest = DescribedSystem.Describe(Good.Replace("http:\n", $"http:\n  auth: {auth}\n", StringComparison.Ordinal)).Manifest;

        Assert.Equal(settings.Split(' '), manifest.Settings.Select(s => s.Name));
        Assert.Equal(auth == "ntlm", manifest.SignIn is not null);
    }

    [Fact]
    public void Settings_and_secrets_in_holes_become_settings_of_the_connection()
    {
        var manifest = DescribedSystem.Describe("http:\n  headers: { X-Tenant: '{setting.tenant}' }\n  list: { get: '/{setting.area}/cases?after={since}&k={secret.apiKey}&t={setting.tenant}' }\n").Manifest;

        Assert.Equal([("url", SettingKind.Url), ("tenant", SettingKind.Text), ("area", SettingKind.Text), ("apiKey", SettingKind.Secret)], manifest.Settings.Select(s => (s.Name, s.Kind)));
    }

    [Theory]
    [InlineData("/cases", "Snapshot")]
    [InlineData("/cases?a={since}", "Cursor Snapshot")]
    [InlineData("/cases?a={since}&b={until}", "Cursor Snapshot Windowed")]
    public void What_can_be_asked_for_says_how_a_stream_can_be_read(string get, string strategies) =>
        Assert.Equal(strategies.Split(' '), DescribedSystem.Describe($"http:\n  list: {{ get: '{get}' }}\n", ReadStrategy.Snapshot).Manifest.Strategies.Select(s => s.ToString()));

    static List<string> Told(string section, string strategy = "cursor")
    {
        var diagnostics = new DiagnosticBag();
        StreamFileReader.Read("f", Head.Replace("STRATEGY", strategy, StringComparison.Ordinal) + section, [new HttpAdapter().Manifest], diagnostics);
        return [.. diagnostics.All.Select(d => d.ToString()[2..])];
    }
}
