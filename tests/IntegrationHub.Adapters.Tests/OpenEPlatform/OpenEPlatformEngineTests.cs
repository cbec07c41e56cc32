using IntegrationHub.Cases;
using IntegrationHub.Faults;
using IntegrationHub.Lookup;
using IntegrationHub.Sync;

namespace IntegrationHub.Adapters.Tests.OpenEPlatform;

public sealed class OpenEPlatformEngineTests
{
    [Fact]
    public async Task The_permit_is_found_from_the_submissions_number_and_the_submission_from_the_permit()
    {
        await using var hub = await EServiceHub.StartAsync(await PlatformServer.StartAsync(cases: 300));
        foreach (var stream in (StreamName[])[EServiceHub.Permits, EServiceHub.Submissions, EServiceHub.Messages]) await hub.ReadAsync(stream);
        var (submission, permit) = (hub.Vendor.StandIn.ExampleNumbers[0].Text, hub.Vendor.Permits.ExampleNumbers.First(e => e.Kind == "case number").Text);

        var found = await hub.LookUpAsync(submission);
        var back = Assert.Single((await hub.LookUpAsync(permit)).Full);

        Assert.Equal([("byggr", permit), ("open-eplatform", submission)], found.Full.Select(c => (c.Source, c.Number)).Order());
        Assert.Equal(new CaseLink("e-service", submission), Assert.Single(back.Links));
        Assert.All(found.Coverage, c => Assert.Equal(CoverageState.Complete, c.State));
    }

    [Fact]
    public async Task The_resident_finds_the_submission_that_waits_for_another_signature_with_its_messages()
    {
        await using var hub = await EServiceHub.StartAsync(await PlatformServer.StartAsync(cases: 300));
        // The messages first: they may come before the submission they are about.
        await hub.ReadAsync(EServiceHub.Messages);
        await hub.ReadAsync(EServiceHub.Submissions);
        var person = hub.Vendor.Permits.ExampleNumbers.Single(e => e.Kind == "personal number").Text;
        var number = hub.Vendor.StandIn.ExampleNumbers[1].Text;

        var waiting = (await hub.LookUpAsync(number)).Cases;
        var theirs = (await hub.LookUpAsync(person, LookupBy.Person)).Full.ToList();

        Assert.Equal(CaseStatus.WaitingForCitizen, Assert.IsType<AnswerCase>(Assert.Single(waiting)).Status);
        Assert.Superset(new HashSet<string>(hub.Vendor.StandIn.ExampleNumbers.Select(e => e.Text)), theirs.Select(c => c.Number).ToHashSet());
        var submitted = await hub.OpenAsync(theirs.First(c => c.Number == hub.Vendor.StandIn.ExampleNumbers[0].Text));
        Assert.Equal([EventKind.Message, EventKind.Received], submitted.Timeline.Select(e => e.Kind));
    }

    [Fact]
    public async Task The_report_that_a_fault_became_finds_the_submission_too()
    {
        await using var hub = await EServiceHub.StartAsync(await PlatformServer.StartAsync(cases: 60, faultReport: "638344"));
        await hub.ReadAsync(EServiceHub.Submissions);

        var found = Assert.Single((await hub.LookUpAsync("638344")).Full);

        Assert.Equal("e-service.fault-report", found.Type);
    }

    [Fact]
    public async Task A_second_read_of_a_frozen_platform_changes_nothing()
    {
        await using var hub = await EServiceHub.StartAsync(await PlatformServer.StartAsync(cases: 120));
        var first = await hub.ReadAsync(EServiceHub.Submissions);
        var messages = await hub.ReadAsync(EServiceHub.Messages);

        hub.Vendor.Clock.Advance(TimeSpan.FromMinutes(10));

        Assert.Equal(0, (await hub.ReadAsync(EServiceHub.Submissions)).Counters.Written);
        Assert.Equal(0, (await hub.ReadAsync(EServiceHub.Messages)).Counters.Written);
        Assert.True(first.Counters.Written > 90);
        Assert.True(messages.Counters.Written > 100);
    }

    [Fact]
    public async Task A_matter_of_the_social_services_is_in_no_answer_to_an_agent()
    {
        await using var hub = await EServiceHub.StartAsync(await PlatformServer.StartAsync(cases: 120));
        await hub.ReadAsync(EServiceHub.Submissions);
        var secret = (await hub.Vendor.ReadAsync(new DateTimeOffset(2000, 1, 1, 0, 0, 0, TimeSpan.Zero), families: "510"))
            .Select(r => r.Where!.Split(' ')[^1]).ToList();

        foreach (var number in secret) Assert.Empty((await hub.LookUpAsync(number)).Full);
        Assert.NotEmpty(secret);
    }

    [Fact]
    public async Task An_open_submission_that_moved_is_read_again_by_its_number()
    {
        await using var hub = await EServiceHub.StartAsync(await PlatformServer.StartAsync(cases: 60, frozen: false));
        await hub.ReadAsync(EServiceHub.Submissions);

        hub.Vendor.Clock.Advance(TimeSpan.FromMinutes(10));
        await hub.ReadAsync(EServiceHub.Submissions);

        var compared = 0;
        foreach (var record in await hub.Vendor.ReadAsync(new DateTimeOffset(2000, 1, 1, 0, 0, 0, TimeSpan.Zero), families: "110,210,310,410,610"))
        {
            var now = OpenEPlatformMappingTests.Compile("e-service-submissions").Mapping.Map(record);
            if (now is not IntegrationHub.Mapping.MappingResult.MappedCase { Case: { Status: not (CaseStatus.Closed or CaseStatus.Withdrawn) } mapped }) continue;

            var stored = (await hub.LookUpAsync(mapped.Key)).Full.Single(c => c.Source == "open-eplatform");
            Assert.Equal((mapped.Status, mapped.SourceStatus, mapped.UpdatedAt), (stored.Status, stored.SourceStatus, stored.UpdatedAt));
            compared++;
        }

        Assert.InRange(compared, 15, 60);
    }

    [Fact]
    public async Task One_family_that_answers_with_a_sign_in_page_fails_the_run_and_the_others_are_in_the_index()
    {
        await using var hub = await EServiceHub.StartAsync(await PlatformServer.StartAsync(cases: 120, frozen: false));
        await hub.ReadAsync(EServiceHub.Submissions);
        hub.Vendor.Clock.Advance(TimeSpan.FromMinutes(20));
        hub.Vendor.Broken = 110;

        var run = await hub.RunAsync(EServiceHub.Submissions);
        var (of110, ofOthers) = (await NewestAsync("110"), await NewestAsync("310,410"));
        var during = await hub.LookUpAsync(of110);

        Assert.Equal((RunOutcome.Failed, FaultCodes.UnexpectedContent), (run.Outcome, run.Fault!.Code));
        Assert.Single((await hub.LookUpAsync(ofOthers)).Full);
        Assert.Empty(during.Cases);
        Assert.Equal(NoticeCode.NothingFoundYet, Assert.Single(during.Notices).Code);

        hub.Vendor.Broken = 0;
        await hub.ReadAsync(EServiceHub.Submissions);
        Assert.Single((await hub.LookUpAsync(of110)).Full);

        // Not a draft, which is no case.
        async Task<string> NewestAsync(string families)
        {
            var broken = hub.Vendor.Broken;
            hub.Vendor.Broken = 0;
            var settled = hub.Vendor.Clock.GetUtcNow() - TimeSpan.FromMinutes(30);
            var records = await hub.Vendor.ReadAsync(settled, families: families);
            hub.Vendor.Broken = broken;
            return records.Where(r => !System.Text.Encoding.UTF8.GetString(r.Content.Span).Contains(">NEW<", StringComparison.Ordinal))
                .MaxBy(r => int.Parse(r.Where!.Split(' ')[^1], System.Globalization.CultureInfo.InvariantCulture))!.Where!.Split(' ')[^1];
        }
    }

    [Fact]
    public async Task A_submission_whose_answer_was_broken_off_twice_is_held_under_its_number_and_comes_in_with_the_next_run()
    {
        await using var hub = await EServiceHub.StartAsync(await PlatformServer.StartAsync(cases: 60));
        var cut = hub.Vendor.StandIn.ExampleNumbers[0].Text;
        hub.Vendor.Cut = cut;
        await hub.ReadAsync(EServiceHub.Submissions);
        var held = Assert.Single(await hub.Hub.Quarantine.ListAsync(new IntegrationHub.Quarantine.QuarantineQuery { Stream = EServiceHub.Submissions }, CancellationToken.None));
        var during = await hub.LookUpAsync(cut);
        hub.Vendor.Cut = null;
        hub.Vendor.Clock.Advance(TimeSpan.FromMinutes(15));

        await hub.ReadAsync(EServiceHub.Submissions);

        Assert.Equal(cut, held.Key);
        Assert.Empty(during.Cases);
        Assert.Single((await hub.LookUpAsync(cut)).Full);
        Assert.Empty(await hub.Hub.Quarantine.ListAsync(new IntegrationHub.Quarantine.QuarantineQuery { Stream = EServiceHub.Submissions }, CancellationToken.None));
    }

    [Fact]
    public async Task A_wrong_password_stops_the_stream_and_names_its_setting()
    {
        await using var hub = await EServiceHub.StartAsync(await PlatformServer.StartAsync(cases: 10));
        hub.Password = "fel";

        var run = await hub.RunAsync(EServiceHub.Submissions);

        Assert.Equal((RunOutcome.Failed, FaultKind.Misconfigured, FaultCodes.NotAuthorised), (run.Outcome, run.Fault!.Kind, run.Fault.Code));
        Assert.Contains("connection.password", run.Fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("fel", run.Fault.Message.Split(' '));
    }

    [Fact]
    public async Task An_address_without_a_platform_is_misconfigured_and_says_which_setting()
    {
        var vendor = await PlatformServer.StartAsync(cases: 10);
        await using var hub = await EServiceHub.StartAsync(vendor, new Uri(vendor.Url, "/nothing/here/"));

        var run = await hub.RunAsync(EServiceHub.Submissions);

        Assert.Equal((RunOutcome.Failed, FaultKind.Misconfigured, FaultCodes.NoSuchEndpoint), (run.Outcome, run.Fault!.Kind, run.Fault.Code));
        Assert.Contains("connection.url", run.Fault.Message, StringComparison.Ordinal);
    }
}
