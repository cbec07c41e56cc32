using IntegrationHub.Faults;
using IntegrationHub.Sync;
using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace IntegrationHub.Outbound;

/// <summary>Builds what stands around a call: time for all tries → retries → breaker → budget → time for one try.</summary>
internal static class CallPipeline
{
    /// <summary>Around calls that only read.</summary>
    public static ResiliencePipeline<HttpResponseMessage> ForReads(OutboundOptions options, VendorLine line, RunMeter meter, TimeProvider time) =>
        Build(options, line, meter, time, repeats: options.Retry.Attempts > 1 ? Repeats(options, line, meter) : null);

    /// <summary>Around calls that write: they go out once.</summary>
    public static ResiliencePipeline<HttpResponseMessage> ForWrites(OutboundOptions options, VendorLine line, RunMeter meter, TimeProvider time) =>
        Build(options, line, meter, time, repeats: null);

    static ResiliencePipeline<HttpResponseMessage> Build(OutboundOptions options, VendorLine line, RunMeter meter, TimeProvider time, RetryStrategyOptions<HttpResponseMessage>? repeats)
    {
        var builder = new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = time };
        builder.AddTimeout(options.CallTimeout);
        if (repeats is not null) builder.AddRetry(repeats);
        return builder
            .AddStrategy(_ => new BreakerStrategy(line.Breaker, options))
            .AddStrategy(_ => new BudgetStrategy(line.Budget, options, meter, time))
            .AddTimeout(options.TryTimeout)
            .Build();
    }

    static RetryStrategyOptions<HttpResponseMessage> Repeats(OutboundOptions options, VendorLine line, RunMeter meter) => new()
    {
        MaxRetryAttempts = options.Retry.Attempts - 1,
        BackoffType = DelayBackoffType.Exponential,
        UseJitter = true,
        Delay = options.Retry.FirstDelay,
        MaxDelay = options.Retry.MaxDelay,
        ShouldHandle = attempt => ValueTask.FromResult(IsWorthAnotherTry(attempt.Outcome.Exception, options)),
        // "Retry-After: 0" is no reason to hammer; a wait shorter than the usual one is held by the budget's pause.
        DelayGenerator = attempt => ValueTask.FromResult(
            attempt.Outcome.Exception is SourceUnavailableException { RetryAfter: { } wait } && wait >= options.Retry.FirstDelay ? wait : (TimeSpan?)null),
        OnRetry = attempt =>
        {
            meter.Retry(CodeOf(attempt.Outcome.Exception), attempt.RetryDelay);
            line.Calls.Retry();
            OutboundMetrics.Retry(options.Stream, CodeOf(attempt.Outcome.Exception));
            OutboundLog.TriedAgain(options.Logger, options.Stream, attempt.AttemptNumber + 2, options.Retry.Attempts, attempt.RetryDelay.TotalSeconds, CodeOf(attempt.Outcome.Exception));
            return ValueTask.CompletedTask;
        },
    };

    /// <summary>Whether a fault is an outage of the vendor.</summary>
    public static bool IsOutage(Exception? fault) => fault is SourceUnavailableException or TimeoutRejectedException;

    /// <summary>The code of an outage.</summary>
    public static string CodeOf(Exception? outage) => outage is SourceUnavailableException known ? known.Code : FaultCodes.Timeout;

    // A longer wait than a call has is the run's to wait: the vendor is never asked earlier than it said.
    static bool IsWorthAnotherTry(Exception? fault, OutboundOptions options) => fault switch
    {
        SourceUnavailableException { Code: FaultCodes.BreakerOpen } => false,
        SourceUnavailableException { RetryAfter: { } wait } => wait <= options.Retry.MaxDelay,
        _ => IsOutage(fault),
    };
}

/// <summary>What the streams of one vendor system share.</summary>
internal sealed class VendorLine(TimeProvider time)
{
    public Breaker Breaker { get; } = new(time);

    public CallBudget Budget { get; } = new(time);

    public CallBook Calls { get; } = new(time);

    /// <summary>How the vendor fares.</summary>
    public VendorHealth HealthOf(SourceId source)
    {
        var (failures, lastCode, openFor) = Breaker.Told();
        return Calls.Told(source) with
        {
            State = Breaker.State switch { BreakerState.Open => VendorState.LeftAlone, BreakerState.Probing => VendorState.Probing, _ => VendorState.Asked },
            FailuresInARow = failures,
            Code = lastCode,
            LeftAloneFor = openFor,
            AskedToWait = Budget.PauseLeft() is { Ticks: > 0 } pause ? pause : null,
            CallsAMinute = Budget.PerMinute,
        };
    }
}

/// <summary>Asks the breaker before a call and tells it what came of it.</summary>
internal sealed class BreakerStrategy(Breaker breaker, OutboundOptions options) : ResilienceStrategy<HttpResponseMessage>
{
    protected override async ValueTask<Outcome<HttpResponseMessage>> ExecuteCore<TState>(
        Func<ResilienceContext, TState, ValueTask<Outcome<HttpResponseMessage>>> callback, ResilienceContext context, TState state)
    {
        var entered = breaker.Enter();
        if (!entered.MayGo)
        {
            return Outcome.FromException<HttpResponseMessage>(new SourceUnavailableException(FaultCodes.BreakerOpen,
                $"{options.Stream.Source} failed {entered.Failures} times in a row, last with {entered.LastCode}, and is left alone for another {OutboundOptions.Seconds(entered.RetryAfter)}.")
            {
                RetryAfter = entered.RetryAfter,
                NotSent = true,
            });
        }

        var outcome = await callback(context, state);
        if (CallPipeline.IsOutage(outcome.Exception))
        {
            if (breaker.Failed(entered, CallPipeline.CodeOf(outcome.Exception), options.Retry.BreakerFailures, options.Retry.BreakerOpenFor))
                OutboundLog.LeftAlone(options.Logger, options.Stream, options.Retry.BreakerOpenFor.TotalSeconds, CallPipeline.CodeOf(outcome.Exception));
        }
        else if (outcome.Exception is null or UnreadableAnswerException or MisconfiguredException { Code: FaultCodes.NotAuthorised or FaultCodes.Redirected })
        {
            if (breaker.Answered()) OutboundLog.IsBack(options.Logger, options.Stream);
        }
        else
        {
            breaker.Left(entered);
        }

        return outcome;
    }
}

/// <summary>Holds a call back until the vendor's budget has room for it.</summary>
internal sealed class BudgetStrategy(CallBudget budget, OutboundOptions options, RunMeter meter, TimeProvider time) : ResilienceStrategy<HttpResponseMessage>
{
    protected override async ValueTask<Outcome<HttpResponseMessage>> ExecuteCore<TState>(
        Func<ResilienceContext, TState, ValueTask<Outcome<HttpResponseMessage>>> callback, ResilienceContext context, TState state)
    {
        var pause = budget.PauseLeft();
        if (pause > options.Retry.MaxDelay)
        {
            return Outcome.FromException<HttpResponseMessage>(new SourceUnavailableException(FaultCodes.TooManyRequests,
                $"{options.Stream.Source} asked to be left alone for another {OutboundOptions.Seconds(pause)}.")
            {
                RetryAfter = pause,
                NotSent = true,
            });
        }

        var wait = budget.Take();
        if (wait > TimeSpan.Zero)
        {
            meter.Course?.Wait(wait);
            try
            {
                await Task.Delay(wait, time, context.CancellationToken);
            }
            catch (OperationCanceledException stopped)
            {
                return Outcome.FromException<HttpResponseMessage>(stopped);
            }
        }

        return await callback(context, state);
    }
}
