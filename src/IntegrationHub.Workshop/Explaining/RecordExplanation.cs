using IntegrationHub.Configuration;
using IntegrationHub.Diagnostics;
using IntegrationHub.Mapping;
using IntegrationHub.SampleTests;
using IntegrationHub.Workshop.Samples;

namespace IntegrationHub.Workshop.Explaining;

/// <summary>What a mapping did with one record: each expression, and in it the value after every step.</summary>
/// <param name="Outcome">What became of the record: <c>mapped</c>, <c>quarantined</c>, <c>skipped</c> or <c>deleted</c>.</param>
/// <param name="Expressions">The expressions that were evaluated, in the order of the file.</param>
/// <param name="Said">Faults and notes.</param>
/// <param name="Result">The outcome as JSON.</param>
public sealed record RecordExplanation(string Outcome, IReadOnlyList<ExplainedExpression> Expressions, IReadOnlyList<Diagnostic> Said, string Result)
{
    /// <summary>Maps the record and tells every step; null when the mapping has errors.</summary>
    /// <param name="mappingFile">The mapping.</param>
    /// <param name="read">Reads the record, once the mapping is known.</param>
    /// <param name="field">Only this field, and the lets that it uses; null for everything.</param>
    /// <param name="diagnostics">Takes what is wrong with the mapping.</param>
    /// <param name="functions">The functions that it may call; those of the language unless given.</param>
    /// <exception cref="ExplanationException">There is no such record or field.</exception>
    public static async Task<RecordExplanation?> OfAsync(string mappingFile, Func<MappingOnDisk, Task<SampleRecord>> read, string? field, DiagnosticBag diagnostics, MappingFunctions? functions = null)
    {
        ArgumentNullException.ThrowIfNull(read);

        var trace = new RecordTrace();
        if (MappingOnDisk.Read(mappingFile, diagnostics, null, functions, trace) is not { } mapping) return null;

        var record = await read(mapping);
        var result = mapping.Mapping.Map(record.Record);
        var names = ExpressionNames.Of(mappingFile, mapping.Text);
        var all = trace.Expressions(names);
        return new RecordExplanation(OutcomeText.Of(result), field is null ? all : Only(all, field, trace.Written(names)), OutcomeText.Said(result), OutcomeJson.Text(result));
    }

    static IReadOnlyList<ExplainedExpression> Only(IReadOnlyList<ExplainedExpression> all, string field, IReadOnlyCollection<string> written)
    {
        var chosen = all.Where(e => e.IsFor(field)).ToList();
        if (chosen.Count == 0)
        {
            throw new ExplanationException(written.Any(name => ExplainedExpression.IsFor(name, field))
                ? $"nothing of '{field}' was evaluated for this record"
                : $"the mapping has no '{field}'{DidYouMean.Hint(field, written.Select(ExplainedExpression.Short))}");
        }

        // A let explains nothing by its name: what it is made of is shown with what uses it.
        for (var i = 0; i < chosen.Count; i++)
        {
            foreach (var let in chosen[i].Lets)
            {
                if (all.FirstOrDefault(e => e.Name == $"let.{let}") is { } used && !chosen.Contains(used)) chosen.Add(used);
            }
        }

        return [.. chosen.OrderBy(e => e.Name.StartsWith("let.", StringComparison.Ordinal) ? 0 : 1)];
    }
}

/// <summary>One expression of a mapping and what it gave.</summary>
/// <param name="Name">Where it stands: <c>fields.title</c>, <c>let.word</c>, <c>lists.parties.fields.role</c>.</param>
/// <param name="Item">Of a list, the item: <c>parties[1]</c>; null elsewhere.</param>
/// <param name="Place">The place in the file.</param>
/// <param name="Steps">Its steps, in the order in which they were evaluated.</param>
/// <param name="Lets">The lets that it looks at.</param>
public sealed record ExplainedExpression(string Name, string? Item, Place Place, IReadOnlyList<ExplainedStep> Steps, IReadOnlyList<string> Lets)
{
    /// <summary>Whether a person means it with this name: <c>title</c>, <c>parties.role</c>, <c>$word</c>.</summary>
    public bool IsFor(string field) => IsFor(Name, field);

    internal static bool IsFor(string name, string field) => field == name || field == Short(name) || (field.StartsWith('$') && name == $"let.{field[1..]}");

    internal static string Short(string name) =>
        name.StartsWith("lists.", StringComparison.Ordinal) ? name[6..].Replace(".fields.", ".", StringComparison.Ordinal)
        : name.StartsWith("let.", StringComparison.Ordinal) ? $"${name[4..]}"
        : name[(name.IndexOf('.', StringComparison.Ordinal) + 1)..];
}

/// <summary>One step of an expression.</summary>
/// <param name="Place">Where it stands.</param>
/// <param name="Text">The step as it is written; one behind a pipe begins with <c>|</c>.</param>
/// <param name="Values">Its value; several when it was evaluated for each element of a list.</param>
public sealed record ExplainedStep(Place Place, string Text, IReadOnlyList<string> Values);

/// <summary>There is nothing to explain; the message says why.</summary>
public sealed class ExplanationException(string message) : Exception(message);
