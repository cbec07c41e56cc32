using IntegrationHub.Diagnostics;
using IntegrationHub.Mapping.Expressions;

namespace IntegrationHub.Mapping.Targets;

/// <summary>What was compiled for one target field.</summary>
/// <param name="Evaluator">Its value.</param>
/// <param name="Place">Where its expression stands.</param>
/// <param name="NullOnError">A failure is noted and the value left out, instead of the record going to quarantine.</param>
internal sealed record FieldMapping(Evaluator Evaluator, Place Place, bool NullOnError);

/// <summary>What was compiled for one list of a case.</summary>
/// <param name="Name">The list.</param>
/// <param name="Each">The list in the record.</param>
/// <param name="When">Which elements are taken; all when null.</param>
/// <param name="Fields">By the fields' index.</param>
/// <param name="Place">Where <c>each</c> stands.</param>
internal sealed record ListMapping(string Name, Evaluator Each, Evaluator? When, FieldMapping?[] Fields, Place Place);
