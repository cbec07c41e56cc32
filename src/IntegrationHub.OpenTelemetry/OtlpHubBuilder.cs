using System.ComponentModel.DataAnnotations;
using IntegrationHub.Hosting;
using IntegrationHub.OpenTelemetry;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Logs;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Sends what the hub measures, traces and logs to a collector.</summary>
public static class OtlpHubBuilder
{
    const string EndpointVariable = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>Sends metrics, traces and log lines over OTLP (HTTP, protobuf) from the application's start to its end.</summary>
    /// <param name="hub">The hub.</param>
    /// <param name="configure">Says where to; nothing is sent while neither this nor <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> does.</param>
    /// <remarks>A collector that does not answer costs what it was to be sent, and a line in the log; never a run or a look-up.</remarks>
    /// <exception cref="ValidationException">What was set makes no sense.</exception>
    public static IHubBuilder UseOtlp(this IHubBuilder hub, Action<OtlpOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(hub);

        hub.Services.AddIntegrationHubOtlp(configure);
        return hub;
    }

    /// <summary>The same for a process with several hubs: what is measured is the process's, so it is sent once.</summary>
    /// <param name="services">The services of the process, not of one of its hubs.</param>
    /// <param name="configure">Says where to; nothing is sent while neither this nor <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> does.</param>
    /// <exception cref="ValidationException">What was set makes no sense.</exception>
    public static IServiceCollection AddIntegrationHubOtlp(this IServiceCollection services, Action<OtlpOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);

        var options = new OtlpOptions();
        configure?.Invoke(options);
        Validator.ValidateObject(options, new ValidationContext(options), validateAllProperties: true);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MetricsEvery, TimeSpan.FromSeconds(1));
        if ((options.Endpoint ?? FromEnvironment()) is not { } endpoint) return services;
        if (!endpoint.IsAbsoluteUri || (endpoint.Scheme != Uri.UriSchemeHttp && endpoint.Scheme != Uri.UriSchemeHttps) || endpoint.UserInfo.Length > 0)
            throw new ValidationException($"The collector's address must be an absolute http or https address without a user name, for instance http://127.0.0.1:4318; set {nameof(OtlpOptions)}.{nameof(OtlpOptions.Endpoint)} or {EndpointVariable}.");

        services.TryAddSingleton(provider => new OtlpExport(options, endpoint, provider.GetService<TimeProvider>() ?? TimeProvider.System));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, OtlpService>());
        if (options.Logs) AddLogs(services);
        return services;
    }

    static void AddLogs(IServiceCollection services)
    {
        services.AddLogging(logging => logging.AddOpenTelemetry().AddFilter<OpenTelemetryLoggerProvider>(static (category, _) => category?.StartsWith("IntegrationHub.", StringComparison.Ordinal) == true));
        services.AddOptions<OpenTelemetryLoggerOptions>().Configure<OtlpExport>(static (logs, export) => export.Take(logs));
    }

    static Uri? FromEnvironment() =>
        Environment.GetEnvironmentVariable(EndpointVariable) is not { Length: > 0 } text ? null
        : Uri.TryCreate(text, UriKind.Absolute, out var endpoint) ? endpoint
        : throw new ValidationException($"{EndpointVariable} is no address; write for instance http://127.0.0.1:4318.");
}
