using IntegrationHub.Configuration;
using IntegrationHub.Diagnostics;
using IntegrationHub.Disclosure;
using IntegrationHub.Protection;

namespace IntegrationHub.Installation;

/// <summary>What a hub is put together from: its file, its keys, and who may know what.</summary>
internal sealed record HubSetup(HubFile File, KeyRing Keys, DisclosurePolicy Disclosure)
{
    /// <summary>Reads it all.</summary>
    /// <param name="path">The hub's file.</param>
    /// <param name="parts">What its files may name.</param>
    /// <param name="settings">Where settings and secrets come from, to see that each has a value; null when that is not asked.</param>
    /// <exception cref="HubSetupException">Something is wrong; everything that could be found is told at once.</exception>
    public static HubSetup Read(string path, HubParts parts, ISettingSource? settings = null)
    {
        if (!System.IO.File.Exists(path)) throw new HubSetupException([], [$"there is no file '{path}'; name the hub's file with --hub"]);

        var diagnostics = new DiagnosticBag();
        var file = HubFileReader.Read(path, diagnostics);
        var words = new List<string>();
        var keys = file is null ? null : ReadKeys(file, words);
        var disclosure = file is null ? null : ReadStreams(file, parts, settings, diagnostics);
        return file is not null && keys is not null && disclosure is not null && !diagnostics.HasErrors
            ? new HubSetup(file, keys, disclosure)
            : throw new HubSetupException(diagnostics.All, words);
    }

    static KeyRing? ReadKeys(HubFile file, List<string> words)
    {
        try
        {
            return KeyRingFile.Read(file.KeysFile);
        }
        catch (KeyRingUnusableException e)
        {
            words.Add(System.IO.File.Exists(file.KeysFile) ? e.Message : $"{e.Message} To make one: ihub keys new '{file.KeysFile}'");
            return null;
        }
    }

    // The policy speaks of the sources that the stream files name; while one of those is wrong, a source may seem unknown that is not.
    static DisclosurePolicy? ReadStreams(HubFile file, HubParts parts, ISettingSource? settings, DiagnosticBag diagnostics)
    {
        var catalog = new HubCatalog(file.StreamFolders, [.. parts.Adapters], parts.Functions.Compile, TimeProvider.System).Reload();
        diagnostics.AddRange(catalog.Diagnostics);
        if (settings is not null)
            foreach (var stream in catalog.Streams) new SettingResolver(settings).Resolve(stream.File, diagnostics);
        return catalog.HasErrors ? null : DisclosurePolicyReader.Read(file.Disclosure, [.. catalog.Streams.Select(s => s.Definition.Source).Distinct()], diagnostics);
    }
}

/// <summary>A hub cannot be put together.</summary>
/// <param name="diagnostics">What is wrong in files.</param>
/// <param name="words">What else is wrong.</param>
internal sealed class HubSetupException(IReadOnlyList<Diagnostic> diagnostics, IReadOnlyList<string> words) : Exception("The hub cannot be put together.")
{
    /// <summary>What is wrong in files.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics { get; } = diagnostics;

    /// <summary>What else is wrong, and what to do.</summary>
    public IReadOnlyList<string> Words { get; } = words;
}
