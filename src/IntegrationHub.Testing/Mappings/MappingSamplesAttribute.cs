using System.Reflection;
using IntegrationHub.Configuration;
using IntegrationHub.Diagnostics;
using IntegrationHub.Mapping;
using IntegrationHub.SampleTests;
using IntegrationHub.Sqlite;
using Xunit.Sdk;
using Xunit.v3;

namespace IntegrationHub.Testing;

/// <summary>Makes each sample test below a folder of mappings (<c>*.test.yaml</c>) one test with its own name: <c>[Theory, MappingSamples("mappings/byggr")]</c> on a method that takes a <see cref="MappingSample"/>.</summary>
/// <param name="folder">The folder; a relative path counts from the nearest folder above the tests that has it.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class MappingSamplesAttribute(string folder) : DataAttribute
{
    /// <summary>The folder.</summary>
    public string Folder { get; } = folder;

    /// <inheritdoc/>
    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(MethodInfo testMethod, DisposalTracker disposalTracker) =>
        ValueTask.FromResult<IReadOnlyCollection<ITheoryDataRow>>([.. Files(Folder).SelectMany(file => file.Tests.Select(test =>
            (ITheoryDataRow)new TheoryDataRow<MappingSample>(new MappingSample(file.File, test.Name)) { TestDisplayName = $"{Path.GetFileName(file.File)}: {test.Name}" }))]);

    /// <inheritdoc/>
    public override bool SupportsDiscoveryEnumeration() => true;

    /// <summary>The test files below a folder.</summary>
    /// <exception cref="InvalidDataException">One of them is wrong; it holds everything that was found.</exception>
    internal static IReadOnlyList<SampleTestFile> Files(string folder)
    {
        var diagnostics = new DiagnosticBag();
        var files = Directory.EnumerateFiles(RepositoryPath.Of(folder), $"*{SampleTestFileReader.Extension}", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Select(file => SampleTestFileReader.Read(file, diagnostics)).OfType<SampleTestFile>().ToList();
        return diagnostics.HasErrors ? throw new InvalidDataException(string.Join('\n', diagnostics.All)) : files;
    }
}

/// <summary>One sample test of a mapping.</summary>
public sealed class MappingSample : IXunitSerializable
{
    /// <summary>For xUnit, which reads the rest with <see cref="Deserialize"/>.</summary>
    [Obsolete("Called by xUnit only.")]
    public MappingSample()
    {
    }

    /// <summary>Names one.</summary>
    /// <param name="file">The test file.</param>
    /// <param name="name">The test's name in it.</param>
    public MappingSample(string file, string name) => (File, Name) = (file, name);

    /// <summary>The test file.</summary>
    public string File { get; private set; } = "";

    /// <summary>The test's name in it.</summary>
    public string Name { get; private set; } = "";

    /// <summary>Runs it, and fails with every difference and with what the mapping said.</summary>
    public async Task PassesAsync()
    {
        var diagnostics = new DiagnosticBag();
        var file = SampleTestFileReader.Read(File, diagnostics) ?? throw new InvalidDataException(string.Join('\n', diagnostics.All));
        await using var runner = new SampleTestRunner(MappingCompiler.Compile) { OpenStore = SqliteHubStore.Temporary };
        var results = await runner.RunAsync(file with { Tests = [.. file.Tests.Where(test => test.Name == Name)] });
        var result = Assert.Single(results);
        Assert.True(result.Passed, Tell(result));
    }

    /// <inheritdoc/>
    public override string ToString() => Name;

    /// <inheritdoc/>
    public void Deserialize(IXunitSerializationInfo info)
    {
        ArgumentNullException.ThrowIfNull(info);

        (File, Name) = (info.GetValue<string>(nameof(File)) ?? "", info.GetValue<string>(nameof(Name)) ?? "");
    }

    /// <inheritdoc/>
    public void Serialize(IXunitSerializationInfo info)
    {
        ArgumentNullException.ThrowIfNull(info);

        info.AddValue(nameof(File), File);
        info.AddValue(nameof(Name), Name);
    }

    internal static string Tell(SampleTestResult result) =>
        string.Join('\n', [$"{result.Test.Place}: {result.Test.Name}", .. result.Differences.Select(d => $"  {d}"), .. result.Said.Select(s => $"  the mapping said: {s}")]);
}
