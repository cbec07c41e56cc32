using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace ModelMunicipality.Vendors.ByggR;

/// <summary>A happening that somebody saved through the service.</summary>
/// <param name="Id">handelseId.</param>
/// <param name="SavedAt">When it was saved, by the system's clock.</param>
/// <param name="Content">What was saved, by the names of the contract.</param>
sealed record PermitNote(int Id, DateTime SavedAt, IReadOnlyDictionary<string, string> Content);

/// <summary>What was saved on cases through the service: all that the stand-in remembers, until it stops.</summary>
sealed class PermitNotes
{
    const int BeforeFirst = 700_000_000;

    readonly ConcurrentDictionary<int, ImmutableList<PermitNote>> notes = new();
    int last = BeforeFirst;

    /// <summary>The cases that have any.</summary>
    public IEnumerable<int> Cases => notes.Keys;

    /// <summary>Those of a case, in the order in which they were saved.</summary>
    public IReadOnlyList<PermitNote> Of(int number) => notes.GetValueOrDefault(number) ?? [];

    /// <summary>Saves one.</summary>
    public PermitNote Save(int number, DateTime at, IReadOnlyDictionary<string, string> content)
    {
        var note = new PermitNote(Interlocked.Increment(ref last), at, content);
        notes.AddOrUpdate(number, _ => [note], (_, before) => before.Add(note));
        return note;
    }

    /// <summary>The case as it stands with what was saved on it.</summary>
    public PermitState With(PermitState state) => Of(state.Number) is [.., var latest] && latest.SavedAt > state.ChangedAt ? state with { ChangedAt = latest.SavedAt } : state;
}
