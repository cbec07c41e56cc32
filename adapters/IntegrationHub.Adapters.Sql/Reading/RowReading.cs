using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using IntegrationHub.Faults;
using IntegrationHub.Sources;
using Microsoft.Extensions.Logging;

namespace IntegrationHub.Adapters.Sql;

/// <summary>Makes records of rows: an object of the columns, with a list of objects for what belongs to it.</summary>
sealed class RowReading(SqlDescription description, StreamKey stream, ILogger logger)
{
    // What one query is asked of at once, and what one page's children may be in all: memory stays flat.
    const int KeysAtOnce = 500;
    const int MostChildren = 100_000;

    static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The records.</summary>
    public async Task<IReadOnlyList<SourceRecord>> ToRecordsAsync(RowSet set, Session session, Driver driver, CancellationToken cancellationToken)
    {
        var key = set.IndexOf(description.List.Key, "sql.list.key");
        var children = new List<(string Name, Children Rows)>();
        foreach (var child in description.Children)
        {
            if (set.Columns.Contains(child.Name)) throw new MisconfiguredException(FaultCodes.InvalidSetting, $"sql.children.{child.Name}", $"{set.Query.Key} brings a column of this name too. Give one of them another name.");
            if (set.Rows.Count > 0) children.Add((child.Name, await ChildrenAsync(child, [.. set.Rows.Select(r => r[key]).Distinct()], session, driver, cancellationToken)));
        }

        var records = set.Rows.Select((row, i) => ToRecord(set, row, i, key, children)).ToList();
        if (records.Count(r => r.Broken is not null) is > 0 and var broken) SqlLog.BrokenRows(logger, stream, broken, set.Query.Key);
        return records;
    }

    static SourceRecord ToRecord(RowSet set, Cell[] row, int index, int key, List<(string Name, Children Rows)> children)
    {
        var broken = Broken(row);
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Plain))
        {
            json.WriteStartObject();
            WriteColumns(json, set.Columns, row, ref broken);
            foreach (var (name, rows) in children)
            {
                json.WriteStartArray(name);
                foreach (var child in rows.Of(row[key]))
                {
                    broken ??= Broken(child);
                    json.WriteStartObject();
                    WriteColumns(json, rows.Columns, child, ref broken);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
            }

            json.WriteEndObject();
        }

        return new SourceRecord
        {
            Content = buffer.WrittenMemory,
            Format = RecordFormat.Json,
            Where = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{set.Query.Key}, row {index + 1}"),
            Broken = broken,
            BrokenKey = broken is null ? null : row[key].Text,
        };
    }

    static string? Broken(Cell[] row) => row.FirstOrDefault(c => c.Kind == CellKind.Refused) is { Kind: CellKind.Refused } refused ? refused.Text : null;

    static void WriteColumns(Utf8JsonWriter json, IReadOnlyList<string> columns, Cell[] row, ref string? broken)
    {
        for (var i = 0; i < row.Length; i++)
        {
            json.WritePropertyName(columns[i]);
            if (!TryWrite(json, row[i])) broken ??= $"the column '{columns[i]}' holds a value that is no JSON";
        }
    }

    static bool TryWrite(Utf8JsonWriter json, Cell cell)
    {
        switch (cell.Kind)
        {
            case CellKind.Null or CellKind.Refused:
                json.WriteNullValue();
                return true;
            case CellKind.Flag:
                json.WriteBooleanValue(cell.Text == "true");
                return true;
            case CellKind.Number or CellKind.Json:
                try
                {
                    json.WriteRawValue(cell.Text);
                    return true;
                }
                catch (Exception wrong) when (wrong is JsonException or ArgumentException)
                {
                    json.WriteNullValue();
                    return false;
                }

            default:
                json.WriteStringValue(cell.Text);
                return true;
        }
    }

    static async Task<Children> ChildrenAsync(ChildQuery child, Cell[] keys, Session session, Driver driver, CancellationToken cancellationToken)
    {
        var found = new Children();
        foreach (var some in keys.Chunk(KeysAtOnce))
        {
            var set = await session.AskAsync(child.Query, (command, parameter) => driver.BindAll(command, parameter, some), MostChildren, cancellationToken);
            var key = set.IndexOf(child.Key, $"sql.children.{child.Name}.key");
            if (set.HasMore) throw new UnreadableAnswerException(FaultCodes.LimitExceeded, $"{child.Query.Key} brings more than {MostChildren:N0} rows, or more than {Session.MostCharacters:N0} characters, for one page of records. Make read.page.size smaller.");

            foreach (var row in set.Rows)
            {
                if (found.Add(set.Columns, row, key) > child.Most)
                    throw new UnreadableAnswerException(FaultCodes.LimitExceeded, $"{child.Query.Key} brings more than {child.Most:N0} rows for one record. Raise sql.children.{child.Name}.most, or ask for fewer.");
            }
        }

        return found;
    }

    /// <summary>The rows of one child query, by the record that they belong to.</summary>
    sealed class Children
    {
        readonly Dictionary<string, List<Cell[]>> rows = new(StringComparer.Ordinal);

        public IReadOnlyList<string> Columns { get; private set; } = [];

        public int Add(IReadOnlyList<string> columns, Cell[] row, int key)
        {
            Columns = columns;
            if (!rows.TryGetValue(row[key].Text, out var list)) rows.Add(row[key].Text, list = []);
            list.Add(row);
            return list.Count;
        }

        public List<Cell[]> Of(Cell key) => rows.TryGetValue(key.Text, out var list) ? list : [];
    }
}
