using IntegrationHub.History;
using IntegrationHub.Tests.Shared;

namespace IntegrationHub.Tests.History;

public sealed class CourseRecorderTests
{
    readonly ManualClock clock = new();

    [Fact]
    public void Steps_stand_in_their_order_with_when_they_began()
    {
        var recorder = new CourseRecorder(clock);

        clock.Advance(TimeSpan.FromSeconds(3));
        recorder.Request("GET", "https://permits.example", 200, null, TimeSpan.FromSeconds(1));
        recorder.Page(500, TimeSpan.FromSeconds(2));
        recorder.Wait(TimeSpan.FromSeconds(5));
        clock.Advance(TimeSpan.FromSeconds(5));
        recorder.Checkpoint(500, clock.GetUtcNow(), TimeSpan.Zero);

        var course = recorder.Course;
        Assert.Equal([CourseKind.Page, CourseKind.Request, CourseKind.Wait, CourseKind.Checkpoint], course.First.Select(step => step.Kind));
        Assert.Equal([1, 2, 3, 8], course.First.Select(step => step.At.TotalSeconds));
        Assert.Null(course.Between);
        Assert.Empty(course.Last);
    }

    [Fact]
    public void However_long_a_run_is_its_first_and_last_steps_are_kept_and_the_others_added_up()
    {
        var recorder = new CourseRecorder(clock);

        for (var n = 0; n < 1000; n++)
        {
            recorder.Request("GET", "https://permits.example", n % 10 == 0 ? 503 : 200, n % 10 == 0 ? "IH6003" : null, TimeSpan.Zero);
            recorder.Retry("IH6003", TimeSpan.FromSeconds(1));
            recorder.Page(n, TimeSpan.Zero);
            recorder.Checkpoint(2, null, TimeSpan.Zero);
        }

        var course = recorder.Course;
        Assert.Equal((40, 40), (course.First.Count, course.Last.Count));
        Assert.Equal(0, course.First.First(step => step.Kind == CourseKind.Page).Records);
        Assert.Equal(999, course.Last.Last(step => step.Kind == CourseKind.Page).Records);
        Assert.Equal(new CourseGap(3920, 980, 98, 980, TimeSpan.FromSeconds(980), 980, 980, 1960), course.Between);
    }

    [Fact]
    public void What_is_told_of_a_course_does_not_change_afterwards()
    {
        var recorder = new CourseRecorder(clock);
        recorder.Page(1, TimeSpan.Zero);
        var before = recorder.Course;

        recorder.Page(2, TimeSpan.Zero);

        Assert.Single(before.First);
    }
}
