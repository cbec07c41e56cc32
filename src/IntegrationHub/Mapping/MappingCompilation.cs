using IntegrationHub.Configuration;
using IntegrationHub.Diagnostics;
using IntegrationHub.Mapping.Expressions;
using IntegrationHub.Mapping.Files;
using IntegrationHub.Mapping.Functions;
using IntegrationHub.Mapping.Records;
using IntegrationHub.Mapping.Targets;
using IntegrationHub.Mapping.Traces;
using IntegrationHub.Mapping.Values;
using IntegrationHub.Sources;

namespace IntegrationHub.Mapping;

/// <summary>One compilation of one mapping file. It goes on after an error, so that a person is told of all of them at once.</summary>
internal sealed class MappingCompilation(MappingSource source, DiagnosticBag diagnostics, IMappingTrace? trace = null)
{
    readonly CodesSection codesReader = new(source, diagnostics);

    public CompiledMapping? Compile()
    {
        if (YamlTreeReader.Read(source.File, source.Text, diagnostics) is not { } node) return null;
        if (Section.Of(node, "", diagnostics, "mapping", "version", "target", "source", "timezone", "dst", "requireOffset", "identity", "codes", "let", "fields", "lists", "attributes", "ignore") is not { } file) return null;

        var name = ReadName(file);
        var version = ReadVersion(file);
        file.Text("target", isRequired: true);
        var target = file.Choice("target", CaseTarget.Name, EventTarget.Name) == CaseTarget.Name ? MappingTarget.Case : MappingTarget.Event;
        var times = ReadTimes(file);
        var tables = codesReader.Read(file.Node("codes"));
        if (SourceSection.Read(file.Node("source"), diagnostics, file.Place) is not { } input) return null;

        var main = NewContext(file, diagnostics, input, times, tables, trace);
        var parts = new MappingParts(source.Text, main, target);
        var identity = parts.ReadIdentity(file.Node("identity"), file.Place);
        var fields = parts.ReadFields(file.Node("fields"), file.Place);
        var attributes = parts.ReadAttributes(file.Node("attributes"));
        var lists = parts.ReadLists(file.Node("lists"));
        foreach (var let in main.Lets.Values.Where(l => !l.IsBound)) Binder.BindLetBody(main, let);

        Coverage.Report(main, file.Node("ignore"));
        if (diagnostics.HasErrors) return null;

        var plan = main.CreatePlan();
        if (target == MappingTarget.Event) identity = MappingParts.WithEventKey(identity, fields);

        // The key is read from far more records than are mapped: it has a plan of its own that looks at nothing else.
        var keys = NewContext(file, new DiagnosticBag(), input, times, tables, null);
        var keyParts = new MappingParts(source.Text, keys, target);
        var keyIdentity = keyParts.ReadKey(file.Node("identity"), file.Node("fields"), file.Place);

        return new CompiledMapping
        {
            Name = name,
            Version = version,
            Target = target,
            Format = input.Format,
            Fingerprint = MappingFingerprint.Of((YamlMap)node, codesReader.Files),
            Place = file.Place,
            CodeTables = [.. tables.Values.Where(t => t.Columns == 1).Select(t => t.ToMappedCodes())],
            Tables = [.. tables.Values],
            Input = new RecordInput(input.Format, plan, main.Lets.Count, input.Layout, stopEarly: false),
            Identity = identity,
            KeyInput = new RecordInput(input.Format, keys.CreatePlan(), keys.Lets.Count, input.Layout, stopEarly: true),
            KeyIdentity = keyIdentity,
            CaseBuilder = target == MappingTarget.Case ? new CaseBuilder(input.System, fields, lists, attributes) : null,
            EventFields = target == MappingTarget.Event ? fields : [],
        };
    }

    string ReadName(Section file)
    {
        var name = file.Text("mapping", isRequired: true);
        if (name is not null && !HubName.IsValid(name.Text))
            diagnostics.Error(name.Place, MappingCodes.WrongValue, $"'{name.Text}' is no name of a mapping: lower-case letters a–z, digits and single hyphens, at most {HubName.MaxLength}");
        return name?.Text ?? "";
    }

    string ReadVersion(Section file)
    {
        var version = file.Text("version", isRequired: true);
        if (version is not null && !(version.Text.Split('.') is { Length: 3 } parts && parts.All(p => p.Length is > 0 and < 10 && p.All(char.IsAsciiDigit))))
            diagnostics.Error(version.Place, MappingCodes.WrongValue, $"'{version.Text}' is no version; three numbers are expected, for instance 1.0.0");
        return version?.Text ?? "";
    }

    LocalTimes ReadTimes(Section file)
    {
        TimeZoneInfo? zone = null;
        if (file.Text("timezone") is { } name && !TimeZoneInfo.TryFindSystemTimeZoneById(name.Text, out zone))
            diagnostics.Error(name.Place, MappingCodes.WrongValue, $"there is no time zone '{name.Text}'; use an IANA name such as Europe/Stockholm");

        var gap = GapPolicy.ShiftForward;
        var fold = FoldPolicy.Earlier;
        if (file.Node("dst") is { } node && Section.Of(node, "dst", diagnostics, "gap", "fold") is { } dst)
        {
            gap = dst.Choice("gap", "shift-forward", "reject") == "reject" ? GapPolicy.Reject : GapPolicy.ShiftForward;
            fold = dst.Choice("fold", "earlier", "later", "reject") switch { "later" => FoldPolicy.Later, "reject" => FoldPolicy.Reject, _ => FoldPolicy.Earlier };
        }

        return new LocalTimes(zone, file.Flag("requireOffset"), gap, fold);
    }

    MappingContext NewContext(Section file, DiagnosticBag bag, SourceSection input, LocalTimes times, IReadOnlyDictionary<string, CodeTable> tables, IMappingTrace? listener)
    {
        var context = new MappingContext { Diagnostics = bag, Format = input.Format, Times = times, Tables = tables, KnownFields = input.Known, Functions = FunctionRegistry.BuiltIn, Trace = listener };
        if (file.Node("let") is not { } node || Section.Map(node, "let", bag) is not { } lets) return context;

        foreach (var entry in lets.Entries)
        {
            if (entry.Value is YamlText { IsEmpty: false } text) context.Lets.Add(entry.Key.Text, new MappingContext.Let(entry.Key.Text, entry.Key.Place, new ScalarPlaces(text, source.Text), context.Lets.Count));
            else bag.Error(entry.Value.Place, MappingCodes.WrongShape, $"the let '{entry.Key.Text}' holds one expression");
        }

        return context;
    }
}
