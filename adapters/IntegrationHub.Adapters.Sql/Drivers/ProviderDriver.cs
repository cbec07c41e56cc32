using System.Data;
using System.Data.Common;
using System.Globalization;
using IntegrationHub.Faults;

namespace IntegrationHub.Adapters.Sql;

/// <summary>Any other ADO.NET provider that names its parameters with <c>@</c>. That it only reads is the account's to ensure; its transactions are never committed.</summary>
sealed class ProviderDriver : Driver
{
    readonly DbProviderFactory provider;
    readonly string connectionString;

    public ProviderDriver(DbProviderFactory provider, string connectionString)
    {
        this.provider = provider;
        var builder = provider.CreateConnectionStringBuilder() ?? new DbConnectionStringBuilder();
        builder.ConnectionString = connectionString;
        this.connectionString = builder.ConnectionString;
    }

    public override DbConnection Create()
    {
        var connection = provider.CreateConnection()
            ?? throw new MisconfiguredException(FaultCodes.InvalidSetting, "sql.driver", "the provider makes no connections.");
        connection.ConnectionString = connectionString;
        return connection;
    }

    public override void Bind(DbCommand command, string name, Cell value)
    {
        var (bound, type) = value.Kind switch
        {
            CellKind.Null => (null, DbType.String),
            CellKind.Number when long.TryParse(value.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) => ((object)whole, DbType.Int64),
            CellKind.Number when decimal.TryParse(value.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var exact) => (exact, DbType.Decimal),
            CellKind.Number => (double.Parse(value.Text, CultureInfo.InvariantCulture), DbType.Double),
            CellKind.Flag => (value.Text == "true", DbType.Boolean),
            CellKind.Time when value.Text.Length > 6 && value.Text[^6] is '+' or '-' && value.Text[^3] == ':' => (DateTimeOffset.Parse(value.Text, CultureInfo.InvariantCulture), DbType.DateTimeOffset),
            CellKind.Time => (DateTime.Parse(value.Text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind), DbType.DateTime2),
            _ => (value.Text, DbType.String),
        };
        Add(command, name, bound, type);
    }

    public override Cell Read(DbDataReader reader, int column, string where)
    {
        try
        {
            return reader.GetValue(column) switch
            {
                byte[] => throw Binary(reader, column, where),
                string text => Cell.Of(text),
                bool flag => Cell.Of(flag),
                DateTime time => Cell.Of(time),
                DateTimeOffset time => Cell.Of(time),
                DateOnly day => new Cell(CellKind.Time, day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
                TimeOnly time => Cell.Of(time.ToString("HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture)),
                TimeSpan span => Cell.Of(span.ToString("c", CultureInfo.InvariantCulture)),
                double number => Cell.Of(number),
                float number => float.IsFinite(number) ? new Cell(CellKind.Number, number.ToString("R", CultureInfo.InvariantCulture)) : Cell.Of(number.ToString(CultureInfo.InvariantCulture)),
                sbyte or byte or short or ushort or int or uint or long or ulong or decimal => new Cell(CellKind.Number, Convert.ToString(reader.GetValue(column), CultureInfo.InvariantCulture)!),
                Guid id => Cell.Of(id.ToString()),
                char one => Cell.Of(one.ToString()),
                var other => throw new MisconfiguredException(FaultCodes.InvalidSetting, where, $"the column '{reader.GetName(column)}' holds a {other.GetType().Name}, which is no value of a record. Make text of it in the query."),
            };
        }
        catch (Exception wrong) when (wrong is OverflowException or InvalidCastException or FormatException)
        {
            return Cell.Refuse($"the column '{reader.GetName(column)}' holds a value that its driver cannot hand over whole; make text of it in the query");
        }
    }

    public override SourceException? Translate(Exception fault, Limited call) => fault switch
    {
        DbException { SqlState: { Length: 5 } state } told => DatabaseFaults.Of(state, told.IsTransient, null, call),
        DbException or IOException or TimeoutException or System.Net.Sockets.SocketException =>
            DatabaseFaults.OfNetwork(fault, call) ?? DatabaseFaults.Of(null, isTransient: false, null, call),
        _ => null,
    };
}
