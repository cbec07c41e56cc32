using System.Text;
using IntegrationHub.Configuration;

namespace IntegrationHub.Cli;

/// <summary>The folder that first files are written to.</summary>
internal static class DraftFolder
{
    /// <summary>A name out of the folder's: in small letters, everything else a hyphen.</summary>
    public static string NameOf(string folder)
    {
        var plain = new StringBuilder();
        foreach (var c in Path.GetFileName(Path.GetFullPath(folder)).ToLowerInvariant())
        {
            if (c is (>= 'a' and <= 'z') or (>= '0' and <= '9')) plain.Append(c);
            else if (plain.Length > 0 && plain[^1] != '-') plain.Append('-');
        }

        return plain.ToString().Trim('-');
    }

    /// <summary>What is wrong with what was asked; null when nothing is.</summary>
    public static string? WhatIsWrong(string name, IReadOnlyList<string> samples, string zone) =>
        !HubName.IsValid(name) ? $"'{name}' is no name: lower-case letters a–z, digits and single hyphens, starting with a letter; give one with --name"
        : samples.FirstOrDefault(s => !File.Exists(s)) is { } missing ? $"there is no file '{missing}'"
        : !TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _) ? $"there is no time zone '{zone}'; use an IANA name such as Europe/Stockholm"
        : null;

    /// <summary>A file that is there already; null when none is.</summary>
    public static string? Taken(string folder, IEnumerable<string> files) => files.Select(f => Path.Combine(folder, f)).FirstOrDefault(File.Exists);

    /// <summary>Writes the files.</summary>
    public static void Write(string folder, IReadOnlyDictionary<string, string> files)
    {
        foreach (var (file, text) in files)
        {
            var path = Path.Combine(folder, file);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, text);
        }
    }
}
