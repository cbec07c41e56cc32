using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using IntegrationHub.Faults;
using IntegrationHub.Tests.Shared;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace IntegrationHub.EndToEnd.Tests.BadInput;

public sealed class ConnectionTests
{
    [Theory]
    [InlineData(StatusCodes.Status401Unauthorized)]
    [InlineData(StatusCodes.Status403Forbidden)]
    public async Task A_vendor_that_does_not_accept_who_calls_is_a_wrong_setting(int status)
    {
        await using var town = await SmallTown.StartAsync();

        town.Vendor.Answer("text/html", "<html>Obehörig</html>", status);

        await town.SurvivesAsync(FaultKind.Misconfigured, FaultCodes.NotAuthorised, "connection.url: ", $"does not accept who calls ({status})", "ask the vendor to let the hub's machine in");
    }

    [Fact]
    public async Task A_host_that_nobody_knows_is_a_wrong_address()
    {
        await using var town = await SmallTown.StartAsync();

        town.PermitsAreAt("https://nowhere.invalid/TekisArende/ArendeExportWS.svc");

        await town.SurvivesAsync(FaultKind.Misconfigured, FaultCodes.UnknownHost, "connection.url: the host name nowhere.invalid is not known", "Check the spelling");
    }

    [Fact]
    public async Task A_certificate_that_nobody_vouches_for_is_not_accepted()
    {
        await using var town = await SmallTown.StartAsync();
        using var certificate = SelfSigned();
        await using var secure = await HostileVendor.StartAsync(town.Vendor.Permits, listen => listen.UseHttps(certificate));

        town.PermitsAreAt(secure.Address.ToString());

        await town.SurvivesAsync(FaultKind.Misconfigured, FaultCodes.Certificate, $"connection.url: no secure connection to {secure.Address.GetLeftPart(UriPartial.Authority)}", "Ask the vendor for a certificate");
    }

    [Theory]
    [InlineData(StatusCodes.Status404NotFound)]
    [InlineData(StatusCodes.Status410Gone)]
    public async Task A_path_that_leads_to_no_service_is_a_wrong_address(int status)
    {
        await using var town = await SmallTown.StartAsync();

        town.Vendor.Answer("text/html", "<html>Här finns inget</html>", status);

        await town.SurvivesAsync(FaultKind.Misconfigured, FaultCodes.NoSuchEndpoint, "connection.url: ", $"({status})");
    }

    [Fact]
    public async Task A_path_that_the_server_does_not_have_is_a_wrong_address()
    {
        await using var town = await SmallTown.StartAsync();

        town.PermitsAreAt(new Uri(town.Vendor.Address, "/ArendeExport.svc").ToString());

        await town.SurvivesAsync(FaultKind.Misconfigured, FaultCodes.NoSuchEndpoint, "connection.url: ", "(404)");
    }

    [Fact]
    public async Task A_redirect_is_not_followed_and_its_target_never_called()
    {
        await using var town = await SmallTown.StartAsync();
        await using var elsewhere = new LoopbackVendor((call, _) => call.AnswerAsync("200 OK"));

        town.Vendor.Answer((http, _) =>
        {
            http.Response.Redirect($"{elsewhere.Address}login?state=abc");
            return Task.CompletedTask;
        });

        await town.SurvivesAsync(FaultKind.Misconfigured, FaultCodes.Redirected, "connection.url: ", $"redirects to http://127.0.0.1:{elsewhere.Port} (302)", "sign-in page");
        Assert.Equal(0, elsewhere.Connections);
    }

    [Fact]
    public async Task An_address_that_is_none_is_told_before_anything_is_called()
    {
        await using var town = await SmallTown.StartAsync();

        town.PermitsAreAt("byggr.sundby");

        await town.SurvivesAsync(FaultKind.Misconfigured, FaultCodes.InvalidSetting, "connection", "permits.stream.yaml:7:", "IH5015");
    }

    [Fact]
    public async Task A_port_where_nobody_listens_is_an_outage()
    {
        await using var town = await SmallTown.StartAsync();
        var gone = await HostileVendor.StartAsync(town.Vendor.Permits);
        var address = gone.Address;
        await gone.DisposeAsync();

        town.PermitsAreAt(address.ToString());

        await town.SurvivesAsync(FaultKind.Unavailable, FaultCodes.Connection, $"{address.GetLeftPart(UriPartial.Authority)}: the connection was refused");
    }

    static X509Certificate2 SelfSigned()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(System.Net.IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        return request.CreateSelfSigned(new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2060, 1, 1, 0, 0, 0, TimeSpan.Zero));
    }
}
