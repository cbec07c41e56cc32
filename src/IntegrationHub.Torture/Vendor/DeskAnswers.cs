using System.Text.Json;
using IntegrationHub.Torture.History;
using IntegrationHub.WriteBack;
using Microsoft.AspNetCore.Http;

namespace IntegrationHub.Torture.Vendor;

/// <summary>Something that is written to the model vendor, as it goes over the wire.</summary>
/// <param name="Id">The hub's id of it.</param>
/// <param name="Key">The case.</param>
/// <param name="Kind">What is written.</param>
/// <param name="Text">The text.</param>
internal sealed record DeskRequest(string Id, string Key, WriteKind Kind, string Text);

/// <summary>Answers what is written to the model vendor: it does it and says so, or one of them only, at once or late.</summary>
/// <remarks>Nothing here ends because whoever asked has hung up: what a vendor has begun, it does.</remarks>
internal sealed class DeskAnswers(ModelDesk desk, VendorFaults faults, TimeProvider time)
{
    static readonly TimeSpan Slow = TimeSpan.FromMilliseconds(300);
    // Longer than anybody waits, and no later behind it than a stream's settle time allows for.
    static readonly TimeSpan TooSlow = TimeSpan.FromSeconds(2.5);

    /// <summary>Answers a call that writes.</summary>
    public async Task TakeAsync(HttpContext http, RegisterKind register)
    {
        var asked = await JsonSerializer.DeserializeAsync<DeskRequest>(http.Request.Body, JsonSerializerOptions.Web, CancellationToken.None) ?? throw new JsonException();
        var (fault, done) = faults.NextOfDesk();
        var number = ModelDesk.NumberOf(asked.Text);
        if (fault == VendorFault.TooMany)
        {
            http.Response.Headers.RetryAfter = "1";
            http.Response.StatusCode = StatusCodes.Status429TooManyRequests;
            return;
        }

        if (fault is VendorFault.Delay or VendorFault.Hang) await Task.Delay(fault == VendorFault.Delay ? Slow : TooSlow, time, CancellationToken.None);
        if (ModelDesk.Refuses(number))
        {
            await WriteAsync(http, fault, new { Refused = "this case takes nothing more" }, StatusCodes.Status422UnprocessableEntity);
            return;
        }

        var name = done ? desk.Take(asked.Id, new ArrivedWrite(number, RegisterNames.Of(register), asked.Key, asked.Kind)) : null;
        await WriteAsync(http, fault, new { Name = name }, StatusCodes.Status200OK);
    }

    /// <summary>Answers whether something is there.</summary>
    public async Task FindAsync(HttpContext http, RegisterKind register)
    {
        var (fault, _) = faults.NextOfDesk();
        if (fault == VendorFault.Delay) await Task.Delay(Slow, time, CancellationToken.None);
        var found = desk.Find(RegisterNames.Of(register), http.Request.Query["key"].ToString(), ModelDesk.NumberOf(http.Request.Query["text"].ToString()));
        await WriteAsync(http, fault, new { Name = found }, StatusCodes.Status200OK);
    }

    static async Task WriteAsync(HttpContext http, VendorFault fault, object answer, int status)
    {
        switch (fault)
        {
            case VendorFault.Reset:
                http.Abort();
                return;
            case VendorFault.Unavailable or VendorFault.TooMany:
                http.Response.StatusCode = StatusCodes.Status500InternalServerError;
                return;
            case VendorFault.Nothing:
                return;
            case VendorFault.Html:
                http.Response.ContentType = "text/html";
                await http.Response.WriteAsync("<html><title>Sign in</title></html>", CancellationToken.None);
                return;
            default:
                http.Response.StatusCode = status;
                await http.Response.WriteAsJsonAsync(answer, answer.GetType(), JsonSerializerOptions.Web, "application/json", CancellationToken.None);
                return;
        }
    }
}
