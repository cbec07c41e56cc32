using IntegrationHub.AspNetCore;
using IntegrationHub.Audit;
using IntegrationHub.Console.Live;
using IntegrationHub.Console.Wording;
using IntegrationHub.Hosting;
using IntegrationHub.Idempotency;
using IntegrationHub.Lookup;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.JSInterop;

namespace IntegrationHub.Console.Shell;

/// <summary>The living part of a page: it knows who is signed in, looks again at every beat, and shows nothing once the session has ended.</summary>
public abstract class SignedInView : ComponentBase, IDisposable
{
    const string SessionEndedAddress = "/sign-in?ended=1";

    readonly CancellationTokenSource closing = new();
    IDisposable? listening;
    string? sessionId;

    /// <summary>The language of the page it lives in: <c>sv</c> or <c>en</c>.</summary>
    [Parameter]
    public string Language { get; set; } = "sv";

    [Inject]
    private protected Words Words { get; set; } = null!;

    [Inject]
    private protected IHub Hub { get; set; } = null!;

    [Inject]
    private protected NavigationManager Navigation { get; set; } = null!;

    [Inject]
    private protected IJSRuntime Browser { get; set; } = null!;

    [Inject]
    private protected ILoggerFactory Loggers { get; set; } = null!;

    [Inject]
    private protected HubSessions Sessions { get; set; } = null!;

    [Inject]
    private protected HubPulse Pulse { get; set; } = null!;

    [Inject]
    private protected AuthenticationStateProvider Users { get; set; } = null!;

    private protected Texts T => Words.Texts;

    /// <summary>Who is signed in; null once the session has ended: then nothing is shown.</summary>
    private protected HubSession? Session { get; private set; }

    /// <summary>What was seen of the streams last.</summary>
    private protected HubMoment? Moment { get; private set; }

    /// <summary>What went wrong with what was asked for last, in words; null when nothing did.</summary>
    private protected string? Problem { get; set; }

    /// <summary>Cancelled when the page is closed.</summary>
    private protected CancellationToken Closed => closing.Token;

    /// <inheritdoc/>
    protected sealed override async Task OnInitializedAsync()
    {
        Words.Use(LanguageChoice.Parse(Language) ?? Wording.Language.Swedish);
        sessionId = SessionAuthentication.IdOf((await Users.GetAuthenticationStateAsync()).User);
        if (!IsSignedIn(active: true)) return;

        // The first await shows the page, and from then on it is used.
        Prepare();
        await AskAsync(async () => Moment = await Pulse.LookAsync(Closed));
        await BeginAsync();
        listening = Pulse.Listen(moment => InvokeAsync(() => SeeAsync(moment)));
    }

    /// <summary>Fills in what must stand on the page when it is seen for the first time. Waits for nothing.</summary>
    private protected virtual void Prepare()
    {
    }

    /// <summary>What the page does first.</summary>
    private protected virtual Task BeginAsync() => Task.CompletedTask;

    /// <summary>What the page does at a beat.</summary>
    private protected virtual Task OnBeatAsync() => Task.CompletedTask;

    /// <summary>Whether the page may do this for its role. Asked before everything that it does.</summary>
    private protected abstract bool MayBeUsed(HubSession session);

    /// <summary>Does what a person asked for, if they still are signed in; a fault is told in words.</summary>
    private protected async Task ActAsync(Func<Task> act)
    {
        if (!IsSignedIn(active: true)) return;

        Problem = null;
        await AskAsync(act);
    }

    /// <summary>Does what the page does by itself; it keeps no session alive.</summary>
    private protected async Task AskAsync(Func<Task> ask)
    {
        try
        {
            await ask();
        }
        catch (OperationCanceledException) when (closing.IsCancellationRequested)
        {
            // The page was closed.
        }
        catch (LookupInvalidException e)
        {
            Problem = string.Join(" ", e.Problems.Select(p => p.Message));
        }
        catch (WriteInvalidException e)
        {
            Problem = string.Join(" ", e.Problems.Select(p => p.Message));
        }
        catch (LookupDeniedException)
        {
            Problem = T.NoCasesForYou;
        }
        catch (AuditUnavailableException)
        {
            Problem = T.NoAudit;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            PagesLog.ActionFailed(Loggers.CreateLogger<SignedInView>(), e.GetType().Name, e);
            Problem = T.HubFailed;
        }
    }

    /// <summary>Whether somebody still is signed in; if not, the page drops what it shows and goes to the sign-in.</summary>
    /// <param name="active">Whether they did something just now: then the session lives on.</param>
    private protected bool IsSignedIn(bool active)
    {
        Session = Sessions.Find(sessionId, active) is { } session && MayBeUsed(session) ? session : null;
        if (Session is not null) return true;

        Problem = null;
        Forget();
        if (RendererInfo.IsInteractive) _ = LeaveAsync();
        else Navigation.NavigateTo(SessionEndedAddress, forceLoad: true);
        return false;
    }

    /// <summary>Goes to the sign-in, unless this window's person signs out just now: then it is on its way, perhaps to the provider that has to end its session too.</summary>
    async Task LeaveAsync()
    {
        try
        {
            await Browser.InvokeVoidAsync("integrationHub.sessionEnded", Closed, SessionEndedAddress);
        }
        catch (Exception e) when (e is OperationCanceledException or JSDisconnectedException)
        {
            // The window has left.
        }
        catch (JSException)
        {
            // The script of the pages did not reach the browser.
            Navigation.NavigateTo(SessionEndedAddress, forceLoad: true);
        }
    }

    /// <summary>Looks at the streams now, after something was done with them.</summary>
    private protected async Task SeeNowAsync() => Moment = await Pulse.LookAsync(Closed);

    /// <summary>Drops what was shown.</summary>
    private protected virtual void Forget()
    {
    }

    async Task SeeAsync(HubMoment moment)
    {
        if (closing.IsCancellationRequested || !IsSignedIn(active: false)) return;

        Moment = moment;
        await OnBeatAsync();
        StateHasChanged();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        listening?.Dispose();
        closing.Cancel();
        closing.Dispose();
        GC.SuppressFinalize(this);
    }
}
