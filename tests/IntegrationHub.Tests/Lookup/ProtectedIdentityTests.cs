using IntegrationHub.Cases;
using IntegrationHub.Lookup;
using IntegrationHub.Tests.Protection;

namespace IntegrationHub.Tests.Lookup;

public sealed class ProtectedIdentityTests
{
    const string Canary = "Kanariegatan 17";

    readonly LookupSetting hub = new();

    // Whatever could tell where somebody lives holds the canary; what may be told does not.
    static readonly Case Revealing = Samples.Permit with
    {
        Title = $"Altan, {Canary}",
        Summary = Canary,
        Location = new CaseLocation { Address = Canary, Property = "KANARIE 1", Latitude = 62.117m, Longitude = 17.117m },
        Handler = new CaseHandler { Id = "anek", Name = "Anna Ek", Unit = Canary, Phone = "08-465 004 17", Email = "kanarie@example.com" },
        NextStep = new NextStep($"Besök på {Canary}", new DateTimeOffset(2026, 4, 1, 0, 0, 0, TimeSpan.Zero)),
        Attributes = new Dictionary<string, string> { ["area"] = Canary },
        Parties =
        [
            Samples.Tolvan with { Address = Canary, Phone = "070-174 06 17", Email = "kanarie@example.com" },
            new Party { Role = PartyRole.Affected, Name = "Anna Tolvansson", Address = Canary, Phone = "070-174 06 17", Email = "kanarie@example.com" },
        ],
    };

    static readonly CaseEvent RevealingEvent = Samples.Decision with { Title = Canary, Text = Canary, By = Canary };

    [Fact]
    public async Task Nothing_that_tells_where_somebody_lives_is_in_any_answer()
    {
        var id = hub.Add(Marked(Revealing), timeline: RevealingEvent);

        var found = await hub.LookUp(LookupBy.Person, "191212121212");
        var read = await hub.Read(id);

        Assert.True(Assert.Single(found.Full).ProtectedIdentity);
        Assert.True(read!.Case.ProtectedIdentity);
        foreach (var json in (string[])[LookupSetting.Json(found), LookupSetting.Json(read)])
        {
            Assert.DoesNotContain("kanarie", json, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("06 17", json, StringComparison.Ordinal);
            Assert.DoesNotContain("004 17", json, StringComparison.Ordinal);
            Assert.DoesNotContain("117", json, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task What_happens_with_the_matter_is_told_all_the_same()
    {
        var id = hub.Add(Marked(Revealing), timeline: RevealingEvent);

        var read = await hub.Read(id);

        Assert.Equal(("Bygglov", CaseStatus.InProgress, "BYGG 2026-000200", "Anna Ek"), (read!.Case.Title, read.Case.Status, read.Case.Number, read.Case.Handler!.Name));
        Assert.Equal(new DateTimeOffset(2026, 4, 1, 0, 0, 0, TimeSpan.Zero), read.Case.NextStep!.By);
        Assert.Equal(EventKind.Decision, Assert.Single(read.Timeline).Kind);
    }

    [Theory]
    [InlineData("19121212-1212")]
    [InlineData("121212-1212")]
    [InlineData("121212+1212")]
    public async Task A_mark_in_one_source_hides_the_address_in_another_even_when_the_caller_may_not_see_it(string writtenThere)
    {
        var id = hub.Add(Revealing, timeline: RevealingEvent);
        hub.Add(LookupSetting.SupportCase with
        {
            Confidentiality = Confidentiality.Secret,
            Parties = [new Party { PersonalNumber = writtenThere, Protected = true }],
        });

        Assert.DoesNotContain("kanarie", LookupSetting.Json(await hub.LookUp(LookupBy.Person, "191212121212")), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("kanarie", LookupSetting.Json(await hub.Read(id)), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Somebody_elses_mark_hides_nothing()
    {
        hub.Add(Revealing);
        hub.Add(LookupSetting.SupportCase with { Parties = [new Party { PersonalNumber = "19121212-1212" }, new Party { PersonalNumber = "19701063-2391", Protected = true }] });

        var found = Assert.Single((await hub.LookUp(LookupBy.Person, "191212121212")).Full);

        Assert.False(found.ProtectedIdentity);
        Assert.Equal(Canary, found.Location!.Address);
    }

    [Theory]
    [InlineData(LookupBy.Address, Canary)]
    [InlineData(LookupBy.Phone, "070-174 06 17")]
    [InlineData(LookupBy.Email, "kanarie@example.com")]
    [InlineData(LookupBy.Property, "KANARIE 1")]
    [InlineData(LookupBy.Text, "altan")]
    [InlineData(LookupBy.Name, "Tolvan Tolvansson")]
    [InlineData(LookupBy.Name, "Anna Tolvansson")]
    public async Task Somebody_with_a_protected_identity_is_found_neither_by_name_nor_by_where_they_live(LookupBy by, string value)
    {
        hub.Add(Marked(Revealing));

        Assert.Empty((await hub.LookUp(by, value)).Full);
    }

    [Theory]
    [InlineData(LookupBy.Address, Canary)]
    [InlineData(LookupBy.Phone, "070-174 06 17")]
    [InlineData(LookupBy.Email, "kanarie@example.com")]
    [InlineData(LookupBy.Property, "KANARIE 1")]
    [InlineData(LookupBy.Text, "altan")]
    [InlineData(LookupBy.Name, "Tolvan Tolvansson")]
    public async Task Nor_when_only_another_source_marks_them_so(LookupBy by, string value)
    {
        hub.Add(Revealing);
        Assert.Single((await hub.LookUp(by, value)).Full);

        hub.Add(LookupSetting.SupportCase with { Confidentiality = Confidentiality.Secret, Parties = [new Party { PersonalNumber = "19121212-1212", Protected = true }] });
        var answer = await hub.LookUp(by, value);

        Assert.Empty(answer.Full);
        Assert.Equal(NoticeCode.NoCaseFound, Assert.Single(answer.Notices).Code);
        Assert.Single((await hub.LookUp(LookupBy.Person, "191212121212")).Full);
    }

    [Fact]
    public async Task A_mark_on_a_citizen_service_number_holds_in_every_source()
    {
        hub.Add(Revealing with { Parties = [Samples.Tolvan with { PersonalNumber = "9999.90.019" }] });
        hub.Add(LookupSetting.SupportCase with { Confidentiality = Confidentiality.Secret, Parties = [new Party { PersonalNumber = "999990019", Protected = true }] });

        var found = Assert.Single((await hub.LookUp(LookupBy.Person, "999990019")).Full);

        Assert.Equal((true, "******019"), (found.ProtectedIdentity, found.Parties[0].PersonalNumber));
        Assert.DoesNotContain("Kanarie", LookupSetting.Json(found), StringComparison.OrdinalIgnoreCase);
    }

    static Case Marked(Case @case) => @case with { Parties = [@case.Parties[0] with { Protected = true }, .. @case.Parties.Skip(1)] };
}
