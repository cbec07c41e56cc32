using IntegrationHub.Configuration;
using IntegrationHub.Diagnostics;
using IntegrationHub.Faults;
using IntegrationHub.Outbound;
using IntegrationHub.Sources;
using IntegrationHub.Streams;
using IntegrationHub.Sync;
using Microsoft.Extensions.Logging;

namespace IntegrationHub.Hosting;

/// <summary>Makes the source of a stream for one run: its settings resolved just before, its client with the limits and the hosts of its file.</summary>
sealed class StreamOpener(OutboundHttp outbound, SettingResolver settings, TimeProvider time, ILoggerFactory loggers)
{
    /// <exception cref="MisconfiguredException">A setting or secret has no value, or one that cannot be.</exception>
    public OpenSource Open(StreamFile file, IAdapter adapter, StreamKey key, RunMeter? meter)
    {
        var adapterLog = loggers.CreateLogger(adapter.GetType());
        var values = Connection(file);
        var client = outbound.Create(OutboundOptions.For(key.Tenant, file.Definition, file.Adapter, values, adapterLog), meter);
        try
        {
            var source = adapter.CreateSource(new SourceContext
            {
                Stream = key,
                Strategy = file.Definition.Reading.Strategy,
                Settings = values,
                Description = file.Definition.Description,
                Http = client,
                Time = time,
                Logger = adapterLog,
            });
            return new OpenSource(source, client);
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    IReadOnlyDictionary<string, string> Connection(StreamFile file)
    {
        var wrong = new DiagnosticBag();
        if (settings.Resolve(file, wrong) is { } connection) return connection.Reveal();

        throw new MisconfiguredException(FaultCodes.InvalidSetting, "connection", string.Join("; ", wrong.All.Where(d => d.Severity == Severity.Error)));
    }
}
