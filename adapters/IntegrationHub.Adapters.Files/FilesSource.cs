using System.Text;
using IntegrationHub.Faults;
using IntegrationHub.Sources;
using Microsoft.Extensions.Logging;

namespace IntegrationHub.Adapters.Files;

/// <summary>Reads the files of a drop folder, one page of one file at a time, and puts them away once the hub has them.</summary>
internal sealed class FilesSource(FilesOptions options, TimeProvider time, ILogger logger) : ISource, IPutsAway, IAsyncDisposable
{
    readonly DropFolder folder = new(options, time, logger);
    FileReading? open;
    DateTimeOffset? reach;

    /// <inheritdoc/>
    public async ValueTask<SourcePage> ReadPageAsync(PageRequest request, CancellationToken cancellationToken)
    {
        var position = FilePosition.Read(request.Position);
        try
        {
            return await ReadAsync(position, request.PageSize, cancellationToken);
        }
        catch (Exception e) when (e is SourceException or IOException or UnauthorizedAccessException or DecoderFallbackException)
        {
            var fault = await ExplainAsync(e, position, cancellationToken);
            Close();
            if (fault == e) throw;

            throw fault;
        }
    }

    async ValueTask<SourcePage> ReadAsync(FilePosition position, int pageSize, CancellationToken cancellationToken)
    {
        if (position.Current is { } current)
        {
            await ContinueAsync(current, cancellationToken);
        }
        else
        {
            Close();
            (var next, position) = await ChooseAsync(position, cancellationToken);
            if (next is null) return Nothing(position);

            reach = Reach(position, next);

            await OpenAsync(next, 0, cancellationToken);
        }

        var (records, ended) = await open!.TakeAsync(pageSize, cancellationToken);
        if (!ended) return Page(records, position, position.Within(open.Survey, open.Records).Write());

        await open.VerifyAsync(cancellationToken);
        FilesLog.Finished(logger, open.Survey.Name, open.Records, open.Broken);
        position = await FinishAsync(position, open.Survey, cancellationToken);
        Close();

        // A complete export is one read; files of changes go on until there are no more.
        if (options.Content == FileContent.Complete) return Page(records, position, next: null);

        try
        {
            (var following, position) = await ChooseAsync(position, cancellationToken);
            return Page(records, position, following is null ? null : position.Write());
        }
        catch (Exception e) when (e is SourceException or IOException or UnauthorizedAccessException)
        {
            // What is wrong with the next file is told when it is asked for: this one is good.
            return Page(records, position, position.Write());
        }
    }

    SourcePage Page(IReadOnlyList<SourceRecord> records, FilePosition position, string? next) => new()
    {
        Records = records,
        Next = next,
        Position = (position with { Current = null }).Write(),
        // The newest of the files is how far the vendor's clock has come, as far as anybody can tell here.
        SourceTime = reach ?? position.Until,
        CompleteUntil = position.Until,
        PartOfComplete = options.Content == FileContent.Complete,
    };

    SourcePage Nothing(FilePosition position)
    {
        reach = null;
        if (position.Until is not null) return Page([], position, next: null) with { PartOfComplete = false };

        var waiting = folder.List().Waiting;
        throw new SourceUnavailableException(
            FaultCodes.NotFound,
            waiting is null
                ? $"no file like '{options.Pattern}' has been dropped into '{options.Folder}' yet; until the first one has been read nothing is known of this source's cases"
                : $"{waiting.Name} may still be half written; until it has been read nothing is known of this source's cases")
        {
            RetryAfter = waiting is null ? null : folder.Wait(waiting),
        };
    }

    // How far the files reach that this read will have finished: the hub must not believe that it knows what came later.
    DateTimeOffset Reach(FilePosition position, FileSurvey next)
    {
        if (options.Content == FileContent.Complete) return next.Modified;

        var newest = folder.List().Ready.Take(FilePosition.MaxWaiting).Max(f => new DateTimeOffset(f.LastWriteTimeUtc));
        return position.Until > newest ? position.Until.Value : newest;
    }

    // Which file is to be read next, and the position with those noted that need no reading.
    async ValueTask<(FileSurvey? Next, FilePosition Position)> ChooseAsync(FilePosition position, CancellationToken cancellationToken)
    {
        var (ready, _) = folder.List();
        if (options.Content == FileContent.Complete) return (await NewestAsync(ready, position, cancellationToken), position);

        var present = ready.Select(f => f.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var file in ready)
        {
            if (position.HasManyWaiting(present)) break;

            var survey = await folder.SurveyAsync(file, cancellationToken);
            if (position.IsFinished(survey)) continue;
            if (!position.HasContent(survey)) return (survey, position);

            // A file that came back under its own name is a copy; one with a new name is the vendor saying that nothing else has changed.
            FilesLog.Repeated(logger, survey.Name);
            position = position.Finish(survey, tellsFreshness: position.Finished.All(f => f.Name != survey.Name));
        }

        return (null, position);
    }

    // One that came late, under a name before that of the last export read, would turn the time back.
    async ValueTask<FileSurvey?> NewestAsync(IReadOnlyList<FileInfo> ready, FilePosition position, CancellationToken cancellationToken)
    {
        if (ready.Count == 0 || string.CompareOrdinal(ready[^1].Name, position.NewestComplete) < 0) return null;

        var newest = await folder.SurveyAsync(ready[^1], cancellationToken);
        return position.IsFinished(newest) ? null : newest;
    }

    // With a complete export the older ones are done with too: what they held is in it, or has vanished.
    async ValueTask<FilePosition> FinishAsync(FilePosition position, FileSurvey file, CancellationToken cancellationToken)
    {
        if (options.Content == FileContent.Changes) return position.Finish(file);

        foreach (var older in folder.List().Ready.TakeWhile(f => string.CompareOrdinal(f.Name, file.Name) < 0).TakeLast(FilePosition.MaxWaiting))
        {
            var survey = await folder.SurveyAsync(older, cancellationToken);
            if (position.IsFinished(survey)) continue;

            FilesLog.Superseded(logger, survey.Name, file.Name);
            position = position.Finish(survey, tellsFreshness: false);
        }

        return position.Finish(file) with { NewestComplete = file.Name };
    }

    async ValueTask ContinueAsync(CurrentFile current, CancellationToken cancellationToken)
    {
        if (open is { } reading && reading.Survey.Name == current.Name && reading.Survey.Sha256 == current.Sha256 && reading.Records == current.Records) return;

        Close();
        var file = folder.Get(current.Name) ?? throw new SourceUnavailableException(
            FaultCodes.NotFound,
            $"{current.Name} is gone, and only its first {current.Records} records were read. Put it back; to go on without the others, reset the stream");
        var survey = await folder.SurveyAsync(file, cancellationToken);
        reach = survey.Modified;
        var same = survey.Sha256 == current.Sha256;
        if (!same) FilesLog.ChangedSince(logger, current.Name, current.Records);

        await OpenAsync(survey, same ? current.Records : 0, cancellationToken);
    }

    async ValueTask OpenAsync(FileSurvey survey, long passOver, CancellationToken cancellationToken)
    {
        FilesLog.Reading(logger, survey.Name, passOver);
        open = await FileReading.OpenAsync(options, survey, passOver, cancellationToken);
    }

    // What the file system and the decoders say, as a fault named by what can be done about it.
    async ValueTask<SourceException> ExplainAsync(Exception e, FilePosition position, CancellationToken cancellationToken)
    {
        var name = open?.Survey.Name ?? position.Current?.Name ?? "a file";
        // A file that was written to while it was read may make no sense, or seem to make some: that is no reason to call a person.
        if (e is UnreadableAnswerException or DecoderFallbackException && open is { } reading && await HasChangedAsync(reading, cancellationToken))
            return FileReading.Changed(reading.Survey.Name, reading.Records);

        return e switch
        {
            SourceException fault => fault,
            DecoderFallbackException => new UnreadableAnswerException(FaultCodes.MalformedAnswer, $"{name} holds bytes that its charset does not have; see connection.encoding"),
            FileNotFoundException => new SourceUnavailableException(FaultCodes.NotFound, $"{name} was taken away while it was read; if it does not come back, what it held is not known", e),
            UnauthorizedAccessException => new MisconfiguredException(FaultCodes.NotAuthorised, "connection.folder", $"the hub may not read {name} in '{options.Folder}'; give its account the right to read and to move files there", e),
            _ => new SourceUnavailableException(FaultCodes.Connection, $"{name} cannot be read now", e),
        };
    }

    async ValueTask<bool> HasChangedAsync(FileReading reading, CancellationToken cancellationToken)
    {
        try
        {
            return folder.Get(reading.Survey.Name) is not { } file || await folder.SurveyAsync(file, cancellationToken) != reading.Survey;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or SourceException)
        {
            return true;
        }
    }

    /// <inheritdoc/>
    public async ValueTask PutAwayAsync(string position, CancellationToken cancellationToken)
    {
        Exception? failure = null;
        foreach (var finished in FilePosition.Read(position).Finished)
        {
            try
            {
                await folder.PutAwayAsync(finished, cancellationToken);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // One file that somebody holds open must not keep the others.
                failure = e;
            }
        }

        if (failure is null) return;

        throw new MisconfiguredException(
            FaultCodes.NotAuthorised,
            "connection.archive",
            $"the hub cannot move files from '{options.Folder}' to '{options.ArchiveFolder}'; give its account the right to. Nothing is lost: they are put away after the next run",
            failure);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        Close();
        return ValueTask.CompletedTask;
    }

    void Close()
    {
        open?.Dispose();
        open = null;
    }
}
