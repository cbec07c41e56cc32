namespace ModelMunicipality.Vendors.OpenEPlatform;

/// <summary>A message about a submission.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Submission">The number of the submission.</param>
/// <param name="At">When it was written, in local time.</param>
/// <param name="Poster">Who wrote it.</param>
/// <param name="IsSystem">Whether the platform wrote it in that name.</param>
/// <param name="Text">What it says.</param>
/// <param name="Attachment">The name of a file that came with it.</param>
sealed record PlatformMessage(int Id, int Submission, DateTime At, PlatformUser Poster, bool IsSystem, string Text, string? Attachment);

/// <summary>The messages about submissions: what is written follows from where a submission stands.</summary>
sealed class SubmissionMessages(Town.Town town, SubmissionRegister register, OpenEPlatformOptions options)
{
    const int FirstOfTicks = 1_000_000_000;
    const int PerSubmission = 10;

    /// <summary>The messages of a family that were written on these local days, both included.</summary>
    public IEnumerable<PlatformMessage> Written(int family, DateOnly from, DateOnly to, DateTimeOffset now) =>
        from index in register.MayHaveMessages(family, @from, to, now)
        from message in Of(index, now)
        let day = DateOnly.FromDateTime(message.At)
        where day >= @from && day <= to
        orderby message.Id
        select message;

    /// <summary>All messages about one submission.</summary>
    public IEnumerable<PlatformMessage> Of(int index, DateTimeOffset now)
    {
        var submission = new Submission(town, register, options, index);
        var (owner, manager) = (PlatformUser.Of(submission.Owner), PlatformUser.Of(submission.Handler));
        var before = Standing.New;
        var place = 0;
        foreach (var move in register.MovesOf(index, now))
        {
            if (Write(before, move.Standing) is var (byManager, isSystem, text, attachment))
                yield return new PlatformMessage((index + 1) * PerSubmission + place, submission.Number, register.MovedAt(index, move).AddMinutes(1), byManager ? manager : owner, isSystem, text, attachment);
            before = move.Standing;
            place++;
        }

        foreach (var (tick, at, standing, moves) in register.TicksOf(index, now))
        {
            if (before == Standing.New) yield break;
            var (byManager, isSystem, text, attachment) = (moves ? Write(before, standing) : null) ?? (false, false, "Hur går det med mitt ärende?", null);
            yield return new PlatformMessage((int)(FirstOfTicks + tick), submission.Number, at, byManager ? manager : owner, isSystem, text, attachment);
            before = standing;
        }
    }

    static (bool ByManager, bool IsSystem, string Text, string? Attachment)? Write(Standing before, Standing standing) => (before, standing) switch
    {
        (_, Standing.New) => null,
        (_, Standing.WaitingForMultiSign) => (true, true, "Ansökan är sparad. Den skickas in när alla har skrivit under.", null),
        (_, Standing.WaitingForPayment) => (true, true, "Ansökan är sparad. Den skickas in när avgiften är betald.", null),
        (_, Standing.Submitted) => (true, true, "Vi har tagit emot det som du skickade in.", null),
        (_, Standing.WaitingForCompletion) => (true, false, "Vi behöver fler uppgifter för att kunna gå vidare. Svara här, gärna med en bilaga.", null),
        (Standing.WaitingForCompletion, Standing.InProgress) => (false, false, "Här kommer det som ni frågade efter.", "komplettering på begäran.pdf"),
        (_, Standing.InProgress) => null,
        (_, Standing.TakenBack) => (false, false, "Jag tar tillbaka min ansökan.", null),
        _ => (true, false, "Ärendet är avslutat.", "beslut.pdf"),
    };
}
