using IntegrationHub.Audit;
using IntegrationHub.Disclosure;
using IntegrationHub.Hosting;
using IntegrationHub.Server.Tests.Cli;
using IntegrationHub.Sync;

namespace IntegrationHub.Server.Tests.Operation;

public sealed class HubOperationTests : IAsyncLifetime
{
    static readonly Caller Operator = new() { Name = "console", Role = CallerRole.Operations, OnBehalfOf = "siv" };

    readonly HubInProcess town = new();

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        town.Disk.Drop(HubOnDisk.Permits);
        await town.Hub.StartAsync(Cancel);
    }

    public ValueTask DisposeAsync() => town.DisposeAsync();

    [Fact]
    public async Task A_paused_stream_is_run_by_a_person_and_not_by_schedule()
    {
        await town.Hub.PauseAsync(Operator, HubInProcess.Permits, Cancel);

        Assert.Null(await town.Hub.RunAsync(HubInProcess.Permits, RunTrigger.Schedule, Cancel));
        Assert.Equal((RunOutcome.Succeeded, RunTrigger.Manual), await town.Hub.RunNowAsync(Operator, HubInProcess.Permits, Cancel) is { } run ? (run.Outcome, run.Trigger) : default);
        Assert.Equal("siv (console)", (await OverviewAsync()).Pause?.By);

        await town.Hub.ResumeAsync(Operator, HubInProcess.Permits, Cancel);

        Assert.Equal(RunTrigger.Schedule, (await town.Hub.RunAsync(HubInProcess.Permits, RunTrigger.Schedule, Cancel))?.Trigger);
        Assert.Null((await OverviewAsync()).Pause);
    }

    [Fact]
    public async Task What_operators_do_is_in_the_audit_with_the_stream_and_the_person()
    {
        await town.Hub.PauseAsync(Operator, HubInProcess.Permits, Cancel);
        await town.Hub.ResumeAsync(Operator, HubInProcess.Permits, Cancel);
        await town.Hub.RunNowAsync(Operator, HubInProcess.Permits, Cancel);

        var lines = await town.Audit.ReadAsync(town.Hub.Tenant, 0, 10, Cancel);

        Assert.Equal(
            ["stream.pause permits console operations siv asked", "stream.resume permits console operations siv asked", "stream.run permits console operations siv asked"],
            lines.Select(l => $"{l.Line.Action} {l.Line.Stream} {l.Line.Caller} {l.Line.Role} {l.Line.OnBehalfOf} {l.Line.Result}"));
        Assert.Empty(await AuditVerifier.VerifyAsync(town.Audit, town.Hub.Tenant, lines[^1], Cancel));
    }

    [Fact]
    public async Task Sign_ins_are_in_the_audit_with_the_key_s_name_the_person_and_what_came_of_them()
    {
        await town.Hub.SignIns.SignedInAsync(Operator, Cancel);
        await town.Hub.SignIns.RefusedAsync("mallory", locked: false, Cancel);
        await town.Hub.SignIns.RefusedAsync("mallory", locked: true, Cancel);

        var lines = await town.Audit.ReadAsync(town.Hub.Tenant, 0, 10, Cancel);

        Assert.Equal(
            ["sign-in console operations siv signed-in", "sign-in unknown unknown mallory refused", "sign-in unknown unknown mallory locked"],
            lines.Select(l => $"{l.Line.Action} {l.Line.Caller} {l.Line.Role} {l.Line.OnBehalfOf} {l.Line.Result}"));
        Assert.Empty(await AuditVerifier.VerifyAsync(town.Audit, town.Hub.Tenant, lines[^1], Cancel));
    }

    [Fact]
    public async Task A_change_that_is_refused_is_told_with_its_stream_while_the_last_good_version_goes_on()
    {
        var file = town.Disk.In("streams/permits.mapping.yaml");
        var good = await File.ReadAllTextAsync(file, Cancel);
        await File.WriteAllTextAsync(file, good.Replace("open: inProgress", "open: inProgess", StringComparison.Ordinal), Cancel);

        var refused = (await OverviewAsync()).Refused;
        var run = await town.Hub.RunNowAsync(Operator, HubInProcess.Permits, Cancel);
        await File.WriteAllTextAsync(file, good, Cancel);

        Assert.Contains("inProgess", Assert.Single(refused!.Errors).Message, StringComparison.Ordinal);
        Assert.Equal(RunOutcome.Succeeded, run!.Outcome);
        Assert.Null((await OverviewAsync()).Refused);
    }

    [Fact]
    public async Task The_overview_adds_up_the_last_day()
    {
        await town.Hub.RunNowAsync(Operator, HubInProcess.Permits, Cancel);
        await town.Hub.RunNowAsync(Operator, HubInProcess.Permits, Cancel);

        var recent = (await OverviewAsync()).Recent;

        Assert.Equal((2, 0, 2), (recent.Runs, recent.Failed, recent.Counters.Written));
    }

    [Fact]
    public async Task A_stream_that_does_not_exist_is_neither_paused_nor_in_the_audit()
    {
        var unknown = await Assert.ThrowsAsync<KeyNotFoundException>(() => town.Hub.PauseAsync(Operator, new StreamName("permit"), Cancel));

        Assert.Contains("did you mean 'permits'?", unknown.Message, StringComparison.Ordinal);
        Assert.Empty(await town.Audit.ReadAsync(town.Hub.Tenant, 0, 10, Cancel));
    }

    [Fact]
    public async Task Runs_are_read_one_by_one_and_newest_first()
    {
        var first = await town.Hub.RunNowAsync(Operator, HubInProcess.Permits, Cancel);
        var second = await town.Hub.RunNowAsync(Operator, HubInProcess.Permits, Cancel);

        Assert.Equal([second!.Id, first!.Id], (await town.Hub.GetRunsAsync(HubInProcess.Permits, 10, Cancel)).Select(run => run.Id));
        Assert.Equal(first, await town.Hub.GetRunAsync(first.Id, Cancel));
        Assert.Null(await town.Hub.GetRunAsync(second.Id + 1, Cancel));
    }

    [Fact]
    public async Task A_run_is_found_by_its_number_a_stream_by_its_name_and_a_record_by_nothing_that_it_holds()
    {
        town.Disk.Drop(Cli.HubOnDisk.Permits);
        var run = await town.Hub.RunNowAsync(Operator, HubInProcess.Permits, Cancel);

        Assert.Equal(HubInProcess.Permits, Assert.Single((await town.Hub.Search.FindAsync("PERM", Cancel)).Streams).Name);
        Assert.Contains(run!.Id, (await town.Hub.Search.FindAsync($" {run.Id:00} ", Cancel)).Runs.Select(found => found.Id));
        Assert.True((await town.Hub.Search.FindAsync("Tolvan", Cancel)).IsEmpty);
        Assert.True((await town.Hub.Search.FindAsync("19121212-1212", Cancel)).IsEmpty);
        Assert.True((await town.Hub.Search.FindAsync("p", Cancel)).IsEmpty);
    }

    [Fact]
    public async Task A_run_leaves_its_course_and_counts_for_its_day()
    {
        town.Disk.Drop(Cli.HubOnDisk.Permits);
        var run = (await town.Hub.RunNowAsync(Operator, HubInProcess.Permits, Cancel))!;

        var course = (await town.Hub.History.GetCourseAsync(run.Id, Cancel))!;
        var days = (await town.Hub.History.GetDaysAsync(HubInProcess.Permits, 30, Cancel))[HubInProcess.Permits];

        Assert.Equal(run.Counters.Read, course.First.Sum(step => step.Kind == IntegrationHub.History.CourseKind.Page ? step.Records ?? 0 : 0));
        Assert.Equal(30, days.Count);
        Assert.Equal((1, run.Counters), (days[^1].Runs, days[^1].Counters));
        Assert.Empty(await town.Hub.History.GetDaysAsync(new StreamName("another"), 30, Cancel));
    }

    [Fact]
    public async Task What_operators_did_is_told_with_who_and_what()
    {
        await town.Hub.PauseAsync(Operator, HubInProcess.Permits, Cancel);

        var lines = await town.Hub.AuditTrail.ReadAsync(Operator with { Role = Disclosure.CallerRole.Administrator }, new AuditQuery { Action = "stream." }, Cancel);

        Assert.Equal(("stream.pause", HubInProcess.Permits.Value, Operator.OnBehalfOf), (Assert.Single(lines).Line.Action, lines[0].Line.Stream, lines[0].Line.OnBehalfOf));
    }

    async Task<StreamOverview> OverviewAsync() => Assert.Single(await town.Hub.GetStreamsAsync(Cancel));
}
