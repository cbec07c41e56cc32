using IntegrationHub.Configuration;
using IntegrationHub.Diagnostics;
using IntegrationHub.Disclosure;
using IntegrationHub.Mapping;
using IntegrationHub.SampleTests;
using IntegrationHub.Sources;
using IntegrationHub.Streams;
using IntegrationHub.Sync;

namespace IntegrationHub.Authoring;

/// <summary>Every code that can be told of files, records and runs, with what to do about it. Each capability's entries lie beside its codes; adapters bring theirs in their manifests.</summary>
public static class DiagnosticRegistry
{
    /// <summary>The entries of the hub and of these adapters, by code.</summary>
    public static IReadOnlyList<DiagnosticEntry> All(IEnumerable<AdapterManifest> adapters)
    {
        ArgumentNullException.ThrowIfNull(adapters);

        return [.. OfHub.Concat(adapters.SelectMany(a => a.Diagnostics)).OrderBy(e => e.Code, StringComparer.Ordinal)];
    }

    static IEnumerable<DiagnosticEntry> OfHub =>
    [
        .. FileDiagnostics.All, .. MappingDiagnostics.All, .. RecordDiagnostics.All, .. TestDiagnostics.All, .. TestDiagnostics.OfStubs,
        .. StreamDiagnostics.All, .. DisclosureDiagnostics.All, .. FaultDiagnostics.All,
    ];

    /// <summary>What the codes of one family are about, by their first two digits.</summary>
    public static string Family(string code)
    {
        ArgumentNullException.ThrowIfNull(code);

        return code[..3] switch
        {
            "IH1" => "Files",
            "IH2" => "Expressions and code tables",
            "IH3" => "Records",
            "IH4" => "Tests",
            "IH5" => "Streams and the hub's settings",
            _ => "Faults between the hub and a source",
        };
    }
}
