using IntegrationHub.Identity;

namespace ContactCentre.Calls;

/// <summary>Where the telephone system tells of a call. The number stands in the body, never in an address.</summary>
static class IncomingCalls
{
    public static void Map(WebApplication app) =>
        app.MapPost("/calls", async (HttpContext http, CallBoard board, TimeProvider time) =>
        {
            if (!board.Knows(http.Request.Headers["X-Call-Token"])) return Results.StatusCode(StatusCodes.Status401Unauthorized);

            Call? call;
            try
            {
                // Telephone systems send JSON under any name.
                call = await System.Text.Json.JsonSerializer.DeserializeAsync<Call>(http.Request.Body, System.Text.Json.JsonSerializerOptions.Web, http.RequestAborted);
            }
            catch (System.Text.Json.JsonException)
            {
                call = null;
            }

            if (!PhoneNumber.TryParse(call?.Phone, out _)) return Results.Problem("Send {\"phone\":\"…\"} with one telephone number.", statusCode: StatusCodes.Status400BadRequest);
            return board.Ring(call!.Phone!, time.GetUtcNow()) ? Results.NoContent() : Results.StatusCode(StatusCodes.Status429TooManyRequests);
        }).DisableAntiforgery();

    sealed record Call(string? Phone);
}
