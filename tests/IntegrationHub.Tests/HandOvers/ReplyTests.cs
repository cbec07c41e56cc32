using IntegrationHub.Alerts;
using IntegrationHub.Configuration;
using IntegrationHub.Contacts;
using IntegrationHub.Disclosure;
using IntegrationHub.HandOvers;
using IntegrationHub.Idempotency;
using IntegrationHub.Lookup;
using IntegrationHub.Mails;
using IntegrationHub.Protection;
using IntegrationHub.Sqlite;
using IntegrationHub.Tests.Lookup;
using IntegrationHub.Tests.Protection;
using Microsoft.Extensions.Logging.Abstractions;

namespace IntegrationHub.Tests.HandOvers;

/// <summary>What goes to somebody outside and comes back, on a real store, with a mail server that does what it is told.</summary>
public sealed class ReplyTests : IAsyncLifetime
{
    static readonly Caller It = new() { Name = "it", Role = CallerRole.Specialist, Departments = ["it"], OnBehalfOf = "ulla" };
    static readonly HandOverHolder Vendor = new(HolderKind.External, "", "Formbolaget", "support@form.example");
    static readonly HandOverLetter Letter = new("The form's year", "Which year does the form show?\nWe see the wrong one.");

    readonly string folder = Directory.CreateTempSubdirectory("ihub-replies-").FullName;
    readonly LookupSetting town = new();
    readonly HandOverOptions options = new() { Units = new Dictionary<string, string> { ["contactCentre"] = "Kontaktcenter", ["it"] = "It-enheten" } };
    readonly List<Mail> mails = [];
    readonly Queue<MailOutcome> outcomes = new();
    SqliteHubStore sqlite = null!;
    HubHandOvers hub = null!;

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        options.Replies = new ReplySettings(new Uri("https://svar.sundby.example/"), new MailServerSettings(new TextWithReferences("mail", default), 25, true, new TextWithReferences("hub@sundby.example", default)), "alerts.mail");
        sqlite = new SqliteHubStore(new SqliteStoreOptions { Folder = folder }, Samples.Keys.Fingerprint, town.Clock, NullLogger<SqliteHubStore>.Instance);
        await sqlite.PrepareAsync(Stop);
        (town.Store.HandOvers, town.Store.Once, town.Store.Contacts) = (sqlite.HandOvers, sqlite.Once, sqlite.Contacts);
        hub = HubCalled();
    }

    public async ValueTask DisposeAsync()
    {
        await sqlite.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    HubHandOvers HubCalled()
    {
        var lookup = new LookupKeys(Samples.Keys, Samples.Sundby);
        return new HubHandOvers(
            Samples.Sundby, town.Store, Samples.Keys, lookup, new ProtectedIdentities(town.Store, Samples.Sundby, Samples.Protector, lookup), () => town.Policy, options, () => [Samples.Permits],
            new HandOverHouse("Sundbys kommun", TimeZoneInfo.Utc, SendAsync), town.Clock, NullLogger<HubHandOvers>.Instance);

        Task<MailOutcome> SendAsync(MailServerSettings server, string section, Mail mail, CancellationToken cancellationToken)
        {
            mails.Add(mail);
            return Task.FromResult(outcomes.TryDequeue(out var scripted) ? scripted : MailOutcome.Done);
        }
    }

    async Task<HandOverId> AskAsync()
    {
        var begun = await hub.BeginAsync(It, new HandOver
        {
            Kind = HandOverKind.HandOver, Subject = "A place at the nursery school", Text = "Tolvan waits", Letter = Letter,
            Person = new ContactPerson { Name = "Tolvan Tolvansson", PersonalNumber = "19121212-1212", Phone = "070-174 06 05" },
        }, Vendor, null, null, Stop);
        return HandOverId.Parse(Assert.IsType<WriteOutcome<HandOverReceipt>.Written>(begun).Receipt.HandOver);
    }

    string Link() => mails[0].Text.Split('\n').Select(line => line.Trim()).First(line => line.StartsWith("https://", StringComparison.Ordinal))["https://svar.sundby.example/reply/".Length..];

    async Task<AnswerHandOver> ReadAsync(HandOverId id) => (await hub.ReadAsync(It, id, "the test", Stop))!;

    async Task TakeAsync(HandOverId id, HandOverStepKind kind, HandOverHolder? to = null) => Assert.IsType<WriteOutcome<HandOverReceipt>.Written>(
        await hub.StepAsync(It, id, new HandOverOrder(kind, "text", to), (await ReadAsync(id)).Version, null, Stop));

    [Fact]
    public async Task Somebody_outside_is_sent_a_link_reads_what_was_written_for_them_replies_once_and_the_unit_has_it_again()
    {
        var id = await AskAsync();
        Assert.False((await ReadAsync(id)).Out!.Mailed);
        Assert.Equal(1, await hub.SendMailsAsync(Stop));
        Assert.Equal(0, await hub.SendMailsAsync(Stop));

        var mail = Assert.Single(mails);
        Assert.Equal(("support@form.example", "Sundbys kommun: The form's year"), (Assert.Single(mail.To), mail.Subject));
        Assert.All(new[] { "Tolvan", "1212", "070", "nursery", "Which year" }, told => Assert.DoesNotContain(told, mail.Text + mail.Subject, StringComparison.OrdinalIgnoreCase));
        var asked = (await hub.ReadReplyAsync(Link(), Stop))!;
        Assert.Equal(("Sundbys kommun", "It-enheten", Letter), (asked.Municipality, asked.Unit, asked.Letter));

        Assert.Equal(ReplyOutcome.Taken, await hub.ReplyAsync(Link(), " 2025.\r\nWe mend it on Friday. ", Stop));

        var told = await ReadAsync(id);
        Assert.Equal([HandOverStepKind.Created, HandOverStepKind.Sent, HandOverStepKind.Replied], told.Steps.Select(step => step.Kind));
        Assert.Equal((HandOverState.Waiting, HolderKind.Person, "ulla", "2025.\nWe mend it on Friday.", null), (told.State, told.Holder.Kind, told.Holder.Name, told.Steps[^1].Text, told.Out));
        Assert.Equal("Formbolaget (replyLink)", told.Steps[^1].By);
        Assert.Equal(ReplyOutcome.NoLink, await hub.ReplyAsync(Link(), "once more", Stop));
        Assert.Null(await hub.ReadReplyAsync(Link(), Stop));
    }

    [Theory]
    [InlineData(HandOverStepKind.Returned)]
    [InlineData(HandOverStepKind.PassedOn)]
    [InlineData(HandOverStepKind.Withdrawn)]
    [InlineData(HandOverStepKind.Replied)]
    public async Task A_link_is_over_when_it_is_in_another_hand_or_at_its_end(HandOverStepKind step)
    {
        var id = await AskAsync();
        await hub.SendMailsAsync(Stop);

        await TakeAsync(id, step, step == HandOverStepKind.PassedOn ? new HandOverHolder(HolderKind.Unit, "contactCentre") : null);

        Assert.Null(await hub.ReadReplyAsync(Link(), Stop));
        Assert.Equal(ReplyOutcome.NoLink, await hub.ReplyAsync(Link(), "late", Stop));
    }

    [Fact]
    public async Task A_note_and_a_reminder_leave_the_link_and_its_time_ends_it()
    {
        var id = await AskAsync();
        await hub.SendMailsAsync(Stop);
        await TakeAsync(id, HandOverStepKind.Noted);

        Assert.NotNull(await hub.ReadReplyAsync(Link(), Stop));
        town.Clock.Advance(TimeSpan.FromDays(30) + TimeSpan.FromTicks(1));
        Assert.Null(await hub.ReadReplyAsync(Link(), Stop));
    }

    [Fact]
    public async Task What_the_store_keeps_of_a_link_is_a_hash_and_nothing_that_it_could_be_made_of_again()
    {
        var id = await AskAsync();
        await hub.SendMailsAsync(Stop);

        var kept = Assert.Single(await sqlite.HandOvers.ListAsync(Samples.Sundby, new HandOverQuery { Id = id, Limit = 1 }, null, Stop)).HandOver.Standing.Out!;

        Assert.Null(kept.Mail);
        Assert.Equal(ReplyLinks.HashOf(HandOverId.Parse(Link()).Value), kept.Reply);
        Assert.NotEqual(HandOverId.Parse(Link()).Value, kept.Reply);
        foreach (var other in new[] { "", "nonsense", id.ToString(), new HandOverId(kept.Reply!.Value).ToString(), Link()[..^1] }) Assert.Null(await hub.ReadReplyAsync(other, Stop));
    }

    [Fact]
    public async Task A_mail_that_is_not_taken_is_tried_again_with_the_same_link_and_at_the_end_the_unit_has_it_again_with_the_reason()
    {
        for (var times = 0; times < 20; times++) outcomes.Enqueue(new MailOutcome(false, "the mail server cannot be reached (ConnectionRefused)"));
        var id = await AskAsync();

        await hub.SendMailsAsync(Stop);
        Assert.Equal(0, await hub.SendMailsAsync(Stop));
        town.Clock.Advance(TimeSpan.FromSeconds(31));
        await hub.SendMailsAsync(Stop);
        Assert.Equal(2, mails.Count);
        Assert.Equal((mails[0].Id, mails[0].Text), (mails[1].Id, mails[1].Text));
        Assert.Equal((false, 2), ((await ReadAsync(id)).Out!.Mailed, (await ReadAsync(id)).Out!.MailAttempts));

        for (var days = 0; days < 12; days++)
        {
            town.Clock.Advance(TimeSpan.FromDays(1));
            await hub.SendMailsAsync(Stop);
        }

        var told = await ReadAsync(id);
        Assert.Equal((9, HandOverStepKind.NotSent, "the mail server cannot be reached (ConnectionRefused)"), (mails.Count, told.Steps[^1].Kind, told.Steps[^1].Text));
        Assert.Equal((HolderKind.Person, "it", null), (told.Holder.Kind, told.Holder.Unit, told.Out));
        Assert.Null(await hub.ReadReplyAsync(Link(), Stop));
    }

    [Fact]
    public async Task A_mailbox_that_does_not_exist_is_told_at_once()
    {
        outcomes.Enqueue(new MailOutcome(false, "the mail server answers 550") { Never = true });
        var id = await AskAsync();

        await hub.SendMailsAsync(Stop);

        Assert.Equal(HandOverStepKind.NotSent, (await ReadAsync(id)).Steps[^1].Kind);
    }

    [Fact]
    public async Task Of_two_nodes_one_sends_a_mail()
    {
        await AskAsync();
        var other = HubCalled();

        await Task.WhenAll(hub.SendMailsAsync(Stop), other.SendMailsAsync(Stop));

        Assert.Single(mails);
    }

    [Fact]
    public async Task A_reply_that_is_none_is_not_taken_and_the_link_stays()
    {
        await AskAsync();
        await hub.SendMailsAsync(Stop);

        foreach (var text in new[] { "", " \r\n ", new string('x', HandOverReplies.MaxText + 1), "half \ud83d" }) Assert.Equal(ReplyOutcome.Unreadable, await hub.ReplyAsync(Link(), text, Stop));

        Assert.Equal(ReplyOutcome.Taken, await hub.ReplyAsync(Link(), new string('x', HandOverReplies.MaxText), Stop));
    }

    [Fact]
    public async Task A_letter_goes_to_somebody_outside_only_and_where_the_hub_sends_mails_only()
    {
        var inside = await Assert.ThrowsAsync<WriteInvalidException>(() => hub.BeginAsync(It, new HandOver { Kind = HandOverKind.HandOver, Subject = "x", Letter = Letter }, new HandOverHolder(HolderKind.Unit, "contactCentre"), null, null, Stop));
        Assert.Equal(["letter"], inside.Problems.Select(problem => problem.Field));
        var wrong = await Assert.ThrowsAsync<WriteInvalidException>(() => hub.BeginAsync(It, new HandOver { Kind = HandOverKind.HandOver, Subject = "x", Letter = new HandOverLetter("two\nlines", " ") }, Vendor, null, null, Stop));
        Assert.Equal(["letter.subject", "letter.text"], wrong.Problems.Select(problem => problem.Field));

        options.Replies = null;
        var off = await Assert.ThrowsAsync<WriteInvalidException>(() => hub.BeginAsync(It, new HandOver { Kind = HandOverKind.HandOver, Subject = "x", Letter = Letter }, Vendor, null, null, Stop));
        Assert.Contains("handOvers.replies", Assert.Single(off.Problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_somebody_outside_does_stands_in_the_audit_with_no_word_of_it()
    {
        var id = await AskAsync();
        await hub.SendMailsAsync(Stop);
        await hub.ReadReplyAsync(Link(), Stop);
        await hub.ReplyAsync(Link(), "canary-4711", Stop);

        var lines = town.Store.Lines.Where(line => line.Entry == id.ToString()).ToList();
        Assert.Equal(["it handover.begin asked", "hub handover.sent done", "replyLink handover.letter full", "replyLink handover.replied asked"], lines.Select(line => $"{line.Caller} {line.Action} {line.Result}"));
        Assert.All(lines.Where(line => line.Caller != "hub"), line => Assert.NotNull(line.Subject));
        Assert.DoesNotContain("canary", string.Join(' ', lines), StringComparison.Ordinal);
    }
}
