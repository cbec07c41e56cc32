using System.Text.Json;
using IntegrationHub.Adapters.Http;
using IntegrationHub.Adapters.Tests.Http;
using IntegrationHub.Configuration;
using IntegrationHub.Diagnostics;
using IntegrationHub.Sources;
using IntegrationHub.Streams;
using IntegrationHub.WriteBack;

namespace IntegrationHub.Adapters.Tests.Systems;

/// <summary>What a stream file as it ships writes, when its last lines are no remark any more: to a stand-in that the test is, without sockets.</summary>
static class ShippedWriter
{
    /// <summary>The stream file with the kinds let through that it proposes.</summary>
    public static string WithWrites(string file)
    {
        var lines = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, file));
        var begins = Array.IndexOf(lines, "# writeBack:");
        Assert.True(begins > 0, $"{file} proposes no writeBack.");
        return string.Join('\n', lines.Select((line, at) => at < begins ? line : line[2..])) + "\n";
    }

    /// <summary>A stand-in, and what writes to it.</summary>
    /// <param name="file">The stream file, below the folder of the tests.</param>
    /// <param name="connection">What its connection is.</param>
    /// <param name="answer">What the stand-in answers.</param>
    /// <param name="values">What stands for what the file refers to in writeBack.</param>
    public static (DescribedSystem System, ILooksUpWrites Writer) Of(
        string file, Dictionary<string, string> connection, Func<DescribedSystem.Called, HttpResponseMessage> answer, params (string Written, string Value)[] values)
    {
        var diagnostics = new DiagnosticBag();
        var stream = StreamFileReader.Read(file, WithWrites(file), [new HttpAdapter().Manifest], diagnostics);
        Assert.True(diagnostics.All.Count == 0, string.Join('\n', diagnostics.All));
        var http = File.ReadLines(Path.Combine(AppContext.BaseDirectory, file)).SkipWhile(line => line != "http:").Skip(1).TakeWhile(line => line.Length == 0 || line[0] == ' ');
        var system = new DescribedSystem(string.Join('\n', ["http:", .. http]) + "\n", stream!.Definition.Reading.Strategy) { Connection = connection, Answer = answer };
        return (system, system.Writer([.. stream.Definition.Writes.SelectMany(write => write.Value.Settings.Select(setting => (write.Key, setting.Key, values.Where(v => v.Written == setting.Value).Select(v => v.Value).FirstOrDefault(setting.Value))))]));
    }

    /// <summary>A command as the hub hands it to an adapter.</summary>
    public static WriteCommand Command(WriteKind kind, string? key = null) => new()
    {
        Id = new WriteCommandId(7), Kind = kind, Key = key, Text = "Hon undrar & väntar.", By = "anna", AskedAt = DescribedSystem.Monday,
    };

    /// <summary>What was sent.</summary>
    public static JsonElement Json(this DescribedSystem.Called call) => JsonDocument.Parse(call.Body).RootElement;

    /// <summary>The answer is lost, whatever was done.</summary>
    public static HttpResponseMessage Lost() => throw new Faults.SourceUnavailableException(Faults.FaultCodes.Connection, "the connection broke.");
}

/// <summary>All stream files that say how they could write.</summary>
public sealed class ShippedWriterTests
{
    public static TheoryData<string> Files => [.. Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "mappings"), "*" + StreamFileReader.Extension, SearchOption.AllDirectories)
        .Where(file => File.ReadAllText(file).Contains("\n  write:\n", StringComparison.Ordinal)).Select(file => Path.GetRelativePath(AppContext.BaseDirectory, file)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Files))]
    public void What_a_stream_file_describes_is_off_and_can_be_let_through_as_it_proposes(string file)
    {
        var diagnostics = new DiagnosticBag();
        var shipped = StreamFileReader.Read(file, File.ReadAllText(Path.Combine(AppContext.BaseDirectory, file)), [new HttpAdapter().Manifest], diagnostics);
        var open = StreamFileReader.Read(file, ShippedWriter.WithWrites(file), [new HttpAdapter().Manifest], diagnostics);

        Assert.Empty(diagnostics.All);
        Assert.Empty(shipped!.Definition.Writes);
        Assert.Equal(shipped.Adapter.Writes.Select(write => write.Kind).Order(), open!.Definition.Writes.Keys.Order());
        foreach (var kind in open.Definition.Writes.Keys) Assert.Contains($"`{EnumNames.Of(kind)}`", File.ReadAllText(Path.Combine(AppContext.BaseDirectory, Path.GetDirectoryName(file)!, "README.md")), StringComparison.Ordinal);
    }
}
