using System.Security.Cryptography;
using System.Text;
using IntegrationHub.Configuration;
using IntegrationHub.Diagnostics;
using IntegrationHub.Mapping;
using IntegrationHub.Sources;

namespace IntegrationHub.Tests.Configuration;

/// <summary>Stands in for a compiled mapping: it knows its name and its text, and maps nothing.</summary>
sealed record FakeMapping(string Name, string Version, string Text) : IMapping
{
    public MappingTarget Target => Text.Contains("target: event@1", StringComparison.Ordinal) ? MappingTarget.Event : MappingTarget.Case;

    public RecordFormat Format => RecordFormat.Json;

    public ReadOnlyMemory<byte> Fingerprint => SHA256.HashData(Encoding.UTF8.GetBytes(Text)).AsMemory(0, 16);

    public bool TryReadKey(SourceRecord record, out string key) => throw new InvalidOperationException("Nothing is to be mapped here.");

    public MappingResult Map(SourceRecord record) => throw new InvalidOperationException("Nothing is to be mapped here.");

    /// <summary>Compiles <c>mapping</c> and <c>version</c>, reads the table that <c>table</c> names, and finds an error where <c>broken</c> stands.</summary>
    public static IMapping? Compile(MappingSource source, DiagnosticBag diagnostics)
    {
        var root = YamlTreeReader.Read(source.File, source.Text, diagnostics) as YamlMap;
        if (root?["broken"] is { } broken) diagnostics.Error(broken.Key.Place, "IH2001", "the mapping is broken");

        var text = source.Text;
        if (root?["table"]?.Value is YamlText table)
        {
            var codes = source.ReadFile(table.Text);
            if (codes is null) diagnostics.Error(table.Place, "IH2006", "there is no such table");
            text += codes;
        }

        return diagnostics.HasErrors ? null : new FakeMapping(((YamlText)root!["mapping"]!.Value).Text, (root["version"]?.Value as YamlText)?.Text ?? "", text);
    }
}
