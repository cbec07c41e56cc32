using System.Text;
using IntegrationHub.Adapters.Files;
using IntegrationHub.Sources;
using IntegrationHub.Tests.Shared;
using Microsoft.Extensions.Logging.Abstractions;

namespace IntegrationHub.Adapters.Tests.Files;

/// <summary>A drop folder of its own for one test, with a clock, and the hub's part of reading it.</summary>
public sealed class Drop : IDisposable
{
    public const string Header = "Nr;Name;Status";

    /// <summary>An export with these rows.</summary>
    public static string Rows(params int[] numbers) => $"{Header}\n{string.Concat(numbers.Select(n => $"{n};N;x\n"))}";

    static readonly Encoding Windows1252 = CodePagesEncodingProvider.Instance.GetEncoding("windows-1252")!;

    readonly Dictionary<string, string> settings = new()
    {
        ["content"] = "changes",
        ["encoding"] = "utf-8",
    };

    public Drop()
    {
        Folder = Directory.CreateTempSubdirectory("drop").FullName;
        settings["folder"] = Folder;
    }

    public string Folder { get; }

    public ManualClock Clock { get; } = new();

    public string this[string setting]
    {
        set => settings[setting] = value;
    }

    public string Archive => Path.Combine(Folder, "archive");

    public string PathOf(string name) => Path.Combine(Folder, name);

    public void Write(string name, string text) => Write(name, Encoding.UTF8.GetBytes(text));

    public void WriteWindows1252(string name, string text) => Write(name, Windows1252.GetBytes(text));

    /// <summary>Drops a file that has lain there for a while; a later one is a minute younger.</summary>
    public void Write(string name, byte[] content)
    {
        File.WriteAllBytes(PathOf(name), content);
        Age(name, Clock.GetUtcNow() - TimeSpan.FromMinutes(1));
        Clock.Advance(TimeSpan.FromMinutes(1));
    }

    /// <summary>Opens a file as a vendor's system does that goes on writing while it is read.</summary>
    public FileStream OpenToWrite(string name) => new(PathOf(name), FileMode.Open, FileAccess.Write, FileShare.ReadWrite);

    public void Age(string name, DateTimeOffset written) => File.SetLastWriteTimeUtc(PathOf(name), written.UtcDateTime);

    public IReadOnlyList<string> Names => [.. Directory.EnumerateFiles(Folder).Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal)];

    public IReadOnlyList<string> Archived =>
        Directory.Exists(Archive) ? [.. Directory.EnumerateFiles(Archive).Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal)] : [];

    public ISource Open() => Open(settings.GetValueOrDefault("content") == "complete" ? ReadStrategy.Snapshot : ReadStrategy.Cursor);

    public ISource Open(ReadStrategy strategy) => new FilesAdapter().CreateSource(new SourceContext
    {
        Stream = new StreamKey(new TenantId("sundby"), new SourceId("social"), new StreamName("files")),
        Strategy = strategy,
        Settings = settings,
        Http = null!,
        Time = Clock,
        Logger = NullLogger.Instance,
    });

    public async Task<SourcePage> ReadOnceAsync(string? position = null, int pageSize = 500)
    {
        var source = Open();
        await using var _ = (IAsyncDisposable)source;
        return await source.ReadPageAsync(new PageRequest { Position = position, PageSize = pageSize }, TestContext.Current.CancellationToken);
    }

    /// <summary>One run as the hub makes it: every page is committed, then what it finished is put away.</summary>
    public async Task<Run> RunAsync(string? position = null, int pageSize = 500)
    {
        var source = Open();
        await using var _ = (IAsyncDisposable)source;
        var pages = new List<SourcePage>();
        string? next = position;
        do
        {
            var page = await source.ReadPageAsync(new PageRequest { Position = next, PageSize = pageSize }, TestContext.Current.CancellationToken);
            pages.Add(page);
            await ((IPutsAway)source).PutAwayAsync(page.Position!, TestContext.Current.CancellationToken);
            next = page.Next;
        }
        while (next is not null);

        return new Run(pages);
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    public static string TextOf(SourceRecord record) =>
        (record.Charset == "windows-1252" ? Windows1252 : Encoding.UTF8).GetString(record.Content.Span);
}

public sealed record Run(IReadOnlyList<SourcePage> Pages)
{
    public IReadOnlyList<SourceRecord> Records => [.. Pages.SelectMany(p => p.Records)];

    public IReadOnlyList<string> Texts => [.. Records.Select(Drop.TextOf)];

    public IReadOnlyList<string> Good => [.. Records.Where(r => r.Broken is null).Select(Drop.TextOf)];

    public string Position => Pages[^1].Position!;
}
