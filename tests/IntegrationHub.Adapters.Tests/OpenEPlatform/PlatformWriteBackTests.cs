using System.Text;
using IntegrationHub.Adapters.OpenEPlatform;
using IntegrationHub.Faults;
using IntegrationHub.Sources;
using IntegrationHub.Tests.Shared;
using IntegrationHub.WriteBack;
using Microsoft.Extensions.Logging.Abstractions;

namespace IntegrationHub.Adapters.Tests.OpenEPlatform;

public sealed class PlatformWriteBackTests
{
    static readonly DateTimeOffset Asked = new(2026, 3, 10, 8, 0, 0, TimeSpan.Zero);

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_message_is_written_in_somebodys_name_at_the_time_at_which_it_was_asked_for()
    {
        var platform = new Desk();

        var receipt = await platform.Writer().WriteAsync(Command(WriteKind.Message, "Vi behöver en ritning."), Stop);

        Assert.Equal("message-152", receipt.Reference);
        Assert.Contains("<addMessage xmlns=\"http://www.oeplatform.org/version/1.0/schemas/integration/callback\"><flowInstanceID>102251</flowInstanceID><message><added>2026-03-10T09:00:00+01:00</added>"
            + "<message>Vi behöver en ritning.</message><userID>kontaktcenter</userID><readReceiptEnabled>false</readReceiptEnabled></message><principal><name>Kontaktcenter</name><userID>kontaktcenter</userID></principal></addMessage>",
            platform.Vendor.LastCall, StringComparison.Ordinal);
        Assert.False(platform.WereReads.Single());
        Assert.Equal("https://e-tjanster.sundby.example/api/callback", platform.Asked.Single().ToString());
    }

    [Fact]
    public async Task A_note_is_an_internal_message_and_cannot_be_looked_for()
    {
        var platform = new Desk();

        var receipt = await platform.Writer().WriteAsync(Command(WriteKind.Note, "Ring henne.") with { Subject = "Hon har ringt" }, Stop);

        Assert.Null(receipt.Reference);
        Assert.Contains("<addInternalMessage ", platform.Vendor.LastCall, StringComparison.Ordinal);
        Assert.Contains("<message>Hon har ringt\n\nRing henne.</message>", platform.Vendor.LastCall, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ArgumentException>(() => platform.Writer().FindAsync(Command(WriteKind.Note, "Ring henne."), Stop).AsTask());
    }

    [Fact]
    public async Task Words_that_the_citizen_wrote_or_that_are_older_are_no_message_of_ours()
    {
        var platform = new Desk();

        // The citizen wrote this at nine, as the office's message would have been.
        Assert.Null(await platform.Writer().FindAsync(Command(WriteKind.Message, "Ring mig, tack."), Stop));
        await platform.Writer().WriteAsync(Command(WriteKind.Message, "Ring mig, tack."), Stop);
        Assert.NotNull(await platform.Writer().FindAsync(Command(WriteKind.Message, "Ring mig, tack."), Stop));
        Assert.Null(await platform.Writer().FindAsync(Command(WriteKind.Message, "Ring mig, tack.") with { AskedAt = Asked.AddMinutes(20) }, Stop));
    }

    [Fact]
    public async Task Letters_that_the_platform_does_not_store_do_not_hide_a_message()
    {
        var platform = new Desk { Stores = text => text.Replace("🙂", "??", StringComparison.Ordinal).Replace('–', '?') };
        await platform.Writer().WriteAsync(Command(WriteKind.Message, "Tack – det räcker 🙂"), Stop);

        Assert.NotNull(await platform.Writer().FindAsync(Command(WriteKind.Message, "Tack – det räcker 🙂"), Stop));
    }

    [Fact]
    public async Task A_status_that_is_there_is_found_and_one_that_never_came_is_not()
    {
        var platform = new Desk();
        var command = Command(WriteKind.Status, "") with { Status = "Under behandling" };

        Assert.Null(await platform.Writer().FindAsync(command, Stop));
        await platform.Writer().WriteAsync(command, Stop);
        Assert.Equal(new WriteReceipt(null), await platform.Writer().FindAsync(command, Stop));
        Assert.Contains("<statusAlias>Under behandling</statusAlias>", platform.Vendor.LastCall, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_status_is_named_by_its_number_where_the_stream_file_says_so()
    {
        var platform = new Desk();
        var writer = platform.Writer(by: "id");

        await Assert.ThrowsAsync<SourceRefusedException>(() => writer.WriteAsync(Command(WriteKind.Status, "") with { Status = "Klart" }, Stop).AsTask());
        Assert.Empty(platform.Asked);
        await Assert.ThrowsAsync<SourceRefusedException>(() => writer.WriteAsync(Command(WriteKind.Status, "") with { Status = "9" }, Stop).AsTask());
        Assert.Contains("<statusID>9</statusID>", platform.Vendor.LastCall, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("FlowInstanceNotFoundFault", FaultCodes.NotFound)]
    [InlineData("StatusNotFoundFault", FaultCodes.NotFound)]
    [InlineData("AccessDeniedFault", FaultCodes.Refused)]
    public async Task Typed_faults_are_refusals_in_the_platforms_words(string type, string code)
    {
        var platform = new Desk { Instead = PlatformDesk.Fault("Nej tack", type) };

        var refused = await Assert.ThrowsAsync<SourceRefusedException>(() => platform.Writer().WriteAsync(Command(WriteKind.Message, "Hej."), Stop).AsTask());

        Assert.Equal((code, "Nej tack"), (refused.Code, refused.VendorText));
    }

    [Fact]
    public async Task What_has_gone_is_told_in_a_fault_or_in_plain_words()
    {
        const string Words = "The requested flow instance with ID 102251 was not found";
        foreach (var answer in (VendorAnswer[])[PlatformDesk.Fault(Words, null), VendorAnswer.Of(Words, "text/plain", 500), VendorAnswer.Of(Words, "text/html;charset=ISO-8859-1", 500)])
        {
            var platform = new Desk { Instead = answer };

            var refused = await Assert.ThrowsAsync<SourceRefusedException>(() => platform.Writer().WriteAsync(Command(WriteKind.Note, "Hej."), Stop).AsTask());

            Assert.Equal((FaultCodes.NotFound, Words), (refused.Code, refused.VendorText));
            Assert.DoesNotContain("102251", refused.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task After_any_other_failure_nobody_knows()
    {
        var platform = new Desk { Instead = PlatformDesk.Fault("NullPointerException", null) };
        await Assert.ThrowsAsync<SourceUnavailableException>(() => platform.Writer().WriteAsync(Command(WriteKind.Message, "Hej."), Stop).AsTask());

        platform.Instead = VendorAnswer.Xml("""<S:Envelope xmlns:S="http://schemas.xmlsoap.org/soap/envelope/"><S:Body><addMessageResponse xmlns="http://www.oeplatform.org/version/1.0/schemas/integration/callback"/></S:Body></S:Envelope>""");
        await Assert.ThrowsAsync<UnreadableAnswerException>(() => platform.Writer().WriteAsync(Command(WriteKind.Message, "Hej."), Stop).AsTask());
    }

    [Fact]
    public async Task A_key_that_is_no_number_of_the_platform_is_asked_for_nowhere()
    {
        var platform = new Desk();

        await Assert.ThrowsAsync<SourceRefusedException>(() => platform.Writer().WriteAsync(Command(WriteKind.Note, "Hej.") with { Key = "19121212-1212" }, Stop).AsTask());
        await Assert.ThrowsAsync<SourceRefusedException>(() => platform.Writer().FindAsync(Command(WriteKind.Message, "Hej.") with { Key = "191212121212" }, Stop).AsTask());

        Assert.Empty(platform.Asked);
    }

    static WriteCommand Command(WriteKind kind, string text) => new() { Id = new WriteCommandId(7), Kind = kind, Key = "102251", Text = text, AskedAt = Asked };

    /// <summary>The desk of the conformance suite without a connection between.</summary>
    sealed class Desk : HttpMessageHandler
    {
        readonly ManualClock clock = new(PlatformWriteBackTests.Asked);

        public Desk() => Vendor = new PlatformDesk(clock);

        public PlatformDesk Vendor { get; }

        public List<Uri> Asked { get; } = [];

        public List<bool> WereReads { get; } = [];

        public VendorAnswer? Instead { get; set; }

        /// <summary>What becomes of a text that is stored.</summary>
        public Func<string, string> Stores { get; set; } = text => text;

        public ILooksUpWrites Writer(string by = "alias") => (ILooksUpWrites)new OpenEPlatformAdapter().CreateWriteBack(new WriteBackContext
        {
            Stream = new StreamKey(new TenantId("sundby"), new SourceId("open-eplatform"), new StreamName("e-service-submissions")),
            Settings = new Dictionary<string, string> { ["url"] = "https://e-tjanster.sundby.example/", ["username"] = "hub", ["password"] = "hemligt", ["families"] = "110" },
            Kinds = new Dictionary<WriteKind, IReadOnlyDictionary<string, string>>
            {
                [WriteKind.Note] = new Dictionary<string, string> { ["userId"] = "kontaktcenter" },
                [WriteKind.Message] = new Dictionary<string, string> { ["userId"] = "kontaktcenter", ["userName"] = "Kontaktcenter" },
                [WriteKind.Status] = new Dictionary<string, string> { ["userId"] = "kontaktcenter", ["by"] = by },
            },
            Http = new HttpClient(this, disposeHandler: false),
            Time = clock,
            Logger = NullLogger.Instance,
        });

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Asked.Add(request.RequestUri!);
            WereReads.Add(request.IsRead());
            var body = request.Content is null ? "" : Stores(await request.Content.ReadAsStringAsync(cancellationToken));
            var signIn = new KeyValuePair<string, string>("Authorization", $"{request.Headers.Authorization}");
            return Messages.Of(Instead ?? Vendor.Answer(VendorCall.Of(request.Method.Method, request.RequestUri!, [signIn], body, clock.GetUtcNow())), request);
        }
    }
}
