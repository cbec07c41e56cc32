using System.Collections.Concurrent;
using IntegrationHub.Cases;
using IntegrationHub.Contacts;
using IntegrationHub.Diagnostics;
using IntegrationHub.Mapping.Expressions;
using IntegrationHub.Mapping.Files;
using IntegrationHub.Mapping.Records;
using IntegrationHub.Mapping.Targets;
using IntegrationHub.Mapping.Values;
using IntegrationHub.Sources;
using IntegrationHub.Sync;

namespace IntegrationHub.Mapping;

/// <summary>A mapping that is ready to run: a plan that fills slots in one pass, and the expressions over them.</summary>
internal sealed class CompiledMapping : IMapping
{
    readonly ConcurrentBag<Evaluation> runs = [];
    Evaluation? handy;

    public required string Name { get; init; }
    public required string Version { get; init; }
    public required MappingTarget Target { get; init; }
    public required RecordFormat Format { get; init; }
    public required ReadOnlyMemory<byte> Fingerprint { get; init; }

    public required IReadOnlyList<MappedCodes> CodeTables { get; init; }

    public required MappedFields? Fields { get; init; }
    public required IReadOnlyList<MappedCodes> AllCodeTables { get; init; }

    /// <summary>Its code tables with all that stands in them.</summary>
    public IReadOnlyList<CodeTable> Tables { get; init; } = [];

    public required RecordInput Input { get; init; }
    public required IdentityMapping Identity { get; init; }

    /// <summary>The key and what decides about skipping, with a plan of their own that reads no more than they need.</summary>
    public required RecordInput KeyInput { get; init; }
    public required IdentityMapping KeyIdentity { get; init; }

    /// <summary>For <c>case@1</c>.</summary>
    public CaseBuilder? CaseBuilder { get; init; }

    /// <summary>For <c>event@1</c>.</summary>
    public FieldMapping?[] EventFields { get; init; } = [];

    /// <summary>For <c>contact@1</c>.</summary>
    public ContactBuilder? ContactBuilder { get; init; }

    public required Place Place { get; init; }

    public string File => Place.File;

    public bool TryReadKey(SourceRecord record, out string key)
    {
        ArgumentNullException.ThrowIfNull(record);

        key = (record.Broken is null ? null : record.BrokenKey) ?? "";
        if (record.Broken is not null || record.Format != Format) return key.Length > 0;

        var run = Take();
        try
        {
            if (KeyInput.Read(record, run) is not null) return false;
            var here = Value.OfFrame(0);
            if (KeyIdentity.IsSkipped(run, here, out var failure) || failure is not null) return false;
            if (KeyIdentity.Key(run, here, out failure) is not { } read || failure is not null || read.Length > IdentityMapping.MaxKeyLength) return false;
            key = RecordKeyOf(read);
            return true;
        }
        finally
        {
            Return(run);
        }
    }

    public MappingResult Map(SourceRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);

        if (record.Broken is { } reason) return Unmappable(record.BrokenKey, RecordCodes.Broken, $"the source could tell that the record is broken: {reason}");
        if (record.Format != Format) return Unmappable(null, RecordCodes.OtherFormat, $"the record is {record.Format}, but the mapping reads {Format}; check source.format");

        var run = Take();
        try
        {
            if (Input.Read(record, run) is { } failure) return Unmappable(null, failure.Code, failure.Message);

            var result = Map(run);
            return run.Notes.Count == 0 ? result : result with { Notes = [.. run.Notes] };
        }
        finally
        {
            Return(run);
        }
    }

    MappingResult Map(Evaluation run)
    {
        var here = Value.OfFrame(0);
        if (Identity.IsSkipped(run, here, out var failure)) return new MappingResult.Skipped("identity.skip is true");
        if (failure is not null) return Unmappable(null, "identity.skip", failure);

        var key = Identity.Key(run, here, out failure);
        if (failure is not null) return Unmappable(null, "identity.key", failure);
        if (key is null)
        {
            return Identity.SkipsMissingKey
                ? new MappingResult.Skipped("the record has no key yet")
                : Unmappable(null, "identity.key", new Failure(RecordCodes.NoKey, "the record has no key; where that is normal write missingKey: skip"));
        }

        if (key.Length > IdentityMapping.MaxKeyLength)
            return Unmappable(null, "identity.key", new Failure(RecordCodes.KeyTooLong, $"the key has {key.Length} characters; {IdentityMapping.MaxKeyLength} is the most"));

        var order = Identity.Order(run, here, out failure);
        if (failure is not null) return Unmappable(RecordKeyOf(key), "identity.order", failure);

        if (Identity.IsRemoved(run, here, order, key, out failure) is { } removed) return removed;
        if (failure is not null) return Unmappable(RecordKeyOf(key), "identity.deleted", failure);

        return Target switch
        {
            MappingTarget.Case => MapCase(run, here, key, order),
            MappingTarget.Event => MapEvent(run, here, key, order),
            _ => MapContact(run, here, key, order),
        };
    }

    MappingResult MapCase(Evaluation run, Value here, string key, long? order)
    {
        var (mapped, timeline) = CaseBuilder!.Build(run, here, key, run.Faults);
        return run.Faults.Count > 0 ? new MappingResult.Unmappable(key, [.. run.Faults]) : new MappingResult.MappedCase(mapped, order) { Timeline = timeline };
    }

    MappingResult MapEvent(Evaluation run, Value here, string key, long? order)
    {
        var read = new FieldReader(run, EventFields, run.Faults, null, 0, here);
        var caseKey = read.Text(EventTarget.CaseKey);
        var mapped = CaseBuilder.EventOf(ref read, EventTarget.Event, caseKey ?? "", Confidentiality.Open);
        if (run.Faults.Count > 0 || mapped is null) return new MappingResult.Unmappable(key, [.. run.Faults]);
        return new MappingResult.MappedEvent(mapped, order);
    }

    MappingResult MapContact(Evaluation run, Value here, string key, long? order) =>
        ContactBuilder!.Build(run, here, key, run.Faults) is { } mapped ? new MappingResult.MappedContact(mapped, order) : new MappingResult.Unmappable(RecordKeyOf(key), [.. run.Faults]);

    // Among the records of a source the key of a contact is never that of a case.
    string RecordKeyOf(string key) => Target == MappingTarget.Contact ? ContactKeys.Of(key) : key;

    // One thread at a time is the usual: it finds the room it put down. The bag is for the others.
    Evaluation Take() => Interlocked.Exchange(ref handy, null) ?? (runs.TryTake(out var run) ? run : new Evaluation());

    void Return(Evaluation run)
    {
        if (Interlocked.CompareExchange(ref handy, run, null) is not null) runs.Add(run);
    }

    MappingResult.Unmappable Unmappable(string? key, string code, string message) => new(key, [new RecordFault(code, "", Place, message)]);

    MappingResult.Unmappable Unmappable(string? key, string field, Failure failure) => new(key, [RecordFault.Of(failure, field, failure.Place ?? Identity.Place)]);
}
