namespace IntegrationHub.PostgreSql;

/// <summary>What there is of a stream and its source when a transaction begins to write: mostly nothing of all this, and then records cost no question about it.</summary>
/// <param name="Merged">Whether any case of the source became part of another.</param>
/// <param name="Quarantined">Whether the source has an entry in quarantine with a key.</param>
/// <param name="RecordsKept">Whether a record of the stream is kept.</param>
/// <param name="CasesKept">Whether somebody decided that a case of the stream stays.</param>
/// <param name="HeldDelete">The held delete that waits for a decision.</param>
/// <param name="Edited">The keys under which edited versions stand.</param>
internal sealed record StreamFacts(bool Merged, bool Quarantined, bool RecordsKept, bool CasesKept, (long Id, DateTimeOffset ReadStartedAt)? HeldDelete, IReadOnlyList<string> Edited)
{
    // One question in the place of seven.
    const string Sql = """
        SELECT EXISTS (SELECT 1 FROM cases WHERE tenant = $1 AND source = $2 AND merged_into IS NOT NULL),
            EXISTS (SELECT 1 FROM quarantine WHERE tenant = $1 AND stream IN (SELECT id FROM streams WHERE tenant = $1 AND source = $2) AND key IS NOT NULL),
            EXISTS (SELECT 1 FROM last_records WHERE tenant = $1 AND stream = $3),
            EXISTS (SELECT 1 FROM kept_cases WHERE tenant = $1 AND stream = $3),
            h.id, h.read_started, ARRAY(SELECT DISTINCT key FROM edited WHERE tenant = $1 AND stream = $3)
        FROM (SELECT 1) AS one LEFT JOIN held_deletes h ON h.tenant = $1 AND h.stream = $3 AND h.state = 0
        """;

    public static StreamFacts Read(WriteScope scope) => scope.Sql(Sql).Bind(scope.Stream.Tenant).Bind(scope.Stream.Source).Bind(scope.Stream.Stream).First(row =>
        new StreamFacts(row.Flag(0), row.Flag(1), row.Flag(2), row.Flag(3), row.IsNull(4) ? null : (row.Int64(4), row.Time(5)), row.Texts(6)))!;
}
