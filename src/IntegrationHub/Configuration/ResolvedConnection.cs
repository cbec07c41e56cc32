using IntegrationHub.WriteBack;

namespace IntegrationHub.Configuration;

/// <summary>The value of a setting. It shows itself only to who asks by <see cref="Reveal"/>: a secret prints as <c>***</c>, in logs and debuggers too.</summary>
[System.Diagnostics.DebuggerDisplay("{ToString(),nq}")]
public sealed class SettingValue
{
    readonly string text;

    /// <param name="text">The plain value.</param>
    /// <param name="isSecret">Whether it must not be seen.</param>
    public SettingValue(string text, bool isSecret) => (this.text, IsSecret) = (text, isSecret);

    /// <summary>Whether it must not be seen.</summary>
    public bool IsSecret { get; }

    /// <summary>The plain value: for the adapter, at the last moment.</summary>
    public string Reveal() => text;

    /// <summary>The value, or <c>***</c> when it is secret.</summary>
    public override string ToString() => IsSecret ? "***" : text;
}

/// <summary>A stream's connection with its references resolved and every value checked.</summary>
public sealed class ResolvedConnection
{
    internal ResolvedConnection(IReadOnlyDictionary<string, SettingValue> values, IReadOnlyList<Uri> addresses, IReadOnlyDictionary<WriteKind, IReadOnlyDictionary<string, SettingValue>> writes) =>
        (Values, Addresses, Writes) = (values, addresses, writes);

    /// <summary>The values by setting, defaults filled in; settings that are not set and have no default are left out.</summary>
    public IReadOnlyDictionary<string, SettingValue> Values { get; }

    /// <summary>The addresses among them: the only hosts that the stream may call.</summary>
    public IReadOnlyList<Uri> Addresses { get; }

    /// <summary>The values of each kind of command that the stream lets through to its vendor.</summary>
    public IReadOnlyDictionary<WriteKind, IReadOnlyDictionary<string, SettingValue>> Writes { get; }

    /// <summary>The plain values of each kind of command, for <see cref="WriteBackContext.Kinds"/>. Make them at the last moment and keep them nowhere.</summary>
    public IReadOnlyDictionary<WriteKind, IReadOnlyDictionary<string, string>> RevealWrites() =>
        Writes.ToDictionary(w => w.Key, IReadOnlyDictionary<string, string> (w) => w.Value.ToDictionary(v => v.Key, v => v.Value.Reveal(), StringComparer.Ordinal));

    /// <summary>The plain values, secrets among them, for <see cref="Sources.SourceContext.Settings"/>. Make them at the last moment and keep them nowhere.</summary>
    public IReadOnlyDictionary<string, string> Reveal() => Values.ToDictionary(v => v.Key, v => v.Value.Reveal(), StringComparer.Ordinal);
}
