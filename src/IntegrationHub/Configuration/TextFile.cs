using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using IntegrationHub.Diagnostics;

namespace IntegrationHub.Configuration;

/// <summary>Reads the files that people write: UTF-8, with or without its mark, of a size that a person could have written.</summary>
internal static class TextFile
{
    const long MaxBytes = 16 * 1024 * 1024;
    static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The text; null when it cannot be read, with the reason reported.</summary>
    public static string? Read(string path, DiagnosticBag diagnostics) => TryReadBytes(path, diagnostics) is { } bytes ? Decode(path, bytes, diagnostics) : null;

    /// <summary>The bytes; null when they cannot be read, with the reason reported.</summary>
    /// <param name="path">Where the file is.</param>
    /// <param name="diagnostics">Takes the reason.</param>
    /// <param name="called">What people are told that it is called; the path unless set.</param>
    public static byte[]? TryReadBytes(string path, DiagnosticBag diagnostics, string? called = null)
    {
        var start = new Place(called ?? path, 1, 1);
        try
        {
            if (new FileInfo(path) is { Exists: true } file && FileStamp.Target(file).Length > MaxBytes)
            {
                diagnostics.Error(start, FileCodes.Unreadable, $"the file is larger than {MaxBytes / 1024 / 1024} MB");
                return null;
            }

            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            diagnostics.Error(start, FileCodes.Unreadable, e is FileNotFoundException or DirectoryNotFoundException ? "there is no such file" : $"the file cannot be read: {e.Message}");
            return null;
        }
    }

    /// <summary>The bytes as text; null when they are no UTF-8, with the place reported.</summary>
    public static string? Decode(string path, byte[] bytes, DiagnosticBag diagnostics)
    {
        try
        {
            var text = Strict.GetString(bytes);
            return text.StartsWith('\uFEFF') ? text[1..] : text;
        }
        catch (DecoderFallbackException e)
        {
            var before = bytes.AsSpan(0, Math.Clamp(e.Index, 0, bytes.Length));
            var line = before.Count((byte)'\n') + 1;
            var column = before.Length - (before.LastIndexOf((byte)'\n') + 1) + 1;
            diagnostics.Error(new Place(path, line, column), FileCodes.NotUtf8, "the file is not in UTF-8; save it as UTF-8");
            return null;
        }
    }
}

/// <summary>What tells a file's versions apart: size and time at a glance, the hash for certain.</summary>
/// <param name="Path">The file.</param>
/// <param name="Modified">When it was changed last.</param>
/// <param name="Length">Its size; −1 when there is no such file.</param>
/// <param name="Hash">SHA-256 of its bytes, in hexadecimal; empty when there is no such file or it cannot be read.</param>
/// <param name="TakenAt">When it was looked at.</param>
internal sealed record FileStamp(string Path, DateTimeOffset Modified, long Length, string Hash, DateTimeOffset TakenAt)
{
    // File systems and mounts keep times to a second or two: within that, the same time and size may hide another content.
    static readonly TimeSpan TimeResolution = TimeSpan.FromSeconds(3);

    /// <summary>The stamp of a file whose bytes were read.</summary>
    public static FileStamp Of(string path, byte[]? bytes, DateTimeOffset now)
    {
        var (modified, length) = Look(path);
        return new FileStamp(path, modified, length, bytes is null ? "" : Convert.ToHexString(SHA256.HashData(bytes)), now);
    }

    /// <summary>Whether the file still holds what it held; <paramref name="fresh"/> is the stamp to remember then.</summary>
    public bool StillHolds(DateTimeOffset now, [NotNullWhen(true)] out FileStamp? fresh)
    {
        var (modified, length) = Look(Path);
        fresh = this;
        if (length == Length && modified == Modified && (length < 0 || (TakenAt - modified).Duration() > TimeResolution)) return true;

        fresh = length < 0 ? null : Of(Path, TextFile.TryReadBytes(Path, new DiagnosticBag()), now);
        return fresh is not null && fresh.Hash == Hash && Hash.Length > 0;
    }

    /// <summary>The file that a link leads to, or the file itself. A container platform swaps whole folders behind links whose own time never changes.</summary>
    public static FileInfo Target(FileInfo file) => file.LinkTarget is null ? file : file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? file;

    static (DateTimeOffset Modified, long Length) Look(string path)
    {
        try
        {
            var file = Target(new FileInfo(path));
            return file.Exists ? (new DateTimeOffset(file.LastWriteTimeUtc), file.Length) : (default, -1);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return (default, -1);
        }
    }
}
