using System.Globalization;

namespace IntegrationHub.Torture.Checking;

/// <summary>Reads what stands in an index and in its journal as text.</summary>
internal static class JournalText
{
    public static double Seconds(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    /// <summary>Which of the model's versions a status text names: <c>r7</c> is the seventh.</summary>
    public static int? Revision(string? word) => word is null ? null : int.Parse(word.AsSpan(1), CultureInfo.InvariantCulture);

    public static DateTimeOffset? Time(string? text) => text is null ? null : DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
