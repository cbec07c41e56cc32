using Hangfire;
using Hangfire.InMemory;
using Hangfire.Storage;
using IntegrationHub.Hangfire;

namespace IntegrationHub.Extras.Tests.Hangfire;

public sealed class ExactCronTests
{
    static readonly DateTimeOffset Now = new(2026, 3, 10, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_moment_is_written_by_its_parts_in_UTC() =>
        Assert.Equal("30 5 22 9 3 *", ExactCron.Of(new DateTimeOffset(2027, 3, 10, 0, 5, 30, TimeSpan.FromHours(2)), Now.AddYears(1).AddDays(-7)));

    [Fact]
    public void A_part_of_a_second_is_rounded_up_so_that_no_run_begins_before_its_time() => Assert.Equal("11 0 8 10 3 *", ExactCron.Of(Now.AddSeconds(10.001), Now));

    [Theory]
    [InlineData(-3600)]
    [InlineData(0)]
    [InlineData(1)]
    public void A_moment_that_would_have_passed_when_it_is_stored_is_put_off_to_the_next_one_that_will_not(int seconds) =>
        Assert.Equal("2 0 8 10 3 *", ExactCron.Of(Now.AddSeconds(seconds), Now));

    [Fact]
    public void A_moment_that_the_expression_would_meet_a_year_too_early_waits_unwritten() => Assert.Equal(ExactCron.Never, ExactCron.Of(Now.AddYears(1).AddDays(1), Now));

    [Theory]
    [InlineData(10)]
    [InlineData(86_400)]
    [InlineData(30_000_000)]
    public void Hangfire_reads_the_very_moment(int seconds)
    {
        using var storage = new InMemoryStorage();
        var jobs = new RecurringJobManager(storage, global::Hangfire.Common.JobFilterProviders.Providers, new DefaultTimeZoneResolver(), () => Now.UtcDateTime);
        jobs.AddOrUpdate("a", () => GC.Collect(), ExactCron.Of(Now.AddSeconds(seconds), Now), new RecurringJobOptions { TimeZone = TimeZoneInfo.Utc });

        using var connection = storage.GetConnection();
        Assert.Equal(Now.AddSeconds(seconds).UtcDateTime, Assert.Single(connection.GetRecurringJobs()).NextExecution);
    }

    [Fact]
    public void Hangfire_never_comes_to_a_day_that_no_month_has()
    {
        using var storage = new InMemoryStorage();
        new RecurringJobManager(storage).AddOrUpdate("a", () => GC.Collect(), ExactCron.Never, new RecurringJobOptions { TimeZone = TimeZoneInfo.Utc });

        using var connection = storage.GetConnection();
        Assert.Null(Assert.Single(connection.GetRecurringJobs()).NextExecution);
    }
}
