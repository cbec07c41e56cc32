using System.Buffers;
using System.IO.Enumeration;
using System.Security.Cryptography;
using System.Text.Unicode;
using IntegrationHub.Faults;
using Microsoft.Extensions.Logging;

namespace IntegrationHub.Adapters.Files;

/// <summary>A file as it was when it was looked at whole: equal surveys mean the same bytes.</summary>
/// <param name="Name">Its name in the drop folder.</param>
/// <param name="Length">Its length in bytes.</param>
/// <param name="Modified">Its last write time.</param>
/// <param name="Sha256">The hash of its content, base 64.</param>
/// <param name="IsUtf8">Whether its bytes are UTF-8 throughout.</param>
internal sealed record FileSurvey(string Name, long Length, DateTimeOffset Modified, string Sha256, bool IsUtf8);

/// <summary>The folder that files are dropped into and put away from.</summary>
internal sealed class DropFolder(FilesOptions options, TimeProvider time, ILogger logger)
{
    const int BlockSize = 128 * 1024;

    // How FTP and SFTP servers name what is still coming in.
    static readonly string[] HalfWritten = [".tmp", ".part", ".filepart"];

    readonly Dictionary<string, FileSurvey> surveys = new(StringComparer.Ordinal);

    /// <summary>The files that can be read now, in the order of their names, and the first one that cannot yet.</summary>
    /// <exception cref="SourceException">The folder cannot be listed.</exception>
    public (IReadOnlyList<FileInfo> Ready, FileInfo? Waiting) List()
    {
        var ready = new List<FileInfo>();
        FileInfo? waiting = null;
        foreach (var file in Find())
        {
            if (IsReady(file))
            {
                ready.Add(file);
                continue;
            }

            FilesLog.LeftAlone(logger, file.Name);
            waiting ??= file;
            // What comes after a file of changes must not be read before it; a complete export does not wait for another.
            if (options.Content == FileContent.Changes) break;
        }

        return (ready, waiting);
    }

    /// <summary>When a file that is left alone now can be read.</summary>
    public TimeSpan Wait(FileInfo waiting)
    {
        var wait = waiting.LastWriteTimeUtc + options.Settled - time.GetUtcNow().UtcDateTime;
        return wait > TimeSpan.Zero ? wait : TimeSpan.FromSeconds(1);
    }

    bool IsReady(FileInfo file) => options.DoneSuffix is { } suffix
        ? File.Exists(options.PathOf(file.Name + suffix))
        : time.GetUtcNow().UtcDateTime - file.LastWriteTimeUtc >= options.Settled;

    List<FileInfo> Find()
    {
        try
        {
            var files = new DirectoryInfo(options.Folder).EnumerateFiles("*", new EnumerationOptions { AttributesToSkip = 0, IgnoreInaccessible = false });
            return [.. files.Where(f => IsWanted(f.Name)).OrderBy(f => f.Name, StringComparer.Ordinal)];
        }
        catch (DirectoryNotFoundException e)
        {
            throw new MisconfiguredException(FaultCodes.NoSuchEndpoint, "connection.folder", $"there is no folder '{options.Folder}'; make it, or set where the files are dropped", e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new MisconfiguredException(FaultCodes.NotAuthorised, "connection.folder", $"the hub may not list the folder '{options.Folder}'; give its account the right to read and to move files there", e);
        }
    }

    bool IsWanted(string name) =>
        FileSystemName.MatchesSimpleExpression(options.Pattern, name, ignoreCase: true)
        && !name.StartsWith('.')
        && !HalfWritten.Any(ending => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase))
        && (options.DoneSuffix is null || !name.EndsWith(options.DoneSuffix, StringComparison.OrdinalIgnoreCase));

    /// <summary>Looks at a file whole. What was looked at before and has neither another length nor another time is not looked at again.</summary>
    /// <exception cref="SourceException">The file is none that the hub reads, or cannot be read.</exception>
    public async ValueTask<FileSurvey> SurveyAsync(FileInfo file, CancellationToken cancellationToken)
    {
        Refuse(file);
        var modified = new DateTimeOffset(file.LastWriteTimeUtc);
        if (surveys.TryGetValue(file.Name, out var known) && known.Length == file.Length && known.Modified == modified) return known;

        var survey = await LookAsync(file.FullName, file.Name, cancellationToken);
        return surveys[file.Name] = survey with { Modified = modified };
    }

    // A link may lead anywhere. A pipe or device has no length, and opening it might never return.
    void Refuse(FileInfo file)
    {
        if (file.LinkTarget is not null)
            throw new UnreadableAnswerException(FaultCodes.UnexpectedContent, $"{file.Name} is a symbolic link; links are never followed. Put the file itself into the folder");
        // An empty e-mail goes to quarantine like any that cannot be read: the others do not wait for it.
        if (file.Length == 0 && options.Format != FileFormat.Eml)
            throw new UnreadableAnswerException(FaultCodes.MalformedAnswer, $"{file.Name} is empty, without even a header or a root; it says nothing about cases. Have it delivered again, or remove it");
        if (file.Length > options.MaxFileSize)
            throw new UnreadableAnswerException(FaultCodes.LimitExceeded, $"{file.Name} has {file.Length} bytes; connection.maxFileSize allows {options.MaxFileSize}");
    }

    static async ValueTask<FileSurvey> LookAsync(string path, string name, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var block = ArrayPool<byte>.Shared.Rent(BlockSize);
        try
        {
            await using var stream = Open(path);
            var (kept, length, isUtf8) = (0, 0L, true);
            while (await stream.ReadAsync(block.AsMemory(kept), cancellationToken) is > 0 and var read)
            {
                hash.AppendData(block, kept, read);
                length += read;
                if (isUtf8) (isUtf8, kept) = CheckUtf8(block.AsSpan(0, kept + read));
            }

            return new FileSurvey(name, length, default, Convert.ToBase64String(hash.GetHashAndReset()), isUtf8 && kept == 0);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block);
        }
    }

    // A character that the end of the block cuts is moved to its beginning and checked with the next one.
    static (bool IsUtf8, int Kept) CheckUtf8(Span<byte> block)
    {
        var cut = block.Length;
        for (var back = 1; back <= 3 && back <= block.Length; back++)
        {
            var b = block[^back];
            if ((b & 0xC0) == 0x80) continue;

            var needed = b >= 0xF0 ? 4 : b >= 0xE0 ? 3 : b >= 0xC0 ? 2 : 1;
            if (needed > back) cut = block.Length - back;
            break;
        }

        if (!Utf8.IsValid(block[..cut])) return (false, 0);

        block[cut..].CopyTo(block);
        return (true, block.Length - cut);
    }

    /// <summary>Opens a file without hindering whoever else writes, renames or removes it.</summary>
    public static FileStream Open(string path) =>
        new(path, new FileStreamOptions { Mode = FileMode.Open, Access = FileAccess.Read, Share = FileShare.ReadWrite | FileShare.Delete, Options = FileOptions.SequentialScan, BufferSize = 0 });

    /// <summary>The file of this name as it is now; null when there is none.</summary>
    public FileInfo? Get(string name)
    {
        // A position names only what this class listed, but it was stored in between.
        if (Path.GetFileName(name) != name) return null;

        var file = new FileInfo(options.PathOf(name));
        return file.Exists ? file : null;
    }

    /// <summary>Moves a finished file into the archive; does nothing when it is not there any more or another file has taken its name.</summary>
    public async ValueTask PutAwayAsync(FinishedFile finished, CancellationToken cancellationToken)
    {
        if (Get(finished.Name) is not { } file || file.LinkTarget is not null || !Same(file, finished)) return;
        if ((await LookAsync(file.FullName, file.Name, cancellationToken)).Sha256 != finished.Sha256) return;

        var archive = Directory.CreateDirectory(options.ArchiveFolder);
        if (archive.LinkTarget is not null)
            throw new MisconfiguredException(FaultCodes.InvalidSetting, "connection.archive", $"'{options.ArchiveFolder}' is a symbolic link; links are never followed");

        var target = Move(file.FullName, archive.FullName);
        if (!Same(new FileInfo(target), finished))
        {
            // Somebody put a new file in its place between the look and the move: it has not been read yet.
            Move(target, options.Folder);
            return;
        }

        surveys.Remove(finished.Name);
        FilesLog.PutAway(logger, finished.Name, Path.GetFileName(target));
        if (options.DoneSuffix is { } suffix && File.Exists(file.FullName + suffix)) Move(file.FullName + suffix, archive.FullName);
    }

    static bool Same(FileInfo file, FinishedFile finished) =>
        file.Length == finished.Length && file.LastWriteTimeUtc.Ticks == finished.Modified;

    // A name that is taken gets a number before its ending: 'x.csv', 'x.2.csv', 'x.3.csv'.
    static string Move(string path, string folder)
    {
        var stem = Path.GetFileNameWithoutExtension(path);
        var ending = Path.GetExtension(path);
        for (var number = 1; ; number++)
        {
            var target = Path.Combine(folder, number == 1 ? stem + ending : $"{stem}.{number}{ending}");
            if (File.Exists(target)) continue;

            try
            {
                File.Move(path, target, overwrite: false);
                return target;
            }
            catch (IOException) when (File.Exists(target) && File.Exists(path))
            {
                // Somebody took the name in between: the next number is tried.
            }
        }
    }
}
