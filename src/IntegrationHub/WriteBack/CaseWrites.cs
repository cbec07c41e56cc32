using IntegrationHub.AdapterKit;
using IntegrationHub.Cases;
using IntegrationHub.Disclosure;
using IntegrationHub.Lookup;
using IntegrationHub.Storage;
using IntegrationHub.Streams;

namespace IntegrationHub.WriteBack;

/// <summary>Puts what the hub wrote into the timeline of its case: one line each, whether the vendor tells it yet or not.</summary>
sealed class CaseWrites(IHubStore store, TenantId tenant, WriteProtector protector, IReadOnlyList<StreamDefinition> streams)
{
    /// <summary>How many commands of a case are looked at, the newest.</summary>
    public const int MaxCommands = 200;

    /// <summary>The timeline with them, newest first.</summary>
    /// <param name="id">The case.</param>
    /// <param name="filter">What the caller may know.</param>
    /// <param name="events">What the index has of the case and may be told, opened.</param>
    /// <param name="line">Makes the line of an event that the hub did not write.</param>
    /// <param name="protectedIdentity">Whether somebody in the case lives under a protected identity.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    public async ValueTask<IReadOnlyList<AnswerEvent>> WithAsync(
        CaseId id, AccessFilter filter, IReadOnlyList<CaseEvent> events, Func<CaseEvent, AnswerEvent> line, bool protectedIdentity, CancellationToken cancellationToken)
    {
        var commands = await store.Outbox.OfCaseAsync(tenant, id, filter, MaxCommands, cancellationToken);
        if (commands.Count == 0) return [.. events.Select(line)];

        var opened = commands.Select(stored => new OpenedWrite(stored, protector.Open(stored), new WriteSaid())).ToList();
        var echoes = Echoes.Of([.. opened.Where(one => one.Stored.State == WriteState.Accepted).Reverse().Select(WrittenOf)], events);
        var byId = opened.ToDictionary(one => one.Stored.Id);
        var told = events.Select(happening => echoes.TryGetValue(happening.Id, out var command) ? WriteProjection.LineOf(byId[command], happening, protectedIdentity) : line(happening));
        var seen = echoes.Values.ToHashSet();
        var waiting = opened.Where(one => one.Stored.State != WriteState.Withdrawn && !seen.Contains(one.Stored.Id)).Select(one => WriteProjection.LineOf(one, protectedIdentity));
        return [.. told.Concat(waiting).OrderByDescending(one => one.At)];
    }

    OwnWords WrittenOf(OpenedWrite one)
    {
        var most = streams.FirstOrDefault(stream => stream.Name == one.Stored.Stream.Stream)?.Writes.GetValueOrDefault(one.Stored.Kind)?.Capability.MaxText;
        return new OwnWords(one.Stored.Id, one.Stored.Kind, one.Stored.Reference, WrittenText.Cut(one.Private.Text, most), one.Stored.SentAt ?? one.Stored.AskedAt);
    }
}
