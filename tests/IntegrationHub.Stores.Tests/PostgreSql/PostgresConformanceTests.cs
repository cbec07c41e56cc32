using IntegrationHub.Stores.Tests.Conformance;

namespace IntegrationHub.Stores.Tests.PostgreSql;

public sealed class PostgresLeaseTests() : LeaseConformance(new PostgresPlace());

public sealed class PostgresRunTests() : RunConformance(new PostgresPlace());

public sealed class PostgresHistoryTests() : HistoryConformance(new PostgresPlace());

public sealed class PostgresBatchTests() : BatchConformance(new PostgresPlace());

public sealed class PostgresOrderTests() : OrderConformance(new PostgresPlace());

public sealed class PostgresRemovalTests() : RemovalConformance(new PostgresPlace());

public sealed class PostgresEventTests() : EventConformance(new PostgresPlace());

public sealed class PostgresQuarantineTests() : QuarantineConformance(new PostgresPlace());

public sealed class PostgresQuarantineDeskTests() : QuarantineDeskConformance(new PostgresPlace());

public sealed class PostgresEditedTests() : EditedConformance(new PostgresPlace());

public sealed class PostgresSweepTests() : SweepConformance(new PostgresPlace());

public sealed class PostgresRereadTests() : RereadConformance(new PostgresPlace());

public sealed class PostgresLookUpTests() : LookUpConformance(new PostgresPlace());

public sealed class PostgresSearchTests() : SearchConformance(new PostgresPlace());

public sealed class PostgresChangeFeedTests() : ChangeFeedConformance(new PostgresPlace());

public sealed class PostgresConvergenceTests() : ConvergenceConformance(new PostgresPlace());

public sealed class PostgresConcurrencyTests() : ConcurrencyConformance(new PostgresPlace());

public sealed class PostgresAuditTests() : AuditConformance(new PostgresPlace());

public sealed class PostgresOperationTests() : OperationConformance(new PostgresPlace());

public sealed class PostgresNotificationTests() : NotificationConformance(new PostgresPlace());

public sealed class PostgresPrepareTests() : PrepareConformance(new PostgresPlace());

public sealed class PostgresHeldDeleteTests() : HeldDeleteConformance(new PostgresPlace());

public sealed class PostgresRebuildTests() : RebuildConformance(new PostgresPlace());

public sealed class PostgresRestoreTests() : RestoreConformance(new PostgresPlace());

public sealed class PostgresRemapTests() : RemapConformance(new PostgresPlace());

public sealed class PostgresNodeTests() : NodeConformance(new PostgresPlace());

public sealed class PostgresDriftTests() : DriftConformance(new PostgresPlace());

public sealed class PostgresIsolationTests() : IsolationConformance(new PostgresPlace());

public sealed class PostgresContactTests() : ContactConformance(new PostgresPlace());

public sealed class PostgresRecordedContactTests() : RecordedContactConformance(new PostgresPlace());

public sealed class PostgresHandOverTests() : HandOverConformance(new PostgresPlace());

public sealed class PostgresAlertTests() : AlertConformance(new PostgresPlace());

public sealed class PostgresOutboxTests() : OutboxConformance(new PostgresPlace());
