using System.Text.Json;
using IntegrationHub.Configuration;
using IntegrationHub.Diagnostics;
using IntegrationHub.Sources;
using IntegrationHub.Streams;
using IntegrationHub.Testing;

namespace IntegrationHub.Workshop.Recording;

/// <summary>Stub files, and what they were recorded from, where that is known.</summary>
public sealed class RecordedFolder
{
    /// <summary>The name of the file that tells what the stubs were recorded from.</summary>
    public const string FileName = "recording.json";

    RecordedFolder(StubFolder stubs, RecordedFrom? from) => (Stubs, From) = (stubs, from);

    /// <summary>The stubs.</summary>
    public StubFolder Stubs { get; }

    /// <summary>What they were recorded from; null for stubs that somebody wrote.</summary>
    public RecordedFrom? From { get; }

    /// <summary>Reads a folder; null when it cannot be used, and what is wrong is reported.</summary>
    public static RecordedFolder? Read(string folder, DiagnosticBag diagnostics)
    {
        ArgumentNullException.ThrowIfNull(diagnostics);

        var own = new DiagnosticBag();
        var stubs = StubFolder.Read(folder, own);
        diagnostics.AddRange(own.All);
        if (own.HasErrors) return null;

        var file = Path.Combine(folder, FileName);
        try
        {
            return new RecordedFolder(stubs, File.Exists(file) ? JsonSerializer.Deserialize<RecordedFrom>(File.ReadAllText(file), RecordedFrom.Json) : null);
        }
        catch (Exception unreadable) when (unreadable is JsonException or IOException or UnauthorizedAccessException)
        {
            diagnostics.Error(new Place(file, 1, 1), "IH4102", "the file is none that ihub record writes; record again, or delete it: stub files do without it");
            return null;
        }
    }

    /// <summary>The stream with the addresses that its calls were recorded at.</summary>
    internal StreamFile Placed(StreamFile file)
    {
        if (From is null) return file;

        var connection = file.Definition.Connection.ToDictionary(c => c.Key, c => c.Value, StringComparer.Ordinal);
        foreach (var (setting, address) in From.Addresses)
            if (file.Adapter.Settings.Any(s => s.Name == setting && s.Kind == SettingKind.Url)) connection[setting] = address;
        return file with { Definition = file.Definition with { Connection = connection }, AllowsPlainHttp = true };
    }
}

/// <summary>What stub files were recorded from.</summary>
/// <param name="Stream">The stream; null when none was read.</param>
/// <param name="Adapter">Its adapter.</param>
/// <param name="Addresses">Its addresses by their settings, with <see cref="StubFolder.Origin"/> in the place of the vendor's own.</param>
public sealed record RecordedFrom(string? Stream, string? Adapter, IReadOnlyDictionary<string, string> Addresses)
{
    internal static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web) { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}

/// <summary>The settings of a stream that nobody connects: what has no value gets one that means nothing, and no secret is looked up.</summary>
internal sealed class StubSettings(ISettingSource settings) : ISettingSource
{
    public string? FindSetting(string name) => settings.FindSetting(name) ?? "stub";

    public string? FindSecret(string name) => "stub";
}
