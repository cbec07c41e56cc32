namespace IntegrationHub.Testing;

/// <summary>What is expected of an adapter, by number.</summary>
public static class Behaviours
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<Behaviour> All { get; } =
    [
        new(1, "Contract", "The manifest describes itself: every setting has a description, and an example, a default or choices."),
        new(2, "Contract", "Secrets are marked, and neither a secret nor a person stands in a log line, error, metric, trace, run history, or in the clear in a file."),
        new(3, "Contract", "Only the declared host is called; redirects are not followed."),
        new(4, "Contract", "A wrong setting or key is told as such, with the setting's name."),
        new(5, "Contract", "A setting that was published keeps its name and kind."),
        new(6, "Contract", "A call ends when it is cancelled, and nothing is left of it."),
        new(7, "Reading", "Every record has a key and is mapped."),
        new(8, "Reading", "Keys are unique in a read, and the same in the next."),
        new(9, "Reading", "Two reads of what did not change give the same bytes."),
        new(10, "Reading", "Pages of every size, empty, repeated and circular ones lose nothing, and end."),
        new(11, "Reading", "Texts arrive as they were written: å, ä, ö, quotes, separators, line breaks."),
        new(12, "Reading", "Large records, long decimals and odd texts are kept as written or quarantined, never altered."),
        new(13, "Reading", "A long read is not gathered in memory."),
        new(14, "Cursor", "A second read of what did not change brings nothing new."),
        new(15, "Cursor", "A read that breaks off anywhere goes on without a gap."),
        new(16, "Cursor", "Pages of equal times lose nothing."),
        new(17, "Cursor", "What is committed late with an older time arrives."),
        new(18, "Cursor", "A time in the future does not carry the cursor away."),
        new(19, "Cursor", "A vendor's clock that runs wrong, and the autumn night, lose nothing."),
        new(20, "Cursor", "Rows that come unsorted lose nothing when a read breaks off."),
        new(21, "Cursor", "A position that an older version wrote is accepted, or refused with what to do."),
        new(22, "Cursor", "A position that makes no sense is refused, or the read begins anew; it never ends early."),
        new(23, "Cursor", "Reset and bounded backfill leave the live cursor alone."),
        new(24, "Deletes", "What the vendor says it deleted leaves the index."),
        new(25, "Deletes", "What vanished from a complete read leaves the index."),
        new(26, "Deletes", "Nothing leaves because an answer was empty, cut, or a page of HTML."),
        new(27, "Deletes", "When too much seems to have vanished nothing leaves, and a person is asked."),
        new(28, "Deletes", "A case that comes back is revived."),
        new(29, "Failure", "A vendor that asks to be left alone is not called earlier."),
        new(30, "Failure", "Whatever else comes than an answer is a named fault, never \"no cases\"."),
        new(31, "Failure", "A sign-in that ends in mid-run is told by the setting, and costs nothing."),
        new(32, "Failure", "One bad record of 500 is quarantined; 499 arrive."),
        new(33, "Failure", "A write whose answer was lost is sent once more with its key."),
        new(34, "Failure", "A run that is killed at any point loses and doubles nothing."),
        new(35, "Failure", "Pages that come twice or in another order give the same index."),
        new(36, "Push", "A notification whose signature is wrong, old or replayed is refused."),
        new(37, "Push", "A notification is answered once it is stored, before it is worked on."),
        new(38, "Push", "Notifications in any order converge; missed ones are caught by the poll."),
        new(39, "Write-back", "A note appears once; a conflict is one, not an overwrite."),
        new(40, "Operation", "Metrics appear under their names, and records add up."),
        new(41, "Operation", "The log does not grow with the records."),
        new(42, "Operation", "The example in the README is a stream file that is right."),
        new(43, "Mappings", "The mappings are without errors, their sample tests pass, and every field is filled by one of them."),
        new(44, "Mappings", "Any order, repetition and breaking off of a history gives the same index."),
        new(45, "Events", "An event stands on the timeline of its case, whichever of the two came first."),
        new(46, "Events", "What happened stays, also when the vendor shows it no more."),
        new(47, "Cursor", "What happens while a window is not over is read by the next."),
        new(48, "Write-back", "What may have been written is looked for and found by its reference, and what was not is not found."),
        new(49, "Write-back", "A refusal is told in the vendor's words, and its message names nobody."),
        new(50, "Write-back", "A write goes out once, and what is no answer to it is never taken for one."),
        new(51, "Write-back", "A text that is written arrives whole: å, ä, ö, quotes, markup, line breaks, emoji."),
        new(52, "Write-back", "No person stands in the address of a write or of a look-up, and none in a log line."),
        new(53, "Write-back", "The manifest says what can be written, and a wrong setting of it is told by its name."),
    ];

    /// <summary>What the suite does not try, and where it is proved or why it is not there.</summary>
    public static IReadOnlyDictionary<int, string> Elsewhere { get; } = new Dictionary<int, string>
    {
        [21] = "no earlier release has written a position; the test comes with the first one that changes it",
        [23] = "the hub's, whatever the adapter: proved by the hub's own tests",
        [34] = "the hub's, whatever the adapter: proved with killed processes by the end-to-end tests; that a read goes on from every page is 15",
        [36] = "the hub's, whatever the adapter: proved by the hub's own tests",
        [37] = "the hub's, whatever the adapter: proved by the hub's own tests",
    };
}

/// <summary>What is expected of an adapter.</summary>
/// <param name="Number">Its number, which stays.</param>
/// <param name="Group">Which group it belongs to.</param>
/// <param name="Words">What is expected.</param>
public sealed record Behaviour(int Number, string Group, string Words)
{
    /// <summary>The names of the tests that prove it; none when the suite does not try it.</summary>
    public IReadOnlyList<string> Tests => [.. AdapterConformance.Tests.Where(test => test.Behaviour.Number == Number).Select(test => test.Name)];
}
