using System.Text;
using IntegrationHub.Diagnostics;
using IntegrationHub.Mapping;
using IntegrationHub.Workshop.Live;
using IntegrationHub.Workshop.Recording;

namespace IntegrationHub.Server.Tests.Cli;

/// <summary>A stream that is recorded and read again from its stub files.</summary>
public sealed class RecordingTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("recording-").FullName;

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Neither_a_person_nor_a_secret_stands_in_a_recorded_file()
    {
        await using var vendor = await RecordedVendor.StartAsync();

        var recording = await RecordAsync(vendor);

        var search = new CanarySearch("dG9rZW4tdGhhdC1ub2JvZHktbWF5LXNlZQ", Canary.Secret, Canary.Handler);
        foreach (var (file, bytes) in recording.Files) search.In(file, $"{file}\n{Encoding.UTF8.GetString(bytes)}");
        Assert.Equal("", string.Join('\n', search.Leaks));
        Assert.Empty(recording.Leaks);
        Assert.Equal(3, recording.Stubs);
    }

    [Fact]
    public async Task What_is_read_from_the_files_is_mapped_as_what_was_read_from_the_vendor_but_for_the_people()
    {
        await using var vendor = await RecordedVendor.StartAsync();
        var real = await ReadAsync(vendor.Stream());

        await WriteAsync(vendor);
        await vendor.DisposeAsync();
        var replayed = await ReadAsync(vendor.Stream().AnsweredBy(Recorded()));

        Assert.Equal(real.Select(Open), replayed.Select(Open));
        var (before, after) = (real[0].Parties[0], replayed[0].Parties[0]);
        Assert.NotEqual(before.Name, after.Name);
        Assert.Equal(before.Name!.Split(' ').Length, after.Name!.Split(' ').Length);
        Assert.EndsWith("@example.com", after.Email, StringComparison.Ordinal);
        Assert.StartsWith("070-174 06", after.Phone, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_seed_gives_the_same_files_and_another_other_people()
    {
        await using var vendor = await RecordedVendor.StartAsync();

        var first = await RecordAsync(vendor);
        var second = await RecordAsync(vendor);
        var other = await RecordAsync(vendor, new RecordingOptions { Seed = 2 });

        Assert.Equal(first.Files.Select(Text), second.Files.Select(Text));
        Assert.Equal(first.Files.Keys, other.Files.Keys);
        Assert.NotEqual(first.Files.Select(Text), other.Files.Select(Text));
    }

    async Task WriteAsync(RecordedVendor vendor)
    {
        foreach (var (file, bytes) in (await RecordAsync(vendor)).Files)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(folder, file))!);
            await File.WriteAllBytesAsync(Path.Combine(folder, file), bytes, Stop);
        }
    }

    RecordedFolder Recorded()
    {
        var diagnostics = new DiagnosticBag();
        return RecordedFolder.Read(folder, diagnostics) ?? throw new InvalidOperationException(string.Join('\n', diagnostics.All));
    }

    static Task<StreamRecordingResult> RecordAsync(RecordedVendor vendor, RecordingOptions? options = null) =>
        StreamRecorder.RecordAsync(vendor.Stream(), new LiveAsk(9, int.MaxValue), options ?? new RecordingOptions(), Stop);

    static async Task<List<Cases.Case>> ReadAsync(LiveStream stream)
    {
        var records = new List<Sources.SourceRecord>();
        var fault = await stream.ReadAsync(new LiveAsk(9, 100), page => records.AddRange(page.Records), Stop);
        Assert.Null(fault);
        return [.. records.Select(stream.Mapping!.Map).Select(r => Assert.IsType<MappingResult.MappedCase>(r).Case)];
    }

    static string Text(KeyValuePair<string, byte[]> file) => $"{file.Key}\n{Encoding.UTF8.GetString(file.Value)}";

    // What is nobody's.
    static object Open(Cases.Case mapped) =>
        (mapped.Key, mapped.Reference, mapped.Type, mapped.PublicTitle, mapped.Status, mapped.SourceStatus, mapped.Channel, mapped.Department, mapped.Handler?.Unit, mapped.OpenedAt, mapped.UpdatedAt, mapped.DueAt, mapped.ClosedAt,
            mapped.NextStep, mapped.Confidentiality, string.Join(' ', mapped.Links), string.Join(' ', mapped.Parties.Select(p => $"{p.Role} {p.Name is null} {p.Phone is null} {p.Email is null} {p.Address is null}")), string.Join(' ', mapped.Attributes.Keys));
}
