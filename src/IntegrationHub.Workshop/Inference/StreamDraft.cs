using System.Text;
using IntegrationHub.Sources;

namespace IntegrationHub.Workshop.Inference;

/// <summary>Writes a first stream file: the records come in files that are dropped into a folder, until somebody says where they really come from.</summary>
internal static class StreamDraft
{
    public static string Write(FoundRecords found, FieldRoles roles, string name, string system)
    {
        var text = new StringBuilder();
        Line("# A first draft: it reads files that are dropped into a folder. TODO: say where the records really come from (adapter, connection), and look the rest through.");
        Line($"stream: {name}");
        Line($"source: {system}");
        Line("adapter: files");
        Line($"mapping: {name}");
        Line();
        Line("connection:");
        Line("  folder: drop");
        Line("  # TODO: does each file hold everything (complete, and strategy: snapshot below) or only what changed? A complete one removes what it does not hold.");
        Line("  content: changes");
        Line($"  format: {found.Format.ToString().ToLowerInvariant()}");
        Line($"  pattern: \"*.{found.Format.ToString().ToLowerInvariant()}\"");
        if (found.Each is { } each) Line($"  recordPath: {DraftText.Yaml(each)}");
        if (found.Format == RecordFormat.Csv)
        {
            var delimiter = found.Delimiter!.Value;
            Line($"  encoding: {found.Charset}");
            Line($"  delimiter: \"{(delimiter == '\t' ? "tab" : delimiter)}\"");
            Line($"  columns: {DraftText.Yaml(string.Join(delimiter, roles.Profile.Fields.Select(f => f.Path)))}");
        }

        Line();
        Line("read:");
        Line("  strategy: cursor");
        Line("  lookback: 0s");
        Line("  settle: 0s");
        Line();
        text.Append(DraftText.Floor);
        return text.ToString();

        void Line(string line = "") => text.Append(line).Append('\n');
    }
}
