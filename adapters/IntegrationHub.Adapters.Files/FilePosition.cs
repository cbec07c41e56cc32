using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using IntegrationHub.Faults;

namespace IntegrationHub.Adapters.Files;

/// <summary>Where the reading of a drop folder stands: the files that are finished, and how far the one being read is.</summary>
/// <remarks>What the hub stores as the source's position. It holds file names, sizes and hashes, never anything out of a record.</remarks>
internal sealed record FilePosition
{
    /// <summary>How many finished files are remembered at most; fewer when their names are long.</summary>
    public const int MaxFinished = 200;

    /// <summary>How many finished files may wait to be put away.</summary>
    public const int MaxWaiting = 150;

    const int MaxBytes = 60 * 1024;
    // A hash, two numbers and what JSON needs around them.
    const int EntryBytes = 120;
    const int CurrentVersion = 1;

    public static FilePosition Start { get; } = new();

    [JsonPropertyName("v")]
    public int Version { get; init; } = CurrentVersion;

    /// <summary>The finished files, oldest first.</summary>
    [JsonPropertyName("finished")]
    public IReadOnlyList<FinishedFile> Finished { get; init; } = [];

    /// <summary>The newest last write time of a finished file: everything until then has been read.</summary>
    [JsonPropertyName("until")]
    public DateTimeOffset? Until { get; init; }

    /// <summary>The name of the newest complete export that was read.</summary>
    [JsonPropertyName("newest")]
    public string? NewestComplete { get; init; }

    /// <summary>The file that is being read; null between two files.</summary>
    [JsonPropertyName("current")]
    public CurrentFile? Current { get; init; }

    /// <summary>Whether exactly this file was finished and only waits to be put away.</summary>
    public bool IsFinished(FileSurvey file) =>
        Finished.Any(f => f.Name == file.Name && f.Sha256 == file.Sha256 && f.Modified == file.Modified.UtcTicks);

    /// <summary>Whether a file with the same content was finished.</summary>
    public bool HasContent(FileSurvey file) => Finished.Any(f => f.Sha256 == file.Sha256);

    /// <summary>The position once this file is finished.</summary>
    /// <param name="file">The file.</param>
    /// <param name="tellsFreshness">False for a file that only came back: it says nothing about how far the vendor's data reaches.</param>
    public FilePosition Finish(FileSurvey file, bool tellsFreshness = true)
    {
        var finished = new FinishedFile(file.Name, file.Sha256, file.Length, file.Modified.UtcTicks);
        return this with
        {
            Finished = [.. Finished.Where(f => f != finished).Append(finished).TakeLast(MaxFinished)],
            Until = tellsFreshness && (Until is null || file.Modified > Until) ? file.Modified : Until,
            Current = null,
        };
    }

    /// <summary>
    /// Whether so many finished files still wait to be put away that another one might make the position forget one of them, and it would be read twice.
    /// They are put away when the read ends; so it must end.
    /// </summary>
    /// <param name="present">The names in the drop folder.</param>
    public bool HasManyWaiting(IReadOnlySet<string> present)
    {
        var waiting = Finished.Where(f => present.Contains(f.Name)).DistinctBy(f => f.Name).ToList();
        return waiting.Count >= MaxWaiting || waiting.Sum(f => Encoding.UTF8.GetByteCount(f.Name) + EntryBytes) >= MaxBytes / 2;
    }

    /// <summary>The position after <paramref name="records"/> records of this file.</summary>
    public FilePosition Within(FileSurvey file, long records) => this with { Current = new CurrentFile(file.Name, file.Sha256, records) };

    public string Write()
    {
        var position = this;
        while (true)
        {
            var json = JsonSerializer.SerializeToUtf8Bytes(position, FilePositionJson.Plain.FilePosition);
            if (json.Length <= MaxBytes || position.Finished.Count <= 1) return Encoding.UTF8.GetString(json);

            position = position with { Finished = [.. position.Finished.Skip(Math.Max(1, position.Finished.Count / 10))] };
        }
    }

    /// <exception cref="MisconfiguredException">The text is no position of this adapter.</exception>
    public static FilePosition Read(string? text)
    {
        if (text is null) return Start;

        try
        {
            var position = JsonSerializer.Deserialize(text, FilePositionJson.Plain.FilePosition);
            if (position is { Version: CurrentVersion, Finished: not null }) return position;
        }
        catch (JsonException)
        {
            // The position is foreign; what to do about it is said below.
        }

        throw new MisconfiguredException(FaultCodes.InvalidSetting, "adapter", "the stored position was not written by the files adapter in this version; reset the stream to read the folder from its beginning");
    }
}

/// <summary>A file that needs no reading any more.</summary>
/// <param name="Name">Its name in the drop folder.</param>
/// <param name="Sha256">The hash of its content, base 64.</param>
/// <param name="Length">Its length in bytes.</param>
/// <param name="Modified">Its last write time in UTC ticks.</param>
internal sealed record FinishedFile(
    [property: JsonPropertyName("n")] string Name,
    [property: JsonPropertyName("h")] string Sha256,
    [property: JsonPropertyName("l")] long Length,
    [property: JsonPropertyName("m")] long Modified);

/// <summary>The file that is being read.</summary>
/// <param name="Name">Its name in the drop folder.</param>
/// <param name="Sha256">The hash of its content: if that is another when reading goes on, it is read from its beginning.</param>
/// <param name="Records">How many records of it were handed over.</param>
internal sealed record CurrentFile(
    [property: JsonPropertyName("n")] string Name,
    [property: JsonPropertyName("h")] string Sha256,
    [property: JsonPropertyName("r")] long Records);

[JsonSerializable(typeof(FilePosition))]
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
internal sealed partial class FilePositionJson : JsonSerializerContext
{
    // Names with å, ä, ö would take six bytes a letter with the default encoder; the position never stands in HTML.
    public static FilePositionJson Plain { get; } = new(new JsonSerializerOptions
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    });
}
