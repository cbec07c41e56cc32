using IntegrationHub.Audit;
using IntegrationHub.Cli;
using IntegrationHub.Protection;
using IntegrationHub.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace IntegrationHub.Server.Tests.Cli;

/// <summary>A small hub in a folder of its own: one stream of permits out of a drop folder. Commands are run against it in process.</summary>
sealed class HubOnDisk : IDisposable
{
    public const string Permits = """
        Number;Person;Name;Title;Status;Changed
        P 2026-1;19121212-1212;Tolvan Tolvansson;Garage på Åsgatan;open;2026-03-02 08:00
        P 2026-2;;;A sauna;Dozing;2026-03-03 08:00

        """;

    // The adapter knows a file by its content; the very same one is not read twice.
    public static string PermitsInAnotherOrder { get; } = string.Join('\n', [Permits.Split('\n')[0], .. Permits.Split('\n')[1..3].Reverse(), ""]);

    const string HubFile = """
        tenant: sundby
        timezone: Europe/Stockholm
        data: index
        keys: keys/hub.keys
        streams: [streams]

        """;

    const string Mapping = """
        mapping: permits
        version: 1.0.0
        target: case@1
        source:
          system: permits
          stream: permits
          format: csv
          csv:
            delimiter: ";"
            header: true
            columns: [Number, Person, Name, Title, Status, Changed]
        timezone: Europe/Stockholm
        identity:
          key: Number
          order: Changed | datetime('yyyy-MM-dd HH:mm')
        codes:
          status:
            map: { open: inProgress }
            unknown: unknown
        fields:
          number: Number
          title: Title
          status: Status | lookup(status)
          updatedAt: Changed | datetime('yyyy-MM-dd HH:mm')
          confidentiality: const('open')
          nextStep.text: const('The inspector visits')
        lists:
          parties:
            each: Person | nullIfBlank | toList
            fields:
              role: const('applicant')
              personalNumber: it | trim
              name: root.Name

        """;

    readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("ihub-hub-");
    int drops;

    public HubOnDisk()
    {
        WriteHubFile();
        Write("streams/permits.stream.yaml", StreamFile("permits", In("drop")));
        Write("streams/permits.mapping.yaml", Mapping);
        Directory.CreateDirectory(In("drop"));
        Directory.CreateDirectory(In("keys"));
        KeyRingFile.CreateNew(KeysFile);
    }

    public string KeysFile => In("keys/hub.keys");

    public string Output { get; private set; } = "";

    public string Error { get; private set; } = "";

    public void Dispose() => folder.Delete(recursive: true);

    public string In(string relative) => Path.Combine(folder.FullName, relative);

    public void WriteHubFile(string more = "") => Write("hub.yaml", HubFile + more);

    public void WriteStream(string name, string drop) => Write($"streams/{name}.stream.yaml", StreamFile(name, drop));

    public void Write(string relative, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(In(relative))!);
        File.WriteAllText(In(relative), text);
    }

    public void Drop(string text)
    {
        var name = $"drop/{++drops}.csv";
        Write(name, text);
        File.SetLastWriteTimeUtc(In(name), new DateTime(2020, 1, drops, 0, 0, 0, DateTimeKind.Utc));
    }

    /// <summary>Runs a command of this hub; answers with the exit code.</summary>
    public Task<int> RunAsync(params string[] args) => RunAsync(new StringReader(""), asks: false, args);

    public async Task<int> RunAsync(TextReader input, bool asks, params string[] args)
    {
        var output = new StringWriter();
        var error = new StringWriter();
        var code = await IhubCommand.RunAsync([.. args, "--hub", In("hub.yaml")], Toolbox.Standard, new Terminal(output, error, colour: false, input, asks), TestContext.Current.CancellationToken);
        (Output, Error) = (output.ToString(), error.ToString());
        return code;
    }

    public Task<int> LookUpAsync(string by, string value, params string[] more) =>
        RunAsync(new StringReader(value), asks: false, ["lookup", "--by", by, "--purpose", "asks about a permit", .. more]);

    /// <summary>The store of this hub, as another process opens it.</summary>
    public async Task<SqliteHubStore> OpenStoreAsync()
    {
        var store = new SqliteHubStore(new SqliteStoreOptions { Folder = In("index") }, KeyRingFile.Read(KeysFile).Fingerprint, TimeProvider.System, NullLogger<SqliteHubStore>.Instance);
        await store.PrepareAsync(TestContext.Current.CancellationToken);
        return store;
    }

    public async Task<IReadOnlyList<AuditLine>> ReadAuditAsync()
    {
        await using var store = await OpenStoreAsync();
        return [.. (await store.Audit.ReadAsync(new TenantId("sundby"), 0, 100, TestContext.Current.CancellationToken)).Select(l => l.Line)];
    }

    static string StreamFile(string name, string drop) => $"""
        stream: {name}
        source: permits
        title: Building permits
        adapter: files
        mapping: permits
        connection:
          folder: "{drop}"
          content: changes
          settled: 0s
        read:
          strategy: cursor
          lookback: 0s
          settle: 0s

        """;
}
