namespace IntegrationHub.Tests.Configuration;

/// <summary>A folder of its own for one test, gone afterwards.</summary>
sealed class TestFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("ihub-").FullName;

    public string this[string relative] => System.IO.Path.Combine(Path, relative);

    /// <summary>Writes a file, as old as <paramref name="age"/> says.</summary>
    public void Write(string relative, string text, TimeSpan? age = null)
    {
        var path = this[relative];
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        if (age is { } old) File.SetLastWriteTimeUtc(path, File.GetLastWriteTimeUtc(path) - old);
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
