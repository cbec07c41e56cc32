using System.Text;
using System.Xml;
using IntegrationHub.AdapterKit;

namespace IntegrationHub.Adapters.Http;

/// <summary>Single values of an answer, wherever its records are.</summary>
static class AnswerValues
{
    /// <summary>The values of JSON at these paths; what is not there, or empty, is not among them.</summary>
    /// <exception cref="Faults.UnreadableAnswerException">It is no JSON.</exception>
    public static IReadOnlyDictionary<string, string> OfJson(ReadOnlyMemory<byte> content, Encoding? charset, IReadOnlyList<ValuePath> paths, string where, bool lenient)
    {
        using var document = JsonAnswers.Parse(AnswerText.ToUtf8(content, charset, where), where, lenient);
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var path in paths)
            if (JsonValues.Text(JsonValues.Find(document.RootElement, path)) is { } text) values[path.Text] = text;
        return values;
    }

    /// <summary>The values of XML at these paths, which begin with the root element.</summary>
    /// <param name="reader">Stands at the root element.</param>
    /// <param name="paths">The paths.</param>
    /// <param name="where">The request, for people.</param>
    /// <exception cref="Faults.UnreadableAnswerException">It is no XML.</exception>
    public static async ValueTask<IReadOnlyDictionary<string, string>> OfXmlAsync(XmlReader reader, IReadOnlyList<ValuePath> paths, string where)
    {
        // Records themselves are not looked for here: a path that leads nowhere.
        var nowhere = new ValuePath("", [new PathStep(reader.LocalName, null), new PathStep("", null)]);
        return (await XmlAnswers.ReadAsync(reader, new Question(nowhere, IsList: true, where) { Values = paths }, leaveOut: null)).Values;
    }
}
