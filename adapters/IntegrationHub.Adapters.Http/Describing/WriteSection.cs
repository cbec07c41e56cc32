using IntegrationHub.AdapterKit;
using IntegrationHub.Configuration;
using IntegrationHub.Diagnostics;
using IntegrationHub.Sources;
using IntegrationHub.WriteBack;

namespace IntegrationHub.Adapters.Http;

/// <summary>Reads how commands are written, kind by kind.</summary>
sealed class WriteSection
{
    readonly WriteKind kind;
    readonly YamlSection section;
    readonly RequestReader reader;
    readonly Auth auth;
    readonly DiagnosticBag diagnostics;
    readonly List<Hole> named = [];

    WriteSection(WriteKind kind, YamlSection section, RequestReader reader, Auth auth, DiagnosticBag diagnostics) =>
        (this.kind, this.section, this.reader, this.auth, this.diagnostics) = (kind, section, reader, auth, diagnostics);

    public static IReadOnlyDictionary<WriteKind, WriteDescription> Read(YamlSection write, RequestReader reader, Auth auth, DiagnosticBag diagnostics)
    {
        var writes = new Dictionary<WriteKind, WriteDescription>();
        foreach (var (key, _) in write.Entries)
        {
            if (!EnumNames.TryParse<WriteKind>(key.Text, out var kind))
            {
                var kinds = EnumNames.Of(typeof(WriteKind));
                var hint = DidYouMean.Hint(key.Text, kinds);
                diagnostics.Error(key.Place, HttpCodes.Sections.UnknownKey, $"there is no key '{key.Text}' under 'http.write'{(hint.Length > 0 ? hint : $"; it takes {string.Join(", ", kinds)}")}");
                continue;
            }

            if (new WriteSection(kind, write.Section(key.Text), reader, auth, diagnostics).Read() is { } read) writes[kind] = read;
        }

        return writes;
    }

    // What may be said of a command of this kind, beside settings and secrets.
    IReadOnlyList<string> Holes =>
    [
        .. kind == WriteKind.Create ? [Hole.Party, Hole.Field] : (string[])[Hole.Key, Hole.CaseNumber],
        .. kind switch { WriteKind.Status => [Hole.Status], WriteKind.Attach => [Hole.File], WriteKind.HandOver => [Hole.Field], _ => Array.Empty<string>() },
        Hole.Id, Hole.Uuid, Hole.WrittenText, Hole.Subject, Hole.Words, Hole.AskedAt, Hole.By, Hole.WriteBack, Hole.Url,
    ];

    WriteDescription? Read()
    {
        var request = reader.ReadWrite(section, Holes);
        var headers = HeaderSection.Read(section, reader.Templates, auth, Holes, diagnostics);
        var server = section.Has("server") ? Server(section.Section("server")) : null;
        var (longest, subject) = (section.Number("longest"), section.Section("subject"));
        var (longestSubject, otherwise) = (subject.Number("longest"), subject.Text("otherwise") is { } words ? reader.Templates.Read(words, [Hole.CaseNumber, Hole.WriteBack]) : null);
        subject.End();
        var needs = Needs();
        var reference = Reference();
        var done = Done();
        var vendorWords = reader.Paths(section, "words");
        var faults = FaultSection.Read(section, diagnostics);
        var always = section.Choice("repeat") == "always";
        var statuses = Statuses();
        if (kind != WriteKind.Status && section.Has("statuses")) diagnostics.Error(section.PlaceOf("statuses"), HttpCodes.NoEffect, $"{section.Path("statuses")} is for status; take it out");
        var find = section.Has("find") ? Find(section.Section("find")) : null;
        if (request is null)
        {
            section.End();
            return null;
        }

        request = request with { Headers = headers };
        named.AddRange([.. request.Holes, .. otherwise?.Holes ?? [], .. needs]);
        var settings = Settings(server);
        section.End();
        CheckAnswer(request, reference, done);
        foreach (var hole in request.Target.Holes.Concat(headers.SelectMany(h => h.Value.Holes)).Where(h => h.IsPersonal))
            diagnostics.Error(hole.Place, HttpCodes.PersonalAddress, $"{hole} is what somebody wrote, or who somebody is, and addresses and headers stand in the logs of everything on the way; write it into the body");
        if (always && !request.Holes.Any(h => h.NamesTheCommand))
            diagnostics.Error(section.PlaceOf("repeat"), HttpCodes.NotKnownAgain, $"{section.Path("repeat")} says that the vendor knows the command again, and the request does not name it; write {{id}} or {{uuid}} where the vendor takes a key of ours");
        if (always && find is not null) diagnostics.Error(section.PlaceOf("find"), HttpCodes.NoEffect, $"{section.Path("find")} has no effect with repeat: always; take one of them out");
        return new WriteDescription(new WriteCapability(kind, always ? WriteRepeat.Always : find is not null ? WriteRepeat.AfterLookUp : WriteRepeat.Never) { MaxText = longest, Settings = settings }, request)
        {
            Server = server,
            SubjectOtherwise = otherwise,
            LongestSubject = longestSubject,
            Statuses = statuses,
            Needs = needs,
            Reference = reference,
            Done = done,
            Words = vendorWords,
            Faults = faults,
            Find = find,
        };
    }

    // A portal's page of its own comes with 200 too: something must say that the vendor has it.
    void CheckAnswer(RequestTemplate request, ReferencePlace? reference, DoneSign? done)
    {
        if (reference is null && done is null && !section.Has("reference") && !section.Has("done"))
        {
            diagnostics.Error(section.Place, HttpCodes.TellsNothing,
                $"{section.Path("reference")} is missing: say where the answer names what was written, or with {section.Path("done")} how it says yes; a sign-in page comes with 200 too");
        }

        if (done?.Kind == DoneKind.Empty && reference?.Path is not null) diagnostics.Error(section.PlaceOf("done"), HttpCodes.NotTogether, "an answer without content names nothing; take reference from a header, or say done: status");
        if (done?.Kind == DoneKind.Status && reference is not null) diagnostics.Error(section.PlaceOf("done"), HttpCodes.NoEffect, $"{section.Path("done")}: status has no effect where the answer names what was written; take it out");
        if (request.Soap is not null && done?.Kind == DoneKind.Empty) diagnostics.Error(section.PlaceOf("done"), HttpCodes.NotTogether, "the answer to a SOAP call has an envelope; say done: status, or where it says yes");
    }

    List<Hole> Needs()
    {
        var holes = new List<Hole>();
        foreach (var text in section.Has("needs") ? section.Texts("needs") : [])
        {
            var template = reader.Templates.Read($"{{{text.Text}}}", null, text.Place, Holes);
            if (template.Alone is { } hole) holes.Add(hole);
        }

        return holes;
    }

    Dictionary<string, string> Statuses()
    {
        var statuses = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (key, value) in section.Section("statuses").Entries)
        {
            if (value is YamlText { IsEmpty: false } text) statuses[key.Text] = text.Text;
            else diagnostics.Error(value.Place, HttpCodes.Sections.WrongValue, $"{section.Path("statuses")}.{key.Text} must be a single value");
        }

        return statuses;
    }

    // What is named by {writeBack.NAME} is set where the kind is let through; settings says what it is otherwise.
    List<AdapterSetting> Settings(OtherServer? server)
    {
        var defaults = new Dictionary<string, string>(StringComparer.Ordinal);
        var asked = named.Where(h => h.Name == Hole.WriteBack).Select(h => h.Path!).Distinct().ToList();
        foreach (var (key, value) in section.Section("settings").Entries)
        {
            if (value is not YamlText { IsEmpty: false } text) diagnostics.Error(value.Place, HttpCodes.Sections.WrongValue, $"{section.Path("settings")}.{key.Text} must be a single value");
            else if (!asked.Contains(key.Text) && !reader.Templates.HasWrongHoles) diagnostics.Error(key.Place, HttpCodes.NoEffect, $"nothing in http.write.{EnumNames.Of(kind)} names {{writeBack.{key.Text}}}{DidYouMean.Hint(key.Text, asked)}; take it out");
            else defaults[key.Text] = text.Text;
        }

        return [.. ServerSettings(server), .. asked.Select(name => new AdapterSetting(name, SettingKind.Text, $"What {{writeBack.{name}}} in http.write.{EnumNames.Of(kind)} stands for.")
        {
            Required = !defaults.ContainsKey(name), Default = defaults.GetValueOrDefault(name), Example = defaults.ContainsKey(name) ? null : "sundby",
        })];
    }

    static IEnumerable<AdapterSetting> ServerSettings(OtherServer? server)
    {
        if (server is null) yield break;

        yield return new AdapterSetting(server.Url, SettingKind.Url, "The address of the server that this is written to.") { Required = true, Example = "https://contacts.sundby.example/api" };
        if (server.Authorization is { } secret) yield return new AdapterSetting(secret, SettingKind.Secret, "What goes into the header Authorization, with its scheme.") { Required = true };
    }

    OtherServer? Server(YamlSection server)
    {
        var (url, authorization) = (server.Text("url"), server.Text("authorization"));
        server.End();
        foreach (var name in new[] { url, authorization }.OfType<YamlText>().Where(n => !TemplateReader.IsName(n.Text)))
            diagnostics.Error(name.Place, HttpCodes.WrongHole, $"'{name.Text}' is no name of a setting; write a lower-case letter and then letters and digits: it is a key under writeBack.{EnumNames.Of(kind)}");
        return url is null ? null : new OtherServer(url.Text, authorization?.Text);
    }

    ReferencePlace? Reference()
    {
        switch (section.Node("reference"))
        {
            case null:
                return null;
            case YamlText { Text: "." }:
                return new ReferencePlace(ValuePath.Whole, null, null);
            case YamlText:
                return reader.Path(section, "reference") is { } only ? new ReferencePlace(only, null, null) : null;
            default:
                var of = section.Section("reference");
                var (path, header) = (reader.Path(of, "at"), of.Text("header"));
                var called = of.Text("as");
                var template = called is null ? null : reader.Templates.Read(called, [Hole.Reference]);
                of.End();
                if (of.Has("at") == of.Has("header")) diagnostics.Error(of.Place, HttpCodes.TellsNothing, $"{section.Path("reference")} takes exactly one of at and header");
                if (header is not null && !HeaderSection.IsName(header.Text)) diagnostics.Error(header.Place, HttpCodes.WrongHeader, $"'{header.Text}' is no name of a header");
                if (template is not null && template.Holes.All(h => h.Name != Hole.Reference)) diagnostics.Error(called!.Place, HttpCodes.TellsNothing, $"{of.Path("as")} calls everything the same; write {{reference}} where the vendor's name comes");
                return path is null && header is null ? null : new ReferencePlace(path, header?.Text, template);
        }
    }

    DoneSign? Done()
    {
        switch (section.Node("done"))
        {
            case null:
                return null;
            case YamlText word:
                if (word.Text is "empty" or "status") return new DoneSign(word.Text == "empty" ? DoneKind.Empty : DoneKind.Status, null, []);

                section.Wrong("done", $": there is no '{word.Text}'{DidYouMean.Hint(word.Text, ["empty", "status"])}; it is empty, status, or a section with at and is");
                return null;
            default:
                var done = section.Section("done");
                var (at, texts) = (reader.Path(done, "at"), done.Has("is") ? done.Texts("is") : []);
                done.End();
                return at is null ? null : new DoneSign(DoneKind.Value, at, [.. texts.Select(t => t.Text)]);
        }
    }

    WriteFinding? Find(YamlSection find)
    {
        // Nobody is looked for by what was written: that would put it into the address, or into a language of the vendor's own.
        var request = reader.Read(find, [.. Holes.Where(h => h is Hole.Key or Hole.CaseNumber or Hole.Id or Hole.Uuid or Hole.AskedAt or Hole.WriteBack or Hole.Url)]);
        var isList = !find.Has("record");
        var records = reader.Records(find, isList ? "records" : "record", least: isList ? 2 : 1);
        if (!isList && find.Has("records")) diagnostics.Error(find.PlaceOf("record"), HttpCodes.NotTogether, $"{find.Path("records")} is a list, and record is one; take one of them out");
        var (match, contains) = (Compared(find, "match"), Compared(find, "contains"));
        var (at, changed, reference, total) = (reader.Path(find, "at"), reader.Path(find, "changed"), reader.Path(find, "reference"), reader.Path(find, "total"));
        var ceiling = find.Number("ceiling");
        find.End();
        if (request is null) return null;

        named.AddRange([.. request.Holes, .. match.Concat(contains).SelectMany(m => m.Value.Holes)]);
        if (reader.Templates.HasWrongHoles) return null;

        CheckFinding(find, request, match, contains, at, isList && total is null && ceiling is null);
        if (kind == WriteKind.Status && changed is null && !find.Has("changed"))
            diagnostics.Error(find.Place, HttpCodes.FindsNothing, $"{find.Path("changed")} is missing: a status that somebody has set since is never set over, so say where a row tells when it was set");
        if (kind != WriteKind.Status && find.Has("changed")) diagnostics.Error(find.PlaceOf("changed"), HttpCodes.NoEffect, $"{find.Path("changed")} is for status; take it out");
        return new WriteFinding(request, records, isList) { Match = match, Contains = contains, At = at, Changed = changed, Reference = reference, Total = total, Ceiling = ceiling };
    }

    void CheckFinding(YamlSection find, RequestTemplate request, IReadOnlyList<(ValuePath, Template Value)> match, IReadOnlyList<(ValuePath, Template Value)> contains, ValuePath? at, bool mayBeCut)
    {
        var compared = match.Concat(contains).SelectMany(m => m.Value.Holes).ToList();
        var asks = request.Holes.Any(h => h.NamesTheCommand);
        // A status is what it is whoever has set it.
        if (kind != WriteKind.Status && !asks && !compared.Any(h => h.NamesTheCommand || h.Name == Hole.AskedAt) && at is null && !find.Has("at"))
        {
            diagnostics.Error(find.Place, compared.Count == 0 ? HttpCodes.FindsNothing : HttpCodes.FindsOlder, compared.Count == 0
                ? $"{find.Path("match")} is missing: say which value of a row is the command's, or ask for {{id}} or {{uuid}}; else anything that is there would be taken for it"
                : $"{find.Path("at")} is missing: the same words may have been written before, so say where a row tells when it was written, or compare {{id}}, {{uuid}} or {{time}}");
        }

        if (mayBeCut && !asks)
        {
            diagnostics.Error(find.Place, HttpCodes.FindsInPart,
                $"{find.Path("ceiling")} is missing: of a list that was cut, what is not among it may be there, and would be sent twice; say how many rows the vendor shows at most, or with total how many there are in all");
        }
    }

    List<(ValuePath Path, Template Value)> Compared(YamlSection find, string name)
    {
        if (!find.Has(name)) return [];

        var rows = find.Section(name);
        var compared = new List<(ValuePath, Template)>();
        foreach (var (key, value) in rows.Entries)
        {
            if (ValuePath.Parse(key.Text) is not { } path) diagnostics.Error(key.Place, HttpCodes.WrongPath, $"'{key.Text}' is no path; write names with dots between them, as in a.b");
            else if (value is not YamlText { IsEmpty: false } text) diagnostics.Error(value.Place, HttpCodes.Sections.WrongValue, $"{rows.Path(key.Text)} must be a single value");
            else compared.Add((path, reader.Templates.Read(text, Holes)));
        }

        return compared;
    }
}
