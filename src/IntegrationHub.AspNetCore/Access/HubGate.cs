using IntegrationHub.Audit;
using IntegrationHub.Disclosure;
using IntegrationHub.Hosting;
using IntegrationHub.Lookup;
using IntegrationHub.Operation;
using IntegrationHub.Quarantine;
using Microsoft.AspNetCore.Http.Features;

namespace IntegrationHub.AspNetCore;

/// <summary>What every request to the hub's paths passes: who is it, may they, and does every answer that is no success say why.</summary>
/// <remarks>The key is asked for before anything is told, also of paths that do not exist.</remarks>
sealed class HubGate(RequestDelegate next, IHub hub, ApiKeyRing keys, ILogger<HubGate> logger, ICallerTokens? tokens = null)
{
    public const int MaxBodyBytes = 64 * 1024;
    const string BearerPrefix = "Bearer ";
    const string KeyPrefix = "ApiKey ";

    public const string KeyHeader = "X-Api-Key";
    public const string PersonHeader = "X-On-Behalf-Of";
    public const string PurposeHeader = "X-Purpose";

    static readonly object CallerItem = new();

    /// <summary>The caller that the gate let through.</summary>
    public static Caller CallerOf(HttpContext http) => (Caller)http.Items[CallerItem]!;

    public async Task InvokeAsync(HttpContext http)
    {
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size) size.MaxRequestBodySize = MaxBodyBytes;

        try
        {
            var problem = await CheckAsync(http);
            if (problem is null)
            {
                await next(http);
                problem = http.Response.HasStarted || http.Response.ContentLength > 0 || http.Response.ContentType is not null ? null : OfBareStatus(http.Response.StatusCode);
            }

            if (problem is not null) await new HubProblemResult(problem).ExecuteAsync(http);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The caller hung up: nobody reads an answer.
            if (!http.Response.HasStarted) http.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
        }
        catch (Exception e) when (!http.Response.HasStarted)
        {
            var problem = OfException(e);
            if (problem.Status >= 500) ApiLog.RequestFailed(logger, problem.Code, HubProblem.TraceIdOf(http), e.GetType().Name, e);
            await new HubProblemResult(problem).ExecuteAsync(http);
        }
    }

    async ValueTask<HubProblem?> CheckAsync(HttpContext http)
    {
        var endpoint = http.GetEndpoint();
        var access = endpoint?.Metadata.GetMetadata<EndpointAccess>();
        if (access is { Roles: null }) return access.ProvesItself && !hub.IsReady ? HubProblems.NotReady : null;

        var (caller, refusal) = await CallerAsync(http);
        if (refusal is not null || caller is null) return refusal;

        // No endpoint, or the one that answers 405: routing says the rest, and the body is filled in afterwards.
        if (access is null) return endpoint is null or not RouteEndpoint ? null : HubProblems.NotDeclared;
        if (!access.Roles.Contains(caller.Role)) return HubProblems.Forbidden(ApiRoles.NameOf(caller.Role), access.Roles.Select(ApiRoles.NameOf));

        string? person = null;
        if (access.NamesThePerson || http.Request.Headers.ContainsKey(PersonHeader))
        {
            (person, var error) = CallerText.Read(http.Request.Headers, PersonHeader, "the name or user id of the person you ask for");
            if (error is not null) return HubProblems.Headers([error]);
        }

        if (!hub.IsReady) return HubProblems.NotReady;
        http.Items[CallerItem] = caller with { OnBehalfOf = person };
        return null;
    }

    async ValueTask<(Caller? Caller, HubProblem? Refusal)> CallerAsync(HttpContext http)
    {
        var given = http.Request.Headers[KeyHeader];
        // For callers that can set this header only, such as a Prometheus before 2.55. Two keys are none.
        if (CredentialsOf(http, KeyPrefix) is { } inAuthorization) given = Microsoft.Extensions.Primitives.StringValues.Concat(given, inAuthorization);
        if (tokens is not null && CredentialsOf(http, BearerPrefix) is { } token)
        {
            // Two answers to who asks would leave open which of them the audit is to believe.
            if (given.Count > 0) return (null, Unauthorized(http, HubProblems.KeyAndToken));

            return await tokens.LookAtAsync(token, http.RequestAborted) switch
            {
                TokenVerdict.Good good => (good.Caller, null),
                TokenVerdict.NoRole => (null, HubProblems.NoRole),
                TokenVerdict.Unknown => (null, HubProblems.NoProvider),
                _ => (null, Unauthorized(http, HubProblems.WrongToken)),
            };
        }

        if (given.Count == 0) return (null, Unauthorized(http, HubProblems.NoKey));
        return given.Count == 1 && keys.Find(given[0]) is { } key ? (key.ToCaller(onBehalfOf: null), null) : (null, Unauthorized(http, HubProblems.WrongKey));
    }

    static string? CredentialsOf(HttpContext http, string scheme) =>
        http.Request.Headers.Authorization is [{ } header] && header.StartsWith(scheme, StringComparison.OrdinalIgnoreCase) ? header[scheme.Length..].Trim() : null;

    HubProblem Unauthorized(HttpContext http, HubProblem problem)
    {
        const string Key = "ApiKey realm=\"IntegrationHub\"";
        http.Response.Headers.WWWAuthenticate = tokens is null ? Key : new Microsoft.Extensions.Primitives.StringValues([Key, "Bearer realm=\"IntegrationHub\""]);
        return problem;
    }

    static HubProblem? OfBareStatus(int status) => status switch
    {
        < 400 => null,
        StatusCodes.Status404NotFound => HubProblems.NoSuchPath,
        StatusCodes.Status405MethodNotAllowed => HubProblems.MethodNotAllowed,
        StatusCodes.Status413PayloadTooLarge => HubProblems.TooLarge,
        StatusCodes.Status415UnsupportedMediaType => HubProblems.WrongMediaType,
        < 500 => HubProblems.BadRequest,
        _ => HubProblems.Internal,
    };

    static HubProblem OfException(Exception e) => e switch
    {
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => HubProblems.TooLarge,
        BadHttpRequestException => HubProblems.BadRequest,
        AuditUnavailableException => HubProblems.NoAudit,
        OrderRefusedException refused => HubProblems.Body([new HubProblemPart("#/" + refused.Field, refused.Message)]),
        LookupDeniedException => HubProblems.NoCases,
        QuarantineDeniedException => HubProblems.RecordsForAdministrators,
        AuditDeniedException => HubProblems.AuditForAdministrators,
        _ => HubProblems.Internal,
    };
}
