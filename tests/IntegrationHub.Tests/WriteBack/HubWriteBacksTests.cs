using System.Text;
using IntegrationHub.Cases;
using IntegrationHub.Disclosure;
using IntegrationHub.Idempotency;
using IntegrationHub.Lookup;
using IntegrationHub.Tests.Sync;
using IntegrationHub.WriteBack;

namespace IntegrationHub.Tests.WriteBack;

public sealed class HubWriteBacksTests
{
    static readonly Caller Nobody = new() { Name = "ops", Role = CallerRole.Operations };

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    static WriteRequest Note(string text) => new() { Kind = WriteKind.Note, Text = text };

    static async Task<IReadOnlyList<string>> AuditAsync(WrittenTown town) =>
        [.. (await town.Hub.Store.Audit.ReadAsync(SyncFixture.Tenant, 0, 100, Stop)).Select(written => $"{written.Line.Caller} {written.Line.Action} {written.Line.Result}")];

    [Fact]
    public async Task Asked_again_under_its_key_a_command_is_written_once_and_answered_as_it_was()
    {
        await using var town = await WrittenTown.StartAsync(WriteRepeat.Always);
        var key = new OnceKey("k", Encoding.UTF8.GetBytes("note"));

        var first = Assert.IsType<WriteOutcome<WriteAsked>.Written>(await town.WriteBacks.AskAsync(WrittenTown.Agent, town.IdOf("1"), Note("a"), key, Stop));
        var again = Assert.IsType<WriteOutcome<WriteAsked>.Written>(await town.WriteBacks.AskAsync(WrittenTown.Agent, town.IdOf("1"), Note("a"), key, Stop));
        var other = await town.WriteBacks.AskAsync(WrittenTown.Agent, town.IdOf("1"), Note("b"), new OnceKey("k", Encoding.UTF8.GetBytes("other")), Stop);

        Assert.Equal((first.Receipt, false, true), (again.Receipt, first.Before, again.Before));
        Assert.IsType<WriteOutcome<WriteAsked>.KeyReused>(other);
        await town.GoOnAsync(TimeSpan.FromHours(1));
        Assert.Single(town.Desk.Objects);
    }

    [Fact]
    public async Task What_the_case_cannot_be_told_of_cannot_be_written_to_either_and_looks_like_no_case()
    {
        await using var town = await WrittenTown.StartAsync(WriteRepeat.Always);

        Assert.IsType<WriteOutcome<WriteAsked>.NotFound>(await town.WriteBacks.AskAsync(WrittenTown.Agent, town.IdOf("none"), Note("a"), null, Stop));
        await Assert.ThrowsAsync<LookupDeniedException>(() => town.WriteBacks.AskAsync(Nobody, town.IdOf("1"), Note("a"), null, Stop));
        Assert.Null(await town.WriteBacks.OfCaseAsync(WrittenTown.Agent, town.IdOf("none"), "handling", Stop));
        Assert.Null(await town.WriteBacks.ReadAsync(WrittenTown.Agent, new WriteCommandId(7), "handling", Stop));
        Assert.Equal(["desk write.ask none", "ops write.ask refused", "desk write.ofCase none", "desk write.read none"], await AuditAsync(town));
    }

    [Fact]
    public async Task What_is_asked_for_stands_in_the_audit_before_it_is_written_and_what_was_written_does_not()
    {
        await using var town = await WrittenTown.StartAsync(WriteRepeat.Always);

        var id = await town.AskAsync("canary-4711");
        await town.ReadAsync(id);
        await town.DecideAsync(id, new WriteDecision.Withdraw());

        var lines = (await town.Hub.Store.Audit.ReadAsync(SyncFixture.Tenant, 0, 100, Stop)).Select(written => written.Line).ToList();
        Assert.Equal(["write.ask", "write.asked", "write.read", "write.told", "write.withdraw"], lines.Select(line => line.Action));
        Assert.Equal((id.ToString(), town.IdOf("1").ToString(), "anna.ek", "note"), (lines[0].Entry, lines[0].Case, lines[0].OnBehalfOf, lines[0].Purpose));
        Assert.DoesNotContain("canary", string.Join(' ', lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_kind_that_the_stream_file_does_not_name_is_not_offered_and_nonsense_is_told_at_once()
    {
        await using var town = await WrittenTown.StartAsync(WriteRepeat.Always);

        var offered = Assert.IsType<WriteNotOffered>(await town.WriteBacks.AskAsync(WrittenTown.Agent, town.IdOf("1"), new WriteRequest { Kind = WriteKind.HandOver, Text = "a" }, null, Stop));
        var wrong = await Assert.ThrowsAsync<WriteInvalidException>(() => town.WriteBacks.AskAsync(
            WrittenTown.Agent, town.IdOf("1"), Note("") with { Subject = new string('x', 501), Status = "open", Attachment = new WriteAttachment("../a", "pdf", ReadOnlyMemory<byte>.Empty) }, null, Stop));

        Assert.Equal([WriteKind.Note, WriteKind.Message, WriteKind.Status, WriteKind.Attach], offered.Kinds);
        Assert.Equal(["subject", "text", "status", "attachment", "attachment.name", "attachment.mediaType", "attachment.content"], wrong.Problems.Select(p => p.Field));
        Assert.Empty(await town.WriteBacks.CountAsync(Stop));
    }

    [Fact]
    public async Task What_is_no_text_is_refused()
    {
        await using var town = await WrittenTown.StartAsync(WriteRepeat.Always);

        foreach (var text in new[] { "a\0b", "half \ud83d", "\udc00 half" })
        {
            var wrong = await Assert.ThrowsAsync<WriteInvalidException>(() => town.WriteBacks.AskAsync(WrittenTown.Agent, town.IdOf("1"), Note(text), null, Stop));
            Assert.Equal("text", Assert.Single(wrong.Problems).Field);
        }
    }

    [Fact]
    public async Task A_file_travels_whole()
    {
        await using var town = await WrittenTown.StartAsync(WriteRepeat.Always);
        byte[] bytes = [.. Enumerable.Range(0, 1000).Select(n => (byte)n)];

        var asked = Assert.IsType<WriteOutcome<WriteAsked>.Written>(await town.WriteBacks.AskAsync(
            WrittenTown.Agent, town.IdOf("1"), new WriteRequest { Kind = WriteKind.Attach, Attachment = new WriteAttachment("ritning.pdf", "application/pdf", bytes) }, null, Stop));
        await town.GoOnAsync(TimeSpan.FromHours(1));

        var sent = town.Desk.Objects.Single().Attachment!;
        Assert.Equal(("ritning.pdf", "application/pdf"), (sent.Name, sent.MediaType));
        Assert.Equal(bytes, sent.Content.ToArray());
        Assert.Equal("ritning.pdf", (await town.ReadAsync(WriteCommandId.Parse(asked.Receipt.Id))).Attachment);
    }

    [Fact]
    public async Task A_dead_letter_is_sent_again_under_its_id_and_with_other_words_under_another()
    {
        await using var town = await WrittenTown.StartAsync(WriteRepeat.Never);
        town.Desk.Script.Enqueue(Taking.Broken);
        var same = await town.AskAsync("a");
        await town.GoOnAsync(TimeSpan.FromHours(1));
        Assert.Equal(WriteReason.OnlyAPersonCanTell, (await town.ReadAsync(same)).Reason);

        Assert.IsType<WriteOutcome<WriteAsked>.Written>(await town.DecideAsync(same, new WriteDecision.Resend(await town.VersionAsync(same)), WrittenTown.Operator));
        await town.GoOnAsync(TimeSpan.FromHours(1));
        Assert.Equal([same, same], town.Desk.Asked.Select(c => c.Id));

        town.Desk.Script.Enqueue(Taking.Refused);
        var edited = await town.AskAsync("b");
        await town.GoOnAsync(TimeSpan.FromHours(1));
        Assert.IsType<WriteOutcome<WriteAsked>.Written>(await town.DecideAsync(edited, new WriteDecision.Resend(await town.VersionAsync(edited), "c")));
        await town.GoOnAsync(TimeSpan.FromHours(1));

        Assert.NotEqual(edited, town.Desk.Objects[^1].Id);
        Assert.Equal(("c", WriteState.Accepted), ((await town.ReadAsync(edited)).Text, (await town.ReadAsync(edited)).State));
    }

    [Fact]
    public async Task Whoever_looked_before_somebody_else_sent_it_again_sends_nothing_and_settles_nothing()
    {
        await using var town = await WrittenTown.StartAsync(WriteRepeat.Never);
        town.Desk.Script.Enqueue(Taking.Broken);
        town.Desk.Script.Enqueue(Taking.AnswerLost);
        var id = await town.AskAsync("a");
        await town.GoOnAsync(TimeSpan.FromHours(1));
        var seen = await town.VersionAsync(id);

        Assert.IsType<WriteOutcome<WriteAsked>.Written>(await town.DecideAsync(id, new WriteDecision.Resend(seen)));
        await town.GoOnAsync(TimeSpan.FromHours(1));
        Assert.Equal(WriteReason.OnlyAPersonCanTell, (await town.ReadAsync(id)).Reason);
        foreach (var late in new WriteDecision[] { new WriteDecision.Resend(seen), new WriteDecision.Resend(seen, "b"), new WriteDecision.Done(seen) })
            Assert.Equal(new WriteOutcome<WriteAsked>.Changed(await town.VersionAsync(id)), await town.DecideAsync(id, late, WrittenTown.Agent));
        await town.GoOnAsync(TimeSpan.FromHours(1));

        Assert.Equal(["a"], town.Desk.Objects.Select(o => o.Text));
        Assert.IsType<WriteOutcome<WriteAsked>.Written>(await town.DecideAsync(id, new WriteDecision.Done(await town.VersionAsync(id))));
    }

    [Fact]
    public async Task Operators_decide_and_write_nothing_anew_and_see_nothing_of_it()
    {
        await using var town = await WrittenTown.StartAsync(WriteRepeat.Never);
        town.Desk.Script.Enqueue(Taking.AnswerLost);
        var id = await town.AskAsync("canary-4711");
        await town.GoOnAsync(TimeSpan.FromHours(1));

        await Assert.ThrowsAsync<LookupDeniedException>(() => town.DecideAsync(id, new WriteDecision.Resend(1, "other"), WrittenTown.Operator));
        var listed = Assert.Single(await town.WriteBacks.ListAsync(null, dead: true, 10, Stop));
        Assert.DoesNotContain("canary", listed.ToString(), StringComparison.Ordinal);
        Assert.IsType<WriteOutcome<WriteAsked>.Written>(await town.DecideAsync(id, new WriteDecision.Done(listed.Version), WrittenTown.Operator));

        Assert.Equal((WriteState.Accepted, "ops"), ((await town.ReadAsync(id)).State, (await town.ReadAsync(id)).DecidedBy));
        Assert.Empty(await town.WriteBacks.ListAsync(null, dead: true, 10, Stop));
    }

    [Fact]
    public async Task What_is_being_sent_or_is_done_is_nobodys_to_decide()
    {
        await using var town = await WrittenTown.StartAsync(WriteRepeat.Always);
        var id = await town.AskAsync("a");
        await town.GoOnAsync(TimeSpan.FromHours(1));

        foreach (var decision in new WriteDecision[] { new WriteDecision.Resend(1), new WriteDecision.Withdraw(), new WriteDecision.Done(1) })
            Assert.Equal(new WriteNotNow(WriteState.Accepted), await town.DecideAsync(id, decision));
        Assert.IsType<WriteOutcome<WriteAsked>.NotFound>(await town.DecideAsync(new WriteCommandId(7), new WriteDecision.Withdraw()));
    }

    [Fact]
    public async Task What_was_taken_back_before_it_left_is_never_sent()
    {
        await using var town = await WrittenTown.StartAsync(WriteRepeat.Always);
        var (first, second) = (await town.AskAsync("a"), await town.AskAsync("b"));

        await town.DecideAsync(first, new WriteDecision.Withdraw());
        await town.GoOnAsync(TimeSpan.FromHours(1));

        Assert.Equal([second], town.Desk.Objects.Select(o => o.Id));
        Assert.Equal((WriteState.Withdrawn, "anna.ek (desk)"), ((await town.ReadAsync(first)).State, (await town.ReadAsync(first)).DecidedBy));
    }
}
