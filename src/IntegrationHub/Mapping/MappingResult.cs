using IntegrationHub.Cases;
using IntegrationHub.Contacts;
using IntegrationHub.Diagnostics;
using IntegrationHub.Mapping.Values;

namespace IntegrationHub.Mapping;

/// <summary>What a mapping makes of one record.</summary>
public abstract record MappingResult
{
    /// <summary>What was dropped or unknown on the way, though the record as a whole was mapped.</summary>
    public IReadOnlyList<MappingNote> Notes { get; init; } = [];

    /// <summary>The record is a case, with the happenings that stand in the same record.</summary>
    public sealed record MappedCase(Case Case, long? Order) : MappingResult
    {
        /// <summary>The happenings that stand in the same record; together they replace what an earlier version of the record held.</summary>
        public IReadOnlyList<CaseEvent> Timeline { get; init; } = [];
    }

    /// <summary>The record is one happening.</summary>
    public sealed record MappedEvent(CaseEvent Event, long? Order) : MappingResult;

    /// <summary>The record is a contact.</summary>
    public sealed record MappedContact(RecordedContact Contact, long? Order) : MappingResult;

    /// <summary>The source says that the case, or the contact, is gone. With <paramref name="Erase"/> its contents are destroyed in the same commit, and it cannot be revived.</summary>
    public sealed record Deleted(string Key, long? Order, TombstoneReason Reason, bool Erase) : MappingResult
    {
        /// <summary>The key of the case that it became part of; set with the reason <see cref="TombstoneReason.Merged"/> where the record tells.</summary>
        public string? MergedInto { get; init; }
    }

    /// <summary>The mapping leaves the record out on purpose: a totals row, a request that has no id yet.</summary>
    public sealed record Skipped(string Reason) : MappingResult;

    /// <summary>The record cannot be mapped. Nothing of it is applied.</summary>
    public sealed record Unmappable(string? Key, IReadOnlyList<RecordFault> Faults) : MappingResult;
}

/// <summary>Why a record cannot be mapped: one fault, without the value that caused it.</summary>
/// <param name="Code">The stable code, <c>IH3xxx</c>.</param>
/// <param name="Field">The target field, for instance <c>status</c> or <c>parties[1].email</c>.</param>
/// <param name="Place">The line of the mapping file.</param>
/// <param name="Message">What is wrong and what to do. Never holds a value from the record, except a code that is in no code table.</param>
public sealed record RecordFault(string Code, string Field, Place Place, string Message)
{
    /// <summary>The code table, when the fault is an unknown code.</summary>
    public string? Table { get; init; }

    /// <summary>The unknown code itself, at most 64 characters.</summary>
    public string? UnknownCode { get; init; }

    internal static RecordFault Of(Failure failure, string field, Place place) => new(failure.Code, field, place, failure.Message) { Table = failure.Table, UnknownCode = failure.UnknownCode };
}

/// <summary>Something that was dropped or unknown in a record that was mapped all the same.</summary>
/// <param name="Code">The stable code, <c>IH3xxx</c>.</param>
/// <param name="Field">The target field.</param>
/// <param name="Place">The line of the mapping file.</param>
/// <param name="Message">What happened, without values from the record except an unknown code.</param>
public sealed record MappingNote(string Code, string Field, Place Place, string Message)
{
    /// <summary>The code table, when the note is about an unknown code.</summary>
    public string? Table { get; init; }

    /// <summary>The unknown code itself, at most 64 characters.</summary>
    public string? UnknownCode { get; init; }
}
