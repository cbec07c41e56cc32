using IntegrationHub.Client;
using IntegrationHub.Contacts;
using IntegrationHub.Idempotency;

namespace ContactCentre.Desk;

/// <summary>How what is typed stands with the hub.</summary>
public enum SaveState
{
    /// <summary>Nothing is written yet.</summary>
    Nothing,

    /// <summary>Something is on its way.</summary>
    Saving,

    /// <summary>The hub has everything.</summary>
    Saved,

    /// <summary>The hub did not take it; it is tried again with the next key, and after a while.</summary>
    Failed,

    /// <summary>Somebody else has written on a question; a person decides.</summary>
    Conflict,
}

/// <summary>One conversation at the desk: begun with the first key, saved while it is typed, ended by a key. One thing is on its way at a time, in the order of what was written.</summary>
public sealed class Conversation(HubContacts contacts, TimeProvider time, string channel, ContactPerson? person) : IAsyncDisposable
{
    /// <summary>How long after the last key something is saved.</summary>
    public static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(400);

    static readonly TimeSpan TryAgain = TimeSpan.FromSeconds(5);

    readonly SemaphoreSlim turn = new(1);
    readonly CancellationTokenSource closing = new();
    readonly string key = Guid.NewGuid().ToString("n");
    readonly DateTimeOffset startedAt = time.GetUtcNow();
    long version = 1;
    Contact? stored;
    DateTimeOffset? endedAt;
    CancellationTokenSource? resting;

    // What is being added: sent again under its key as it was, whatever was typed since.
    (Contact Contact, ContactQuestion Question)? underway;

    /// <summary>Its questions; the first is there from the beginning.</summary>
    public List<OpenQuestion> Questions { get; } = [new()];

    /// <summary>By which channel it goes.</summary>
    public string Channel { get; set; } = channel;

    /// <summary>With whom, as far as it is known.</summary>
    public ContactPerson? Person { get; set; } = person;

    public SaveState State { get; private set; }

    /// <summary>When the hub had everything last.</summary>
    public DateTimeOffset SavedAt { get; private set; }

    /// <summary>Why it was not saved, in the hub's words.</summary>
    public string? Problem { get; private set; }

    /// <summary>The contact's id; null until the hub has it.</summary>
    public ContactId? Id { get; private set; }

    /// <summary>Whether the hub has it.</summary>
    public bool IsBegun => Id is not null;

    /// <summary>Something of what is told here has changed.</summary>
    public event Action? Changed;

    /// <summary>A key was pressed: everything is saved once nobody types for a moment.</summary>
    public void Typed()
    {
        resting?.Cancel();
        var rest = resting = CancellationTokenSource.CreateLinkedTokenSource(closing.Token);
        _ = SaveAfterAsync(Rest, rest.Token);
    }

    /// <summary>Saves what the hub does not have yet.</summary>
    /// <returns>Whether the hub has everything now.</returns>
    public async Task<bool> SaveAsync()
    {
        await turn.WaitAsync(closing.Token);
        try
        {
            if (State == SaveState.Conflict) return false;
            if (!IsAhead) return true;

            Tell(SaveState.Saving);
            while (IsAhead)
                if (!await StepAsync()) return false;
            SavedAt = time.GetUtcNow();
            Tell(SaveState.Saved);
            return true;
        }
        catch (Exception e) when (e is HubRefusedException or HttpRequestException || (e is TaskCanceledException && !closing.IsCancellationRequested))
        {
            // A request that makes no sense was not carried out; of every other it is not known, so it is sent again as it was.
            if (e is HubRefusedException { Problem.Status: >= 400 and < 500 }) underway = null;
            // What makes no sense is told field by field and not tried again by itself; what is away comes back.
            Problem = (e as HubRefusedException)?.Problem is { Errors: { Count: > 0 } errors } ? string.Join(" ", errors.Select(error => error.Detail)) : (e as HubRefusedException)?.Problem.Detail ?? e.GetType().Name;
            Tell(SaveState.Failed);
            if (e is not HubRefusedException { Problem.Status: >= 400 and < 500 }) _ = SaveAfterAsync(TryAgain, closing.Token);
            return false;
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Ends the conversation, with everything saved.</summary>
    public async Task<bool> FinishAsync()
    {
        endedAt ??= time.GetUtcNow();
        return await SaveAsync();
    }

    /// <summary>Of a question on which somebody else has written: what is in the fields takes the place of theirs, or theirs that of the fields.</summary>
    public async Task SettleAsync(bool mine, string purpose)
    {
        if (Id is not { } contact || await contacts.ReadAsync(contact, purpose, closing.Token) is not { } told) return;

        foreach (var theirs in told.Questions)
        {
            if (Questions.Find(question => question.Number == theirs.Number) is not { } open) continue;
            if (!mine) open.Take(theirs);
            else if (open.Version != theirs.Version) (open.Version, open.Stored) = (theirs.Version, null);
        }

        version = told.Version;
        State = SaveState.Nothing;
        await SaveAsync();
    }

    public ValueTask DisposeAsync()
    {
        closing.Cancel();
        resting?.Dispose();
        closing.Dispose();
        turn.Dispose();
        return ValueTask.CompletedTask;
    }

    Contact Wanted => new() { Channel = Channel, StartedAt = startedAt, EndedAt = endedAt, Person = Person };

    // A call that was answered and of which nothing was written leaves nothing, but its end is written like everything else once it has begun.
    bool IsAhead => Questions.Exists(question => question.IsAhead) || (IsBegun && stored != Wanted);

    // One thing that the hub does not have yet.
    async Task<bool> StepAsync()
    {
        if (Id is not { } contact)
        {
            var first = Questions[0];
            var (wanted, begun) = underway ??= (Wanted, first.ToQuestion());
            if (await contacts.BeginAsync(wanted, [begun], closing.Token, key) is not WriteOutcome<ContactReceipt>.Written written) return Conflict();

            (Id, stored, first.Number, first.Version, first.Stored, underway) = (ContactId.Parse(written.Receipt.Contact), wanted, written.Receipt.Question, 1, begun, null);
            return true;
        }

        if (Questions.Find(question => question.IsAhead) is { } open)
        {
            if (open.Number is { } number)
            {
                var text = open.ToQuestion();
                if (await contacts.WriteAsync(contact, number, text, open.Version, closing.Token) is not WriteOutcome<ContactReceipt>.Written wrote) return Conflict();

                (open.Version, open.Stored) = (wrote.Receipt.Version, text);
                return true;
            }

            var (_, asked) = underway ??= (stored!, open.ToQuestion());
            if (await contacts.AskAsync(contact, asked, closing.Token, open.Key) is not WriteOutcome<ContactReceipt>.Written added) return Conflict();

            (open.Number, open.Version, open.Stored, underway) = (added.Receipt.Question, added.Receipt.Version, asked, null);
            return true;
        }

        var change = Wanted;
        if (await contacts.ChangeAsync(contact, change, version, closing.Token) is not WriteOutcome<ContactReceipt>.Written changed) return Conflict();

        (version, stored) = (changed.Receipt.Version, change);
        return true;
    }

    bool Conflict()
    {
        Tell(SaveState.Conflict);
        return false;
    }

    async Task SaveAfterAsync(TimeSpan rest, CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(rest, time, cancellationToken);
            await SaveAsync();
        }
        catch (OperationCanceledException)
        {
            // Another key was pressed, or the desk was closed.
        }
        catch (ObjectDisposedException)
        {
            // Closed meanwhile.
        }
    }

    void Tell(SaveState state)
    {
        State = state;
        if (state != SaveState.Failed) Problem = null;
        Changed?.Invoke();
    }
}
