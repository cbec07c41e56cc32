using System.Collections.Concurrent;
using IntegrationHub.Torture.History;
using Microsoft.AspNetCore.Http;

namespace IntegrationHub.Torture.Vendor;

/// <summary>Sends the model vendor's answers, as they are or with what goes wrong.</summary>
internal sealed class VendorAnswers(VendorFaults faults, TimeProvider time)
{
    static readonly TimeSpan Slow = TimeSpan.FromMilliseconds(300);
    static readonly TimeSpan TooSlow = TimeSpan.FromSeconds(3);
    static readonly byte[] SignIn = "<!doctype html><html><title>Sign in</title><body><form><input name=user></form></body></html>"u8.ToArray();

    readonly ConcurrentDictionary<RegisterKind, VendorPage> before = new();

    /// <summary>What goes wrong.</summary>
    public VendorFaults Faults => faults;

    /// <summary>Answers a call.</summary>
    public async Task AnswerAsync(HttpContext http, RegisterKind register, Func<VendorPage> answer)
    {
        var fault = faults.Next(register);
        if (fault is VendorFault.Delay or VendorFault.Hang) await Task.Delay(fault == VendorFault.Delay ? Slow : TooSlow, time, http.RequestAborted);

        var page = Falsified(http, register, answer(), fault);
        var body = page.Write();
        switch (fault)
        {
            case VendorFault.TooMany:
                http.Response.Headers.RetryAfter = "1";
                http.Response.StatusCode = StatusCodes.Status429TooManyRequests;
                return;
            case VendorFault.Unavailable:
                http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
                return;
            case VendorFault.Html:
                await WriteAsync(http, SignIn, SignIn.Length, "text/html");
                return;
            case VendorFault.Garbage:
                for (var i = 0; i < body.Length; i++) body[i] = (byte)(body[i] * 7 + i);
                await WriteAsync(http, body, body.Length);
                return;
            case VendorFault.Truncated:
                await WriteAsync(http, body[..(body.Length * 2 / 3)], body.Length * 2 / 3);
                return;
            case VendorFault.Nothing:
                await WriteAsync(http, [], 0);
                return;
            case VendorFault.Reset:
                await WriteAsync(http, body[..(body.Length / 2)], body.Length);
                http.Abort();
                return;
            default:
                if (page.Total is not null) before[register] = page;
                await WriteAsync(http, body, body.Length);
                return;
        }
    }

    // The lies are about lists: who is asked for single cases says what it has of them.
    VendorPage Falsified(HttpContext http, RegisterKind register, VendorPage page, VendorFault fault) => fault switch
    {
        VendorFault.EmptyList when page.Total is not null => page with { Count = 0, Rows = [], Next = null, Total = 0 },
        VendorFault.Half when page is { Total: not null, Rows.Count: > 1 } => page with { Count = page.Rows.Count / 2, Rows = [.. page.Rows.Take(page.Rows.Count / 2)] },
        VendorFault.WrongTotal => page with { Total = page.Total + 7 },
        VendorFault.PageAgain when page.Total is not null && before.TryGetValue(register, out var earlier) && earlier.Rows.Count == page.Rows.Count => page with { Rows = earlier.Rows },
        VendorFault.GoesRound when page.Next is not null && http.Request.Query["from"].ToString() is { Length: > 0 } from => page with { Next = from },
        _ => page,
    };

    static async Task WriteAsync(HttpContext http, byte[] body, long promised, string type = "application/json")
    {
        http.Response.ContentType = type;
        http.Response.ContentLength = promised;
        await http.Response.Body.WriteAsync(body, http.RequestAborted);
        await http.Response.Body.FlushAsync(http.RequestAborted);
    }
}
