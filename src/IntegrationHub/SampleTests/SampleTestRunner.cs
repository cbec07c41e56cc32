using System.Globalization;
using IntegrationHub.Configuration;
using IntegrationHub.Diagnostics;
using IntegrationHub.Mapping;
using IntegrationHub.Sources;

namespace IntegrationHub.SampleTests;

/// <summary>Runs sample tests: the sample through the mapping, and the outcome compared with what the test expects. Writes nothing.</summary>
/// <param name="compile">Compiles a mapping file; null when it has errors.</param>
public sealed class SampleTestRunner(Func<MappingSource, DiagnosticBag, IMapping?> compile)
{
    /// <summary>Runs the tests of one file. When its mapping has errors, every test fails with them.</summary>
    public async ValueTask<IReadOnlyList<SampleTestResult>> RunAsync(SampleTestFile file)
    {
        ArgumentNullException.ThrowIfNull(file);

        var reading = new CatalogReading(file.MappingFile, file.MappingFile, DateTimeOffset.UnixEpoch);
        var text = reading.ReadText();
        var mapping = text is null ? null : compile(new MappingSource(file.MappingFile, text, reading.ReadBeside), reading.Diagnostics);
        if (mapping is null || reading.Diagnostics.HasErrors)
            return [.. file.Tests.Select(t => new SampleTestResult { Test = t, Differences = [$"the mapping {file.MappingFile} has errors"], Said = reading.Diagnostics.All })];

        var header = MappingHeader.Read(file.MappingFile, text!);
        var results = new List<SampleTestResult>();
        foreach (var test in file.Tests) results.Add(await RunAsync(test, mapping, header.Csv));
        return results;
    }

    static async ValueTask<SampleTestResult> RunAsync(SampleTest test, IMapping mapping, YamlMap? csv)
    {
        SourceRecord record;
        try
        {
            record = SamplePatching.Apply(await SelectAsync(test, mapping, csv), test.Patches);
        }
        catch (SampleException e)
        {
            return new SampleTestResult { Test = test, Differences = [$"{test.InputPlace}: {e.Message}"] };
        }

        var result = mapping.Map(record);
        return new SampleTestResult { Test = test, Differences = [.. Outcome(test.Expectation, result), .. Notes(test.Notes, result.Notes)], Said = [.. Said(result)], Mapped = result };
    }

    static async ValueTask<SourceRecord> SelectAsync(SampleTest test, IMapping mapping, YamlMap? csv)
    {
        var diagnostics = new DiagnosticBag();
        var bytes = TextFile.TryReadBytes(test.Input, diagnostics) ?? throw new SampleException(diagnostics.All[0].Message);
        var records = await SampleRecords.ReadAsync(bytes, mapping.Format, csv, test.Records);
        if (test.Record is null && records.Count != 1)
            throw new SampleException(string.Create(CultureInfo.InvariantCulture, $"the sample holds {records.Count} records; choose one with 'record: NUMBER'"));
        if (test.Record > records.Count)
            throw new SampleException(string.Create(CultureInfo.InvariantCulture, $"the sample holds {records.Count} records; there is no record {test.Record}"));

        return records[(test.Record ?? 1) - 1];
    }

    static IReadOnlyList<string> Outcome(Expectation expectation, MappingResult result) => (expectation, result) switch
    {
        (Expectation.Mapped mapped, _) when TargetShape.ValuesOf(result) is { } values => Comparison.Of(mapped.Fields, values, mapped.Exactly),
        (Expectation.Quarantined wanted, MappingResult.Unmappable { Faults: var faults }) =>
            faults.Any(f => (wanted.Code ?? f.Code) == f.Code && (wanted.Field ?? f.Field) == f.Field)
                ? []
                : [$"expected quarantine with {Show(wanted.Code, wanted.Field)}, got {string.Join(", ", faults.Select(f => Show(f.Code, f.Field)))}"],
        (Expectation.Skipped, MappingResult.Skipped) => [],
        (Expectation.Deleted wanted, MappingResult.Deleted deleted) =>
        [
            .. wanted.Reason is { } reason && reason != deleted.Reason ? [$"reason: expected {TargetShape.Show(reason)}, got {TargetShape.Show(deleted.Reason)}"] : Array.Empty<string>(),
            .. wanted.Erased is { } erased && erased != deleted.Erase ? [$"erased: expected {TargetShape.Show(erased)}, got {TargetShape.Show(deleted.Erase)}"] : Array.Empty<string>(),
        ],
        _ => [$"expected the record to be {Show(expectation)}, but it was {Show(result)}"],
    };

    static IEnumerable<string> Notes(IReadOnlyList<ExpectedNote>? expected, IReadOnlyList<MappingNote> actual)
    {
        if (expected is null) yield break;

        var left = actual.ToList();
        // The most particular first, so that a bare code does not take the note that another one names by its field.
        foreach (var wanted in expected.OrderByDescending(n => (n.Code is null ? 0 : 1) + (n.Field is null ? 0 : 1) + (n.UnknownCode is null ? 0 : 1)))
        {
            var found = left.Find(n => (wanted.Code ?? n.Code) == n.Code && (wanted.Field ?? n.Field) == n.Field && (wanted.UnknownCode ?? n.UnknownCode) == n.UnknownCode);
            if (found is null) yield return $"expected the note {ShowNote(wanted)}, which the mapping did not make";
            else left.Remove(found);
        }

        foreach (var note in left) yield return $"got the note {Show(note.Code, note.Field)}, which the test does not expect";
    }

    static IEnumerable<Diagnostic> Said(MappingResult result)
    {
        if (result is MappingResult.Unmappable { Faults: var faults })
        {
            foreach (var fault in faults) yield return new Diagnostic(fault.Place, fault.Code, Severity.Error, $"{fault.Field}: {fault.Message}");
        }

        foreach (var note in result.Notes) yield return new Diagnostic(note.Place, note.Code, Severity.Warning, $"{note.Field}: {note.Message}");
    }

    static string ShowNote(ExpectedNote note) => note.UnknownCode is null ? Show(note.Code, note.Field) : $"{Show(note.Code, note.Field)} on '{note.UnknownCode}'";

    static string Show(string? code, string? field) => (code, field) switch
    {
        (null, null) => "any code",
        (null, _) => $"any code at {field}",
        (_, null or "") => code,
        _ => $"{code} at {field}",
    };

    static string Show(Expectation expectation) => expectation switch
    {
        Expectation.Mapped => "mapped",
        Expectation.Quarantined => "quarantined",
        Expectation.Skipped => "skipped",
        _ => "deleted",
    };

    static string Show(MappingResult result) => result switch
    {
        MappingResult.Unmappable => "quarantined",
        MappingResult.Skipped => "skipped",
        MappingResult.Deleted => "deleted",
        _ => "mapped",
    };
}
