using IntegrationHub.Configuration;
using IntegrationHub.Diagnostics;
using IntegrationHub.Faults;
using IntegrationHub.Outbound;
using IntegrationHub.Sources;
using IntegrationHub.Streams;
using IntegrationHub.Sync;
using IntegrationHub.WriteBack;
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

    /// <summary>Makes what writes to the source of a stream, for one command.</summary>
    /// <exception cref="MisconfiguredException">A setting or secret has no value, or one that cannot be.</exception>
    public OpenWriteBack OpenWriteBack(StreamFile file, IAdapter adapter, StreamKey key)
    {
        if (adapter is not IWriteBackAdapter writing)
            throw new MisconfiguredException(FaultCodes.InvalidSetting, WriteBackSection.Key, $"the adapter '{file.Adapter.Name}' says that it can write, and cannot. Report it to whoever made it.");

        var adapterLog = loggers.CreateLogger(adapter.GetType());
        var connection = Resolve(file);
        var (values, kinds) = (connection.Reveal(), connection.RevealWrites());
        var wrote = new WroteSomething();
        var options = OutboundOptions.For(key.Tenant, file.Definition, file.Adapter, values, adapterLog);
        var client = outbound.Create(options with { Addresses = AddressesOf(file, options, kinds) }, before: wrote);
        try
        {
            return new OpenWriteBack(writing.CreateWriteBack(new WriteBackContext
            {
                Stream = key,
                Settings = values,
                Kinds = kinds,
                Http = client,
                Time = time,
                Description = file.Definition.Description,
                Logger = adapterLog,
            }), client, wrote);
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    // An address of a kind of its own may be called too.
    static Dictionary<string, Uri> AddressesOf(StreamFile file, OutboundOptions options, IReadOnlyDictionary<WriteKind, IReadOnlyDictionary<string, string>> kinds)
    {
        var addresses = new Dictionary<string, Uri>(options.Addresses, StringComparer.Ordinal);
        foreach (var (kind, write) in file.Definition.Writes)
            foreach (var setting in write.Capability.Settings.Where(s => s.Kind == SettingKind.Url))
                if (kinds[kind].TryGetValue(setting.Name, out var address)) addresses[$"{EnumNames.Of(kind)}.{setting.Name}"] = new Uri(address);
        return addresses;
    }

    IReadOnlyDictionary<string, string> Connection(StreamFile file) => Resolve(file).Reveal();

    ResolvedConnection Resolve(StreamFile file)
    {
        var wrong = new DiagnosticBag();
        if (settings.Resolve(file, wrong) is { } connection) return connection;

        throw new MisconfiguredException(FaultCodes.InvalidSetting, "connection", string.Join("; ", wrong.All.Where(d => d.Severity == Severity.Error)));
    }
}
