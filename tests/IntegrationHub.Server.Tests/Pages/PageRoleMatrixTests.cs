using System.Net;
using IntegrationHub.Console.Access;
using Microsoft.AspNetCore.Components.Endpoints;

namespace IntegrationHub.Server.Tests.Pages;

/// <summary>Who may open which page, written out a second time: a page that is not in this table fails the first test.</summary>
public sealed class PageRoleMatrixTests(PagesHost host) : IClassFixture<PagesHost>
{
    static readonly string[] Desk = ["agent", "specialist"];
    static readonly string[] Operation = ["operations", "administrator"];
    static readonly string[] Roles = [.. Desk, .. Operation];

    static readonly Dictionary<string, string[]?> Matrix = new()
    {
        ["/"] = null,
        ["/sign-in"] = null,
        ["/desk"] = Desk,
        ["/operations"] = Operation,
        ["/operations/streams/{Name}"] = Operation,
        ["/operations/runs/{Number}"] = Operation,
        ["/operations/vendors"] = Operation,
        ["/operations/outbox"] = Operation,
        ["/operations/search"] = Operation,
        ["/operations/audit"] = ["administrator"],
        ["/quarantine"] = Operation,
        ["/operations/nodes"] = Operation,
        ["/alerts"] = Operation,
    };

    public static TheoryData<string, string> EveryClosedPageAndRole =>
        [.. Matrix.Where(m => m.Value is not null).SelectMany(_ => Roles, (page, role) => new TheoryDataRow<string, string>(page.Key, role))];

    [Fact]
    public void Every_page_has_its_line_in_the_matrix()
    {
        var pages = host.Endpoints.Where(e => e.Metadata.GetMetadata<ComponentTypeMetadata>() is not null).Select(e => "/" + e.RoutePattern.RawText!.TrimStart('/')).Distinct();

        Assert.Equal(Matrix.Keys.Order(StringComparer.Ordinal), pages.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_page_says_for_whom_it_is()
    {
        Assert.All(host.Endpoints.Where(e => e.Metadata.GetMetadata<ComponentTypeMetadata>() is not null), e => Assert.NotNull(e.Metadata.GetMetadata<PageAccessAttribute>()));
    }

    [Theory]
    [MemberData(nameof(EveryClosedPageAndRole))]
    public async Task A_role_gets_in_where_the_matrix_says_so_and_is_told_why_not_elsewhere(string page, string role)
    {
        var browser = await host.SignedInAsync(role);

        using var answer = await browser.GetAsync(page, TestContext.Current.CancellationToken);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        var allowed = Matrix[page]!.Contains(role);
        Assert.Equal(allowed ? HttpStatusCode.OK : HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Equal(!allowed, text.Contains("This page is not for your role", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/desk")]
    [InlineData("/operations")]
    [InlineData("/quarantine")]
    [InlineData("/operations/streams/byggr-permits")]
    [InlineData("/operations/runs/1")]
    [InlineData("/operations/vendors")]
    [InlineData("/operations/search")]
    [InlineData("/operations/audit")]
    [InlineData("/operations/nodes")]
    [InlineData("/alerts")]
    public async Task Whoever_is_not_signed_in_is_sent_to_the_sign_in(string page)
    {
        using var answer = await host.Browser().GetAsync(page, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal("/sign-in", answer.Headers.Location!.ToString());
    }

    [Theory]
    [InlineData("agent", "/desk")]
    [InlineData("specialist", "/desk")]
    [InlineData("operations", "/operations")]
    [InlineData("administrator", "/operations")]
    public async Task A_key_leads_to_the_page_of_its_role(string role, string page)
    {
        using var answer = await PagesHost.SignInAsync(host.Browser(), host.KeyOf(role));

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.EndsWith(page, answer.Headers.Location!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_session_opens_no_path_of_the_API_and_a_key_no_page()
    {
        var browser = await host.SignedInAsync("operations");
        using var api = await browser.GetAsync("/api/v1/streams", TestContext.Current.CancellationToken);

        var other = host.Browser();
        other.DefaultRequestHeaders.Add("X-Api-Key", host.KeyOf("operations"));
        using var page = await other.GetAsync("/operations", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Unauthorized, api.StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, page.StatusCode);
    }
}
