using IntegrationHub.Contacts;
using IntegrationHub.Lookup;

namespace IntegrationHub.HandOvers;

/// <summary>What of an opened hand-over goes into an answer: field by field, so that nothing new gets out unasked.</summary>
sealed class HandOverProjection(HandOverOptions options, DateTimeOffset now)
{
    public AnswerHandOver Of(OpenedHandOver opened, HandOverActor actor, MarkedPersons marked, MatchCertainty? certainty)
    {
        var (stored, handOver, steps) = opened;
        var course = opened.Course;
        return new AnswerHandOver
        {
            Id = stored.Id.ToString(),
            Version = stored.Version,
            Kind = handOver.Kind,
            State = course.State,
            Holder = Of(course.Holder),
            Since = course.Since,
            Overdue = course.IsOpen && handOver.DueAt < now,
            DueAt = handOver.DueAt,
            RemindAt = handOver.RemindAt,
            CreatedAt = stored.CreatedAt,
            EndedAt = stored.Standing.EndedAt,
            Subject = handOver.Subject,
            Text = handOver.Text,
            Answer = steps.LastOrDefault(step => step.Kind == HandOverStepKind.Done)?.Text,
            Person = handOver.Person is { } person ? ContactProjection.Of(person, opened.Persons().Any(marked.Holds)) : null,
            Certainty = certainty,
            Contact = stored.Contact?.ToString(),
            Question = stored.Question,
            Cases = [.. stored.Cases.Select(id => id.ToString())],
            Department = handOver.Department,
            Confidentiality = handOver.Confidentiality,
            Out = Of(stored.Standing.Out),
            Steps = [.. steps.Select(Of)],
            Possible = HandOverDecision.Possible(course, actor),
        };
    }

    AnswerStep Of(HandOverStep step) => new()
    {
        Number = step.Number,
        Kind = step.Kind,
        At = step.At,
        By = step.By,
        From = Of(step.From),
        To = Of(step.To),
        Text = step.Text,
        Outcome = step.Outcome,
        Letter = step.Letter,
    };

    static AnswerOut? Of(HandOverOut? goesOut) => goesOut is null ? null : new AnswerOut
    {
        Mailed = goesOut.Reply is null ? null : goesOut.Mail is null,
        MailAttempts = goesOut.MailAttempts,
        ReplyUntil = goesOut.ReplyUntil,
        Write = goesOut.Command?.ToString(),
    };

    AnswerHolder Of(HandOverHolder holder) => new(holder.Kind, holder.Unit, options.Units.GetValueOrDefault(holder.Unit, holder.Unit), holder.Name, holder.Email);
}

/// <summary>A hand-over that was found and opened.</summary>
sealed record OpenedHandOver(StoredHandOver Stored, HandOver HandOver, IReadOnlyList<HandOverStep> Steps)
{
    /// <summary>Where it stands.</summary>
    public HandOverCourse Course { get; } = HandOverCourse.Of(Steps);

    /// <summary>The number of the step that put it into the hand that it is in.</summary>
    public int LetterNumber { get; } = Steps.Where((step, at) => at == 0 || !step.To.IsSameAs(step.From)).Last().Number;

    /// <summary>What whoever has it in hand outside was told; null when they were told by other means, or nobody outside has it.</summary>
    public HandOverLetter? Letter => Steps[LetterNumber - 1].Letter;

    /// <summary>The personal numbers of whom it is for.</summary>
    public IEnumerable<Identity.PersonNumber> Persons() => OpenedContact.NumbersOf(HandOver.Person);
}
