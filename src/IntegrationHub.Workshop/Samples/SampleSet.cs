using System.Globalization;
using IntegrationHub.Configuration;
using IntegrationHub.Diagnostics;
using IntegrationHub.SampleTests;
using IntegrationHub.Sources;

namespace IntegrationHub.Workshop.Samples;

/// <summary>Records out of sample files, each with where it stood.</summary>
/// <param name="Records">The records.</param>
/// <param name="PassedOver">Files that hold nothing of the format, with the reason.</param>
public sealed record SampleSet(IReadOnlyList<SampleRecord> Records, IReadOnlyList<string> PassedOver)
{
    static readonly Dictionary<RecordFormat, string[]> Endings = new()
    {
        [RecordFormat.Json] = [".json", ".jsonl", ".ndjson"],
        [RecordFormat.Xml] = [".xml"],
        [RecordFormat.Csv] = [".csv", ".txt", ".tsv"],
    };

    /// <summary>The files that paths mean: themselves, or what lies in the folders and ends as the format does.</summary>
    public static IReadOnlyList<string> Files(IEnumerable<string> paths, RecordFormat format) =>
    [
        .. paths.SelectMany(path => Directory.Exists(path)
            ? Directory.EnumerateFiles(path).Where(f => Endings[format].Contains(Path.GetExtension(f), StringComparer.OrdinalIgnoreCase)).Order(StringComparer.Ordinal)
            : (IEnumerable<string>)[path]),
    ];

    /// <summary>Reads the samples as a mapping reads its records.</summary>
    /// <param name="files">The files.</param>
    /// <param name="mapping">The mapping.</param>
    /// <param name="each">JSON: the path to the list of records. XML: the element of a record.</param>
    public static async Task<SampleSet> ReadAsync(IEnumerable<string> files, MappingOnDisk mapping, string? each)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(mapping);

        var records = new List<SampleRecord>();
        var passedOver = new List<string>();
        foreach (var file in files)
        {
            var diagnostics = new DiagnosticBag();
            try
            {
                var bytes = TextFile.TryReadBytes(file, diagnostics) ?? throw new SampleException(diagnostics.All[0].Message);
                var found = await SampleRecords.ReadAsync(bytes, mapping.Mapping.Format, mapping.Header.Csv, each);
                records.AddRange(found.Select((record, i) => new SampleRecord(found.Count == 1 ? file : string.Create(CultureInfo.InvariantCulture, $"{file}, record {i + 1}"), record)));
            }
            catch (SampleException e)
            {
                passedOver.Add($"{file}: {e.Message}");
            }
        }

        return new SampleSet(records, passedOver);
    }
}

/// <summary>One record of a sample.</summary>
/// <param name="Where">The file, and which of several.</param>
/// <param name="Record">The record.</param>
public sealed record SampleRecord(string Where, SourceRecord Record);
