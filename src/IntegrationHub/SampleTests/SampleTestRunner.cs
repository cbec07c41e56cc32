using System.Globalization;
using IntegrationHub.Configuration;
using IntegrationHub.Diagnostics;
using IntegrationHub.Mapping;
using IntegrationHub.Sources;
using IntegrationHub.Storage;

namespace IntegrationHub.SampleTests;

/// <summary>Runs sample tests: samples through the mapping, and the outcome compared with what the test expects. It writes nothing but snapshots, and those only when told to.</summary>
/// <param name="compile">Compiles a mapping file; null when it has errors.</param>
public sealed class SampleTestRunner(Func<MappingSource, DiagnosticBag, IMapping?> compile) : IAsyncDisposable
{
    SampleIndex? index;

    /// <summary>Opens an empty store for tests with <c>apply</c>; it is given the fingerprint of the keys. Without one such tests fail and say so.</summary>
    public Func<string, IHubStore>? OpenStore { get; init; }

    /// <summary>Whether snapshots that are new or changed are written instead of compared.</summary>
    public bool Accept { get; init; }

    /// <summary>Takes down what the tests exercise; null when nobody wants to know.</summary>
    public TestCoverage? Coverage { get; init; }

    /// <summary>Runs the tests of one file. When its mapping has errors, every test fails with them.</summary>
    public async ValueTask<IReadOnlyList<SampleTestResult>> RunAsync(SampleTestFile file)
    {
        ArgumentNullException.ThrowIfNull(file);

        var reading = new CatalogReading(file.MappingFile, file.MappingFile, DateTimeOffset.UnixEpoch);
        var text = reading.ReadText();
        var source = text is null ? null : new MappingSource(file.MappingFile, text, reading.ReadBeside);
        var mapping = source is null ? null : Coverage is null ? compile(source, reading.Diagnostics) : Coverage.Compile(source, reading.Diagnostics);
        if (mapping is null || reading.Diagnostics.HasErrors)
            return [.. file.Tests.Select(t => new SampleTestResult { Test = t, Differences = [$"the mapping {file.MappingFile} has errors"], Said = reading.Diagnostics.All })];

        var header = MappingHeader.Read(file.MappingFile, text!);
        var results = new List<SampleTestResult>();
        foreach (var test in file.Tests) results.Add(await RunAsync(test, mapping, header));
        Coverage?.Ran(file.MappingFile, results);
        return results;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => index?.DisposeAsync() ?? ValueTask.CompletedTask;

    async ValueTask<SampleTestResult> RunAsync(SampleTest test, IMapping mapping, MappingHeader header)
    {
        var records = new List<(SampleInput Input, SourceRecord Record)>();
        var place = test.Place;
        try
        {
            foreach (var input in test.Inputs)
            {
                place = input.Place;
                var found = await SelectAsync(input, mapping, header.Csv, every: test.Expectation is Expectation.Holds);
                records.AddRange(found.Select(record => (input, SamplePatching.Apply(record, input.Patches))));
            }
        }
        catch (SampleException e)
        {
            return new SampleTestResult { Test = test, Differences = [$"{place}: {e.Message}"] };
        }

        var results = records.Select(r => mapping.Map(r.Record)).ToList();
        var differences = test.Expectation switch
        {
            Expectation.Indexed indexed => await IndexedAsync(indexed, mapping, header, [.. records.Select(r => r.Record)]),
            Expectation.Holds holds => Holds(holds.Check, records.Select(r => r.Input), results),
            Expectation.Snapshot snapshot => Compare(snapshot, results[0]),
            _ => Outcome(test.Expectation, results[0]),
        };
        return new SampleTestResult
        {
            Test = test,
            Differences = [.. differences, .. NoteComparison.Of(test.Notes, [.. results.SelectMany(r => r.Notes)])],
            Said = [.. results.SelectMany(OutcomeText.Said)],
            Accepted = differences.Count == 0 && test.Expectation is Expectation.Snapshot kept ? Keep(kept, results[0]) : null,
            Mapped = results,
        };
    }

    static async ValueTask<IReadOnlyList<SourceRecord>> SelectAsync(SampleInput input, IMapping mapping, YamlMap? csv, bool every)
    {
        var diagnostics = new DiagnosticBag();
        var bytes = TextFile.TryReadBytes(input.File, diagnostics) ?? throw new SampleException(diagnostics.All[0].Message);
        var records = await SampleRecords.ReadAsync(bytes, mapping.Format, csv, input.Records);
        if (input.Record is null && every) return records;
        if (input.Record is null && records.Count != 1)
            throw new SampleException(string.Create(CultureInfo.InvariantCulture, $"the sample holds {records.Count} records; choose one with 'record: NUMBER'"));
        if (input.Record > records.Count)
            throw new SampleException(string.Create(CultureInfo.InvariantCulture, $"the sample holds {records.Count} records; there is no record {input.Record}"));

        return [records[(input.Record ?? 1) - 1]];
    }

    async ValueTask<IReadOnlyList<string>> IndexedAsync(Expectation.Indexed wanted, IMapping mapping, MappingHeader header, IReadOnlyList<SourceRecord> records)
    {
        if (OpenStore is null) return ["'apply' needs an index, and this runner has none; run it with ihub test"];

        index ??= new SampleIndex(OpenStore);
        var found = await index.ApplyAsync(mapping, new SourceId(header.System ?? "sample"), records, wanted.Key);
        var state = (found.Case, found.Removed) switch
        {
            (null, { } reason) => $"removed: {TargetShape.Show(reason)}",
            (null, null) => "absent",
            _ => "there",
        };
        var expected = wanted.Absent ? "absent" : wanted.Removed is { } removed ? $"removed: {TargetShape.Show(removed)}" : "there";
        if (state != expected) return [$"the case '{found.Key}' is {state} in the index, expected {expected}"];

        var differences = new List<string>();
        if (wanted.Held is { } held && held != found.Held) differences.Add($"held: expected {TargetShape.Show(held)}, got {TargetShape.Show(found.Held)}");
        if (found.Case is { } mapped) differences.AddRange(Comparison.Of(wanted.Fields, TargetShape.ValuesOf(mapped)!, exactly: false));
        return differences;
    }

    static List<string> Holds(CheckExpression check, IEnumerable<SampleInput> inputs, IReadOnlyList<MappingResult> results)
    {
        var differences = new List<string>();
        var number = new Dictionary<string, int>(StringComparer.Ordinal);
        var looked = 0;
        foreach (var (input, result) in inputs.Zip(results))
        {
            var record = number[input.File] = number.GetValueOrDefault(input.File) + 1;
            if (TargetShape.ValuesOf(result) is not { } values) continue;

            looked++;
            if (check.Check(values) is { } wrong) differences.Add(string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileName(input.File)}, record {input.Record ?? record}: {check.Text}: {wrong}"));
        }

        return looked > 0 ? differences : ["no record of the samples is mapped, so there is nothing to check"];
    }

    IReadOnlyList<string> Compare(Expectation.Snapshot snapshot, MappingResult result)
    {
        if (Accept) return [];
        if (!File.Exists(snapshot.File)) return [$"there is no {snapshot.File} yet; run ihub test --accept, look at what it writes, and keep it with the mapping"];

        try
        {
            return OutcomeJson.Differences(File.ReadAllText(snapshot.File), result);
        }
        catch (System.Text.Json.JsonException)
        {
            return [$"{snapshot.File} is no JSON; write it anew with ihub test --accept"];
        }
    }

    string? Keep(Expectation.Snapshot snapshot, MappingResult result)
    {
        var now = OutcomeJson.Text(result);
        if (!Accept || (File.Exists(snapshot.File) && File.ReadAllText(snapshot.File) == now)) return null;

        Directory.CreateDirectory(Path.GetDirectoryName(snapshot.File)!);
        File.WriteAllText(snapshot.File, now);
        return snapshot.File;
    }

    static IReadOnlyList<string> Outcome(Expectation expectation, MappingResult result) => (expectation, result) switch
    {
        (Expectation.Mapped mapped, _) when TargetShape.ValuesOf(result) is { } values => Comparison.Of(mapped.Fields, values, mapped.Exactly),
        (Expectation.Quarantined wanted, MappingResult.Unmappable { Faults: var faults }) =>
            faults.Any(f => (wanted.Code ?? f.Code) == f.Code && (wanted.Field ?? f.Field) == f.Field)
                ? []
                : [$"expected quarantine with {NoteComparison.Show(wanted.Code, wanted.Field)}, got {string.Join(", ", faults.Select(f => NoteComparison.Show(f.Code, f.Field)))}"],
        (Expectation.Skipped, MappingResult.Skipped) => [],
        (Expectation.Deleted wanted, MappingResult.Deleted deleted) =>
        [
            .. wanted.Reason is { } reason && reason != deleted.Reason ? [$"reason: expected {TargetShape.Show(reason)}, got {TargetShape.Show(deleted.Reason)}"] : Array.Empty<string>(),
            .. wanted.Erased is { } erased && erased != deleted.Erase ? [$"erased: expected {TargetShape.Show(erased)}, got {TargetShape.Show(deleted.Erase)}"] : Array.Empty<string>(),
        ],
        _ => [$"expected the record to be {Show(expectation)}, but it was {OutcomeText.Of(result)}"],
    };

    static string Show(Expectation expectation) => expectation switch
    {
        Expectation.Mapped => "mapped",
        Expectation.Quarantined => "quarantined",
        Expectation.Skipped => "skipped",
        _ => "deleted",
    };
}
