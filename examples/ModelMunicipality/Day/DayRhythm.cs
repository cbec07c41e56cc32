using System.Text.RegularExpressions;

namespace ModelMunicipality.Day;

/// <summary>The rhythm of a day that is played: each stream is run every half an hour by the day's clock, and what is younger than an hour is fresh.</summary>
static partial class DayRhythm
{
    /// <summary>How often the streams are run.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromMinutes(30);

    /// <summary>A stream file of the town in this rhythm.</summary>
    public static string Of(string streamFile) => Goal().Replace(Complete().Replace(streamFile, "${1}12h"), "${1}1h");

    [GeneratedRegex(@"(full:\r?\n\s+every: )\w+")]
    private static partial Regex Complete();

    [GeneratedRegex(@"(freshness:\r?\n\s+goal: )\w+")]
    private static partial Regex Goal();
}
