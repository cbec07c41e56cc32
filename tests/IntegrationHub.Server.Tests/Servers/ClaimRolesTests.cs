using System.Text.Json;
using IntegrationHub.Disclosure;
using IntegrationHub.Installation;

namespace IntegrationHub.Server.Tests.Servers;

public sealed class ClaimRolesTests
{
    static readonly RoleRow[] Rows =
    [
        new("groups", "ihub-admin", CallerRole.Administrator, []), new("groups", "bygg", CallerRole.Specialist, ["byggnadsnamnden"]),
        new("groups", "miljo", CallerRole.Specialist, ["miljonamnden", "byggnadsnamnden"]), new("realm_access.roles", "desk", CallerRole.Agent, []), new("https://sundby.example/role", "ops", CallerRole.Operations, []),
    ];

    [Theory]
    [InlineData("""{"groups":"ihub-admin"}""", CallerRole.Administrator)]
    [InlineData("""{"groups":["x","ihub-admin","bygg"]}""", CallerRole.Administrator)]
    [InlineData("""{"realm_access":{"roles":["desk"]}}""", CallerRole.Agent)]
    [InlineData("""{"https://sundby.example/role":"ops"}""", CallerRole.Operations)]
    public void The_first_row_that_fits_gives_the_role(string claims, CallerRole role) => Assert.Equal(role, Of(claims)!.Value.Role);

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"groups":"IHUB-ADMIN"}""")]
    [InlineData("""{"groups":"ihub-admin,desk"}""")]
    [InlineData("""{"groups":{"ihub-admin":true}}""")]
    [InlineData("""{"groups":[["ihub-admin"]]}""")]
    [InlineData("""{"roles":["desk"]}""")]
    public void What_is_not_there_to_the_letter_gives_none(string claims) => Assert.Null(Of(claims));

    [Fact]
    public void A_specialist_belongs_to_the_departments_of_all_rows_that_fit() => Assert.Equal(["byggnadsnamnden", "miljonamnden"], Of("""{"groups":["miljo","bygg"]}""")!.Value.Departments);

    [Fact]
    public void An_administrator_does_not_get_the_departments_of_another_role() => Assert.Empty(Of("""{"groups":["bygg","ihub-admin"]}""")!.Value.Departments);

    static (CallerRole Role, IReadOnlyList<string> Departments)? Of(string claims)
    {
        using var json = JsonDocument.Parse(claims);
        return ClaimRoles.Of(json.RootElement, Rows);
    }
}
