using System.Text.Json;
using FsCheck.Fluent;
using IntegrationHub.Audit;
using IntegrationHub.Drift;
using IntegrationHub.Mapping;
using IntegrationHub.Notifications;
using IntegrationHub.Quarantine;
using IntegrationHub.Remapping;
using IntegrationHub.Removals;
using IntegrationHub.Streams;
using IntegrationHub.Sync;
using FsCheck;

namespace IntegrationHub.Stores.Tests.Conformance;

/// <summary>
/// Two municipalities in one store, with the same streams, keys, numbers and people. Whatever one of them does, and whichever id of the other it names, everything that can be read of the other stays as it was,
/// and nothing that can be read of one was ever written by the other.
/// </summary>
public abstract class IsolationConformance(IStorePlace place) : StoreConformance(place)
{
    const int Actions = 18;
    const int Longest = 40;

    static readonly RereadQuery Reread = new() { Limit = 100, EventsCommittedFrom = DateTimeOffset.MinValue };
    static readonly MappedWith First = new("permits", "1.0.0", "aa/Open");
    static readonly MappedWith Second = new("permits", "1.1.0", "bb/Open");

    int pairs;

    [Fact]
    public void Nothing_that_one_municipality_does_returns_counts_or_changes_anything_of_another() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(Math.Max(8, Place.Generated / 4)), Prop.ForAll(
            Gen.Choose(5, Longest).SelectMany(length => Gen.Choose(0, (Actions * 2 * 3) - 1).ListOf(length)).ToArbitrary(),
            steps => Task.Run(() => CrossAsync([.. steps])).GetAwaiter().GetResult()));

    async Task<bool> CrossAsync(int[] steps)
    {
        var number = ++pairs;
        Municipality[] both = [new(Store, new TenantId($"ankeborg-{number}"), Clock), new(Store, new TenantId($"bullerby-{number}"), Clock)];
        foreach (var step in steps)
        {
            var (one, other) = (both[step % 2], both[(step + 1) % 2]);
            var before = await other.DumpAsync();
            await one.DoAsync(step / 2 % Actions, key: $"{step / 2 / Actions}", other);
            var after = await other.DumpAsync();
            Assert.Equal(before, after);
            Clock.Advance(TimeSpan.FromSeconds(1));
        }

        foreach (var (one, other) in new[] { (both[0], both[1]), (both[1], both[0]) })
        {
            Assert.DoesNotContain(other.Name, await one.DumpAsync(), StringComparison.Ordinal);
            await one.EndAsync();
        }

        return true;
    }

    sealed class Municipality(Storage.IHubStore store, TenantId tenant, ManualClock clock)
    {
        static readonly JsonSerializerOptions Plain = new() { IncludeFields = false };

        readonly StreamKey stream = Stream with { Tenant = tenant };
        readonly HeldDeleteDecision decision = new(Records.Read(100), $"Karin of {tenant}", $"decided at {tenant}");
        Session? session;
        int version;

        public string Name => tenant.Value;

        /// <summary>Does something of its own, where an id is needed with one of the other's.</summary>
        public async Task DoAsync(int action, string key, Municipality other)
        {
            switch (action)
            {
                case 0: await CommitAsync(Kept(key, First)); break;
                case 1: await CommitAsync(Records.Numbered(key, Content(), order: ++version)); break;
                case 2: await CommitAsync(Records.Remove(key, ++version)); break;
                case 3: await CommitAsync(Records.Hold(key, Content())); break;
                case 4: await CommitAsync(Records.StoreEvent(Records.Event(key, "message", Content()), ++version)); break;
                case 5: await SweepAsync(key, Session.LetsAllGo); break;
                case 6: await SweepAsync(key, Session.LetsNothingGo); break;
                case 7: await EndAsync(); break;
                case 8: _ = await store.Streams.PauseAsync(stream, new StreamPause(clock.GetUtcNow(), Name), Cancel) || await store.Streams.ResumeAsync(stream, Cancel); break;
                case 9: await store.Audit.AppendAsync(tenant, [new AuditLine { At = clock.GetUtcNow(), Caller = Name, Role = "agent", Action = "look-up", Result = "found" }], Cancel); break;
                case 10: await store.Notifications.AddAsync(stream, Notification(key), 100, Cancel); break;
                case 11: await SettleAsync(); break;
                case 12: await WithNotificationsOfAsync(other); break;
                case 13: await WithQuarantineOfAsync(other); break;
                case 14: await WithHeldDeletesOfAsync(other); break;
                case 15: await WithRunsOfAsync(other, key); break;
                case 16: await store.Drift.ChangeAsync(stream, facts => facts with { Records = facts.Records + 1, Codes = [new CodeFacts("status", Content(), 1, Records.Read(0), Records.Read(1))] }, Cancel); break;
                default: await RemapOrResetAsync(key); break;
            }
        }

        public async Task EndAsync()
        {
            if (session is not { } running) return;

            session = null;
            await store.Streams.EndRunAsync(running.Lease, running.Run, new RunEnd(RunOutcome.Failed, clock.GetUtcNow(), new RunFault(Faults.FaultKind.Unavailable, "IH6001", $"the vendor of {tenant} is away"), null), Cancel);
            await running.ReleaseAsync();
        }

        /// <summary>Everything that can be read of it, by every way to read it.</summary>
        public async Task<string> DumpAsync()
        {
            var filter = Everything;
            var parts = new List<object?>();
            for (var key = 0; key < 3; key++)
            {
                parts.Add(await store.Cases.GetAsync(tenant, Records.IdOf($"{key}"), filter, Cancel));
                parts.Add(await store.Cases.TimelineAsync(tenant, Records.IdOf($"{key}"), filter, 100, Cancel));
            }

            parts.Add(await store.Cases.FindAsync(tenant, [Records.Person("tolvan"), Records.Number("0"), Records.Number("1"), Records.Number("2")], filter, 100, Cancel));
            parts.Add(await store.Cases.SearchAsync(tenant, "version", filter, 100, Cancel));
            parts.Add(Sorted(await store.Cases.CountAsync(tenant, Cancel)));
            parts.Add(await store.Cases.ChangesAsync(tenant, 0, 1000, Cancel));
            parts.Add(await store.Streams.GetCheckpointAsync(stream, Cancel));
            parts.Add(Sorted(await store.Streams.GetKnownAsync(stream, ["0", "1", "2"], Cancel)));
            parts.Add(await store.Streams.GetHeldAsync(stream, HeldFilter.All, null, 100, Cancel));
            parts.Add(await store.Streams.GetCasesToRereadAsync(stream, Reread, Cancel));
            parts.Add(await store.Streams.CountUnseenAsync(stream, "sweep", Cancel));
            parts.Add(await store.Streams.GetRunsAsync(tenant, null, 100, Cancel));
            parts.Add(Sorted(await store.Streams.GetRecentRunsAsync(tenant, DateTimeOffset.MinValue, Cancel)));
            parts.Add(Sorted(await store.Streams.GetPausesAsync(tenant, Cancel)));
            parts.Add(await store.Streams.GetStatesAsync(tenant, Cancel));
            parts.Add(await store.Quarantine.ListAsync(tenant, new QuarantineQuery(), Cancel));
            parts.Add(await store.Quarantine.GroupAsync(tenant, null, Cancel));
            parts.Add(Sorted(await store.Quarantine.CountAsync(tenant, Cancel)));
            parts.Add(Sorted(await store.Quarantine.CountUnexpiredAsync(tenant, DateTimeOffset.MaxValue, Cancel)));
            var held = await store.Removals.GetHeldAsync(tenant, null, waitingOnly: false, 100, Cancel);
            parts.Add(held);
            foreach (var one in held) parts.Add(await store.Removals.GetHeldCasesAsync(tenant, one.Id, 100, Cancel));
            parts.Add(await store.Removals.GetRemovedAsync(tenant, null, 100, Cancel));
            parts.Add(Sorted(await store.Remapping.GetProgressAsync(tenant, Cancel)));
            parts.Add(await store.Remapping.CountAsync(stream, Second, MappingTarget.Case, Cancel));
            parts.Add(await store.Remapping.GetOldAsync(stream, Second, null, 100, Cancel));
            parts.Add(Sorted(await store.Drift.GetAsync(tenant, Cancel)));
            parts.Add(Sorted(await store.Notifications.CountAsync(tenant, Cancel)));
            parts.Add(await store.Notifications.ListAsync(tenant, null, dead: true, 100, Cancel));
            parts.Add(await store.Notifications.ListAsync(tenant, null, dead: false, 100, Cancel));
            parts.Add((await store.Notifications.GetDueAsync(stream, DateTimeOffset.MaxValue, DateTimeOffset.MaxValue, 100, Cancel)).Select(due => (due.Key, due.Attempts).ToString()));
            parts.Add(await store.Audit.ReadAsync(tenant, 0, 1000, Cancel));
            return string.Join('\n', parts.Select(part => JsonSerializer.Serialize(part, part?.GetType() ?? typeof(object), Plain)));
        }

        string Content() => $"{tenant}-{++version}";

        BatchItem.StoreCase Kept(string key, MappedWith with) =>
            Records.Store(Records.Case(key, Content()), ++version, 0, Records.Event(key, "own", Content())) with { With = with, LastRecord = new LastRecord(Records.Hash("last", Name, key), Records.Hash("last bytes", Name, key)) };

        NewNotification Notification(string key) => new(
            key, new NotificationDelivery(Records.Hash("delivery", key), 1, Records.Hash("body", key)), clock.GetUtcNow(), clock.GetUtcNow(), clock.GetUtcNow().AddDays(1));

        async Task<Session> RunningAsync()
        {
            if (session is { } running) return running;

            var lease = await store.Streams.TryLeaseAsync(stream, Name, TimeSpan.FromHours(1), Cancel);
            Assert.NotNull(lease);
            return session = new Session(store, lease, await store.Streams.BeginRunAsync(lease, RunTrigger.Schedule, RunKind.Full, clock.GetUtcNow(), Cancel));
        }

        async Task CommitAsync(params BatchItem[] items) => await (await RunningAsync()).CommitAsync("sweep", items);

        async Task SweepAsync(string key, DeleteGuard guard)
        {
            var running = await RunningAsync();
            await running.CommitAsync("sweep", Records.Store(key, Content(), ++version, 1));
            await running.EndSweepAsync("sweep", Session.WholeAt(2), guard);
        }

        async Task SettleAsync()
        {
            var due = await store.Notifications.GetDueAsync(stream, DateTimeOffset.MaxValue, DateTimeOffset.MaxValue, 100, Cancel);
            var later = due.Skip(1).Select(one => new NotificationLater(one.Number, one.Attempts + 1, clock.GetUtcNow(), Dead: true, new RunFault(Faults.FaultKind.Unavailable, "IH6001", Name))).ToList();
            await store.Notifications.SettleAsync(stream, [], new NotificationsSettled([.. due.Take(1).Select(one => one.Number)], later), Cancel);
        }

        async Task WithNotificationsOfAsync(Municipality other)
        {
            foreach (var dead in await store.Notifications.ListAsync(other.stream.Tenant, null, dead: true, 100, Cancel))
            {
                await store.Notifications.ReplayAsync(stream, dead.Id, clock.GetUtcNow(), Cancel);
                await store.Notifications.DiscardAsync(stream, dead.Id, Cancel);
            }

            var due = await store.Notifications.GetDueAsync(other.stream, DateTimeOffset.MaxValue, DateTimeOffset.MaxValue, 100, Cancel);
            await store.Notifications.SettleAsync(stream, [], new NotificationsSettled([.. due.Select(one => one.Number)], []), Cancel);
            await store.Notifications.ReplayAsync(stream, null, clock.GetUtcNow(), Cancel);
        }

        async Task WithQuarantineOfAsync(Municipality other)
        {
            foreach (var held in await store.Quarantine.ListAsync(other.stream.Tenant, new QuarantineQuery(), Cancel))
            {
                Assert.DoesNotContain(other.Name, JsonSerializer.Serialize(await store.Quarantine.FindAsync(tenant, held.Id, Cancel)), StringComparison.Ordinal);
                await store.Quarantine.DiscardAsync(stream, new HeldFilter { Id = held.Id }, DateTimeOffset.MaxValue, 100, Cancel);
            }

            await store.Quarantine.ExpireAsync(tenant, DateTimeOffset.MaxValue, Cancel);
        }

        async Task WithHeldDeletesOfAsync(Municipality other)
        {
            foreach (var held in await store.Removals.GetHeldAsync(other.stream.Tenant, null, waitingOnly: false, 100, Cancel))
            {
                Assert.Null(await store.Removals.GetHeldAsync(tenant, held.Id, Cancel));
                Assert.Empty(await store.Removals.GetHeldCasesAsync(tenant, held.Id, 100, Cancel));
                Assert.Null(await store.Removals.RejectAsync(tenant, held.Id, decision, clock.GetUtcNow(), Cancel));
                Assert.Null(await store.Removals.ApproveAsync((await RunningAsync()).Lease, held.Id, decision, Cancel));
            }

            await store.Removals.ExpireAsync(tenant, Cancel);
            await store.Removals.EmptyTombstonesAsync(tenant, DateTimeOffset.MaxValue, 100, Cancel);
        }

        async Task WithRunsOfAsync(Municipality other, string key)
        {
            foreach (var run in await store.Streams.GetRunsAsync(other.stream.Tenant, null, 100, Cancel))
            {
                Assert.DoesNotContain(other.Name, JsonSerializer.Serialize(await store.Streams.GetRunAsync(tenant, run.Id, Cancel)), StringComparison.Ordinal);
                await store.Removals.RestoreAsync(stream, new RestoreChoice.OfRun(run.Id), clock.GetUtcNow().AddDays(1), Cancel);
            }

            await store.Removals.RestoreAsync(stream, new RestoreChoice.Case(key), clock.GetUtcNow().AddDays(1), Cancel);
        }

        async Task RemapOrResetAsync(string key)
        {
            var lease = (await RunningAsync()).Lease;
            if (key == "0")
            {
                await store.Streams.ResetAsync(lease, Cancel);
                return;
            }

            await store.Remapping.CommitAsync(lease, [], counters => new RemapProgress { To = Second, BeganAt = clock.GetUtcNow(), Waiting = 0, AfterKey = key }.Plus(counters), Cancel);
            await store.Remapping.DropAsync(stream, 100, Cancel);
        }

        static IEnumerable<string> Sorted<TKey, TValue>(IReadOnlyDictionary<TKey, TValue> all) where TKey : notnull =>
            all.Select(pair => $"{pair.Key} = {JsonSerializer.Serialize(pair.Value, Plain)}").Order(StringComparer.Ordinal);
    }
}
