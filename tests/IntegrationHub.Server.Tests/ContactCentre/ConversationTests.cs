using ContactCentre.Desk;
using IntegrationHub.Client;
using IntegrationHub.Contacts;
using Microsoft.Extensions.Options;

namespace IntegrationHub.Server.Tests.ContactCentre;

public sealed class ConversationTests : IAsyncDisposable
{
    readonly ManualClock clock = new(DateTimeOffset.UnixEpoch);
    readonly ContactBook book = new();
    readonly HttpClient http;
    readonly Conversation talk;

    public ConversationTests()
    {
        http = new HttpClient(book, disposeHandler: false);
        var client = new HubClient(http, Options.Create(new HubClientOptions { BaseAddress = new Uri("https://hub.example/"), ApiKey = "ihub_test" }));
        talk = new Conversation(client.For("anna").Contacts, clock, "phone", new ContactPerson { Phone = "0701740605" });
    }

    OpenQuestion First => talk.Questions[0];

    public async ValueTask DisposeAsync()
    {
        await talk.DisposeAsync();
        http.Dispose();
        book.Dispose();
    }

    [Fact]
    public async Task What_is_typed_is_saved_once_nobody_types_for_a_moment_and_once_for_many_keys()
    {
        foreach (var letter in "garaget")
        {
            First.Notes += letter;
            talk.Typed();
            clock.Advance(Conversation.Rest / 2);
        }

        Assert.Empty(book.Requests);
        await AfterAsync(Conversation.Rest);

        Assert.Equal("garaget", Assert.Single(book.Contact!.Questions).Notes);
        Assert.Equal((SaveState.Saved, 1), (talk.State, book.Requests.Count));
        Assert.Equal("0701740605", book.Contact.Person!.Phone);
    }

    [Fact]
    public async Task A_call_that_nothing_was_written_of_leaves_nothing()
    {
        Assert.True(await talk.FinishAsync());
        Assert.Empty(book.Requests);
    }

    [Fact]
    public async Task A_beginning_whose_answer_was_lost_is_sent_again_as_it_was_and_what_was_typed_since_follows()
    {
        book.LoseAnswers = 1;
        First.Notes = "gar";
        Assert.False(await talk.SaveAsync());
        Assert.Equal(SaveState.Failed, talk.State);

        First.Notes = "garaget";
        Assert.True(await talk.SaveAsync());

        Assert.Equal(1, book.Begun);
        Assert.Equal("garaget", Assert.Single(book.Contact!.Questions).Notes);
    }

    [Fact]
    public async Task A_question_whose_answer_was_lost_is_added_once()
    {
        First.Notes = "garaget";
        await talk.SaveAsync();
        talk.Questions.Add(new OpenQuestion { Subject = "Parkering" });
        book.LoseAnswers = 1;
        Assert.False(await talk.SaveAsync());
        talk.Questions[1].Notes = "Storgatan";
        Assert.True(await talk.SaveAsync());

        Assert.Equal(["", "Parkering"], book.Contact!.Questions.Select(question => question.Subject));
        Assert.Equal("Storgatan", book.Contact.Questions[1].Notes);
    }

    [Fact]
    public async Task While_the_hub_is_away_what_was_typed_stays_and_is_saved_by_itself_once_it_is_back()
    {
        book.Away = true;
        First.Notes = "garaget";
        Assert.False(await talk.SaveAsync());
        Assert.Equal((SaveState.Failed, "garaget"), (talk.State, First.Notes));

        book.Away = false;
        await AfterAsync(TimeSpan.FromSeconds(5));

        Assert.Equal((SaveState.Saved, "garaget"), (talk.State, book.Contact!.Questions[0].Notes));
    }

    [Fact]
    public async Task What_makes_no_sense_is_told_in_the_hubs_words_and_not_sent_again_until_it_is_changed()
    {
        book.Refuse = "There is no such result.";
        First.Result = "svarat";
        Assert.False(await talk.SaveAsync());
        Assert.Equal((SaveState.Failed, "There is no such result."), (talk.State, talk.Problem));
        clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Single(book.Requests);

        (book.Refuse, First.Result) = (null, "answered");
        Assert.True(await talk.SaveAsync());
        Assert.Equal("answered", book.Contact!.Questions[0].Result);
    }

    [Theory]
    [InlineData(true, "mine")]
    [InlineData(false, "theirs")]
    public async Task When_somebody_else_has_written_a_person_says_whose_text_stays_and_nothing_is_lost_before(bool mine, string stays)
    {
        First.Notes = "begun";
        await talk.SaveAsync();
        book.WriteElsewhere(0, "theirs");
        First.Notes = "mine";

        Assert.False(await talk.SaveAsync());
        Assert.Equal((SaveState.Conflict, "mine", "theirs"), (talk.State, First.Notes, book.Contact!.Questions[0].Notes));
        Assert.False(await talk.SaveAsync());

        await talk.SettleAsync(mine, "the citizen calls");

        Assert.Equal((stays, stays), (First.Notes, book.Contact.Questions[0].Notes));
        Assert.NotEqual(SaveState.Conflict, talk.State);
    }

    [Fact]
    public async Task Its_end_and_a_name_that_came_up_are_written_on_the_contact_itself()
    {
        First.Notes = "garaget";
        await talk.SaveAsync();
        talk.Person = talk.Person! with { Name = "Åsa Öberg" };
        clock.Advance(TimeSpan.FromMinutes(3));

        Assert.True(await talk.FinishAsync());

        Assert.Equal(("Åsa Öberg", DateTimeOffset.UnixEpoch + TimeSpan.FromMinutes(3)), (book.Contact!.Person!.Name, book.Contact.EndedAt));
    }

    // What the moved clock set off goes on by itself; the book answers at once, so the state that follows it is waited for.
    async Task AfterAsync(TimeSpan span)
    {
        var settled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        talk.Changed += () =>
        {
            if (talk.State == SaveState.Saved) settled.TrySetResult();
        };
        clock.Advance(span);
        await settled.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }
}
