using IntegrationHub.Diagnostics;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace IntegrationHub.Configuration;

/// <summary>Reads a YAML file into a tree that knows its places. Reports what no reader of ours accepts: duplicate keys, anchors and aliases, tags, several documents, too deep or too large a file.</summary>
public static class YamlTreeReader
{
    const int MaxDepth = 32;
    const int MaxCharacters = 2 * 1024 * 1024;

    /// <summary>Reads <paramref name="text"/>; null when it cannot be read at all, with the reason in <paramref name="diagnostics"/>.</summary>
    /// <param name="file">The file's name for places.</param>
    /// <param name="text">The file's content.</param>
    /// <param name="diagnostics">Takes what is wrong.</param>
    public static YamlNode? Read(string file, string text, DiagnosticBag diagnostics)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(diagnostics);

        if (text.Length > MaxCharacters)
        {
            diagnostics.Error(new Place(file, 1, 1), "IH1001", $"the file has {text.Length:N0} characters; {MaxCharacters:N0} is the most");
            return null;
        }

        var parser = new Parser(new StringReader(text));
        try
        {
            parser.Consume<StreamStart>();
            if (!parser.TryConsume<DocumentStart>(out _))
            {
                diagnostics.Error(new Place(file, 1, 1), "IH1002", "the file is empty");
                return null;
            }

            var root = ReadNode(parser, file, text, diagnostics, depth: 0);
            parser.Consume<DocumentEnd>();
            if (parser.Accept<DocumentStart>(out var second))
                diagnostics.Error(At(file, second.Start), "IH1003", "a second document begins here; put it in a file of its own");
            return root;
        }
        catch (YamlException e)
        {
            diagnostics.Error(At(file, e.Start), "IH1004", $"this is no YAML: {Explain(e)}");
            return null;
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException)
        {
            // The parser's own way of stumbling over a plain text that cannot begin or go on here, or over half a character; it tells no place but that of what came before.
            diagnostics.Error(At(file, parser.Current?.End ?? Mark.Empty), "IH1004", "this is no YAML: what follows here cannot be read; put a text with signs such as : # [ { between quotes");
            return null;
        }
    }

    static YamlNode ReadNode(IParser parser, string file, string text, DiagnosticBag diagnostics, int depth)
    {
        if (depth > MaxDepth)
            throw new SemanticErrorException(parser.Current!.Start, parser.Current.End, $"nested deeper than {MaxDepth} levels");

        if (parser.TryConsume<Scalar>(out var scalar))
        {
            RefuseAnchorOrTag(scalar, file, diagnostics);
            return Text(scalar, file, text);
        }

        if (parser.TryConsume<SequenceStart>(out var sequence))
        {
            RefuseAnchorOrTag(sequence, file, diagnostics);
            var items = new List<YamlNode>();
            while (!parser.TryConsume<SequenceEnd>(out _)) items.Add(ReadNode(parser, file, text, diagnostics, depth + 1));
            return new YamlList(At(file, sequence.Start), items);
        }

        if (parser.TryConsume<MappingStart>(out var mapping))
        {
            RefuseAnchorOrTag(mapping, file, diagnostics);
            return ReadMap(parser, mapping, file, text, diagnostics, depth);
        }

        throw new SemanticErrorException(parser.Current!.Start, parser.Current.End, "an alias (*name) stands here; write the value out");
    }

    static YamlMap ReadMap(IParser parser, MappingStart start, string file, string text, DiagnosticBag diagnostics, int depth)
    {
        var entries = new List<YamlEntry>();
        var seen = new Dictionary<string, Place>(StringComparer.Ordinal);
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            var keyNode = ReadNode(parser, file, text, diagnostics, depth + 1);
            var value = ReadNode(parser, file, text, diagnostics, depth + 1);
            if (keyNode is not YamlText key)
            {
                diagnostics.Error(keyNode.Place, "IH1005", "a key must be a text");
                continue;
            }

            if (!seen.TryAdd(key.Text, key.Place))
            {
                diagnostics.Error(key.Place, "IH1006", $"the key '{key.Text}' stands twice; the first is in line {seen[key.Text].Line}");
                continue;
            }

            entries.Add(new YamlEntry(key, value));
        }

        return new YamlMap(At(file, start.Start), entries);
    }

    static YamlText Text(Scalar scalar, string file, string text)
    {
        var style = scalar.Style switch
        {
            ScalarStyle.SingleQuoted or ScalarStyle.DoubleQuoted => YamlTextStyle.Quoted,
            ScalarStyle.Literal or ScalarStyle.Folded => YamlTextStyle.Block,
            _ => YamlTextStyle.Plain,
        };
        var place = At(file, scalar.Start);
        var textPlace = style switch
        {
            YamlTextStyle.Quoted => place with { Column = place.Column + 1 },
            YamlTextStyle.Block => FirstLineOfBlock(place, text),
            _ => place,
        };
        return new YamlText(place, scalar.Value, style, textPlace);
    }

    static Place FirstLineOfBlock(Place header, string text)
    {
        var line = 1;
        var start = 0;
        while (line < header.Line + 1)
        {
            var end = text.IndexOf('\n', start);
            if (end < 0) return header;
            start = end + 1;
            line++;
        }

        var column = 1;
        while (start + column - 1 < text.Length && text[start + column - 1] == ' ') column++;
        return header with { Line = line, Column = column };
    }

    static void RefuseAnchorOrTag(NodeEvent node, string file, DiagnosticBag diagnostics)
    {
        if (!node.Anchor.IsEmpty) diagnostics.Error(At(file, node.Start), "IH1007", "anchors (&name) are not read; write the value out where it is needed");
        if (!node.Tag.IsEmpty) diagnostics.Error(At(file, node.Start), "IH1008", "tags (!name) are not read; write the value without it");
    }

    // What people run into most is told in words; the rest is the parser's own message.
    static string Explain(YamlException e)
    {
        var message = e.InnerException?.Message ?? e.Message;
        if (message.Contains("tab", StringComparison.OrdinalIgnoreCase)) return "a tab is used for indentation; use spaces";
        if (message.Contains("found invalid mapping", StringComparison.OrdinalIgnoreCase)) return "a ': ' inside the value; put the whole value in double quotes";
        if (message.Contains("cannot start any token", StringComparison.OrdinalIgnoreCase)) return "a value begins with a character that YAML keeps for itself, such as @ or `; put the whole value in double quotes";
        if (message.Contains("did not find expected key", StringComparison.OrdinalIgnoreCase) || message.Contains("block scalar, did not find expected comment", StringComparison.OrdinalIgnoreCase)) return "the value before this place is over: one that begins with a quote ends at the closing quote; put the whole value in double quotes";
        if (message.Contains("did not find expected ',' or '}'", StringComparison.Ordinal)) return "between { and } a value with braces, a comma or ': ' in it, as \"${NAME}\" has, must be in double quotes";
        return message;
    }

    static Place At(string file, Mark mark) => new(file, (int)mark.Line, (int)mark.Column);
}
