using IntegrationHub.Idempotency;
using IntegrationHub.Lookup;

namespace IntegrationHub.AspNetCore;

/// <summary>What all endpoints share at which people write, and read again what they wrote.</summary>
static class PeopleWrite
{
    // Notes and an answer of the longest in every question, each letter escaped, would be more; what people write is not.
    const int MaxBytes = 1024 * 1024;

    /// <summary>Carries out what adds something: once, however often it is sent.</summary>
    public static async Task<IResult> OnceAsync<T, TOutcome>(
        HttpContext http, OnceGate gate, Func<ReadOnlyMemory<byte>, (T?, HubProblem?)> parse, Func<T, OnceKey, Task<TOutcome>> write, Func<TOutcome, int, IResult> result, CancellationToken cancellationToken,
        int maxBytes = MaxBytes, int status = StatusCodes.Status201Created)
        where T : class
    {
        var (utf8, problem) = await BodyReader.ReadAsync(http.Request, cancellationToken, maxBytes);
        if (problem is not null) return new HubProblemResult(problem);

        (var key, problem) = OnceGate.KeyOf(http, utf8);
        if (key is null) return new HubProblemResult(problem!);

        using var turn = gate.TryEnter(HubGate.CallerOf(http), key);
        return turn is null ? new HubProblemResult(HubProblems.StillRunning) : await WriteAsync(parse(utf8), body => write(body, key), outcome => result(outcome, status));
    }

    /// <summary>Carries out what replaces something: each time it is sent.</summary>
    public static async Task<IResult> EachTimeAsync<T, TOutcome>(
        HttpContext http, Func<ReadOnlyMemory<byte>, (T?, HubProblem?)> parse, Func<T, Task<TOutcome>> write, Func<TOutcome, int, IResult> result, CancellationToken cancellationToken) where T : class
    {
        var (utf8, problem) = await BodyReader.ReadAsync(http.Request, cancellationToken, MaxBytes);
        return problem is not null ? new HubProblemResult(problem) : await WriteAsync(parse(utf8), write, outcome => result(outcome, StatusCodes.Status200OK));
    }

    /// <summary>Answers what came of writing.</summary>
    public static IResult Result<TReceipt>(WriteOutcome<TReceipt> outcome, int status, HubProblem notFound) => outcome switch
    {
        WriteOutcome<TReceipt>.Written written => HubJson.Answer(written.Receipt, status),
        WriteOutcome<TReceipt>.KeyReused => new HubProblemResult(HubProblems.IdempotencyKeyReused),
        WriteOutcome<TReceipt>.Changed changed => new HubProblemResult(HubProblems.ChangedMeanwhile(changed.Version)),
        _ => new HubProblemResult(notFound),
    };

    /// <summary>Carries out what has been read, or tells what of it makes no sense.</summary>
    public static async Task<IResult> TryAsync<TOutcome>(Func<Task<TOutcome>> write, Func<TOutcome, IResult> result)
    {
        try
        {
            return result(await write());
        }
        catch (WriteInvalidException e)
        {
            return new HubProblemResult(HubProblems.Body([.. e.Problems.Select(part => new HubProblemPart("#/" + PointerOf(part.Field), part.Message))]));
        }
    }

    /// <summary>Answers, or tells where what was asked makes no sense.</summary>
    public static async Task<IResult> AnswerAsync(Func<Task<IResult>> answer, Func<LookupProblem, HubProblemPart> told)
    {
        try
        {
            return await answer();
        }
        catch (LookupInvalidException e)
        {
            HubProblemPart[] parts = [.. e.Problems.Select(told)];
            return new HubProblemResult(parts.Any(part => part.At.StartsWith('#')) ? HubProblems.Body(parts) : HubProblems.Headers(parts));
        }
    }

    /// <summary>A fault of a header: the reason is all that a caller writes in one here.</summary>
    public static HubProblemPart OfHeader(LookupProblem problem) => new(HubGate.PurposeHeader, problem.Message);

    /// <summary>A fault of a body.</summary>
    public static HubProblemPart OfBody(LookupProblem problem) => new("#/" + problem.Field, problem.Message);

    static async Task<IResult> WriteAsync<T, TOutcome>((T? Body, HubProblem? Problem) parsed, Func<T, Task<TOutcome>> write, Func<TOutcome, IResult> result) where T : class =>
        parsed.Body is { } body ? await TryAsync(() => write(body), result) : new HubProblemResult(parsed.Problem!);

    // questions[1].cases[0] stands at questions/1/cases/0.
    static string PointerOf(string field) => field.Replace("].", "/", StringComparison.Ordinal).Replace('[', '/').Replace('.', '/').Replace("]", "", StringComparison.Ordinal);
}
