namespace IntegrationHub.Sqlite;

/// <summary>The table of <c>audit.db</c>. Times are UTC ticks.</summary>
internal static class AuditSchema
{
    public static IReadOnlyList<string> Steps { get; } = [First, Streams, Entries, Operators];

    const string First = """
        CREATE TABLE audit_lines (
            tenant TEXT NOT NULL, number INTEGER NOT NULL, at INTEGER NOT NULL, caller TEXT NOT NULL, role TEXT NOT NULL, on_behalf_of TEXT,
            action TEXT NOT NULL, purpose TEXT, subject TEXT, case_id TEXT, result TEXT NOT NULL, trace_id TEXT, chain BLOB NOT NULL,
            UNIQUE (tenant, number));
        CREATE TRIGGER audit_lines_stay BEFORE DELETE ON audit_lines BEGIN SELECT raise(ABORT, 'lines of the audit are never deleted'); END;
        CREATE TRIGGER audit_lines_stand BEFORE UPDATE ON audit_lines BEGIN SELECT raise(ABORT, 'lines of the audit are never changed'); END;
        """;

    const string Streams = "ALTER TABLE audit_lines ADD COLUMN stream TEXT;";

    const string Entries = "ALTER TABLE audit_lines ADD COLUMN entry TEXT;";

    // What operators did and who signed in, among the many lines of those who help people.
    const string Operators = "CREATE INDEX audit_lines_of_operators ON audit_lines (tenant, number) WHERE (role NOT IN ('agent', 'specialist') OR action = 'sign-in');";
}
