using System.Text.Json;
using IntegrationHub.Diagnostics;
using IntegrationHub.Mapping;
using IntegrationHub.Sources;

namespace IntegrationHub.Benchmarks.MappingJson;

/// <summary>One permit record of 1.4 KB becomes a case of 27 fields with its parties and events: by hand, and by a mapping file.</summary>
internal static class MappingJsonBenchmark
{
    /// <summary>Over and over the same records, which stay in the processor's caches.</summary>
    public static bool Run(TextWriter output) => Run(output, 500);

    /// <summary>More records than the caches hold, so that each is met as a run of a stream meets it: for the first time.</summary>
    public static bool RunCold(TextWriter output) => Run(output, 60_000);

    // Checks that all ways give the same cases, then measures. False when they do not.
    static bool Run(TextWriter output, int count)
    {
        var bytes = PermitRecords.Make(count);
        var records = bytes.Select(content => new SourceRecord { Content = content, Format = RecordFormat.Json }).ToList();
        if (Compile(output) is not { } mapping) return false;

        for (var i = 0; i < count; i++)
        {
            var expected = Write(ReaderMapper.Map(bytes[i]));
            if (Write(ObjectMapper.Map(bytes[i])) == expected && Write(mapping.Map(records[i])) == expected) continue;

            output.WriteLine($"Record {i} gives different cases; nothing was measured.\n{expected}\n{Write(ObjectMapper.Map(bytes[i]))}\n{Write(mapping.Map(records[i]))}");
            return false;
        }

        output.WriteLine($"{count} records of {bytes.Average(r => r.Length):N0} bytes; all ways give the same cases.");
        new Comparison(count).Write(output,
        [
            new Contender("Utf8JsonReader, by hand", () => { foreach (var record in bytes) ReaderMapper.Map(record); }),
            new Contender("mapping file, compiled", () => { foreach (var record in records) mapping.Map(record); }),
            new Contender("mapping file, key only", () => { foreach (var record in records) mapping.TryReadKey(record, out _); }),
            new Contender("Newtonsoft JObject, by hand", () => { foreach (var record in bytes) ObjectMapper.Map(record); }),
        ]);
        return true;
    }

    static IMapping? Compile(TextWriter output)
    {
        var file = Path.Combine(AppContext.BaseDirectory, "MappingJson", "permits.mapping.yaml");
        var diagnostics = new DiagnosticBag();
        var mapping = MappingCompiler.Compile(new MappingSource(Path.GetFileName(file), File.ReadAllText(file), _ => null), diagnostics);
        foreach (var diagnostic in diagnostics.All) output.WriteLine(diagnostic);
        return mapping;
    }

    // Serialized as what it is: the base type of results has none of its properties.
    static string Write(MappingResult result) => JsonSerializer.Serialize(result, result.GetType());
}
