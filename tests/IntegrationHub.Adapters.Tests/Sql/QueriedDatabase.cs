using System.Text;
using IntegrationHub.Adapters.Sql;
using IntegrationHub.Configuration;
using IntegrationHub.Diagnostics;
using IntegrationHub.Sources;
using Microsoft.Data.Sqlite;

namespace IntegrationHub.Adapters.Tests.Sql;

/// <summary>A file of SQLite with what a test puts into it, and sources over it.</summary>
sealed class QueriedDatabase : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("ihub-sql-").FullName;

    public QueriedDatabase(string statements) => Run(statements);

    public string ConnectionString => $"Data Source={Path.Combine(folder, "a.db")}";

    public ListLogger Log { get; } = new();

    public void Run(string statements)
    {
        using var connection = new SqliteConnection($"{ConnectionString};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = statements;
        command.ExecuteNonQuery();
    }

    public ISource Source(string section, ReadStrategy strategy = ReadStrategy.Snapshot) => SourceOver(ConnectionString, section, strategy, Log);

    public static ISource SourceOver(string connectionString, string section, ReadStrategy strategy = ReadStrategy.Snapshot, ListLogger? log = null, TimeProvider? time = null)
    {
        var diagnostics = new DiagnosticBag();
        var adapter = new SqlAdapter();
        var describes = adapter.Manifest.Describes!;
        var node = (YamlTreeReader.Read("section", section, diagnostics) as YamlMap)?[describes.Section.Name]?.Value;
        var description = describes.Describe(node, new Place("section", 1, 1), strategy, diagnostics);
        Assert.False(diagnostics.HasErrors, string.Join('\n', diagnostics.All));
        using var http = new HttpClient();
        return adapter.CreateSource(new SourceContext
        {
            Stream = new StreamKey(new TenantId("t"), new SourceId("s"), new StreamName("s")),
            Strategy = strategy,
            Settings = new Dictionary<string, string> { ["connectionString"] = connectionString },
            Description = description,
            Http = http,
            Time = time ?? TimeProvider.System,
            Logger = log ?? new ListLogger(),
        });
    }

    public static async Task<List<SourceRecord>> AllAsync(ISource source, PageRequest? beginning = null)
    {
        var records = new List<SourceRecord>();
        for (var next = beginning ?? new PageRequest(); next is not null;)
        {
            var page = await source.ReadPageAsync(next, TestContext.Current.CancellationToken);
            records.AddRange(page.Records);
            next = page.Next is null ? null : next with { Position = page.Next };
        }

        return records;
    }

    public static string Text(SourceRecord record) => Encoding.UTF8.GetString(record.Content.Span);

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
