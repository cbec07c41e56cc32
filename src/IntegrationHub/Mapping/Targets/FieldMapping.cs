using IntegrationHub.Diagnostics;
using IntegrationHub.Mapping.Expressions;

namespace IntegrationHub.Mapping.Targets;

/// <summary>What was compiled for one target field.</summary>
/// <param name="Evaluator">Its value.</param>
/// <param name="Place">Where its expression stands.</param>
/// <param name="NullOnError">A failure is noted and the value left out, instead of the record going to quarantine.</param>
internal sealed record FieldMapping(Evaluator Evaluator, Place Place, bool NullOnError)
{
    /// <summary>Of a field with a scale, the steps that its words were found to be.</summary>
    public KnownSteps Steps { get; } = new();
}

/// <summary>
/// Remembers which step of a scale a word is. The words of a code table are the same strings each time, so that looking at which string it is finds nearly all of them;
/// a word that is another string of the same letters is looked up as ever.
/// </summary>
internal sealed class KnownSteps
{
    const int Most = 16;

    // Replaced whole, never changed: threads may share it.
    (string Word, int Step)[] known = [];

    public bool TryGet(string word, Scale scale, out int step)
    {
        var known = this.known;
        foreach (ref readonly var pair in known.AsSpan())
        {
            if (!ReferenceEquals(pair.Word, word)) continue;
            step = pair.Step;
            return true;
        }

        if (!scale.TryGet(word, out step)) return false;
        if (known.Length < Most) this.known = [.. known, (word, step)];
        return true;
    }
}

/// <summary>What was compiled for one list of a case.</summary>
/// <param name="Name">The list.</param>
/// <param name="Each">The list in the record.</param>
/// <param name="When">Which elements are taken; all when null.</param>
/// <param name="Fields">By the fields' index.</param>
/// <param name="Place">Where <c>each</c> stands.</param>
internal sealed record ListMapping(string Name, Evaluator Each, Evaluator? When, FieldMapping?[] Fields, Place Place);
