namespace ModelMunicipality.Vendors.Troubles;

/// <summary>Stands before the stand-ins and answers in their place while they have a trouble.</summary>
sealed class TroubledAnswers(TownTroubles troubles, TimeProvider time)
{
    static readonly TimeSpan SlowBy = TimeSpan.FromSeconds(4);

    /// <summary>Answers, or lets the stand-in answer.</summary>
    public async Task AnswerAsync(HttpContext http, RequestDelegate next)
    {
        var system = TroubledSystem.All.FirstOrDefault(s => s.Path is { } path && http.Request.Path.StartsWithSegments(path));
        switch (system is null ? null : troubles.Of(system)?.Kind)
        {
            case TroubleKind.Down:
                await WriteAsync(http, StatusCodes.Status503ServiceUnavailable, "text/plain; charset=utf-8", "Tjänsten är tillfälligt ur drift.");
                break;
            case TroubleKind.Html:
                await WriteAsync(http, StatusCodes.Status200OK, "text/html; charset=utf-8", "<!doctype html><html lang=\"sv\"><head><title>Logga in</title></head><body><form>Logga in</form></body></html>");
                break;
            case TroubleKind.Reset:
                http.Abort();
                break;
            case TroubleKind.Slow:
                await Task.Delay(SlowBy, time, http.RequestAborted);
                await next(http);
                break;
            default:
                await next(http);
                break;
        }
    }

    static Task WriteAsync(HttpContext http, int status, string type, string text)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = type;
        return http.Response.WriteAsync(text, http.RequestAborted);
    }
}
