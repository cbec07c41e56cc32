using IntegrationHub.HandOvers;
using IntegrationHub.Hosting;
using Microsoft.AspNetCore.Http.Features;

namespace IntegrationHub.AspNetCore;

/// <summary>What somebody outside sees who was sent a link: what they are asked, and a form to reply by. Without an account, and without script.</summary>
/// <remarks>
/// Apart from the API, so that a proxy can let in from outside what begins with this and nothing else. Whoever has the link is whom it was sent to: there is no cookie that another page could use, so a form
/// of another page can do nothing without the link. A GET only shows: mail programs and what looks for bad links follow every link that they see.
/// A link that is over and one that never was are answered alike.
/// </remarks>
static class ReplyEndpoints
{
    /// <summary>What every path begins with.</summary>
    public const string Root = "/reply";

    const string Field = "reply";

    public static void Map(IEndpointRouteBuilder app)
    {
        var replies = app.MapGroup(Root).WithMetadata(EndpointAccess.Link).ExcludeFromDescription();
        replies.MapGet("/{link}", ReadAsync);
        replies.MapPost("/{link}", ReplyAsync);
    }

    static async Task<IResult> ReadAsync(string link, HttpContext http, IHub hub, ReplyAttempts attempts, CancellationToken cancellationToken)
    {
        var page = new ReplyPage(ReplyWords.For(http.Request));
        if (attempts.MustWait(http.Connection.RemoteIpAddress) is { } wait) return TooMany(http, page, wait);
        if (await hub.HandOvers.ReadReplyAsync(link, cancellationToken) is { } asked) return page.Form(asked, problem: null, text: "", StatusCodes.Status200OK);

        attempts.CountBad(http.Connection.RemoteIpAddress);
        return page.NoLink();
    }

    static async Task<IResult> ReplyAsync(string link, HttpContext http, IHub hub, ReplyAttempts attempts, CancellationToken cancellationToken)
    {
        var page = new ReplyPage(ReplyWords.For(http.Request));
        if (attempts.MustWait(http.Connection.RemoteIpAddress) is { } wait) return TooMany(http, page, wait);

        var text = await TextAsync(http, cancellationToken);
        switch (await hub.HandOvers.ReplyAsync(link, text ?? "", cancellationToken))
        {
            case ReplyOutcome.Taken:
                return page.Thanks();
            case ReplyOutcome.Unreadable when await hub.HandOvers.ReadReplyAsync(link, cancellationToken) is { } asked:
                return page.Form(asked, string.IsNullOrWhiteSpace(text) ? page.Words.Empty : page.Words.TooLong, text ?? "", StatusCodes.Status400BadRequest);
            default:
                attempts.CountBad(http.Connection.RemoteIpAddress);
                return page.NoLink();
        }
    }

    // Null for what is no form: it is told as an empty one.
    static async Task<string?> TextAsync(HttpContext http, CancellationToken cancellationToken)
    {
        if (http.Request.ContentType?.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) != true) return null;

        // The gate bounds the body; a form of one field needs no more than these.
        var options = new FormOptions { KeyLengthLimit = 100, ValueCountLimit = 10, ValueLengthLimit = HubGate.MaxBodyBytes };
        try
        {
            return (await new FormFeature(http.Request, options).ReadFormAsync(cancellationToken))[Field].ToString();
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    static IResult TooMany(HttpContext http, ReplyPage page, TimeSpan wait)
    {
        http.Response.Headers.RetryAfter = ((int)Math.Ceiling(wait.TotalSeconds)).ToString(System.Globalization.CultureInfo.InvariantCulture);
        return page.TooMany();
    }
}

/// <summary>Counts links that are none: an address that brings many waits, so that nobody tries them out, and the store is not asked for each.</summary>
sealed class ReplyAttempts(TimeProvider time)
{
    readonly SignInAttempts attempts = new(new SignInOptions { WrongKeysBeforeLock = 20, FirstLock = TimeSpan.FromMinutes(1), LongestLock = TimeSpan.FromMinutes(15) }, time);

    /// <summary>How long this address must wait; null when it need not.</summary>
    public TimeSpan? MustWait(System.Net.IPAddress? address) => attempts.LockOf(address);

    /// <summary>Counts a link that is none.</summary>
    public void CountBad(System.Net.IPAddress? address) => attempts.CountWrong(address);
}
