using Microsoft.Extensions.Logging;

namespace IntegrationHub.Adapters.Files;

static partial class FilesLog
{
    [LoggerMessage(4301, LogLevel.Debug, "{File} is left alone: it may be half written")]
    public static partial void LeftAlone(ILogger logger, string file);

    [LoggerMessage(4302, LogLevel.Information, "{File} is read from record {Record}")]
    public static partial void Reading(ILogger logger, string file, long record);

    [LoggerMessage(4303, LogLevel.Information, "{File} was read to its end: {Records} records, of which {Broken} were broken")]
    public static partial void Finished(ILogger logger, string file, long records, long broken);

    [LoggerMessage(4304, LogLevel.Information, "{File} is not read: it holds what a file read before held")]
    public static partial void Repeated(ILogger logger, string file);

    [LoggerMessage(4305, LogLevel.Information, "{File} is not read: the complete export {Newer} is newer")]
    public static partial void Superseded(ILogger logger, string file, string newer);

    [LoggerMessage(4306, LogLevel.Information, "{File} was put away as {Target}")]
    public static partial void PutAway(ILogger logger, string file, string target);

    [LoggerMessage(4307, LogLevel.Warning, "{File} changed since reading stopped after {Records} records of it; it is read again from its beginning")]
    public static partial void ChangedSince(ILogger logger, string file, long records);
}
