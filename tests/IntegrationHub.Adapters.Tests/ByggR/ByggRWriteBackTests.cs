using System.Net;
using System.Text;
using IntegrationHub.Adapters.ByggR;
using IntegrationHub.Faults;
using IntegrationHub.Sources;
using IntegrationHub.Tests.Shared;
using IntegrationHub.WriteBack;
using Microsoft.Extensions.Logging.Abstractions;

namespace IntegrationHub.Adapters.Tests.ByggR;

public sealed class ByggRWriteBackTests
{
    static readonly DateTimeOffset Asked = new(2026, 3, 10, 8, 0, 0, TimeSpan.Zero);

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("V4")]
    [InlineData("V8")]
    public async Task A_note_is_saved_by_the_contract_that_the_installation_speaks(string version)
    {
        var vendor = new Desk();

        var receipt = await vendor.Writer(version).WriteAsync(Note("Ring mig.", "Hon har ringt"), Stop);

        Assert.Equal("362294", receipt.Reference);
        Assert.Equal($"\"www.tekis.se/ServiceContract/{version}/IExportArenden/SaveNewHandelse\"", vendor.Actions.Single());
        Assert.False(vendor.WereReads.Single());
        Assert.Contains("<Dnr>BYGG 2026-000001</Dnr><HandlaggarSign>KC</HandlaggarSign>", vendor.LastBody, StringComparison.Ordinal);
        Assert.Contains(">In</riktning>", vendor.LastBody, StringComparison.Ordinal);
        Assert.Contains(">Hon har ringt</rubrik>", vendor.LastBody, StringComparison.Ordinal);
        // Nine o'clock in Sundby, in winter.
        Assert.Contains(">2026-03-10T09:00:00</startDatum>", vendor.LastBody, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_note_without_a_subject_has_the_heading_of_the_stream_file_and_a_subject_is_one_line()
    {
        var vendor = new Desk();

        await vendor.Writer().WriteAsync(Note("Ring mig."), Stop);
        Assert.Contains(">Från oss</rubrik>", vendor.LastBody, StringComparison.Ordinal);

        await vendor.Writer().WriteAsync(Note("Ring mig.", "Två\n  rader"), Stop);
        Assert.Contains(">Två rader</rubrik>", vendor.LastBody, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_note_is_found_where_the_installation_keeps_days_only_and_not_on_another_day()
    {
        var vendor = new Desk(keepsDays: true);
        await vendor.Writer().WriteAsync(Note("Ring mig."), Stop);

        Assert.Equal("362294", (await vendor.Looking().FindAsync(Note("Ring  mig.\r\n"), Stop))?.Reference);
        Assert.Null(await vendor.Looking().FindAsync(Note("Ring mig.") with { AskedAt = Asked.AddDays(1) }, Stop));
        Assert.Null(await vendor.Looking().FindAsync(Note("Ring mig inte."), Stop));
        Assert.Null(await vendor.Looking().FindAsync(Note("Ring mig.", "Om annat"), Stop));
    }

    [Fact]
    public async Task Of_two_notes_with_the_same_words_the_one_with_the_commands_own_time_is_found()
    {
        var vendor = new Desk();
        await vendor.Writer().WriteAsync(Note("Ring mig."), Stop);
        var second = Note("Ring mig.") with { AskedAt = Asked.AddMinutes(20) };
        Assert.Null(await vendor.Looking().FindAsync(second, Stop));

        await vendor.Writer().WriteAsync(second, Stop);

        Assert.Equal("362295", (await vendor.Looking().FindAsync(second, Stop))?.Reference);
    }

    [Fact]
    public async Task A_case_that_is_not_there_refuses_a_note_in_ByggRs_words_and_has_none()
    {
        var vendor = new Desk();
        var gone = Note("Ring mig.") with { Key = "BYGG 2026-000404" };

        var refused = await Assert.ThrowsAsync<SourceRefusedException>(() => vendor.Writer().WriteAsync(gone, Stop).AsTask());

        Assert.Equal((FaultCodes.NotFound, "Arende not found for dnr BYGG 2026-000404"), (refused.Code, refused.VendorText));
        Assert.DoesNotContain("000404", refused.Message, StringComparison.Ordinal);
        Assert.Null(await vendor.Looking().FindAsync(gone, Stop));
    }

    [Theory]
    [InlineData("a:DeserializationFailed", true)]
    [InlineData("a:ActionNotSupported", true)]
    [InlineData("s:Client", true)]
    [InlineData("s:Server", false)]
    [InlineData("a:InternalServiceFault", false)]
    public async Task Of_faults_only_those_that_nothing_came_of_are_refusals(string code, bool refuses)
    {
        var vendor = new Desk { Instead = ScriptedByggR.Envelope($"<s:Fault><faultcode>{code}</faultcode><faultstring>Nej tack</faultstring></s:Fault>") };

        var fault = await Record.ExceptionAsync(() => vendor.Writer().WriteAsync(Note("Ring mig."), Stop).AsTask());

        Assert.Equal(refuses, fault is SourceRefusedException { VendorText: "Nej tack" });
        Assert.Equal(!refuses, fault is SourceUnavailableException { NotSent: false });
    }

    [Fact]
    public async Task An_id_is_read_whichever_way_it_is_written_and_an_answer_without_one_is_none()
    {
        var vendor = new Desk { Instead = ScriptedByggR.Envelope("""<SaveNewHandelseResponse xmlns="www.tekis.se/ServiceContract"><saveNewHandelseResult><handelseId>12345</handelseId></saveNewHandelseResult></SaveNewHandelseResponse>""") };
        Assert.Equal("12345", (await vendor.Writer().WriteAsync(Note("Ring mig."), Stop)).Reference);

        vendor.Instead = ScriptedByggR.Envelope("""<SaveNewHandelseResponse xmlns="www.tekis.se/ServiceContract"/>""");
        await Assert.ThrowsAsync<UnreadableAnswerException>(() => vendor.Writer().WriteAsync(Note("Ring mig."), Stop).AsTask());
    }

    static WriteCommand Note(string text, string? subject = null) => new()
    {
        Id = new WriteCommandId(7), Kind = WriteKind.Note, Key = "BYGG 2026-000001", Subject = subject, Text = text, AskedAt = Asked,
    };

    /// <summary>The desk of the conformance suite without a connection between.</summary>
    sealed class Desk(bool keepsDays = false) : HttpMessageHandler
    {
        readonly ByggRDesk desk = new(new ManualClock()) { KeepsDays = keepsDays };

        public List<string> Actions { get; } = [];

        public List<bool> WereReads { get; } = [];

        public string LastBody { get; private set; } = "";

        public string? Instead { get; set; }

        public IWriteBack Writer(string contract = "V4") => new ByggRAdapter().CreateWriteBack(new WriteBackContext
        {
            Stream = new StreamKey(new TenantId("sundby"), new SourceId("byggr"), new StreamName("building-permits")),
            Settings = new Dictionary<string, string> { ["url"] = "https://byggr.sundby.example/TekisArende/ArendeExportWS.svc", ["contract"] = contract },
            Kinds = new Dictionary<WriteKind, IReadOnlyDictionary<string, string>>
            {
                [WriteKind.Note] = new Dictionary<string, string> { ["handelsetyp"] = "ANTECKN", ["handlaggarSign"] = "KC", ["rubrik"] = "Från oss", ["riktning"] = "In", ["sekretess"] = "false" },
            },
            Http = new HttpClient(this, disposeHandler: false),
            Time = new ManualClock(),
            Logger = NullLogger.Instance,
        });

        public ILooksUpWrites Looking() => (ILooksUpWrites)Writer();

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            LastBody = await request.Content!.ReadAsStringAsync(cancellationToken);
            Actions.Add(request.Headers.GetValues("SOAPAction").Single());
            WereReads.Add(request.IsRead());
            var answer = Instead is { } text
                ? VendorAnswer.Xml(text, text.Contains("Fault", StringComparison.Ordinal) ? 500 : 200)
                : desk.Answer(VendorCall.Of("POST", request.RequestUri!, [], LastBody, Asked));
            return Messages.Of(answer, request);
        }
    }
}
