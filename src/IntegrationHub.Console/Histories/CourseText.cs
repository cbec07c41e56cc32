using System.Globalization;
using System.Text;
using IntegrationHub.Console.Wording;
using IntegrationHub.History;
using IntegrationHub.Sync;

namespace IntegrationHub.Console.Histories;

/// <summary>The course of a run in words: for who reads the page, and for the support of a vendor.</summary>
static class CourseText
{
    /// <summary>A step, in the language of the page.</summary>
    public static string Of(CourseStep step, Words words)
    {
        var texts = words.Texts.Console;
        return step.Kind switch
        {
            CourseKind.Request => words.Say(texts.StepRequest, step.Method, step.Origin, Answer(step, texts.NoAnswer)),
            CourseKind.Retry => words.Say(texts.StepRetry, step.Code),
            CourseKind.Wait => texts.StepWait,
            CourseKind.Page => words.Say(texts.StepPage, step.Records ?? 0),
            _ => step.Watermark is { } watermark ? words.Say(texts.StepWatermark, step.Records ?? 0, words.Clock(watermark)) : words.Say(texts.StepCheckpoint, step.Records ?? 0),
        };
    }

    /// <summary><c>+1.250 s</c>, from the beginning of the run.</summary>
    public static string At(TimeSpan at) => string.Create(CultureInfo.InvariantCulture, $"+{at.TotalSeconds:0.000} s");

    /// <summary>How long, to the millisecond where that matters.</summary>
    public static string Took(TimeSpan? took, Words words) => took is not { } span ? "" : span < TimeSpan.FromSeconds(1) ? words.Say(words.Texts.Console.Milliseconds, (long)span.TotalMilliseconds)
        : span < TimeSpan.FromMinutes(1) ? string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:0.0} s") : words.Span(span);

    /// <summary>What was asked and what was answered, in English and UTC, with nothing of what was sent.</summary>
    public static string ForSupport(RunRecord run, RunCourse course)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"IntegrationHub, run {run.Id} of {run.Stream}, began {run.StartedAt:yyyy-MM-dd'T'HH:mm:ss.fff'Z'}\n");
        if (run.Fault is { } fault) text.Append(CultureInfo.InvariantCulture, $"Ended by {fault.Code}: {fault.Message}\n");
        foreach (var step in course.First.Concat(course.Last).Where(step => step.Kind is CourseKind.Request or CourseKind.Retry))
        {
            var at = run.StartedAt + step.At;
            text.Append(step.Kind == CourseKind.Request
                ? string.Create(CultureInfo.InvariantCulture, $"{at:yyyy-MM-dd'T'HH:mm:ss.fff'Z'} {step.Method} {step.Origin} -> {Answer(step, "no answer")}, {step.Took?.TotalMilliseconds:0} ms\n")
                : string.Create(CultureInfo.InvariantCulture, $"{at:yyyy-MM-dd'T'HH:mm:ss.fff'Z'} waits {step.Took?.TotalSeconds:0.0} s before it asks again ({step.Code})\n"));
        }

        return text.ToString();
    }

    static string Answer(CourseStep step, string none) => $"{(step.Status is { } status ? status.ToString(CultureInfo.InvariantCulture) : none)}{(step.Code is { } code ? $", {code}" : "")}";
}
