using System.Net;
using IntegrationHub.Adapters.Open311;
using IntegrationHub.Cases;
using IntegrationHub.Faults;
using IntegrationHub.Sources;
using IntegrationHub.Tests.Shared;
using IntegrationHub.WriteBack;

namespace IntegrationHub.Adapters.Tests.Open311;

public sealed class Open311WriteBackTests
{
    static readonly DateTimeOffset Asked = new(2026, 3, 10, 8, 0, 0, TimeSpan.Zero);

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_update_carries_the_commands_id_and_its_time()
    {
        var server = new Desk();
        var note = Command(WriteKind.Note, "Hålet är större.");

        var receipt = await server.Writer().WriteAsync(note, Stop);

        Assert.Equal("u-1", receipt.Reference);
        var form = server.Vendor.LastForm;
        Assert.Equal(
            ("1001", $"{note.Id}", "unchanged", "2026-03-10T08:00:00Z", "Hålet är större."),
            (form["service_request_id"], form["update_id"], form["status"], form["updated_datetime"], form["description"]));
        Assert.Equal(("nyckeln", "sundby.example"), (form["api_key"], form["jurisdiction_id"]));
        Assert.DoesNotContain("nyckeln", server.Asked.Single().ToString(), StringComparison.Ordinal);
        Assert.False(server.WereReads.Single());
    }

    [Fact]
    public async Task Of_an_update_that_the_server_has_already_the_id_is_looked_up()
    {
        var server = new Desk();
        await server.Writer().WriteAsync(Command(WriteKind.Message, "Vi kommer i morgon."), Stop);

        var again = await server.Writer().WriteAsync(Command(WriteKind.Message, "Vi kommer i morgon."), Stop);

        Assert.Equal("u-1", again.Reference);
        Assert.Single(server.Vendor.Written);
    }

    [Theory]
    [InlineData("""[{"code":400,"description":"Bad request: already exists"}]""", 400)]
    [InlineData("""{"errors":{"code":400,"description":"Bad request: already exists"}}""", 400)]
    [InlineData("""{"errors":{"code":400,"description":"Bad request: already exists"}}""", 200)]
    public async Task That_it_exists_already_is_success_though_no_id_comes_of_it(string body, int status)
    {
        var server = new Desk { Instead = call => call.Method == "POST" ? VendorAnswer.Json(body, status) : VendorAnswer.Only(404) };

        Assert.Null((await server.Writer().WriteAsync(Command(WriteKind.Note, "Hålet är större."), Stop)).Reference);
    }

    [Fact]
    public async Task A_status_without_words_says_itself()
    {
        var server = new Desk();

        await server.Writer().WriteAsync(Command(WriteKind.Status, "") with { Status = "fixed" }, Stop);

        Assert.Equal(("fixed", "fixed"), (server.Vendor.LastForm["status"], server.Vendor.LastForm["description"]));
    }

    [Fact]
    public async Task A_new_report_says_who_reports_and_carries_a_mark()
    {
        var server = new Desk();
        var command = Create("Lampan är släckt.") with { Party = new Party { Name = "Anna Maria Öst", Email = "anna@example.com", Phone = "070-1", PersonalNumber = "19121212-1212" } };

        var receipt = await server.Writer().WriteAsync(command, Stop);

        Assert.Equal("2001", receipt.Reference);
        var form = server.Vendor.LastForm;
        Assert.Equal(("Anna Maria", "Öst", "anna@example.com", "070-1"), (form["first_name"], form["last_name"], form["email"], form["phone"]));
        Assert.Equal(("006", "62.39", $"Lampan är släckt.\n\nRef: {command.Id}"), (form["service_code"], form["lat"], form["description"]));
        Assert.DoesNotContain("1212", string.Join(' ', form.Values), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_somebody_whose_identity_is_protected_nothing_is_sent()
    {
        var server = new Desk();

        await server.Writer().WriteAsync(Create("Lampan är släckt.") with { Party = new Party { Name = "Anna Öst", Email = "anna@example.com", Protected = true } }, Stop);

        Assert.DoesNotContain(server.Vendor.LastForm.Keys, key => key is "first_name" or "last_name" or "email");
    }

    [Fact]
    public async Task A_field_that_the_adapter_fills_itself_cannot_be_given()
    {
        var server = new Desk();

        await Assert.ThrowsAsync<SourceRefusedException>(() => server.Writer().WriteAsync(Create("Lampan.") with { Fields = new Dictionary<string, string> { ["api_key"] = "en annan" } }, Stop).AsTask());

        Assert.Empty(server.Asked);
    }

    [Fact]
    public async Task A_token_is_asked_for_its_number_and_one_without_a_number_is_written_all_the_same()
    {
        var server = new Desk(givesTokens: true);
        Assert.Equal("2001", (await server.Writer().WriteAsync(Create("Lampan är släckt."), Stop)).Reference);

        server.Instead = call => call.Method == "POST" ? VendorAnswer.Json("""[{"token":"T-9"}]""") : VendorAnswer.Only(500);
        Assert.Null((await server.Writer().WriteAsync(Create("Lampan är släckt."), Stop)).Reference);
        Assert.Contains(server.Log.Lines, line => line.Id == 4105);
    }

    [Fact]
    public async Task A_report_that_is_listed_by_its_token_is_found_by_its_number()
    {
        var server = new Desk(givesTokens: true);
        var command = Create("Lampan är släckt.");
        await server.Writer().WriteAsync(command, Stop);

        Assert.Equal("2001", (await server.Looking().FindAsync(command, Stop))?.Reference);
        Assert.Null(await server.Looking().FindAsync(command with { Id = new WriteCommandId(99) }, Stop));

        // Without its number, and so without its text, nobody can say that it is not there.
        server.Instead = call => call.Path.Contains("/tokens/", StringComparison.Ordinal) ? VendorAnswer.Only(404) : null;
        await Assert.ThrowsAsync<UnreadableAnswerException>(() => server.Looking().FindAsync(command, Stop).AsTask());
    }

    [Fact]
    public async Task A_list_that_is_cut_is_asked_for_in_parts_until_it_is_whole()
    {
        var server = new Desk();
        for (var i = 0; i < 25; i++)
        {
            await server.Writer().WriteAsync(Create($"Lampa {i}.") with { Id = new WriteCommandId((UInt128)(100 + i)), AskedAt = server.Clock.GetUtcNow() }, Stop);
            server.Clock.Advance(TimeSpan.FromMinutes(7));
        }

        var found = await server.Looking(("maxRows", "6")).FindAsync(Create("Lampa 3.") with { Id = new WriteCommandId(103) }, Stop);

        Assert.Equal("2004", found?.Reference);
        await Assert.ThrowsAsync<UnreadableAnswerException>(() => server.Looking(("maxRows", "1")).FindAsync(Create("Lampa.") with { Id = new WriteCommandId(1) }, Stop).AsTask());
    }

    [Fact]
    public void Where_reports_are_not_listed_at_once_nobody_looks_for_them()
    {
        var server = new Desk();

        Assert.IsNotAssignableFrom<ILooksUpWrites>(server.Writer(listedAtOnce: "false"));
        Assert.IsAssignableFrom<ILooksUpWrites>(server.Writer());
    }

    [Theory]
    [InlineData(404, """[{"code":404,"description":"service_request_id was not found"}]""", FaultCodes.NotFound)]
    [InlineData(400, """[{"code":400,"description":"status is none of ours"}]""", FaultCodes.Refused)]
    [InlineData(200, """{"errors":[{"code":400,"description":"status is none of ours"}]}""", FaultCodes.Refused)]
    public async Task Errors_about_what_was_written_are_refusals_in_the_servers_words(int status, string body, string code)
    {
        var server = new Desk { Instead = _ => VendorAnswer.Json(body, status) };

        var refused = await Assert.ThrowsAsync<SourceRefusedException>(() => server.Writer().WriteAsync(Command(WriteKind.Note, "Hålet."), Stop).AsTask());

        Assert.Equal(code, refused.Code);
        Assert.Contains(refused.VendorText!, body, StringComparison.Ordinal);
        Assert.DoesNotContain(refused.VendorText!, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(404, "<html>Not found</html>", "connection.url")]
    [InlineData(404, """[{"code":404,"description":"jurisdiction_id provided was not found"}]""", "connection.jurisdiction")]
    [InlineData(400, """[{"code":400,"description":"api_key was not provided"}]""", "connection.apiKey")]
    public async Task Errors_about_who_calls_and_where_are_settings(int status, string body, string setting)
    {
        var server = new Desk { Instead = _ => VendorAnswer.Json(body, status) };

        var wrong = await Assert.ThrowsAsync<MisconfiguredException>(() => server.Writer().WriteAsync(Command(WriteKind.Note, "Hålet."), Stop).AsTask());

        Assert.Equal(setting, wrong.Setting);
    }

    [Theory]
    [InlineData("""[{"update_id": 2002}]""", "2002")]
    [InlineData("""{"service_request_updates":[{"update_id":"2002"}]}""", "2002")]
    [InlineData("""{"update_id":"2002"}""", "2002")]
    public async Task An_id_is_read_however_the_answer_is_wrapped(string body, string id)
    {
        var server = new Desk { Instead = _ => VendorAnswer.Json(body) };

        Assert.Equal(id, (await server.Writer().WriteAsync(Command(WriteKind.Note, "Hålet."), Stop)).Reference);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("<!DOCTYPE html><html><body>Tack!</body></html>")]
    [InlineData("""[{"service_notice":"Tack"}]""")]
    public async Task An_answer_that_tells_nothing_is_none(string body)
    {
        var server = new Desk { Instead = _ => VendorAnswer.Json(body) };

        await Assert.ThrowsAsync<UnreadableAnswerException>(() => server.Writer().WriteAsync(Create("Lampan."), Stop).AsTask());
    }

    static WriteCommand Command(WriteKind kind, string text) => new() { Id = new WriteCommandId(7), Kind = kind, Key = "1001", Text = text, AskedAt = Asked };

    static WriteCommand Create(string text) => Command(WriteKind.Create, text) with { Key = null, Fields = new Dictionary<string, string> { ["lat"] = "62.39", ["long"] = "17.31" } };

    /// <summary>The desk of the conformance suite without a connection between.</summary>
    sealed class Desk : HttpMessageHandler
    {
        public Desk(bool givesTokens = false) => Vendor = new Open311Desk(RecordFormat.Json, Clock) { GivesTokens = givesTokens };

        public ManualClock Clock { get; } = new();

        public Open311Desk Vendor { get; }

        public ListLogger Log { get; } = new();

        public List<Uri> Asked { get; } = [];

        public List<bool> WereReads { get; } = [];

        /// <summary>Answers in the desk's place, where it gives an answer.</summary>
        public Func<VendorCall, VendorAnswer?> Instead { get; set; } = _ => null;

        public ILooksUpWrites Looking(params (string Name, string Value)[] settings) => (ILooksUpWrites)Writer("true", settings);

        public IWriteBack Writer(string listedAtOnce = "true", params (string Name, string Value)[] settings)
        {
            var all = new Dictionary<string, string> { ["url"] = "https://fel.sundby.example/open311/v2/", ["apiKey"] = "nyckeln", ["jurisdiction"] = "sundby.example" };
            foreach (var (name, value) in settings) all[name] = value;
            return new Open311Adapter().CreateWriteBack(new WriteBackContext
            {
                Stream = new StreamKey(new TenantId("sundby"), new SourceId("open311"), new StreamName("fault-reports")),
                Settings = all,
                Kinds = new Dictionary<WriteKind, IReadOnlyDictionary<string, string>>
                {
                    [WriteKind.Note] = new Dictionary<string, string> { ["internalOnly"] = "true" },
                    [WriteKind.Message] = new Dictionary<string, string> { ["status"] = "open" },
                    [WriteKind.Status] = new Dictionary<string, string>(),
                    [WriteKind.Create] = new Dictionary<string, string> { ["serviceCode"] = "006", ["listedAtOnce"] = listedAtOnce },
                },
                Http = new HttpClient(this, disposeHandler: false),
                Time = Clock,
                Logger = Log,
            });
        }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Asked.Add(request.RequestUri!);
            WereReads.Add(request.IsRead());
            var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
            var call = VendorCall.Of(request.Method.Method, request.RequestUri!, [], body, Clock.GetUtcNow());
            return Messages.Of(Instead(call) ?? Vendor.Answer(call), request);
        }
    }
}
