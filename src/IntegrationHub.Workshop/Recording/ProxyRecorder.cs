using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using IntegrationHub.Diagnostics;
using IntegrationHub.Sources;
using IntegrationHub.Testing;
using IntegrationHub.Workshop.Live;

namespace IntegrationHub.Workshop.Recording;

/// <summary>Stands before a vendor, keeps what others ask it and are answered, and makes stub files of it.</summary>
public sealed partial class ProxyRecorder : IAsyncDisposable
{
    readonly ExchangeBook book = new();
    readonly SecretForms secrets = new();
    readonly HashSet<string> lost = new(StringComparer.Ordinal);
    readonly RedactedAddress shown = new([]);
    readonly Lock gate = new();
    readonly Uri target;
    readonly Action<SeenCall> seen;
    VendorProxy? proxy;

    ProxyRecorder(Uri target, Action<SeenCall> seen) => (this.target, this.seen) = (target, seen);

    /// <summary>Where it is.</summary>
    public Uri Address => proxy!.Address;

    /// <summary>Starts one.</summary>
    /// <param name="target">The vendor's address.</param>
    /// <param name="port">The port of this machine; 0 for any that is free.</param>
    /// <param name="seen">Told of each call, without secrets and without what could be a person's.</param>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<ProxyRecorder> StartAsync(Uri target, int port, Action<SeenCall> seen)
    {
        ArgumentNullException.ThrowIfNull(target);

        var recorder = new ProxyRecorder(target, seen);
        recorder.proxy = await VendorProxy.StartAsync(target, port, recorder.Keep);
        return recorder;
    }

    /// <summary>Makes stub files of what was kept.</summary>
    /// <param name="stream">The stream whose mapping says what is whose; null for none.</param>
    /// <param name="options">How it is redacted.</param>
    public StreamRecordingResult Finish(LiveStream? stream, RecordingOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);

        var exchanges = book.All;
        if (exchanges.Count == 0) return new StreamRecordingResult { Told = [.. lost.Order(StringComparer.Ordinal)] };

        var connection = stream?.Resolve(new DiagnosticBag());
        foreach (var secret in connection?.Values.Values.Where(v => v.IsSecret) ?? []) secrets.Add(secret.Reveal(), []);
        var flows = stream?.Mapping is { File.Length: > 0 } mapping ? FieldFlows.Of(mapping.File, options.Functions) : null;
        // What a title may tell is the case's to say, and no case was mapped.
        var recording = StreamRecorder.Redact(exchanges, [], new FieldJudge(flows, mayTellTitles: false, options.Keep, options.Redact), new Scrubbing(secrets, [target.GetLeftPart(UriPartial.Authority)], options.Seed), stream?.HeadersRead ?? []);
        var addresses = stream?.File.Adapter.Settings.Where(s => s.Kind == SettingKind.Url && connection?.Values.ContainsKey(s.Name) == true)
            .ToDictionary(s => s.Name, s => recording.Scrubber.OfAddress(connection!.Values[s.Name].Reveal()).TrimEnd('/'), StringComparer.Ordinal) ?? [];
        return recording.Result(
            new RecordedFrom(stream?.File.Definition.Name.Value, stream?.File.Adapter.Name, addresses),
            [.. recording.Files.Told, .. lost.Order(StringComparer.Ordinal), .. recording.Unused.Select(p => $"no field is called '{p}': look at --keep and --redact")]);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => proxy?.DisposeAsync() ?? ValueTask.CompletedTask;

    void Keep(ProxiedCall call)
    {
        var request = call.Request;
        var status = call.Answer is { } answered ? (int)answered.StatusCode : (int?)null;
        lock (gate)
        {
            foreach (var secret in SignIn(request, Encoding.UTF8.GetString(call.Sent))) secrets.Add(secret, []);
            seen(new SeenCall(request.Method.Method, shown.Of(request.RequestUri), status, call.Answer?.Content.Headers.ContentType?.MediaType));
            // What says only that somebody must sign in, wait, or go elsewhere stands in for nothing.
            if (call.Answer is null || status is 401 or 403 or 407 or 408 or 425 or 429 or 502 or 503 or 504 or (>= 300 and < 400))
            {
                lost.Add(string.Create(CultureInfo.InvariantCulture, $"{request.Method} {shown.OfTarget(request.RequestUri!.AbsolutePath)} was answered {(status is { } s ? s.ToString(CultureInfo.InvariantCulture) : "nothing")}, which is no stub"));
                return;
            }

            book.Add(book.Begin(), new Exchange
            {
                Method = request.Method.Method,
                Address = request.RequestUri!,
                SoapAction = request.Headers.TryGetValues("SOAPAction", out var actions) ? string.Join(", ", actions) : null,
                Sent = Encoding.UTF8.GetString(call.Sent),
                Status = status!.Value,
                ContentType = call.Answer.Content.Headers.TryGetValues("Content-Type", out var type) ? type.First() : null,
                Headers = [.. call.Answer.Headers.Concat(call.Answer.Content.Headers).Where(h => h.Key != "Content-Type").SelectMany(h => h.Value.Select(v => (h.Key, v)))],
                Body = call.Body,
            });
        }
    }

    // What callers sign in with is known by where it stands: nobody told.
    static IEnumerable<string> SignIn(HttpRequestMessage request, string sent)
    {
        foreach (var (name, values) in request.Headers)
        {
            if (!SecretName().IsMatch(name)) continue;

            foreach (var value in values)
            {
                var word = value[(value.IndexOf(' ', StringComparison.Ordinal) + 1)..];
                yield return word;
                if (value.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase) && Password(word) is { } password) yield return password;
                if (name.Equals("Cookie", StringComparison.OrdinalIgnoreCase))
                    foreach (var cookie in value.Split(';').Select(c => c.Split('=', 2)).Where(c => c.Length == 2 && c[1].Length >= 8)) yield return cookie[1];
            }
        }

        foreach (var parameter in request.RequestUri!.Query.TrimStart('?').Split('&').Concat(sent.Contains('{', StringComparison.Ordinal) || sent.Contains('<', StringComparison.Ordinal) ? [] : sent.Split('&')).Select(p => p.Split('=', 2)).Where(p => p.Length == 2 && SecretName().IsMatch(p[0])))
            yield return WebUtility.UrlDecode(parameter[1]);
    }

    static string? Password(string packed)
    {
        var room = new byte[packed.Length];
        return Convert.TryFromBase64String(packed, room, out var length) && Encoding.UTF8.GetString(room, 0, length).Split(':', 2) is [_, { Length: > 0 } password] ? password : null;
    }

    [GeneratedRegex("(authorization|cookie|api.?key|subscription-key|functions-key|secret|passw|access_?token|id_?token|client_assertion|^sig$|signature|^x-.*(token|key)$)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex SecretName();
}
