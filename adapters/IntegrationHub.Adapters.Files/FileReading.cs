using System.Globalization;
using System.Runtime.ExceptionServices;
using System.Text;
using System.Text.RegularExpressions;
using IntegrationHub.AdapterKit;
using IntegrationHub.Faults;
using IntegrationHub.Sources;

namespace IntegrationHub.Adapters.Files;

/// <summary>A file that is open, and how far it was read.</summary>
internal sealed partial class FileReading : IDisposable
{
    const int DeclarationBytes = 256;

    // A page of long records ends before it fills the memory.
    const int FullPageBytes = 4 * 1024 * 1024;

    readonly HashingStream stream;
    readonly FileRecords records;
    SourceRecord? ahead;
    Exception? stopped;

    FileReading(FileSurvey survey, HashingStream stream, FileRecords records)
    {
        Survey = survey;
        this.stream = stream;
        this.records = records;
    }

    /// <summary>The file as it was looked at before it was opened.</summary>
    public FileSurvey Survey { get; }

    /// <summary>How many of its records were handed over.</summary>
    public long Records { get; private set; }

    /// <summary>How many of those were broken.</summary>
    public long Broken { get; private set; }

    /// <summary>Opens a file and passes over the records that an earlier run has committed.</summary>
    public static async ValueTask<FileReading> OpenAsync(FilesOptions options, FileSurvey survey, long passOver, CancellationToken cancellationToken)
    {
        var file = DropFolder.Open(options.PathOf(survey.Name));
        try
        {
            var (encoding, mark) = await RecogniseAsync(file, options, survey, cancellationToken);
            file.Position = 0;
            var stream = new HashingStream(file);
            await stream.ReadExactlyAsync(new byte[mark], cancellationToken);

            var reading = new FileReading(survey, stream, RecordsOf(options, survey.Name, stream, encoding));
            for (; reading.Records < passOver; reading.Records++)
            {
                if (await reading.records.ReadAsync(cancellationToken) is null) break;
            }

            reading.ahead = await reading.records.ReadAsync(cancellationToken);
            return reading;
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }

    static FileRecords RecordsOf(FilesOptions options, string name, Stream stream, Encoding encoding)
    {
        if (options.Format == FileFormat.Eml) return new MailRecords(name, stream, options);
        if (options.Format == FileFormat.Xml) return new XmlRecords(name, stream, encoding, options);

        var isUtf8 = encoding.CodePage == Encoding.UTF8.CodePage;
        var asUtf8 = isUtf8 ? stream : Encoding.CreateTranscodingStream(stream, encoding, FileCharsets.Utf8);
        if (options.Format == FileFormat.Json) return new JsonRecords(name, asUtf8, options);

        return FileCharsets.KeepsAscii(encoding)
            ? new CsvRecords(name, stream, encoding, options)
            : new CsvRecords(name, asUtf8, FileCharsets.Utf8, options);
    }

    static async ValueTask<(Encoding Encoding, int Mark)> RecogniseAsync(FileStream file, FilesOptions options, FileSurvey survey, CancellationToken cancellationToken)
    {
        // Each part of an e-mail says its own charset.
        if (options.Format == FileFormat.Eml) return (FileCharsets.Utf8, 0);

        var start = new byte[DeclarationBytes];
        var read = await file.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, cancellationToken);
        if (FileCharsets.FromMark(start.AsSpan(0, read)) is { } marked) return marked;
        if (options.Encoding is { } declared) return (declared, 0);

        if (options.Format == FileFormat.Xml && XmlDeclaration().Match(Encoding.Latin1.GetString(start, 0, read)) is { Success: true } match)
        {
            return Charsets.TryGet(match.Groups[1].Value, out var named)
                ? (named, 0)
                : throw new UnreadableAnswerException(FaultCodes.MalformedAnswer, $"{survey.Name} declares a charset that is not known");
        }

        return (survey.IsUtf8 ? FileCharsets.Utf8 : options.FallbackEncoding, 0);
    }

    [GeneratedRegex("""^<\?xml[^>]*?\sencoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 100)]
    private static partial Regex XmlDeclaration();

    /// <summary>The next records, at most so many; ended when the file holds no more behind them. What stops the reading is told once the records before it were handed over.</summary>
    public async ValueTask<(IReadOnlyList<SourceRecord> Records, bool Ended)> TakeAsync(int most, CancellationToken cancellationToken)
    {
        if (stopped is not null) ExceptionDispatchInfo.Throw(stopped);

        var page = new List<SourceRecord>(Math.Min(most, 1000));
        var bytes = 0L;
        while (stopped is null && ahead is { } record && page.Count < most && bytes < FullPageBytes)
        {
            page.Add(record);
            bytes += record.Content.Length;
            try
            {
                ahead = await records.ReadAsync(cancellationToken);
            }
            catch (Exception e) when (e is SourceException or IOException or DecoderFallbackException)
            {
                stopped = e;
            }
        }

        Records += page.Count;
        Broken += page.Count(r => r.Broken is not null);
        return (page, stopped is null && ahead is null);
    }

    /// <summary>Makes sure that what was read is the file that was looked at: it might have been written to meanwhile.</summary>
    /// <exception cref="SourceUnavailableException">It was.</exception>
    public async ValueTask VerifyAsync(CancellationToken cancellationToken)
    {
        if (await stream.FinishAsync(cancellationToken) != Survey.Sha256) throw Changed(Survey.Name, Records);
    }

    /// <summary>A file was written to while it was read.</summary>
    public static SourceUnavailableException Changed(string name, long records) => new(
        FaultCodes.Connection,
        string.Create(CultureInfo.InvariantCulture, $"{name} was written to while it was read (up to record {records}); it is read again from its beginning. If that goes on, raise connection.settled or have the file renamed when it is whole"));

    public void Dispose()
    {
        records.Dispose();
        stream.Dispose();
    }
}
