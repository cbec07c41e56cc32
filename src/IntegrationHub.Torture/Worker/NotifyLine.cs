using System.Globalization;

namespace IntegrationHub.Torture.Worker;

/// <summary>A notification on a worker's standard input, a line each: it is what a POST would hold.</summary>
/// <param name="Number">What the worker's answer is about.</param>
/// <param name="Id">The header <c>webhook-id</c>.</param>
/// <param name="Stamp">The header <c>webhook-timestamp</c>.</param>
/// <param name="Signature">Base64 of the signature, without its version.</param>
/// <param name="Body">The body's bytes, which are what is signed.</param>
internal sealed record NotifyLine(int Number, string Id, long Stamp, string Signature, byte[] Body)
{
    const string Word = "notify";

    /// <summary>Writes the line.</summary>
    public static string Write(NotifyLine line) =>
        string.Create(CultureInfo.InvariantCulture, $"{Word} {line.Number} {line.Id} {line.Stamp} {line.Signature} {Convert.ToBase64String(line.Body)}");

    /// <summary>Reads a line; null when it is another one.</summary>
    public static NotifyLine? Read(string line) =>
        line.Split(' ') is [Word, var number, var id, var stamp, var signature, var body]
            ? new NotifyLine(int.Parse(number, CultureInfo.InvariantCulture), id, long.Parse(stamp, CultureInfo.InvariantCulture), signature, Convert.FromBase64String(body))
            : null;
}
