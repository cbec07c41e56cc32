using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Xml;
using IntegrationHub.AdapterKit;
using IntegrationHub.Configuration;
using IntegrationHub.Diagnostics;
using IntegrationHub.Faults;
using IntegrationHub.Sources;

namespace IntegrationHub.Adapters.Http;

/// <summary>Reads a request: its method, where it goes, its body.</summary>
sealed class RequestReader(TemplateReader templates, RecordFormat format, bool hasBeginning, DiagnosticBag diagnostics)
{
    const string Marker = "ihubhole";
    static readonly string[] Reads = ["get", "post"];
    static readonly string[] Writes = ["post", "put", "patch"];

    public TemplateReader Templates => templates;

    public RecordFormat Format => format;

    /// <summary>The request of a section; null when it cannot be made.</summary>
    /// <param name="section">The section with <c>get</c> or <c>post</c>.</param>
    /// <param name="holes">What may fill its holes.</param>
    public RequestTemplate? Read(YamlSection section, params IReadOnlyList<string> holes) => Read(section, Reads, holes);

    /// <summary>The request of a section that writes, with <c>post</c>, <c>put</c> or <c>patch</c>; null when it cannot be made.</summary>
    public RequestTemplate? ReadWrite(YamlSection section, IReadOnlyList<string> holes) => Read(section, Writes, holes);

    RequestTemplate? Read(YamlSection section, string[] methods, IReadOnlyList<string> holes)
    {
        var writes = methods == Writes;
        var named = methods.Where(section.Has).ToList();
        var written = named.Select(method => section.Text(method)).ToList() is [{ } only] ? only : null;
        var soap = Soap(section);
        var body = Body(section, holes, soap is not null, writes);
        if (written is null)
        {
            if (named.Count == 0) diagnostics.Error(section.Place, HttpCodes.OneMethod, $"{section.Path(methods[0])} is missing: write {string.Join(": or ", methods)}: with the path of the request");
            else if (named.Count > 1) diagnostics.Error(section.PlaceOf(named[1]), HttpCodes.OneMethod, $"there are both {section.Path(named[0])} and {section.Path(named[1])}; take one out");
            return null;
        }

        if (soap is not null && named[0] != "post") diagnostics.Error(section.PlaceOf("soap"), HttpCodes.NotTogether, $"a SOAP call is a POST; write post: instead of {named[0]}:");
        if (soap is not null && format != RecordFormat.Xml) diagnostics.Error(section.PlaceOf("soap"), HttpCodes.NotTogether, "a SOAP service answers in XML; write format: xml");
        if (Target(written, holes) is not { } target) return null;

        var request = new RequestTemplate(HttpMethod.Parse(named[0]), target, body, soap) { Writes = writes };
        foreach (var hole in target.Needed.Concat(body?.Needed ?? []).Where(h => h.IsTime && !hasBeginning))
            diagnostics.Error(hole.Place, HttpCodes.NoValue, $"{hole} cannot be left out where it stands, and has no value when everything is read; set http.times.beginning");
        return request;
    }

    /// <summary>A path; null when there is none written, or when it is none.</summary>
    public ValuePath? Path(YamlSection section, string key)
    {
        if (section.Text(key) is not { } text) return null;
        if (ValuePath.Parse(text.Text) is { } path && IsOfFormat(path)) return path;

        diagnostics.Error(text.Place, HttpCodes.WrongPath, NoPath(section.Path(key), text.Text));
        return null;
    }

    bool IsOfFormat(ValuePath path) => format != RecordFormat.Xml || path.Steps.All(s => s.Index is null);

    static string NoPath(string where, string text) => $"{where}: '{text}' is no path; write names with dots between them, as in a.b, or ['a name'] for one with other characters";

    /// <summary>Paths of a key that takes several; those that are none are told.</summary>
    public IReadOnlyList<ValuePath> Paths(YamlSection section, string key)
    {
        var paths = new List<ValuePath>();
        foreach (var text in section.Has(key) ? section.Texts(key) : [])
        {
            if (ValuePath.Parse(text.Text) is { } path && IsOfFormat(path)) paths.Add(path);
            else diagnostics.Error(text.Place, HttpCodes.WrongPath, NoPath(section.Path(key), text.Text));
        }

        return paths;
    }

    /// <summary>Where records are: of XML it must be written, so that an answer of another kind is not taken for one without records.</summary>
    public ValuePath Records(YamlSection section, string key, int least)
    {
        // In one character: all of it.
        if (format == RecordFormat.Json && section.Node(key) is YamlText { Text: "." }) return ValuePath.Whole;

        var path = Path(section, key);
        if (format == RecordFormat.Xml && (path is null || path.Steps.Count < least))
        {
            if (path is null && !section.Has(key) && least > 1)
                diagnostics.Error(section.Place, HttpCodes.Sections.MissingKey, $"{section.Path(key)} is missing: of XML it must be written, from the root element of the answer to the element of one record, as in answer.cases.case");
            else if (path is not null)
                diagnostics.Error(section.Node(key)!.Place, HttpCodes.WrongPath, $"{section.Path(key)} must begin with the root element of the answer and end with the element of one record, as in answer.cases.case");
        }

        return path ?? ValuePath.Whole;
    }

    SoapAction? Soap(YamlSection section)
    {
        if (!section.Has("soap")) return null;

        var soap = section.Section("soap");
        var action = soap.Text("action");
        var version = soap.Choice("version") == "1.2" ? SoapVersion.Soap12 : SoapVersion.Soap11;
        soap.End();
        if (action is null) return null;
        if (!action.Text.Any(c => char.IsControl(c) || c is '"' or '\\')) return new SoapAction(action.Text, version);

        diagnostics.Error(action.Place, HttpCodes.Sections.WrongValue, $"{section.Path("soap")}.action must be without quotes and line breaks");
        return null;
    }

    Target? Target(YamlText text, IReadOnlyList<string> holes)
    {
        var written = text.Text;
        var mark = MarkOutsideHoles(written);
        var (path, query) = mark < 0 ? (written, null) : (written[..mark], written[(mark + 1)..]);
        var template = templates.Read(path, Begin(text, 0), text.Place, holes);
        if (template.Alone is not { Name: Hole.Row or Hole.Record } && path.Length > 0 && (path[0] != '/' || path.StartsWith("//", StringComparison.Ordinal)))
        {
            diagnostics.Error(text.Place, HttpCodes.WrongTarget, path.Contains("://", StringComparison.Ordinal)
                ? "the address of a request begins below connection.url: write the path only, as in /api/cases, and the rest into connection.url"
                : "the path of a request begins with '/', as in /api/cases");
            return null;
        }

        if (written.Any(c => char.IsControl(c) || c == '#'))
        {
            diagnostics.Error(text.Place, HttpCodes.WrongTarget, "the path of a request is one line without '#'");
            return null;
        }

        var parameters = new List<(string, Template)>();
        var at = mark + 1;
        foreach (var part in query?.Split('&') ?? [])
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            var name = equals < 0 ? "" : part[..equals];
            if (name.Contains('{', StringComparison.Ordinal)) diagnostics.Error(text.Place, HttpCodes.WrongTarget, $"the name of a parameter ('{name}') has no holes");
            if (part.Length > 0) parameters.Add((name, templates.Read(part[(equals + 1)..], Begin(text, at + equals + 1), text.Place, holes)));
            at += part.Length + 1;
        }

        return new Target(path, template, parameters);
    }

    static Place? Begin(YamlText text, int at) => text.Text.Contains('\n', StringComparison.Ordinal) ? null : text.TextPlace with { Column = text.TextPlace.Column + at };

    static int MarkOutsideHoles(string text)
    {
        var inside = false;
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] == '{') inside = true;
            else if (text[at] == '}') inside = false;
            else if (text[at] == '?' && !inside) return at;
        }

        return -1;
    }

    IBodyTemplate? Body(YamlSection section, IReadOnlyList<string> holes, bool soap, bool writes)
    {
        if (writes && section.Has("form"))
        {
            if (section.Has("body") || soap) diagnostics.Error(section.PlaceOf("form"), HttpCodes.NotTogether, $"{section.Path("form")} is the body; take {(soap ? "soap" : "body")} out");
            return Form(section, holes);
        }

        switch (section.Node("body"))
        {
            case null when soap:
                diagnostics.Error(section.PlaceOf("soap"), HttpCodes.Sections.MissingKey, $"{section.Path("body")} is missing: a SOAP call has the operation's element in it");
                return null;
            case null:
                return null;
            case YamlText { IsEmpty: false } text when !soap && !text.Text.TrimStart().StartsWith('<'):
                diagnostics.Error(text.Place, HttpCodes.WrongBody, $"{section.Path("body")} is neither keys and values, which become JSON, nor XML");
                return null;
            case YamlText { IsEmpty: false } text:
                return Xml(text, holes, writes);
            case YamlText empty:
                diagnostics.Error(empty.Place, HttpCodes.Sections.WrongValue, $"{section.Path("body")} has no value");
                return null;
            case var tree when soap:
                diagnostics.Error(tree.Place, HttpCodes.WrongBody, $"{section.Path("body")} of a SOAP call is a text of XML");
                return null;
            case var tree:
                return new JsonBody(Json(tree, holes), isQuestion: !writes);
        }
    }

    FormBody Form(YamlSection section, IReadOnlyList<string> holes)
    {
        var form = section.Section("form");
        var fields = new List<(string, Template)>();
        foreach (var (key, value) in form.Entries)
        {
            if (value is YamlText { IsEmpty: false } text) fields.Add((key.Text, templates.Read(text, holes)));
            else diagnostics.Error(value.Place, HttpCodes.Sections.WrongValue, $"{form.Path(key.Text)} must be a single value");
        }

        return new FormBody(fields);
    }

    JsonPart Json(YamlNode node, IReadOnlyList<string> holes) => node switch
    {
        YamlMap map => new JsonPart.Members([.. map.Entries.Select(e => (e.Key.Text, Json(e.Value, holes)))]),
        YamlList list => new JsonPart.Items([.. list.Items.Select(i => Json(i, holes))]),
        YamlText { Style: YamlTextStyle.Plain } plain when Constant(plain.Text) is { } constant => new JsonPart.Constant(constant),
        YamlText text => new JsonPart.Words(templates.Read(text, holes)),
        _ => throw new InvalidOperationException("A YAML value is a text, a list or a map."),
    };

    static string? Constant(string text)
    {
        if (text is "" or "null" or "~") return "null";
        if (text is "true" or "false") return text;

        return text.Length > 0 && (char.IsAsciiDigit(text[0]) || text[0] == '-') && decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _) && IsJson(text) ? text : null;
    }

    static bool IsJson(string text)
    {
        try
        {
            using var _ = JsonDocument.Parse(text);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    // The holes must stand where a value can be escaped: in a text or an attribute.
    XmlBody? Xml(YamlText text, IReadOnlyList<string> holes, bool writes)
    {
        var template = templates.Read(text, holes);
        var count = template.Holes.Count();
        var marked = template.Fill(static _ => new HoleValue(Marker)) ?? "";
        try
        {
            using var reader = XmlReaders.Create(Encoding.UTF8.GetBytes(marked));
            var found = 0;
            while (reader.Read())
            {
                if (reader.NodeType == XmlNodeType.Text) found += Count(reader.Value);
                if (reader.NodeType != XmlNodeType.Element) continue;

                while (reader.MoveToNextAttribute()) found += Count(reader.Value);
                reader.MoveToElement();
            }

            if (found == count) return new XmlBody(template, isQuestion: !writes);

            diagnostics.Error(text.Place, HttpCodes.WrongBody, "a hole in XML stands in the text of an element or in an attribute, nowhere else");
        }
        catch (UnreadableAnswerException wrong)
        {
            diagnostics.Error(text.Place, HttpCodes.WrongBody, $"the body is no well-formed XML with one root element: {wrong.Message}");
        }

        return null;
    }

    static int Count(string text) => text.Split(Marker).Length - 1;
}
