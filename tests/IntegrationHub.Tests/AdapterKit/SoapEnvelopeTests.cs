using System.Net;
using System.Text;
using IntegrationHub.AdapterKit;
using IntegrationHub.Faults;

namespace IntegrationHub.Tests.AdapterKit;

public sealed class SoapEnvelopeTests
{
    static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_request_carries_its_action_its_charset_and_escaped_values()
    {
        using var request = SoapEnvelope.Post(new Uri("https://sundby.example/ws"), "urn:x/Read", writer => writer.WriteElementString("dnr", "urn:x", "<å & ä>"));

        Assert.Equal("\"urn:x/Read\"", Assert.Single(request.Headers.GetValues("SOAPAction")));
        Assert.Equal("text/xml; charset=utf-8", request.Content!.Headers.ContentType!.ToString());
        Assert.Contains("<dnr xmlns=\"urn:x\">&lt;å &amp; ä&gt;</dnr>", await request.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><s:Body><a>1</a></s:Body></s:Envelope>")]
    [InlineData("<?xml version='1.0'?>\n<e:Envelope xmlns:e='http://schemas.xmlsoap.org/soap/envelope/'>\n<e:Header><Body><a>0</a></Body></e:Header>\n<e:Body>\n<a>1</a></e:Body></e:Envelope>")]
    [InlineData("<Envelope xmlns='http://schemas.xmlsoap.org/soap/envelope/'><Header/><Body><a xmlns=''>1</a></Body></Envelope>")]
    public async Task A_body_is_found_whatever_stands_before_it(string envelope)
    {
        using var response = Response(envelope);

        using var answer = await SoapEnvelope.OpenAsync(response, null, Stop);

        Assert.Null(answer.Fault);
        Assert.Equal("a", answer.Body.LocalName);
        Assert.Equal("1", await answer.Body.ReadTextAsync());
    }

    [Fact]
    public async Task A_fault_is_an_answer_and_shows_only_its_code_when_it_is_printed()
    {
        using var response = Response(
            "<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><s:Body><s:Fault><faultcode>s:Client</faultcode><faultstring xml:lang='sv'> No <![CDATA[Tolvan]]> here </faultstring><detail><x/></detail></s:Fault></s:Body></s:Envelope>",
            HttpStatusCode.InternalServerError);

        using var answer = await SoapEnvelope.OpenAsync(response, null, Stop);

        Assert.Equal(new SoapFault("Client", "No Tolvan here") { Detail = "x" }, answer.Fault);
        Assert.Equal("SOAP fault 'Client'", answer.Fault!.ToString());
    }

    [Theory]
    [InlineData("<detail><n:StatusNotFoundFault xmlns:n='urn:x'><why>Tolvan</why></n:StatusNotFoundFault><more/></detail>", "StatusNotFoundFault")]
    [InlineData("<detail> \n <AccessDenied/></detail>", "AccessDenied")]
    [InlineData("<detail>words only</detail>", null)]
    [InlineData("<detail/>", null)]
    [InlineData("", null)]
    public async Task The_type_of_a_fault_is_told_by_its_detail_and_what_follows_is_read(string detail, string? type)
    {
        using var response = Response(
            $"<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><s:Body><s:Fault><faultcode>s:Server</faultcode>{detail}<faultstring>No</faultstring></s:Fault></s:Body></s:Envelope>", HttpStatusCode.InternalServerError);

        using var answer = await SoapEnvelope.OpenAsync(response, null, Stop);

        Assert.Equal(new SoapFault("Server", "No") { Detail = type }, answer.Fault);
        Assert.DoesNotContain("Tolvan", answer.Fault!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Line_breaks_in_a_value_arrive_as_they_were_written()
    {
        using var request = SoapEnvelope.Post(new Uri("https://sundby.example/ws"), "urn:x/Write", writer => writer.WriteElementString("text", "urn:x", "one\r\ntwo\nthree\rfour"));

        using var reader = XmlReaders.Create(await request.Content!.ReadAsByteArrayAsync(Stop));
        while (reader.LocalName != "text") await reader.ReadAsync();
        Assert.Equal("one\r\ntwo\nthree\rfour", await reader.ReadTextAsync());
    }

    [Theory]
    [InlineData("<html/>", "text/html", HttpStatusCode.OK, FaultCodes.UnexpectedContent)]
    [InlineData("<html/>", "text/xml", HttpStatusCode.OK, FaultCodes.UnexpectedContent)]
    [InlineData("{}", "application/json", HttpStatusCode.OK, FaultCodes.UnexpectedContent)]
    [InlineData("<s:Envelope xmlns:s='http://www.w3.org/2003/05/soap-envelope'/>", "text/xml", HttpStatusCode.OK, FaultCodes.UnexpectedContent)]
    [InlineData("<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'/>", "text/xml", HttpStatusCode.OK, FaultCodes.UnexpectedContent)]
    [InlineData("<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><s:Body/></s:Envelope>", "text/xml", HttpStatusCode.OK, FaultCodes.UnexpectedContent)]
    [InlineData("<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><s:Body><a/></s:Body></s:Envelope>", "text/xml", HttpStatusCode.BadRequest, FaultCodes.UnexpectedContent)]
    [InlineData("<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><s:Body><a/></s:Body></s:Envelope>", "text/xml", HttpStatusCode.InternalServerError, FaultCodes.ServerError)]
    [InlineData("oh no", "text/plain", HttpStatusCode.BadGateway, FaultCodes.ServerError)]
    [InlineData("", "text/xml", HttpStatusCode.OK, FaultCodes.MalformedAnswer)]
    public async Task What_is_no_answer_is_called_by_what_can_be_done_about_it(string body, string type, HttpStatusCode status, string code)
    {
        using var response = Response(body, status, type);

        var fault = await Assert.ThrowsAnyAsync<SourceException>(async () => await SoapEnvelope.OpenAsync(response, null, Stop));

        Assert.Equal(code, fault.Code);
    }

    [Theory]
    [InlineData("text/xml; charset=iso-8859-1")]
    [InlineData("text/xml; charset=\"ISO-8859-1\"")]
    public async Task The_charset_that_HTTP_tells_is_the_one_that_counts(string type)
    {
        const string Envelope = "<?xml version='1.0' encoding='utf-8'?><s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><s:Body><a>åäö</a></s:Body></s:Envelope>";
        using var response = new HttpResponseMessage { Content = new ByteArrayContent(Encoding.Latin1.GetBytes(Envelope)) };
        response.Content.Headers.TryAddWithoutValidation("Content-Type", type);

        using var answer = await SoapEnvelope.OpenAsync(response, null, Stop);

        Assert.Equal("åäö", await answer.Body.ReadTextAsync());
    }

    [Fact]
    public async Task A_connection_that_breaks_in_the_middle_is_an_outage()
    {
        using var response = new HttpResponseMessage { Content = new StreamContent(new BreakingStream()) };
        response.Content.Headers.TryAddWithoutValidation("Content-Type", "text/xml");

        var fault = await Assert.ThrowsAsync<SourceUnavailableException>(async () => await SoapEnvelope.OpenAsync(response, null, Stop));

        Assert.Equal(FaultCodes.Connection, fault.Code);
    }

    [Fact]
    public async Task Reading_stops_when_it_is_asked_to()
    {
        using var stopping = new CancellationTokenSource();
        using var response = Response($"<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><s:Body><a>{new string('x', 1_000_000)}</a></s:Body></s:Envelope>");
        using var answer = await SoapEnvelope.OpenAsync(response, null, stopping.Token);
        await stopping.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await answer.Body.ReadTextAsync());
    }

    [Theory]
    [InlineData("utf-8", "utf-8")]
    [InlineData("Windows-1252", "windows-1252")]
    [InlineData("ISO-8859-15", "iso-8859-15")]
    [InlineData("ibm850", "ibm850")]
    public void A_charset_is_found_by_its_name(string name, string webName) => Assert.Equal(webName, Charsets.Get(name).WebName);

    [Fact]
    public void A_charset_that_is_not_known_is_answered_with_names_that_are()
    {
        var fault = Assert.Throws<ArgumentException>(() => Charsets.Get("ebcdic-sundby"));

        Assert.Contains("windows-1252", fault.Message, StringComparison.Ordinal);
    }

    static HttpResponseMessage Response(string body, HttpStatusCode status = HttpStatusCode.OK, string type = "text/xml")
    {
        var response = new HttpResponseMessage(status) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
        response.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        return response;
    }

    sealed class BreakingStream : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => throw new IOException("connection reset");
    }
}
