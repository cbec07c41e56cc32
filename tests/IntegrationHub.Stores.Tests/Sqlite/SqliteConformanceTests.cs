using IntegrationHub.Stores.Tests.Conformance;

namespace IntegrationHub.Stores.Tests.Sqlite;

public sealed class SqliteLeaseTests() : LeaseConformance(new SqlitePlace());

public sealed class SqliteRunTests() : RunConformance(new SqlitePlace());

public sealed class SqliteHistoryTests() : HistoryConformance(new SqlitePlace());

public sealed class SqliteBatchTests() : BatchConformance(new SqlitePlace());

public sealed class SqliteOrderTests() : OrderConformance(new SqlitePlace());

public sealed class SqliteRemovalTests() : RemovalConformance(new SqlitePlace());

public sealed class SqliteEventTests() : EventConformance(new SqlitePlace());

public sealed class SqliteQuarantineTests() : QuarantineConformance(new SqlitePlace());

public sealed class SqliteQuarantineDeskTests() : QuarantineDeskConformance(new SqlitePlace());

public sealed class SqliteEditedTests() : EditedConformance(new SqlitePlace());

public sealed class SqliteSweepTests() : SweepConformance(new SqlitePlace());

public sealed class SqliteRereadTests() : RereadConformance(new SqlitePlace());

public sealed class SqliteLookUpTests() : LookUpConformance(new SqlitePlace());

public sealed class SqliteSearchTests() : SearchConformance(new SqlitePlace());

public sealed class SqliteChangeFeedTests() : ChangeFeedConformance(new SqlitePlace());

public sealed class SqliteConvergenceTests() : ConvergenceConformance(new SqlitePlace());

public sealed class SqliteConcurrencyTests() : ConcurrencyConformance(new SqlitePlace());

public sealed class SqliteAuditTests() : AuditConformance(new SqlitePlace());

public sealed class SqliteOperationTests() : OperationConformance(new SqlitePlace());

public sealed class SqliteNotificationTests() : NotificationConformance(new SqlitePlace());

public sealed class SqlitePrepareTests() : PrepareConformance(new SqlitePlace());

public sealed class SqliteHeldDeleteTests() : HeldDeleteConformance(new SqlitePlace());

public sealed class SqliteRebuildTests() : RebuildConformance(new SqlitePlace());

public sealed class SqliteRestoreTests() : RestoreConformance(new SqlitePlace());

public sealed class SqliteRemapTests() : RemapConformance(new SqlitePlace());

public sealed class SqliteNodeTests() : NodeConformance(new SqlitePlace());

public sealed class SqliteDriftTests() : DriftConformance(new SqlitePlace());

public sealed class SqliteIsolationTests() : IsolationConformance(new SqlitePlace());

public sealed class SqliteContactTests() : ContactConformance(new SqlitePlace());

public sealed class SqliteRecordedContactTests() : RecordedContactConformance(new SqlitePlace());

public sealed class SqliteHandOverTests() : HandOverConformance(new SqlitePlace());

public sealed class SqliteAlertTests() : AlertConformance(new SqlitePlace());

public sealed class SqliteOutboxTests() : OutboxConformance(new SqlitePlace());
