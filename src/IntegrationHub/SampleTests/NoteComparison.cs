using IntegrationHub.Mapping;

namespace IntegrationHub.SampleTests;

/// <summary>Compares the notes that a test expects with those that the mapping made.</summary>
internal static class NoteComparison
{
    /// <summary>The differences, in words; none when the test does not speak of notes.</summary>
    public static IEnumerable<string> Of(IReadOnlyList<ExpectedNote>? expected, IReadOnlyList<MappingNote> actual)
    {
        if (expected is null) yield break;

        var left = actual.ToList();
        // The most particular first, so that a bare code does not take the note that another one names by its field.
        foreach (var wanted in expected.OrderByDescending(n => (n.Code is null ? 0 : 1) + (n.Field is null ? 0 : 1) + (n.UnknownCode is null ? 0 : 1)))
        {
            var found = left.Find(n => (wanted.Code ?? n.Code) == n.Code && (wanted.Field ?? n.Field) == n.Field && (wanted.UnknownCode ?? n.UnknownCode) == n.UnknownCode);
            if (found is null) yield return $"expected the note {Show(wanted)}, which the mapping did not make";
            else left.Remove(found);
        }

        foreach (var note in left) yield return $"got the note {Show(note.Code, note.Field)}, which the test does not expect";
    }

    /// <summary>A code and the field that it is about, as a person reads it.</summary>
    public static string Show(string? code, string? field) => (code, field) switch
    {
        (null, null) => "any code",
        (null, _) => $"any code at {field}",
        (_, null or "") => code,
        _ => $"{code} at {field}",
    };

    static string Show(ExpectedNote note) => note.UnknownCode is null ? Show(note.Code, note.Field) : $"{Show(note.Code, note.Field)} on '{note.UnknownCode}'";
}
