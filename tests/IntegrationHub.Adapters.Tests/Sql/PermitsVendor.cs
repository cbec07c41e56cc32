using System.Data.Common;

namespace IntegrationHub.Adapters.Tests.Sql;

/// <summary>A database that shows permits in a table, and turns bad: what differs is how the database says it.</summary>
abstract class PermitsVendor : IVendorDatabase
{
    protected const string LostTable = "has lost its table";
    protected const string LostColumn = "has lost a column";

    IReadOnlyList<VendorCase> shown = [];
    DateTimeOffset now;
    DbConnection? locking;

    public abstract IReadOnlyDictionary<string, string> Settings { get; }

    /// <summary>Another name for the table, and for two of its columns where one is not enough, under which nobody finds them.</summary>
    protected abstract (string Hide, string Show) TableAway { get; }

    protected abstract (string Hide, string Show) ColumnAway { get; }

    /// <summary>What keeps everybody else out, until the connection is closed.</summary>
    protected abstract string Lock { get; }

    /// <summary>The trouble that it is in; null when it is in none.</summary>
    protected string? Trouble { get; private set; }

    public void Show(VendorCases cases)
    {
        if (now == cases.VendorNow && shown.SequenceEqual(cases.All)) return;

        using var connection = Open();
        using var transaction = connection.BeginTransaction();
        Write(connection, cases);
        transaction.Commit();
        (shown, now) = (cases.All, cases.VendorNow);
    }

    public void Break(string trouble)
    {
        Trouble = trouble;
        if (trouble == LostTable) Run(TableAway.Hide);
        else if (trouble == LostColumn) Run(ColumnAway.Hide);
        else if (IsLock(trouble)) Command(locking = Open(), Lock).ExecuteNonQuery();
        else BreakOtherwise(trouble);
    }

    public void Mend()
    {
        if (Trouble == LostTable) Run(TableAway.Show);
        else if (Trouble == LostColumn) Run(ColumnAway.Show);
        else if (IsLock(Trouble)) locking!.Dispose();
        else MendOtherwise();
        Trouble = null;
    }

    public virtual ValueTask DisposeAsync()
    {
        locking?.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>A connection that may do everything.</summary>
    protected abstract DbConnection Connect();

    /// <summary>Makes the tables hold what the vendor shows.</summary>
    protected abstract void Write(DbConnection connection, VendorCases cases);

    protected abstract bool IsLock(string? trouble);

    protected abstract void BreakOtherwise(string trouble);

    protected abstract void MendOtherwise();

    protected static DbCommand Command(DbConnection connection, string text)
    {
        var command = connection.CreateCommand();
        command.CommandText = text;
        return command;
    }

    protected void Run(string text)
    {
        using var connection = Open();
        using var command = Command(connection, text);
        command.ExecuteNonQuery();
    }

    DbConnection Open()
    {
        var connection = Connect();
        connection.Open();
        return connection;
    }
}
