using System.Xml;
using IntegrationHub.AdapterKit;

namespace IntegrationHub.Adapters.Http;

/// <summary>Takes records out of XML, with the declarations of namespaces that they need.</summary>
static class XmlAnswers
{
    const string Instance = "http://www.w3.org/2001/XMLSchema-instance";

    /// <summary>Reads an answer to its end.</summary>
    /// <param name="reader">Stands at the answer's root: of SOAP, at the body's first element.</param>
    /// <param name="question">What is looked for.</param>
    /// <param name="leaveOut">The namespace of the envelope.</param>
    /// <exception cref="Faults.UnreadableAnswerException">It is no XML, or not what was asked for.</exception>
    public static async ValueTask<Answer> ReadAsync(XmlReader reader, Question question, string? leaveOut)
    {
        if (reader.LocalName.Equals("html", StringComparison.OrdinalIgnoreCase)) throw AnswerFaults.Other(question.Where, "a page of HTML");

        var walk = new Walk(question, leaveOut);
        await walk.RunAsync(reader);
        // An answer that was cut after its last record is still cut.
        while (await reader.ReadAsync())
        {
        }

        if (!walk.FoundPlace) throw AnswerFaults.NoRecords(question.Where, question.Records, "it is another document");
        return new Answer(walk.Rows, walk.Values);
    }

    sealed class Walk(Question question, string? leaveOut)
    {
        readonly List<string> path = [];
        readonly IReadOnlyList<string?> records = [.. question.Records.Steps.Select(s => s.Name)];

        public List<ReadOnlyMemory<byte>> Rows { get; } = [];

        public Dictionary<string, string> Values { get; } = new(StringComparer.Ordinal);

        /// <summary>Whether the element that holds the records was there.</summary>
        public bool FoundPlace { get; private set; }

        public async ValueTask RunAsync(XmlReader reader)
        {
            var top = reader.Depth;
            do
            {
                if (reader.NodeType != XmlNodeType.Element)
                {
                    if (!await reader.ReadAsync()) return;
                }
                else
                {
                    var depth = reader.Depth - top;
                    if (path.Count > depth) path.RemoveRange(depth, path.Count - depth);
                    path.Add(reader.LocalName);
                    await StepAsync(reader);
                }
            }
            while (reader.Depth > top && !reader.EOF);
        }

        async ValueTask StepAsync(XmlReader reader)
        {
            foreach (var wanted in question.Values)
                if (wanted.Steps[^1].Name is ['@', .. var attribute] && IsPath(wanted.Steps, wanted.Steps.Count - 1) && reader.GetAttribute(attribute) is { Length: > 0 } value) Values.TryAdd(wanted.Text, value);

            if (records.Count == 0 ? path.Count == 1 : IsRecord(reader))
            {
                FoundPlace = true;
                if (reader.GetAttribute("nil", Instance) is "true" or "1") await reader.SkipAsync();
                else Rows.Add(await reader.CopyElementAsync(question.Element, leaveOut));
                return;
            }

            if (records.Count - 1 == path.Count && IsPrefix(records)) FoundPlace = true;
            if (question.Values.FirstOrDefault(v => IsPath(v.Steps, v.Steps.Count)) is { } found)
            {
                var text = (await reader.ReadTextAsync()).Trim();
                if (text.Length > 0) Values.TryAdd(found.Text, text);
            }
            else if (IsPrefix(records) || question.Values.Any(v => path.Count < v.Steps.Count && v.Steps.Take(path.Count).Select(s => s.Name).SequenceEqual(path)))
            {
                await reader.ReadAsync();
            }
            else
            {
                await reader.SkipAsync();
            }
        }

        bool IsRecord(XmlReader reader) => path.Count == records.Count && IsPrefix(records) && reader.NodeType == XmlNodeType.Element;

        bool IsPrefix(IReadOnlyList<string?> of)
        {
            if (path.Count > of.Count) return false;

            for (var at = 0; at < path.Count; at++)
                if (of[at] != path[at]) return false;

            return true;
        }

        bool IsPath(IReadOnlyList<PathStep> steps, int count)
        {
            if (path.Count != count) return false;

            for (var at = 0; at < count; at++)
                if (steps[at].Name != path[at]) return false;

            return true;
        }
    }
}
