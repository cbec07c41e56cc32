namespace IntegrationHub.Mapping;

/// <summary>A mapping file and the way to the files beside it.</summary>
/// <param name="File">The file's name as people are shown it.</param>
/// <param name="Text">The file's content.</param>
/// <param name="ReadFile">Reads a file by its path relative to the mapping file; null when there is none. It decides which files a mapping may reach.</param>
public sealed record MappingSource(string File, string Text, Func<string, string?> ReadFile);
