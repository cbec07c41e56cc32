using IntegrationHub.Faults;
using IntegrationHub.History;
using IntegrationHub.Outbound;
using IntegrationHub.Sync;
using IntegrationHub.Tests.Shared;
using static IntegrationHub.Tests.Outbound.ScriptedVendor;

namespace IntegrationHub.Tests.Outbound;

public sealed class CallBookTests
{
    static readonly SourceId Permits = new("permits");

    readonly ManualClock clock = new();

    [Fact]
    public void Percentiles_are_those_of_the_answers_of_the_last_hour()
    {
        var book = new CallBook(clock);
        book.Called(TimeSpan.FromSeconds(90), null);
        clock.Advance(TimeSpan.FromMinutes(61));
        for (var n = 1; n <= 100; n++) book.Called(TimeSpan.FromMilliseconds(n), null);
        book.Called(TimeSpan.FromSeconds(30), FaultCodes.Timeout);

        var told = book.Told(Permits);

        Assert.Equal((101, 1, 101), (told.Calls, told.Faults, told.LastMinute));
        Assert.Equal((50, 95, 100), (told.Median!.Value.TotalMilliseconds, told.Slow!.Value.TotalMilliseconds, told.Slowest!.Value.TotalMilliseconds));
    }

    [Fact]
    public void A_vendor_fails_since_the_first_fault_after_its_last_answer()
    {
        var book = new CallBook(clock);
        book.Called(TimeSpan.Zero, FaultCodes.ServerError);
        book.Called(TimeSpan.Zero, null);
        var answered = clock.GetUtcNow();
        clock.Advance(TimeSpan.FromMinutes(1));
        var first = clock.GetUtcNow();
        book.Called(TimeSpan.Zero, FaultCodes.ServerError);
        clock.Advance(TimeSpan.FromMinutes(1));
        book.Called(TimeSpan.Zero, FaultCodes.Timeout);

        var told = book.Told(Permits);

        Assert.Equal((answered, first, clock.GetUtcNow(), FaultCodes.Timeout), (told.LastAnswerAt!.Value, told.FailingSince!.Value, told.LastFaultAt!.Value, told.LastFault));
        book.Called(TimeSpan.Zero, null);
        Assert.Null(book.Told(Permits).FailingSince);
        Assert.Equal(FaultCodes.Timeout, book.Told(Permits).LastFault);
    }

    [Fact]
    public void However_many_calls_there_are_what_is_kept_has_a_fixed_size()
    {
        var book = new CallBook(clock);

        for (var n = 0; n < CallBook.Most + 10; n++)
        {
            book.Called(TimeSpan.Zero, null);
            book.Retry();
        }

        Assert.Equal((CallBook.Most, CallBook.Most), (book.Told(Permits).Calls, book.Told(Permits).Retries));
    }

    [Theory]
    [InlineData(1, 50, 1)]
    [InlineData(2, 50, 1)]
    [InlineData(3, 50, 2)]
    [InlineData(20, 95, 19)]
    [InlineData(21, 95, 20)]
    public void A_percentile_is_a_value_that_was_measured(int values, int of, int expected)
    {
        TimeSpan[] ordered = [.. Enumerable.Range(1, values).Select(n => TimeSpan.FromTicks(n))];

        Assert.Equal(expected, CallBook.Percentile(ordered, of)!.Value.Ticks);
        Assert.Null(CallBook.Percentile([], of));
    }

    [Fact]
    public async Task A_vendor_that_fails_is_told_with_its_retries_and_the_course_of_the_run_holds_each_request_without_its_path()
    {
        var vendor = new ScriptedVendor(clock, Down, Ok);
        var course = new CourseRecorder(clock);
        var http = vendor.Http();
        using var client = http.Create(vendor.Options(), new RunMeter { Course = course });

        using var answer = await client.SendAsync(Read(), TestContext.Current.CancellationToken).Through(clock);

        var told = Assert.Single(http.HealthOf(vendor.Options().Stream.Tenant));
        Assert.Equal((VendorState.Asked, 2, 1, 1, FaultCodes.ServerError, 0), (told.State, told.Calls, told.Faults, told.Retries, told.LastFault, told.FailuresInARow));
        Assert.NotNull(told.CallsAMinute);
        Assert.Empty(http.HealthOf(new TenantId("norrby")));
        Assert.Equal([CourseKind.Request, CourseKind.Retry, CourseKind.Request], course.Course.First.Select(step => step.Kind));
        Assert.Equal([(502, FaultCodes.ServerError), (200, null)], course.Course.First.Where(step => step.Kind == CourseKind.Request).Select(step => (step.Status!.Value, step.Code)));
        Assert.All(course.Course.First.Where(step => step.Kind == CourseKind.Request), step => Assert.Equal("/", new Uri(step.Origin!).AbsolutePath));
    }
}
