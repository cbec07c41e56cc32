using IntegrationHub.Adapters.Sql;
using IntegrationHub.Faults;
using Microsoft.Data.Sqlite;

namespace IntegrationHub.Adapters.Tests.Sql;

/// <summary>What can be done about a fault of a database, by its SQLSTATE.</summary>
public sealed class DatabaseFaultTests
{
    [Theory]
    [InlineData("08006", FaultKind.Unavailable, FaultCodes.ServerError)]
    [InlineData("53300", FaultKind.Unavailable, FaultCodes.ServerError)]
    [InlineData("40001", FaultKind.Unavailable, FaultCodes.ServerError)]
    [InlineData("40P01", FaultKind.Unavailable, FaultCodes.ServerError)]
    [InlineData("57P03", FaultKind.Unavailable, FaultCodes.ServerError)]
    [InlineData("57014", FaultKind.Unavailable, FaultCodes.Timeout)]
    [InlineData("55P03", FaultKind.Unavailable, FaultCodes.ServerError)]
    [InlineData("XX000", FaultKind.Unavailable, FaultCodes.ServerError)]
    [InlineData("28P01", FaultKind.Misconfigured, FaultCodes.NotAuthorised)]
    [InlineData("42501", FaultKind.Misconfigured, FaultCodes.NotAuthorised)]
    [InlineData("3D000", FaultKind.Misconfigured, FaultCodes.NoSuchEndpoint)]
    [InlineData("25006", FaultKind.Misconfigured, FaultCodes.InvalidSetting)]
    [InlineData("42P01", FaultKind.Misconfigured, FaultCodes.InvalidSetting)]
    [InlineData("42P18", FaultKind.Misconfigured, FaultCodes.InvalidSetting)]
    [InlineData("22P02", FaultKind.Refused, FaultCodes.Refused)]
    [InlineData("22012", FaultKind.Refused, FaultCodes.Refused)]
    [InlineData("P0001", FaultKind.Refused, FaultCodes.Refused)]
    [InlineData(null, FaultKind.Refused, FaultCodes.Refused)]
    public void A_fault_is_named_by_what_can_be_done_about_it(string? state, FaultKind kind, string code)
    {
        var fault = DatabaseFaults.Of(state, isTransient: false, names: null, Call());

        Assert.Equal((kind, code), (fault.Kind, fault.Code));
        Assert.True(state is null or "57014" || fault.Message.Contains(state, StringComparison.Ordinal), fault.Message);
    }

    [Theory]
    [InlineData("22P02", FaultCodes.NotFound)]
    [InlineData("22003", FaultCodes.NotFound)]
    [InlineData("22012", FaultCodes.Refused)]
    public void A_key_that_the_column_cannot_hold_is_one_that_is_not_there(string state, string code) =>
        Assert.Equal(code, DatabaseFaults.Of(state, isTransient: false, names: null, Call() with { IsByKey = true }).Code);

    static Limited Call()
    {
        var driver = Driver.For("sqlite", "Data Source=a.db", TimeSpan.FromSeconds(1));
        return new Limited(driver, new SqliteConnection(), TimeSpan.FromSeconds(1), TimeProvider.System, "sql.list.query");
    }
}
