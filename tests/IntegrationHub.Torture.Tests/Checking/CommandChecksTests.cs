using IntegrationHub.Torture.Checking;
using IntegrationHub.Torture.History;
using IntegrationHub.Torture.Vendor;
using IntegrationHub.WriteBack;

namespace IntegrationHub.Torture.Tests.Checking;

/// <summary>What the checker says of commands: of a vendor that has each once, in order, nothing; every defect that is planted has a name.</summary>
public sealed class CommandChecksTests
{
    // The vendor says no to this one, always.
    const int Refused = 7;

    static AskedCommand Note { get; } = new(1, new WriteCommandId(1), "changes", "C-1", WriteKind.Note);

    static AskedCommand Message { get; } = new(2, new WriteCommandId(2), "changes", "C-1", WriteKind.Message);

    static AskedCommand HandOver { get; } = new(3, new WriteCommandId(3), "export", "E-1", WriteKind.HandOver);

    static AskedCommand No { get; } = new(Refused, new WriteCommandId(7), "export", "E-2", WriteKind.Note);

    readonly List<AskedCommand> asked = [Note, Message, HandOver, No];
    readonly List<ArrivedWrite> written = [Written(Note), Written(Message), Written(HandOver)];
    readonly List<IndexedCommand> outbox = [Stands(Note), Stands(Message), Stands(HandOver), Stands(No, WriteState.Refused)];

    [Fact]
    public void Of_commands_that_the_vendor_has_once_and_in_order_nothing_is_said() => Assert.Empty(Check());

    [Fact]
    public void A_command_that_was_asked_for_and_is_not_in_the_outbox_is_lost()
    {
        outbox.RemoveAt(0);
        written.RemoveAt(0);

        Names(FindingKind.CommandLost, Note);
    }

    [Fact]
    public void A_command_that_is_accepted_and_not_at_the_vendor_is_lost()
    {
        written.RemoveAt(0);

        Names(FindingKind.CommandLost, Note);
    }

    [Theory]
    [InlineData(WriteState.Queued)]
    [InlineData(WriteState.Sending)]
    [InlineData(WriteState.Unknown)]
    [InlineData(WriteState.Dead)]
    public void A_command_that_never_came_to_an_end_is_lost(WriteState state)
    {
        outbox[1] = Stands(Message, state);

        Names(FindingKind.CommandLost, Message);
    }

    [Fact]
    public void What_the_vendor_has_twice_was_sent_twice()
    {
        written.Add(Written(HandOver));

        Names(FindingKind.SentTwice, HandOver);
    }

    [Fact]
    public void A_later_command_that_arrived_before_an_earlier_one_of_its_case_is_out_of_order()
    {
        written.Reverse();

        var finding = Assert.Single(Check());
        Assert.Equal((FindingKind.OutOfOrder, "changes C-1 command 1"), (finding.Kind, finding.Where));
    }

    [Fact]
    public void What_a_person_sent_again_after_it_was_given_up_may_come_behind_others()
    {
        asked[0] = Note with { MayBeLate = true };
        written.Reverse();

        Assert.Empty(Check());
    }

    [Fact]
    public void A_command_of_which_nobody_was_told_is_doubled()
    {
        outbox.Add(new IndexedCommand(new WriteCommandId(99), 1, WriteState.Queued, null, MayBeDone: false));

        Assert.Equal(FindingKind.Doubled, Assert.Single(Check()).Kind);
    }

    [Fact]
    public void One_command_in_the_place_of_two_loses_one()
    {
        asked[1] = Message with { Id = Note.Id };
        outbox.RemoveAt(1);

        Assert.Contains(Check(), finding => finding.Kind == FindingKind.CommandLost);
    }

    [Fact]
    public void What_nobody_asked_for_is_invented()
    {
        written.Add(new ArrivedWrite(99, "changes", "C-1", WriteKind.Note));

        Assert.Equal(FindingKind.Invented, Assert.Single(Check()).Kind);
    }

    [Fact]
    public void What_arrived_at_another_case_is_invented()
    {
        written[2] = written[2] with { Key = "E-9" };

        Names(FindingKind.Invented, HandOver);
    }

    [Fact]
    public void A_refusal_of_what_the_vendor_has_is_no_true_end()
    {
        written.Add(Written(No));

        Names(FindingKind.WronglyEnded, No);
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)] // it says that it may have been done
    public void A_command_that_was_taken_back_must_say_that_it_may_have_been_done(bool mayBeDone, bool found)
    {
        outbox[0] = new IndexedCommand(Note.Id, 1, WriteState.Withdrawn, null, mayBeDone);

        Assert.Equal(found ? [FindingKind.WronglyEnded] : [], Check().Select(finding => finding.Kind));
    }

    [Fact]
    public void What_was_given_up_as_not_done_must_not_be_at_the_vendor()
    {
        asked[0] = Note with { Waits = [new CommandWait(WriteState.Dead, WriteReason.UsedUp, IsThere: true)] };

        Names(FindingKind.WronglyEnded, Note);
    }

    [Fact]
    public void A_person_is_asked_only_where_the_vendor_cannot_be()
    {
        var wait = new CommandWait(WriteState.Unknown, WriteReason.OnlyAPersonCanTell, IsThere: true);
        asked[1] = Message with { Waits = [wait] };
        asked[2] = HandOver with { Waits = [wait] };
        asked[3] = No with { Waits = [wait with { IsThere = false }] };

        Names(FindingKind.WronglyEnded, Message);
    }

    static ArrivedWrite Written(AskedCommand one) => new(one.Number, one.Source, one.Key, one.Kind);

    static IndexedCommand Stands(AskedCommand one, WriteState state = WriteState.Accepted) => new(one.Id, 1, state, null, MayBeDone: false);

    void Names(FindingKind kind, AskedCommand which)
    {
        var finding = Assert.Single(Check());
        Assert.Equal((kind, $"{which.Source} {which.Key} command {which.Number} ({which.Kind})"), (finding.Kind, finding.Where));
    }

    // Through the checker itself, so that it is known to look.
    IReadOnlyList<Finding> Check()
    {
        var truth = new Truth(new Dictionary<string, IReadOnlyDictionary<string, ModelCase>>(), []) { Asked = asked, Written = written };
        return Checker.Check(truth, new IndexFacts { Cases = [], Steps = [], Feed = [], Notes = [], Held = [], Commits = [], Watermarks = [], Commands = outbox });
    }
}
