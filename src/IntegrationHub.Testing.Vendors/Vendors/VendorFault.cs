using System.Globalization;
using System.IO.Compression;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace IntegrationHub.Testing;

/// <summary>How a vendor turns bad. Waits are waited by the test's clock: nothing sleeps.</summary>
public abstract record VendorFault
{
    private protected VendorFault()
    {
    }

    /// <summary>What can be told of it in a test's name.</summary>
    public abstract override string ToString();

    internal abstract Task AnswerAsync(FaultyCall call);

    /// <summary>What becomes of a file that a vendor delivers; null when this fault is one of the network only.</summary>
    internal virtual byte[]? Spoil(byte[] honest) => null;

    /// <summary>The answer comes after a while.</summary>
    public static VendorFault Delay(TimeSpan by) => new Told($"answers after {by}", async call =>
    {
        await call.WaitAsync(by);
        await call.SendAsync(call.Honest);
    });

    /// <summary>The answer never comes.</summary>
    public static VendorFault Silence { get; } = new Told("never answers", call => call.WaitAsync(Timeout.InfiniteTimeSpan));

    /// <summary>The answer comes a few bytes at a time.</summary>
    public static VendorFault Drip(int bytes, TimeSpan every) => new Told($"drips {bytes} bytes every {every}", async call =>
    {
        var honest = call.Honest;
        call.Begin(honest, honest.Body.Length);
        for (var at = 0; at < honest.Body.Length; at += bytes)
        {
            await call.WriteAsync(honest.Body[at..Math.Min(at + bytes, honest.Body.Length)]);
            await call.WaitAsync(every);
        }
    });

    /// <summary>The connection breaks after so many bytes of the content; a negative number counts from its end.</summary>
    public static VendorFault ResetAt(int at) => new Told($"resets the connection at byte {at}", async call =>
    {
        var honest = call.Honest;
        call.Begin(honest, honest.Body.Length + 1);
        await call.WriteAsync(honest.Body[..Bounded(at, honest.Body.Length)]);
        call.Http.Abort();
    });

    /// <summary>The vendor does what it was asked to, and closes the connection without a word: whoever asked cannot know.</summary>
    public static VendorFault HangsUp { get; } = new Told("does it and hangs up without a word", call =>
    {
        _ = call.Honest;
        call.Http.Abort();
        return Task.CompletedTask;
    });

    /// <summary>The content ends after so many bytes, and the connection says that this was all; a negative number counts from its end.</summary>
    public static VendorFault CutAt(int at) => new Spoiled($"cuts its answer at byte {at}", honest => honest[..Bounded(at, honest.Length)]);

    /// <summary>The content ends in the middle.</summary>
    public static VendorFault CutInTheMiddle { get; } = new Spoiled("cuts its answer in the middle", honest => honest[..(honest.Length / 2)]);

    /// <summary>The content is bytes that mean nothing, the same for the same seed.</summary>
    public static VendorFault Garbage(int seed = 1) => new Spoiled("sends garbage", _ =>
    {
        var bytes = new byte[4096];
#pragma warning disable CA5394 // Test data, to be the same each time.
        new Random(seed).NextBytes(bytes);
#pragma warning restore CA5394
        return bytes;
    });

    /// <summary>200 and nothing in it.</summary>
    public static VendorFault Empty { get; } = new Spoiled("sends nothing with 200", _ => []);

    /// <summary>200 and a sign-in page.</summary>
    public static VendorFault Html { get; } = new Spoiled("sends a page of HTML with 200", _ => Encoding.UTF8.GetBytes("<!DOCTYPE html>\n<html><head><title>Logga in</title></head><body><form></form></body></html>"), "text/html; charset=utf-8");

    /// <summary>200 and a well-formed document of another kind.</summary>
    public static VendorFault AnotherDocument { get; } = new Told("sends another document with 200", call => call.SendAsync(
        call.Honest.ContentType?.Contains("xml", StringComparison.OrdinalIgnoreCase) == true ? VendorAnswer.Xml("<status><message>ok</message></status>") : VendorAnswer.Json("""{"message":"ok"}""")));

    /// <summary>Any answer.</summary>
    public static VendorFault Answers(VendorAnswer answer, string told) => new Told(told, call => call.SendAsync(answer));

    /// <summary>A status with a text in it, as crashed servers and proxies send.</summary>
    public static VendorFault Status(int status) => Answers(VendorAnswer.Of("Service temporarily not itself", "text/plain", status), $"answers {status}");

    /// <summary>The vendor asks to be left alone for a while.</summary>
    /// <param name="status">429 or 503.</param>
    /// <param name="wait">For how long.</param>
    /// <param name="asDate">Whether the wait is told as the time of its end.</param>
    public static VendorFault Busy(int status, TimeSpan wait, bool asDate = false) => new Told($"answers {status} and asks for {wait}{(asDate ? " by a date" : "")}", call =>
        call.SendAsync(new VendorAnswer
        {
            Status = status,
            Headers = new Dictionary<string, string>
            {
                ["Retry-After"] = asDate ? (call.VendorNow + wait).ToString("R", CultureInfo.InvariantCulture) : ((int)wait.TotalSeconds).ToString(CultureInfo.InvariantCulture),
            },
        }));

    /// <summary>The vendor points somewhere else.</summary>
    public static VendorFault Redirect(Uri to, int status = 302) => new Told($"redirects with {status}", call =>
        call.SendAsync(new VendorAnswer { Status = status, Headers = new Dictionary<string, string> { ["Location"] = to.ToString() } }));

    /// <summary>A small answer that becomes so many bytes when it is unpacked.</summary>
    public static VendorFault GzipBomb(long bytes) => new Told($"sends a gzip bomb of {bytes} bytes", call =>
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            var zeros = new byte[81_920];
            for (var left = bytes; left > 0; left -= zeros.Length) gzip.Write(zeros, 0, (int)Math.Min(left, zeros.Length));
        }

        return call.SendAsync(new VendorAnswer { ContentType = call.Honest.ContentType, Body = packed.ToArray(), Headers = new Dictionary<string, string> { ["Content-Encoding"] = "gzip" } });
    });

    /// <summary>A database turns bad.</summary>
    /// <param name="trouble">One of those that a database can have.</param>
    internal static VendorFault OfDatabase(string trouble) => new Told(trouble, _ => throw new InvalidOperationException("A database is not called over HTTP."));

    static int Bounded(int at, int length) => Math.Clamp(at < 0 ? length + at : at, 0, length);

    sealed record Told(string Words, Func<FaultyCall, Task> Answer) : VendorFault
    {
        public override string ToString() => Words;

        internal override Task AnswerAsync(FaultyCall call) => Answer(call);
    }

    sealed record Spoiled(string Words, Func<byte[], byte[]> Change, string? ContentType = null) : VendorFault
    {
        public override string ToString() => Words;

        internal override Task AnswerAsync(FaultyCall call)
        {
            var honest = call.Honest;
            return call.SendAsync(honest with { Status = 200, Body = Change(honest.Body.ToArray()), ContentType = ContentType ?? honest.ContentType });
        }

        internal override byte[]? Spoil(byte[] honest) => Change(honest);
    }
}

/// <summary>A call that a fault answers.</summary>
internal sealed class FaultyCall(HttpContext http, Func<VendorAnswer> honest, TimeProvider clock, DateTimeOffset vendorNow, Action<int> waits)
{
    VendorAnswer? answer;

    public HttpContext Http { get; } = http;

    public DateTimeOffset VendorNow { get; } = vendorNow;

    /// <summary>What the vendor would have answered.</summary>
    public VendorAnswer Honest => answer ??= honest();

    /// <summary>Waits by the test's clock. It counts as waiting once the clock knows of it.</summary>
    public async Task WaitAsync(TimeSpan duration)
    {
        var delay = Task.Delay(duration, clock, Http.RequestAborted);
        waits(1);
        try
        {
            await delay;
        }
        finally
        {
            waits(-1);
        }
    }

    public void Begin(VendorAnswer head, long length)
    {
        var response = Http.Response;
        response.StatusCode = head.Status;
        if (head.ContentType is not null) response.ContentType = head.ContentType;
        response.Headers.Date = VendorNow.ToString("R", CultureInfo.InvariantCulture);
        foreach (var (name, value) in head.Headers) response.Headers[name] = value;
        if (head.Status is not (204 or 304)) response.ContentLength = length;
    }

    public async Task WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        await Http.Response.Body.WriteAsync(bytes, Http.RequestAborted);
        await Http.Response.Body.FlushAsync(Http.RequestAborted);
    }

    public async Task SendAsync(VendorAnswer whole)
    {
        Begin(whole, whole.Body.Length);
        if (whole.Body.Length > 0) await WriteAsync(whole.Body);
    }
}
