namespace IntegrationHub.WriteBack;

/// <summary>A system in which the caller may create cases.</summary>
/// <param name="Source">The source.</param>
/// <param name="Stream">The stream that writes to it.</param>
/// <param name="MaxText">The longest text that it takes, in characters; null when there is no limit.</param>
/// <param name="Fields">What it takes by names of its own.</param>
public sealed record WriteTarget(string Source, string Stream, int? MaxText, IReadOnlyList<WriteTargetField> Fields);

/// <summary>A value that a system takes by a name of its own.</summary>
/// <param name="Name">The system's name for it.</param>
/// <param name="Description">What it is.</param>
/// <param name="Required">Whether it must be sent.</param>
public sealed record WriteTargetField(string Name, string Description, bool Required);
