using System.Text.Json;
using IntegrationHub.Mapping;

namespace IntegrationHub.Benchmarks.MappingJson;

/// <summary>One permit record of 1.3 KB becomes a case of 27 fields with its parties and events: by hand, and by a mapping file.</summary>
internal static class MappingJsonBenchmark
{
    const int Count = 500;

    /// <summary>Checks that all ways give the same cases, then measures. False when they do not.</summary>
    public static bool Run(TextWriter output)
    {
        var records = PermitRecords.Make(Count);

        var different = records.Count(record => Write(ReaderMapper.Map(record)) != Write(ObjectMapper.Map(record)));
        if (different > 0)
        {
            output.WriteLine($"{different} of {records.Count} records give different cases: nothing was measured.");
            return false;
        }

        output.WriteLine($"{records.Count} records of {records.Average(r => r.Length):N0} bytes; all ways give the same cases.");
        new Comparison(records.Count).Write(output,
        [
            new Contender("Utf8JsonReader, by hand", () => { foreach (var record in records) ReaderMapper.Map(record); }),
            new Contender("Newtonsoft JObject, by hand", () => { foreach (var record in records) ObjectMapper.Map(record); }),
        ]);
        return true;
    }

    static string Write(MappingResult.MappedCase mapped) => JsonSerializer.Serialize(mapped);
}
