using IntegrationHub.Audit;
using IntegrationHub.Cases;
using IntegrationHub.Disclosure;
using IntegrationHub.Lookup;
using IntegrationHub.Protection;
using IntegrationHub.Tests.Protection;

namespace IntegrationHub.Tests.Lookup;

public sealed class LookupServiceTests
{
    readonly LookupSetting hub = new();

    [Fact]
    public async Task An_agent_finds_an_open_case_in_full_with_its_personal_number_masked()
    {
        var id = hub.Add(Samples.Permit);

        var answer = await hub.LookUp(LookupBy.Person, "191212121212");

        var found = Assert.Single(answer.Full);
        Assert.Equal(id.ToString(), found.Id);
        Assert.Equal("Nybyggnad av garage", found.Title);
        Assert.Equal("Building permits", found.SourceTitle);
        Assert.Equal("19121212-****", Assert.Single(found.Parties).PersonalNumber);
        Assert.Equal(MatchCertainty.Certain, found.Certainty);
        Assert.Equal("19121212-****", answer.LookedUp.Value);
        Assert.DoesNotContain("12121212", LookupSetting.Json(answer).Replace("19121212-****", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_told_of_a_case_that_may_only_be_known_of_is_whom_to_call_and_nothing_else()
    {
        hub.Add(LookupSetting.SupportCase);
        hub.Add(LookupSetting.SupportCase with { Key = "soc-2" });
        hub.Add(LookupSetting.SupportCase with { Key = "soc-3" });

        var answer = await hub.LookUp(LookupBy.Person, "191212121212");

        Assert.Empty(answer.Full);
        Assert.Equal("""[{"disclosure":"existence","source":"social","sourceTitle":"Social services","unit":"Mottagningen","phone":"08-465 004 01"}]""", LookupSetting.Json(answer.Cases));
    }

    [Fact]
    public async Task The_answer_has_a_fixed_shape()
    {
        hub.Add(LookupSetting.SupportCase);
        var id = hub.Add(new Case
        {
            Key = "1",
            Reference = new CaseReference(Samples.Permits, "BYGG 2026-1"),
            Title = "Altan",
            Status = CaseStatus.WaitingForCitizen,
            Parties = [new Party { Role = PartyRole.Applicant, Name = "Tolvan Tolvansson", PersonalNumber = "19121212-1212" }],
            NextStep = new NextStep("Ritning väntas", null),
            Confidentiality = Confidentiality.Open,
        });

        var answer = await hub.LookUp(LookupBy.Person, "19121212-1212");

        Assert.Equal(
            $$$"""
            {"lookedUp":{"by":"person","value":"19121212-****"},"cases":[{"disclosure":"full","source":"byggr","sourceTitle":"Building permits","id":"{{{id}}}","number":"BYGG 2026-1","title":"Altan","status":"waitingForCitizen","confidentiality":"open","protectedIdentity":false,"outdated":false,"certainty":"certain","parties":[{"role":"applicant","name":"Tolvan Tolvansson","personalNumber":"19121212-****"}],"nextStep":{"text":"Ritning väntas"},"links":[],"writes":[],"attributes":{}},{"disclosure":"existence","source":"social","sourceTitle":"Social services","unit":"Mottagningen","phone":"08-465 004 01"}],"coverage":[{"source":"byggr","title":"Building permits","state":"complete","asOf":"2026-03-10T07:55:00+00:00"},{"source":"social","title":"Social services","state":"complete","asOf":"2026-03-10T07:55:00+00:00"}],"notices":[]}
            """,
            LookupSetting.Json(answer));
    }

    [Fact]
    public async Task A_hidden_case_and_no_case_give_the_same_answer()
    {
        var without = LookupSetting.Json(await hub.LookUp(LookupBy.Person, "191212121212"));
        var id = hub.Add(LookupSetting.SupportCase with { Confidentiality = Confidentiality.Secret });

        Assert.Equal(without, LookupSetting.Json(await hub.LookUp(LookupBy.Person, "191212121212")));
        Assert.Null(await hub.Read(id));
        Assert.Null(await hub.Read(new CaseId(1)));
    }

    [Fact]
    public async Task A_source_that_is_hidden_from_the_caller_is_not_named_and_does_not_count()
    {
        hub.Policy = new DisclosurePolicy([new SourceDisclosure(Samples.Permits), new SourceDisclosure(LookupSetting.Social, IntegrationHub.Disclosure.Disclosure.Hidden)], []);
        hub.Store.States.RemoveAt(1);

        var answer = await hub.LookUp(LookupBy.Person, "191212121212");

        Assert.Equal("byggr", Assert.Single(answer.Coverage).Source);
        Assert.Equal(NoticeCode.NoCaseFound, Assert.Single(answer.Notices).Code);
    }

    [Fact]
    public async Task No_case_found_is_never_said_while_a_source_is_not_complete()
    {
        Assert.Equal(NoticeCode.NoCaseFound, Assert.Single((await hub.LookUp(LookupBy.Person, "191212121212")).Notices).Code);

        hub.Store.States[1] = hub.Store.States[1] with { Quarantined = 1 };
        var notice = Assert.Single((await hub.LookUp(LookupBy.Person, "191212121212")).Notices);

        Assert.Equal(NoticeCode.NothingFoundYet, notice.Code);
        Assert.Contains("Social services", notice.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Building permits", notice.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Data_that_grew_old_makes_the_answer_stale()
    {
        hub.Clock.Advance(TimeSpan.FromMinutes(11));

        var answer = await hub.LookUp(LookupBy.Person, "191212121212");

        Assert.All(answer.Coverage, source => Assert.Equal(CoverageState.Stale, source.State));
        Assert.Equal(NoticeCode.NothingFoundYet, Assert.Single(answer.Notices).Code);
    }

    [Fact]
    public async Task A_case_with_a_newer_record_in_quarantine_falls_to_its_most_closed_disclosure()
    {
        hub.Add(Samples.Permit with { Department = "socialtjansten" }, newerRecordHeld: true);

        Assert.Empty((await hub.LookUp(LookupBy.Person, "191212121212")).Full);
        Assert.Single((await hub.LookUp(LookupBy.Person, "191212121212", LookupSetting.SocialWorker)).Existence);
    }

    [Fact]
    public async Task A_specialist_sees_their_own_departments_secret_case_and_knows_of_its_protected_one()
    {
        hub.Add(LookupSetting.SupportCase with { Confidentiality = Confidentiality.Secret });
        hub.Add(LookupSetting.SupportCase with { Key = "soc-2", Confidentiality = Confidentiality.Protected });

        var answer = await hub.LookUp(LookupBy.Person, "191212121212", LookupSetting.SocialWorker);

        Assert.Equal("Ekonomiskt bistånd", Assert.Single(answer.Full).Title);
        Assert.Single(answer.Existence);
    }

    [Fact]
    public async Task Without_a_decision_only_the_departments_own_specialist_knows_that_a_protected_case_exists()
    {
        hub.Policy = new DisclosurePolicy([new SourceDisclosure(LookupSetting.Social, IntegrationHub.Disclosure.Disclosure.Hidden)], []);
        hub.Add(LookupSetting.SupportCase with { Confidentiality = Confidentiality.Protected });

        Assert.Empty((await hub.LookUp(LookupBy.Person, "191212121212")).Existence);
        Assert.Equal(new ExistenceLine { Source = "social", SourceTitle = "Social services", Unit = "socialtjansten" }, Assert.Single((await hub.LookUp(LookupBy.Person, "191212121212", LookupSetting.SocialWorker)).Existence));
    }

    [Theory]
    [InlineData(LookupBy.Address, "Kyrkogatan 7")]
    [InlineData(LookupBy.Property, "BALDER 2:14")]
    [InlineData(LookupBy.Name, "Tolvan Tolvansson")]
    public async Task Whom_an_address_belongs_to_is_not_told_by_the_existence_of_a_case(LookupBy by, string value)
    {
        hub.Add(LookupSetting.SupportCase with { Location = Samples.Permit.Location });

        Assert.Empty((await hub.LookUp(by, value)).Existence);
    }

    [Theory]
    [InlineData(LookupBy.Address, "Kyrkogatan 7", MatchCertainty.Possible)]
    [InlineData(LookupBy.Property, "BALDER 2:14", MatchCertainty.Certain)]
    [InlineData(LookupBy.Property, "SUNDBY BALDER 2:14", MatchCertainty.Possible)]
    [InlineData(LookupBy.CaseNumber, "ES-2026-77", MatchCertainty.Certain)]
    [InlineData(LookupBy.Phone, "070-1740605", MatchCertainty.Certain)]
    [InlineData(LookupBy.Person, "121212+1212", MatchCertainty.Possible)]
    [InlineData(LookupBy.Name, "Tolvansson, Tolvan", MatchCertainty.Possible)]
    public async Task A_match_says_how_certain_it_is(LookupBy by, string value, MatchCertainty certainty)
    {
        hub.Add(Samples.Permit);

        Assert.Equal(certainty, Assert.Single((await hub.LookUp(by, value)).Full).Certainty);
    }

    [Fact]
    public async Task A_number_that_the_source_wrote_with_ten_digits_is_a_possible_match_only()
    {
        hub.Add(Samples.Permit with { Parties = [new Party { PersonalNumber = "121212-1212" }] });

        Assert.Equal(MatchCertainty.Possible, Assert.Single((await hub.LookUp(LookupBy.Person, "19121212-1212")).Full).Certainty);
    }

    [Fact]
    public async Task Ten_digits_come_with_a_notice_that_says_so()
    {
        Assert.Contains((await hub.LookUp(LookupBy.Person, "121212-1212")).Notices, notice => notice.Code == NoticeCode.CenturyUnknown);
        Assert.DoesNotContain((await hub.LookUp(LookupBy.Person, "19121212-1212")).Notices, notice => notice.Code == NoticeCode.CenturyUnknown);
    }

    [Fact]
    public async Task Words_find_open_cases_and_say_nothing_of_certainty()
    {
        hub.Add(Samples.Permit);
        hub.Add(Samples.Permit with { Key = "2", Confidentiality = Confidentiality.Restricted });

        Assert.Null(Assert.Single((await hub.LookUp(LookupBy.Text, "garage")).Full).Certainty);
        Assert.Empty((await hub.LookUp(LookupBy.Text, "badhus")).Full);
    }

    [Fact]
    public async Task More_cases_than_an_answer_holds_are_told_as_such()
    {
        for (var i = 0; i < LookupService.MaxCases + 1; i++) hub.Add(Samples.Permit with { Key = $"k{i}" });

        var answer = await hub.LookUp(LookupBy.Person, "191212121212");

        Assert.Equal(LookupService.MaxCases, answer.Cases.Count);
        Assert.Equal(NoticeCode.MoreCases, Assert.Single(answer.Notices).Code);
    }

    [Theory]
    [InlineData(LookupBy.Person, "121212-1213", "The citizen calls", "value")]
    [InlineData(LookupBy.Person, "", "The citizen calls", "value")]
    [InlineData(LookupBy.Person, "000229+9807", "The citizen calls", "value")]
    [InlineData((LookupBy)99, "x", "The citizen calls", "by")]
    [InlineData(LookupBy.Person, "191212121212", "", "purpose")]
    [InlineData(LookupBy.Person, "191212121212", "no", "purpose")]
    [InlineData(LookupBy.Person, "191212121212", "19121212-1212 calls", "purpose")]
    [InlineData(LookupBy.Text, "19121212-1212", "The citizen calls", "value")]
    [InlineData(LookupBy.Text, " - ", "The citizen calls", "value")]
    [InlineData(LookupBy.Phone, "070", "The citizen calls", "value")]
    [InlineData(LookupBy.Name, "1 2", "The citizen calls", "value")]
    public async Task A_request_that_makes_no_sense_is_refused_in_words_without_the_value(LookupBy by, string value, string purpose, string field)
    {
        var refused = await Assert.ThrowsAsync<LookupInvalidException>(() => hub.LookUp(by, value, purpose: purpose).AsTask());

        Assert.Equal(field, Assert.Single(refused.Problems).Field);
        if (value.Length > 3) Assert.DoesNotContain(value, refused.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Everything_that_is_wrong_with_a_request_is_told_at_once()
    {
        var refused = await Assert.ThrowsAsync<LookupInvalidException>(() => hub.LookUp(LookupBy.Person, "x", purpose: new string('p', 201)).AsTask());

        Assert.Equal(["value", "purpose"], refused.Problems.Select(problem => problem.Field));
    }

    [Fact]
    public void A_request_never_shows_its_value_as_text() =>
        Assert.DoesNotContain("1212", new LookupRequest(LookupBy.Person, "19121212-1212", "why").ToString(), StringComparison.Ordinal);

    [Theory]
    [InlineData(CallerRole.Operations)]
    [InlineData(CallerRole.Administrator)]
    public async Task Who_runs_the_hub_is_denied_and_the_attempt_is_audited(CallerRole role)
    {
        var id = hub.Add(Samples.Permit);
        var caller = LookupSetting.Agent with { Role = role };

        await Assert.ThrowsAsync<LookupDeniedException>(() => hub.LookUp(LookupBy.Person, "191212121212", caller).AsTask());
        await Assert.ThrowsAsync<LookupDeniedException>(() => hub.Read(id, caller).AsTask());

        Assert.Equal([("lookup", "refused"), ("case.read", "refused")], hub.Store.Lines.Select(line => (line.Action, line.Result)));
        Assert.NotNull(hub.Store.Lines[0].Subject);
        Assert.Equal(id.ToString(), hub.Store.Lines[1].Case);
    }

    [Fact]
    public async Task Who_may_ask_no_source_is_told_so_and_not_that_there_is_no_case()
    {
        hub.Policy = new DisclosurePolicy([], []);

        var answer = await hub.LookUp(LookupBy.Person, "191212121212");

        Assert.Empty(answer.Coverage);
        Assert.Equal(NoticeCode.NothingFoundYet, Assert.Single(answer.Notices).Code);
    }

    [Fact]
    public async Task Without_an_audit_there_is_no_answer()
    {
        var id = hub.Add(Samples.Permit);
        hub.Store.AuditFails = true;

        await Assert.ThrowsAsync<AuditUnavailableException>(() => hub.LookUp(LookupBy.Person, "191212121212").AsTask());
        await Assert.ThrowsAsync<AuditUnavailableException>(() => hub.Read(id).AsTask());
    }

    [Fact]
    public async Task The_audit_has_a_line_for_the_look_up_and_one_for_every_person_in_every_case_that_was_told()
    {
        var neighbour = new Party { Role = PartyRole.Affected, Name = "Anna Ek" };
        var company = new Party { Role = PartyRole.Payer, Name = "Garage AB", OrganisationNumber = "559999-9991" };
        var first = hub.Add(Samples.Permit with { Parties = [Samples.Tolvan, Samples.Tolvan with { Role = PartyRole.Owner }, neighbour, company] });
        var second = hub.Add(Samples.Permit with { Key = "2" });
        hub.Add(LookupSetting.SupportCase);

        await hub.LookUp(LookupBy.Person, "191212121212");

        const string Tolvan = "0b9ac270bd9919e7400e3892ed3f4063";
        Assert.Equal(
            [
                ("lookup", Tolvan, null, "full"),
                ("lookup.told", Tolvan, first.ToString(), "full"),
                ("lookup.told", null, first.ToString(), "full"),
                ("lookup.told", Tolvan, second.ToString(), "full"),
                ("lookup.told", Tolvan, null, "existence"),
            ],
            hub.Store.Lines.Select(line => (line.Action, line.Subject, line.Case, line.Result)));
        Assert.All(hub.Store.Lines, line => Assert.Equal(("desk", "agent", "anek", "The citizen calls", hub.Clock.GetUtcNow()), (line.Caller, line.Role, line.OnBehalfOf, line.Purpose, line.At)));
    }

    [Fact]
    public async Task A_look_up_that_finds_nothing_is_audited_too()
    {
        await hub.LookUp(LookupBy.Person, "191212121212");

        var line = Assert.Single(hub.Store.Lines);
        Assert.Equal(("lookup", "none"), (line.Action, line.Result));
        Assert.DoesNotContain("1212", line.ToString().Replace("2026", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_caller_writes_cannot_forge_a_line_of_the_audit()
    {
        await hub.LookUp(LookupBy.Person, "191212121212", LookupSetting.Agent with { OnBehalfOf = "anek\r\nadmin" }, "because\u001b[2J");

        Assert.Equal("anek\\u000d\\u000aadmin", hub.Store.Lines[0].OnBehalfOf);
        Assert.Equal("because\\u001b[2J", hub.Store.Lines[0].Purpose);
    }

    [Fact]
    public async Task Reading_a_case_tells_its_timeline_newest_first_and_is_audited()
    {
        var id = hub.Add(Samples.Permit, timeline: [Samples.Decision, Samples.Decision with { Id = "2", At = Samples.Decision.At.AddDays(1), Title = "Kungörelse" }]);

        var answer = await hub.Read(id);

        Assert.Equal(["Kungörelse", "Beslut"], answer!.Timeline.Select(happening => happening.Title));
        Assert.Equal("byggr", Assert.Single(answer.Coverage).Source);
        Assert.Equal([("case.read", "full"), ("case.told", "full")], hub.Store.Lines.Select(line => (line.Action, line.Result)));
    }

    [Fact]
    public async Task An_event_that_is_more_closed_than_the_caller_may_know_is_left_out()
    {
        var id = hub.Add(Samples.Permit, timeline: [Samples.Decision, Samples.Decision with { Id = "2", Confidentiality = Confidentiality.Secret }]);

        Assert.Single((await hub.Read(id))!.Timeline);
    }

    [Fact]
    public async Task A_case_that_may_only_be_known_of_cannot_be_read_and_the_attempt_is_audited()
    {
        var id = hub.Add(LookupSetting.SupportCase);

        Assert.Null(await hub.Read(id));
        Assert.Equal(("case.read", id.ToString(), "none"), (hub.Store.Lines[0].Action, hub.Store.Lines[0].Case, hub.Store.Lines[0].Result));
    }

    [Fact]
    public async Task Personal_numbers_in_texts_are_masked()
    {
        const string Text = "Avser 19121212-1212";
        var id = hub.Add(
            Samples.Permit with { Title = Text, Summary = Text, NextStep = new NextStep(Text, null), Attributes = new Dictionary<string, string> { ["a"] = Text }, Reference = new CaseReference(Samples.Permits, "191212121212") },
            timeline: Samples.Decision with { Title = Text, Text = Text });

        var json = LookupSetting.Json(await hub.Read(id));

        Assert.DoesNotContain("19121212-1212", json, StringComparison.Ordinal);
        Assert.DoesNotContain("191212121212", json, StringComparison.Ordinal);
        Assert.Contains("Avser 19121212-****", json, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_that_is_missing_tells_nothing()
    {
        var id = hub.Add(Samples.Permit);
        hub.Store.Stored[0] = (hub.Store.Stored[0].Case with { Private = new FieldCipher(Samples.Keys.WithNewEncryptionKey("k2"), Samples.Sundby, "case", "private").Protect("{}"u8, []) }, false);

        await Assert.ThrowsAsync<ProtectedValueException>(() => hub.Read(id).AsTask());
    }
}
