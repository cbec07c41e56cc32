using IntegrationHub.Faults;
using IntegrationHub.WriteBack;

namespace IntegrationHub.Adapters.Http;

/// <summary>Writes commands as the stream file describes it, and looks for those that can be looked for.</summary>
sealed class HttpWriteBack : ILooksUpWrites
{
    readonly HttpDescription description;
    readonly Func<WriteDescription, IReadOnlyDictionary<string, string>, VendorCaller> callerOf;
    readonly HoleValues settings;
    readonly IReadOnlyDictionary<WriteKind, IReadOnlyDictionary<string, string>> kinds;

    /// <param name="description">What the stream file says.</param>
    /// <param name="callerOf">What calls the server that a kind is written to, by what <c>writeBack</c> says of it.</param>
    /// <param name="settings">Settings and secrets of the connection.</param>
    /// <param name="kinds">What <c>writeBack</c> says of the kinds that are let through.</param>
    public HttpWriteBack(
        HttpDescription description, Func<WriteDescription, IReadOnlyDictionary<string, string>, VendorCaller> callerOf, HoleValues settings, IReadOnlyDictionary<WriteKind, IReadOnlyDictionary<string, string>> kinds)
    {
        (this.description, this.callerOf, this.settings, this.kinds) = (description, callerOf, settings, kinds);
        foreach (var (kind, options) in kinds)
        {
            foreach (var setting in description.Writes.GetValueOrDefault(kind)?.Capability.Settings.Where(s => s.Required) ?? [])
            {
                if (string.IsNullOrWhiteSpace(options.GetValueOrDefault(setting.Name)))
                    throw new MisconfiguredException(FaultCodes.InvalidSetting, $"writeBack.{Configuration.EnumNames.Of(kind)}.{setting.Name}", $"it must be set: http.write names it.");
            }
        }
    }

    public ValueTask<WriteReceipt> WriteAsync(WriteCommand command, CancellationToken cancellationToken)
    {
        var (write, values, caller) = Of(command);
        values.Check();
        return new WriteSending(description, write, caller).SendAsync(values.Of, cancellationToken);
    }

    public async ValueTask<WriteReceipt?> FindAsync(WriteCommand command, CancellationToken cancellationToken)
    {
        var (write, values, caller) = Of(command);
        if (write.Find is not { } find) throw new ArgumentException($"The stream file does not say how a {command.Kind} is looked for.", nameof(command));

        return await new WriteLookUp(description, write, find, caller).FindAsync(command, values.Of, cancellationToken);
    }

    (WriteDescription Write, CommandValues Values, VendorCaller Caller) Of(WriteCommand command)
    {
        ArgumentNullException.ThrowIfNull(command);
        if (!description.Writes.TryGetValue(command.Kind, out var write) || !kinds.TryGetValue(command.Kind, out var options)) throw new ArgumentException($"The stream file does not say how a {command.Kind} is written.", nameof(command));

        var caller = callerOf(write, options);
        return (write, new CommandValues(write, command, options, settings, caller.Url, description.Times), caller);
    }
}
