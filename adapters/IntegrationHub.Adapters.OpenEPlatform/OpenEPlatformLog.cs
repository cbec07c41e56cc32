using IntegrationHub.Faults;
using Microsoft.Extensions.Logging;

namespace IntegrationHub.Adapters.OpenEPlatform;

static partial class OpenEPlatformLog
{
    [LoggerMessage(4201, LogLevel.Debug, "Family {Family} was read to its end: {Items} items in this window")]
    public static partial void FamilyRead(ILogger logger, int family, int items);

    [LoggerMessage(4202, LogLevel.Information, "{Purged} of {Asked} submissions are not at the platform any more and are left out; that deletes nothing")]
    public static partial void Purged(ILogger logger, int purged, int asked);

    [LoggerMessage(4203, LogLevel.Warning, "Family {Family} gave no usable answer ({Kind}, {Code}); it is asked again when the other families are read")]
    public static partial void PutOff(ILogger logger, int family, FaultKind kind, string code);

    [LoggerMessage(4204, LogLevel.Warning, "Submission {Submission} could not be read twice in a row ({Code}) and goes to quarantine; the others go on")]
    public static partial void Broken(ILogger logger, int submission, string code);

    [LoggerMessage(4205, LogLevel.Warning, "Family {Family} has no submissions and is not among the e-services that the platform lists; is its id in connection.families right?")]
    public static partial void NotOffered(ILogger logger, int family);

    [LoggerMessage(4206, LogLevel.Information, "The list of family {Family} is longer than is allowed for one answer; a smaller window is asked for")]
    public static partial void TooLong(ILogger logger, int family);
}
