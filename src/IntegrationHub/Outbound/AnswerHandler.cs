using IntegrationHub.Diagnostics;
using IntegrationHub.Faults;
using IntegrationHub.Sources;
using IntegrationHub.Sync;

namespace IntegrationHub.Outbound;

/// <summary>Makes one try: sends, reads the answer whole but never more than the limit, and names what went wrong.</summary>
/// <remarks>
/// The answer is read here, below the retries and inside the timeout, so that one that breaks off is fetched again and one that drips ends.
/// What the adapter gets is in memory.
/// </remarks>
internal sealed class AnswerHandler(OutboundOptions options, DeclaredAddresses declared, VendorLine line, RunMeter meter, TimeProvider time) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var setting = declared.SettingOf(request.RequestUri);
        var origin = DeclaredAddresses.OriginOf(request.RequestUri!);
        meter.Request();
        var began = time.GetTimestamp();
        var outcome = "stopped";
        using var span = HubTraces.Begin(HubSpan.VendorRequest, options.Stream);
        int? status = null;

        HttpResponseMessage? response = null;
        try
        {
            response = await base.SendAsync(request, cancellationToken);
            span?.SetTag("status", (int)response.StatusCode);
            status = (int)response.StatusCode;
            if (ResponseFaults.ToldToWait(response.Headers, request.WaitHeader()) is { } told) line.Budget.Pause(told);
            var fault = Judge(response, response.Content.Headers.ContentLength, origin, setting);
            if (fault is null || MayBeKnown(request, response))
            {
                var length = await ReadAsync(response, origin, cancellationToken);
                fault = await IsKnownAsync(request, response, cancellationToken) ? null : Judge(response, length, origin, setting);
            }

            if (fault is not null) throw fault;

            var answer = response;
            outcome = "answered";
            response = null;
            return answer;
        }
        catch (SourceException known)
        {
            outcome = known.Code;
            throw;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            outcome = FaultCodes.Timeout;
            throw new SourceUnavailableException(FaultCodes.Timeout, $"{origin} took no connection within {OutboundOptions.Seconds(options.ConnectTimeout)}.") { NotSent = true };
        }
        catch (Exception caught) when (TransportFaults.Of(caught, origin, setting) is { } fault)
        {
            outcome = fault.Code;
            throw fault;
        }
        finally
        {
            Note(request, origin, status, outcome, time.GetElapsedTime(began));
            span.EndedAs(outcome, outcome is "answered" or "stopped" ? null : outcome);
            response?.Dispose();
        }
    }

    // What is told of a call: to the metrics, to who looks at vendors, and in the course of its run. Its path is told to nobody.
    void Note(HttpRequestMessage request, string origin, int? status, string outcome, TimeSpan took)
    {
        OutboundMetrics.Called(options.Stream, outcome, took);
        var fault = outcome == "answered" ? null : outcome;
        if (fault != "stopped") line.Calls.Called(took, fault);
        meter.Course?.Request(request.Method.Method, origin, status, fault, took);
    }

    // What the vendor says of who calls, and of its own failures, may have another meaning that the adapter knows; how long it wants to be left alone has none.
    static bool MayBeKnown(HttpRequestMessage request, HttpResponseMessage response) =>
        request.MayRecognise() && ResponseFaults.Classify(response.StatusCode, response.Content.Headers.ContentType?.MediaType, response.Content.Headers.ContentLength, asksToWait: response.Headers.RetryAfter is not null)
            is AnswerKind.NotAuthorised or AnswerKind.ServerError;

    static async Task<bool> IsKnownAsync(HttpRequestMessage request, HttpResponseMessage response, CancellationToken cancellationToken) =>
        MayBeKnown(request, response) && request.Recognises(response.StatusCode, await response.Content.ReadAsByteArrayAsync(cancellationToken));

    async Task<long> ReadAsync(HttpResponseMessage response, string origin, CancellationToken cancellationToken)
    {
        var limit = Math.Clamp(options.Limits.MaxAnswerBytes, 1, Array.MaxLength);
        try
        {
            await response.Content.LoadIntoBufferAsync(limit, cancellationToken);
            return response.Content.Headers.ContentLength ?? 0;
        }
        catch (HttpRequestException full) when (full.HttpRequestError == HttpRequestError.ConfigurationLimitExceeded)
        {
            throw new UnreadableAnswerException(FaultCodes.LimitExceeded,
                $"The answer of {origin} is larger than {limit} bytes (limits.maxAnswer). Ask for smaller pages, or raise the limit.");
        }
    }

    SourceException? Judge(HttpResponseMessage response, long? length, string origin, string setting)
    {
        var status = (int)response.StatusCode;
        var wait = ResponseFaults.RetryAfter(response.Headers, time.GetUtcNow());
        switch (ResponseFaults.Classify(response.StatusCode, response.Content.Headers.ContentType?.MediaType, length, wait is not null))
        {
            case AnswerKind.Answer:
                return null;

            case AnswerKind.Busy:
                if (wait is { } asked)
                {
                    line.Budget.Pause(asked);
                    OutboundLog.AskedToWait(options.Logger, options.Stream, origin, asked.TotalSeconds, status);
                }

                return new SourceUnavailableException(FaultCodes.TooManyRequests, $"{origin} asks to be left alone{(wait is { } told ? $" for {OutboundOptions.Seconds(told)}" : "")} ({status}).")
                {
                    RetryAfter = wait,
                    // 503 is said by whoever stands before the vendor too, and that may have passed the request on.
                    NotSent = response.StatusCode is System.Net.HttpStatusCode.TooManyRequests,
                };

            case AnswerKind.TimedOut:
                return new SourceUnavailableException(FaultCodes.Timeout, $"{origin} gave up waiting ({status}).") { RetryAfter = wait };

            case AnswerKind.ServerError:
                return new SourceUnavailableException(FaultCodes.ServerError, $"{origin} answered with a server error ({status}).") { RetryAfter = wait };

            case AnswerKind.Redirect:
                return new MisconfiguredException(FaultCodes.Redirected, setting,
                    $"{origin} redirects{Target(response)} ({status}), and redirects are not followed. Often the path is wrong or a sign-in page stands before the service; if the new address is right, set it.");

            case AnswerKind.ProxyWantsPassword:
                return new MisconfiguredException(FaultCodes.NotAuthorised, setting, $"a proxy before {origin} asks for a password (407).");

            default:
                return options.Credentials is [var first, ..]
                    ? new MisconfiguredException(FaultCodes.NotAuthorised, $"connection.{first}",
                        $"{origin} does not accept who calls ({status}). Check {string.Join(", ", options.Credentials)}, and whether the account may read this.")
                    : new MisconfiguredException(FaultCodes.NotAuthorised, setting,
                        $"{origin} does not accept who calls ({status}), and the adapter has no key to send. Check the address, and ask the vendor to let the hub's machine in.");
        }
    }

    // Where a sign-in page lies may be said; the state in its query may not.
    static string Target(HttpResponseMessage response) =>
        response.Headers.Location is { IsAbsoluteUri: true } target ? $" to {DeclaredAddresses.OriginOf(target)}"
        : response.Headers.Location is not null ? " to another path of its own" : "";
}
