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
internal sealed class MappingCompilation(MappingSource source, DiagnosticBag diagnostics, FunctionRegistry functions, IMappingTrace? trace = null)
{
    readonly CodesSection codesReader = new(source, diagnostics);
    readonly FileText fileText = new(source.Text);

    public CompiledMapping? Compile()
    {
        if (YamlTreeReader.Read(source.File, source.Text, diagnostics) is not { } node) return null;

        // Which keys there are depends on the target; while that is not known, a mapping is one of cases.
        var target = TargetNames.Of(((node as YamlMap)?["target"]?.Value as YamlText)?.Text);
        if (YamlSection.Root(node, MappingFileKeys.Of(target), diagnostics, MappingCodes.Sections) is not { } file) return null;

        file.Choice("target");
        var name = file.Name("mapping", MappingCodes.WrongValue) ?? "";
        var version = ReadVersion(file);
        var times = ReadTimes(file);
        var tables = codesReader.Read(file.Section("codes"));
        var input = Required(file, "source") is { } records ? SourceSection.Read(records, diagnostics) : null;
        file.End();
        if (input is null) return null;

        var main = NewContext(file, diagnostics, input, times, tables, trace);
        var parts = new MappingParts(fileText, main, target);
        var identity = parts.ReadIdentity(target == MappingTarget.Event ? file.Section("identity") : Required(file, "identity"), file.Place);
        var fields = parts.ReadFields(Required(file, "fields"));
        var attributes = target == MappingTarget.Case ? parts.ReadAttributes(file.Section("attributes")) : [];
        var lists = target == MappingTarget.Event ? [] : parts.ReadLists(file.Section("lists"));
        foreach (var let in main.Lets.Values.Where(l => !l.IsBound)) Binder.BindLetBody(main, let);

        var covered = Coverage.Report(main, file.Section("ignore"));
        if (diagnostics.HasErrors) return null;

        var plan = main.CreatePlan();
        if (target == MappingTarget.Event) identity = MappingParts.WithEventKey(identity, fields);

        // The key is read from far more records than are mapped: it has a plan of its own that looks at nothing else.
        var keys = NewContext(file, new DiagnosticBag(), input, times, tables, null);
        var keyParts = new MappingParts(fileText, keys, target);
        var keyIdentity = keyParts.ReadKey(file.Node("identity"), file.Node("fields"), file.Place);

        return new CompiledMapping
        {
            Name = name,
            Version = version,
            Target = target,
            Format = input.Format,
            Fingerprint = MappingFingerprint.Of((YamlMap)node, codesReader.Files, main.OwnFunctions),
            Place = file.Place,
            CodeTables = [.. tables.Values.Where(t => t.Columns == 1).Select(t => t.ToMappedCodes())],
            Tables = [.. tables.Values],
            Fields = covered,
            AllCodeTables = [.. tables.Values.Select(t => t.ToMappedCodes())],
            Input = new RecordInput(input.Format, plan, main.Lets.Count, input.Layout, stopEarly: false),
            Identity = identity,
            KeyInput = new RecordInput(input.Format, keys.CreatePlan(), keys.Lets.Count, input.Layout, stopEarly: true),
            KeyIdentity = keyIdentity,
            CaseBuilder = target == MappingTarget.Case ? new CaseBuilder(input.System, fields, lists, attributes) : null,
            EventFields = target == MappingTarget.Event ? fields : [],
            ContactBuilder = target == MappingTarget.Contact ? new ContactBuilder(fields, lists) : null,
        };
    }

    static YamlSection? Required(YamlSection file, string key)
    {
        if (file.Has(key)) return file.Section(key);

        file.Missing(key);
        return null;
    }

    string ReadVersion(YamlSection file)
    {
        var version = file.Text("version");
        if (version is not null && !(version.Text.Split('.') is { Length: 3 } parts && parts.All(p => p.Length is > 0 and < 10 && p.All(char.IsAsciiDigit))))
            diagnostics.Error(version.Place, MappingCodes.WrongValue, $"'{version.Text}' is no version; three numbers are expected, for instance 1.0.0");
        return version?.Text ?? "";
    }

    LocalTimes ReadTimes(YamlSection file)
    {
        TimeZoneInfo? zone = null;
        if (file.Text("timezone") is { } name && !TimeZoneInfo.TryFindSystemTimeZoneById(name.Text, out zone))
        {
            diagnostics.Error(name.Place, MappingCodes.WrongValue, $"there is no time zone '{name.Text}'; use an IANA name such as Europe/Stockholm");
            // The file is refused; nobody is told again, at each time, that it names no zone.
            zone = TimeZoneInfo.Utc;
        }

        var dst = file.Section("dst");
        var gap = dst.Choice("gap") == "reject" ? GapPolicy.Reject : GapPolicy.ShiftForward;
        var fold = dst.Choice("fold") switch { "later" => FoldPolicy.Later, "reject" => FoldPolicy.Reject, _ => FoldPolicy.Earlier };
        dst.End();
        return new LocalTimes(zone, file.Flag("requireOffset") ?? false, gap, fold);
    }

    MappingContext NewContext(YamlSection file, DiagnosticBag bag, SourceSection input, LocalTimes times, IReadOnlyDictionary<string, CodeTable> tables, IMappingTrace? listener)
    {
        var context = new MappingContext { Diagnostics = bag, Format = input.Format, Times = times, Tables = tables, KnownFields = input.Known, Functions = functions, Trace = listener };
        foreach (var entry in file.Section("let").Entries)
        {
            if (entry.Value is YamlText { IsEmpty: false } text) context.Lets.Add(entry.Key.Text, new MappingContext.Let(entry.Key.Text, entry.Key.Place, new ScalarPlaces(text, fileText), context.Lets.Count));
            else bag.Error(entry.Value.Place, MappingCodes.WrongShape, $"the let '{entry.Key.Text}' holds one expression");
        }

        return context;
    }
}
