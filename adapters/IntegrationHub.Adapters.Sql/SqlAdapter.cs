using IntegrationHub.Faults;
using IntegrationHub.Sources;

namespace IntegrationHub.Adapters.Sql;

/// <summary>Connects a database by the queries that the stream file holds in its section <c>sql</c>.</summary>
public sealed class SqlAdapter : IAdapter
{
    internal static AdapterSetting ConnectionString { get; } = new("connectionString", SettingKind.Secret, "Where the database is and who reads it, as its ADO.NET driver writes it. The account should be one that can only read.") { Required = true };

    internal static AdapterManifest Undescribed { get; } = new()
    {
        Name = "sql",
        Summary = "Reads databases by the queries of the stream file.",
        Contract = "ADO.NET: which driver and which queries is said in the section sql of the stream file",
        Settings = [ConnectionString],
        Strategies = [ReadStrategy.Cursor, ReadStrategy.Snapshot, ReadStrategy.Windowed],
        PersonalData = ["whatever the columns of the queries hold: the stream's mapping tells"],
        Describes = new SqlSection(),
        Diagnostics = SqlDiagnostics.All,
    };

    /// <inheritdoc/>
    public AdapterManifest Manifest => Undescribed;

    /// <inheritdoc/>
    public ISource CreateSource(SourceContext context)
    {
        ArgumentNullException.ThrowIfNull(context);

        if (context.Description is not SqlDescription description)
            throw new MisconfiguredException(FaultCodes.InvalidSetting, "sql", "the stream file does not say how the database is read. Write the section sql.");
        if (!context.Settings.TryGetValue(ConnectionString.Name, out var connectionString))
            throw new MisconfiguredException(FaultCodes.InvalidSetting, "connection.connectionString", "it is not set.");

        var database = new Database(Driver.For(description.Driver, connectionString, description.Timeout), description, context.Time);
        var parameters = new ReadParameters(description, database.Driver);
        var rows = new RowReading(description, context.Stream, context.Logger);
        var pages = new PageReading(description, database, parameters, rows);
        return description.ByKey is { } byKey ? new KeyedSqlSource(pages, new KeyReading(byKey, database, rows)) : new SqlSource(pages);
    }
}
