using IntegrationHub.Faults;
using IntegrationHub.WriteBack;

namespace IntegrationHub.Tests.WriteBack;

public sealed class WriteStepsTests
{
    static readonly DateTimeOffset Now = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
    static readonly WriteBackOptions Options = new();
    static readonly CommandFacts Queued = new(WriteState.Queued, 0, Now.AddMinutes(-1), null);
    static readonly SourceUnavailableException Away = new(FaultCodes.Connection, "The connection was refused.") { NotSent = true };
    static readonly SourceUnavailableException Broken = new(FaultCodes.Connection, "The connection was broken off.");

    static WriteEnd AfterSending(Exception fault, WriteRepeat repeat = WriteRepeat.AfterLookUp, CommandFacts? command = null) => WriteSteps.AfterSending(command ?? Queued, fault, repeat, Options, Now);

    [Theory]
    [InlineData(WriteRepeat.Never)]
    [InlineData(WriteRepeat.AfterLookUp)]
    [InlineData(WriteRepeat.Always)]
    public void What_has_not_left_waits_and_is_sent_again_whatever_the_vendor_is_like(WriteRepeat repeat)
    {
        var end = AfterSending(Away, repeat);

        Assert.Equal((WriteState.Queued, 1, Now.AddSeconds(10), null, null), (end.State, end.Attempts, end.DueAt, end.UnknownAt, end.Reason));
        Assert.Equal(WriteStep.Send, WriteSteps.Next(Queued with { Attempts = 1 }, repeat));
    }

    [Fact]
    public void A_vendor_that_asks_to_be_left_alone_is_for_as_long_as_it_says()
    {
        var busy = new SourceUnavailableException(FaultCodes.TooManyRequests, "It asks to be left alone.") { NotSent = true, RetryAfter = TimeSpan.FromHours(3) };

        Assert.Equal((WriteState.Queued, Now.AddHours(3)), (AfterSending(busy).State, AfterSending(busy).DueAt));
    }

    [Theory]
    [InlineData(0, 10)]
    [InlineData(3, 80)]
    [InlineData(8, 2560)]
    [InlineData(9, 3600)]
    [InlineData(48, 3600)]
    public void Each_wait_is_twice_as_long_as_the_one_before_up_to_an_hour(int attempts, int seconds) =>
        Assert.Equal(Now.AddSeconds(seconds), AfterSending(Away, command: Queued with { Attempts = attempts }).DueAt);

    public static TheoryData<Exception> Doubtful =>
    [
        Broken,
        new SourceUnavailableException(FaultCodes.Timeout, "No answer within 60 s."),
        new UnreadableAnswerException(FaultCodes.MalformedAnswer, "The answer is cut."),
        new OperationCanceledException(),
        new InvalidOperationException("A bug of the adapter."),
    ];

    [Theory]
    [MemberData(nameof(Doubtful))]
    public void After_any_other_fault_nobody_knows_and_what_follows_depends_on_the_vendor(Exception fault)
    {
        foreach (var repeat in Enum.GetValues<WriteRepeat>())
        {
            var end = AfterSending(fault, repeat);

            Assert.Equal((WriteState.Unknown, Now), (end.State, end.UnknownAt));
            Assert.Equal(repeat == WriteRepeat.Never ? WriteReason.OnlyAPersonCanTell : null, end.Reason);
            Assert.Equal(
                repeat switch { WriteRepeat.Always => WriteStep.Send, WriteRepeat.AfterLookUp => WriteStep.LookUp, _ => WriteStep.AskAPerson },
                WriteSteps.Next(new CommandFacts(end.State, end.Attempts, Queued.Since, end.UnknownAt), repeat));
        }
    }

    [Fact]
    public void A_no_of_the_vendor_is_final_and_keeps_its_words()
    {
        var end = AfterSending(new SourceRefusedException(FaultCodes.Refused, "The vendor refused it.") { VendorText = "Ärendet är avslutat" });

        Assert.Equal((WriteState.Refused, "Ärendet är avslutat", FaultCodes.Refused), (end.State, end.VendorText, end.Fault!.Code));
    }

    [Fact]
    public void A_no_to_a_repetition_says_nothing_of_the_attempt_before_it()
    {
        var doubtful = new CommandFacts(WriteState.Unknown, 1, Queued.Since, Now.AddMinutes(-5));

        var end = AfterSending(new SourceRefusedException(FaultCodes.Refused, "The vendor refused it.") { VendorText = "Finns redan" }, WriteRepeat.Always, doubtful);

        Assert.Equal((WriteState.Unknown, WriteReason.OnlyAPersonCanTell, "Finns redan"), (end.State, end.Reason, end.VendorText));
    }

    [Fact]
    public void A_wrong_setting_keeps_it_waiting_and_never_uses_it_up()
    {
        var end = AfterSending(new MisconfiguredException(FaultCodes.NotAuthorised, "connection.apiKey", "the vendor does not accept who calls."), command: Queued with { Attempts = 49, Since = Now.AddDays(-30) });

        Assert.Equal((WriteState.Queued, 49, null), (end.State, end.Attempts, end.Reason));
    }

    [Fact]
    public void What_has_used_up_its_attempts_or_its_time_is_given_up()
    {
        Assert.Equal((WriteState.Dead, WriteReason.UsedUp), (AfterSending(Away, command: Queued with { Attempts = 49 }).State, AfterSending(Away, command: Queued with { Attempts = 49 }).Reason));
        Assert.Equal(WriteState.Dead, AfterSending(Away, command: Queued with { Since = Now.AddDays(-3) }).State);
    }

    [Fact]
    public void What_may_have_been_carried_out_is_never_given_up_as_if_it_were_not()
    {
        var doubtful = new CommandFacts(WriteState.Unknown, 49, Queued.Since, Now.AddMinutes(-5));

        foreach (var end in new[] { AfterSending(Away, WriteRepeat.Always, doubtful), AfterSending(Broken, WriteRepeat.Always, doubtful), WriteSteps.AfterLookUpFault(doubtful, Broken, Options, Now) })
            Assert.Equal((WriteState.Unknown, WriteReason.UsedUp), (end.State, end.Reason));
        Assert.Equal(WriteState.Unknown, AfterSending(Away, WriteRepeat.Always, doubtful with { Attempts = 1 }).State);
    }

    [Fact]
    public void A_look_up_that_ends_with_a_no_leaves_it_to_a_person_at_once_with_the_vendors_words()
    {
        var doubtful = new CommandFacts(WriteState.Unknown, 1, Queued.Since, Now.AddSeconds(-30));

        var end = WriteSteps.AfterLookUpFault(doubtful, new SourceRefusedException(FaultCodes.Refused, "the status was changed since") { VendorText = "Ändrad 10:14" }, Options, Now);

        Assert.Equal((WriteState.Unknown, WriteReason.OnlyAPersonCanTell, 1, "Ändrad 10:14"), (end.State, end.Reason, end.Attempts, end.VendorText));
        Assert.Equal(doubtful.UnknownAt, end.UnknownAt);
    }

    [Fact]
    public void What_is_not_there_is_sent_again_only_when_it_cannot_arrive_late_any_more()
    {
        var doubtful = new CommandFacts(WriteState.Unknown, 1, Queued.Since, Now.AddSeconds(-30));

        var later = WriteSteps.AfterAbsence(doubtful, Options.Settle, Now)!;

        Assert.Equal((WriteState.Unknown, Now.AddSeconds(90), Now.AddSeconds(-30)), (later.State, later.DueAt, later.UnknownAt));
        Assert.Null(WriteSteps.AfterAbsence(doubtful with { UnknownAt = Now - Options.Settle }, Options.Settle, Now));
    }

    [Fact]
    public void A_clock_that_was_ahead_keeps_nothing_waiting_for_ever()
    {
        var later = WriteSteps.AfterAbsence(new CommandFacts(WriteState.Unknown, 1, Now, Now.AddYears(1)), Options.Settle, Now)!;

        Assert.Equal((Now + Options.Settle, Now), (later.DueAt, later.UnknownAt));
    }

    [Fact]
    public void Of_whoever_is_gone_while_sending_nobody_knows_how_far_they_came()
    {
        var taken = WriteSteps.Taken(Queued with { State = WriteState.Sending }, Now);

        Assert.Equal(new CommandFacts(WriteState.Unknown, 1, Queued.Since, Now), taken);
        Assert.Equal((WriteState.Unknown, WriteReason.OnlyAPersonCanTell), (WriteSteps.LeftToAPerson(taken, Now).State, WriteSteps.LeftToAPerson(taken, Now).Reason));
        Assert.Equal(WriteState.Unknown, WriteSteps.AfterMisconfiguration(taken, new IntegrationHub.Sync.RunFault(FaultKind.Misconfigured, "IH6306", ""), Options, Now).State);
    }
}
