using IntegrationHub.Configuration;
using IntegrationHub.Diagnostics;
using IntegrationHub.Mapping.Expressions;
using IntegrationHub.Mapping.Files;
using IntegrationHub.Mapping.Targets;
using IntegrationHub.Mapping.Values;

namespace IntegrationHub.Mapping;

/// <summary>Compiles the parts of a mapping file that hold expressions.</summary>
internal sealed class MappingParts(FileText fileText, MappingContext context, MappingTarget target)
{
    DiagnosticBag Diagnostics => context.Diagnostics;

    public IdentityMapping ReadIdentity(YamlSection? identity, Place file)
    {
        if (identity is null) return new IdentityMapping(file);

        var skips = identity.Choice("missingKey") == "skip";
        identity.End();
        var read = new IdentityMapping(identity.Place)
        {
            OrderPart = Expression(identity, "order", Accepts.Int | Accepts.Date | Accepts.DateTime),
            Skip = Expression(identity, "skip", Accepts.Bool),
            SkipsMissingKey = skips,
        };
        if (target == MappingTarget.Event) return read;

        read = read with { KeyPart = Expression(identity, "key", Accepts.Written), Deleted = Expression(identity, "deleted", Accepts.Bool) };
        return target == MappingTarget.Contact ? read : read with
        {
            Erased = Expression(identity, "erased", Accepts.Bool),
            OutOfScope = Expression(identity, "outOfScope", Accepts.Bool),
            MergedInto = Expression(identity, "mergedInto", Accepts.Written),
            Reason = Reason(identity),
        };
    }

    /// <summary>Only what tells the key, for a plan of its own.</summary>
    public IdentityMapping ReadKey(YamlNode? identity, YamlNode? fields, Place file)
    {
        var map = identity as YamlMap;
        var skip = Expression(map?["skip"]?.Value, Accepts.Bool, "skip", RecordScope);
        if (target != MappingTarget.Event) return new IdentityMapping(file) { KeyPart = Expression(map?["key"]?.Value, Accepts.Written, "key", RecordScope), Skip = skip };

        var byName = (YamlMap)fields!;
        return new IdentityMapping(file)
        {
            Skip = skip,
            KeyPart = Field(EventTarget.CaseKey, byName[EventTarget.CaseKey.Name]!.Value, RecordScope, EventTarget.CaseKey.Name)?.Evaluator,
            IdPart = Field(EventTarget.Event.Id, byName[EventTarget.Event.Id.Name]!.Value, RecordScope, EventTarget.Event.Id.Name)?.Evaluator,
        };
    }

    public static IdentityMapping WithEventKey(IdentityMapping identity, FieldMapping?[] fields) => identity with
    {
        KeyPart = fields[EventTarget.CaseKey.Index]!.Evaluator,
        IdPart = fields[EventTarget.Event.Id.Index]!.Evaluator,
    };

    public FieldMapping?[] ReadFields(YamlSection? section)
    {
        var known = TargetNames.FieldsOf(target);
        return section is null ? new FieldMapping?[known.All.Count] : ReadFields(section, known, RecordScope, CaseTarget.AttributePrefix);
    }

    /// <summary>The attributes: those under their own key and those among the fields.</summary>
    public List<(string Name, FieldMapping Mapping)> ReadAttributes(YamlSection section)
    {
        foreach (var (key, value) in section.Entries) ReadAttribute(section, key, key.Text, value);
        return attributes;
    }

    public List<ListMapping> ReadLists(YamlSection section)
    {
        var known = TargetNames.ListsOf(target);
        var lists = new List<ListMapping>();
        foreach (var (name, _) in section.Entries)
        {
            if (!known.TryGetValue(name.Text, out var fields))
                Diagnostics.Error(name.Place, MappingCodes.UnknownTarget, $"a {EnumNames.Of(target)} has no list '{name.Text}'{(DidYouMean.Hint(name.Text, known.Keys) is { Length: > 0 } hint ? hint : $"; it has {string.Join(", ", known.Keys)}")}");
            else if (ReadList(name.Text, section.Section(name.Text), fields) is { } list)
                lists.Add(list);
        }

        return lists;
    }

    readonly List<(string Name, FieldMapping Mapping)> attributes = [];

    Scope RecordScope => Binder.ScopeOf(context.Record);

    ListMapping? ReadList(string name, YamlSection section, TargetFields fields)
    {
        section.End();
        var each = section.Text("each");
        if (!section.Has("fields")) section.Missing("fields");
        if (each is null) return null;

        var binder = BinderOf(each, RecordScope);
        if (binder.Convert(binder.BindText(), Accepts.List, "each") is not { } list)
        {
            // What its elements are is not known; their fields are at least looked at for names that do not exist.
            foreach (var (key, _) in section.Section("fields").Entries.Where(e => fields.Find(e.Key.Text) is null)) ReportUnknown(key, fields, null, RecordScope);
            return null;
        }

        var element = PathBinding.ScopeOf(list.Type.Item ?? MappingType.Null);
        var when = Expression(section, "when", Accepts.Bool, element);
        return section.Has("fields") ? new ListMapping(name, list.Evaluator, when, ReadFields(section.Section("fields"), fields, element, attributePrefix: null), each.Place) : null;
    }

    FieldMapping?[] ReadFields(YamlSection section, TargetFields known, Scope scope, string? attributePrefix)
    {
        var mappings = new FieldMapping?[known.All.Count];
        foreach (var (key, value) in section.Entries)
        {
            if (attributePrefix is not null && target == MappingTarget.Case && key.Text.StartsWith(attributePrefix, StringComparison.Ordinal))
                ReadAttribute(section, key, key.Text[attributePrefix.Length..], value);
            else if (known.Find(key.Text) is { } field)
                mappings[field.Index] = Field(field, value, scope, section.Path(key.Text));
            else
                ReportUnknown(key, known, value, scope);
        }

        foreach (var field in known.All.Where(f => f.IsRequired && !section.Has(f.Name)))
            Diagnostics.Error(section.Place, MappingCodes.RequiredTarget, $"{section.Path(field.Name)} is missing, and it is required");
        return mappings;
    }

    void ReportUnknown(YamlText key, TargetFields known, YamlNode? value, Scope scope)
    {
        var names = known.All.Select(f => f.Name);
        var remedy = DidYouMean.Hint(key.Text, names) is { Length: > 0 } hint ? hint
            : known == CaseTarget.Fields ? $"; for what the shared model has no field write attributes.{key.Text}" : "";
        Diagnostics.Error(key.Place, MappingCodes.UnknownTarget, $"there is no target field '{key.Text}'{remedy}");
        // Its expression is checked all the same.
        if (value is YamlText { IsEmpty: false } text) BinderOf(text, scope).BindText();
    }

    void ReadAttribute(YamlSection section, YamlText key, string name, YamlNode value)
    {
        if (name.Length is 0 or > 64 || name.Any(c => !char.IsLetterOrDigit(c) && c is not ('-' or '_' or '.')))
            Diagnostics.Error(key.Place, MappingCodes.UnknownTarget, $"'{name}' is no name of an attribute: letters, digits, '-', '_' and '.', at most 64");
        if (attributes.Exists(a => a.Name == name))
            Diagnostics.Error(key.Place, MappingCodes.UnknownTarget, $"the attribute '{name}' is mapped twice");
        if (Field(new TargetField(CaseTarget.AttributePrefix + name, TargetKind.Id, "", 0), value, RecordScope, section.Path(key.Text)) is { } mapping) attributes.Add((name, mapping));
    }

    FieldMapping? Field(TargetField field, YamlNode value, Scope scope, string path)
    {
        var nullOnError = false;
        if (value is YamlMap map)
        {
            var form = YamlSection.Item(map, path, MappingFileKeys.LongForm, Diagnostics, MappingCodes.Sections);
            nullOnError = form.Choice("onError") is not null;
            form.End();
            if (form.Text("from") is not { } from) return null;
            value = from;
        }

        if (value is not YamlText { IsEmpty: false } text)
        {
            Diagnostics.Error(value.Place, MappingCodes.WrongShape, $"{path} holds an expression, or 'from' with an expression and 'onError: null'{ListHint(value)}");
            return null;
        }

        var binder = BinderOf(text, scope);
        if (binder.Convert(binder.BindText(), field.Accepts, field.Name) is not { } bound) return null;
        if (field.Scale is { } scale) CheckScale(bound.Type, scale);
        return new FieldMapping(bound.Evaluator, text.TextPlace, nullOnError);
    }

    static string ListHint(YamlNode node) => node is YamlList ? "; a value that begins with '[' is a list in YAML: put the whole expression in double quotes" : "";

    void CheckScale(MappingType type, Scale scale)
    {
        foreach (var known in type.Known ?? [])
        {
            if (!scale.TryGet(known.Text, out _))
                Diagnostics.Error(known.Place, MappingCodes.NoTargetValue, $"'{known.Text}' is no {scale.What}{(DidYouMean.Hint(known.Text, scale.Names) is { Length: > 0 } hint ? hint : $"; there are {string.Join(", ", scale.Names)}")}");
        }
    }

    Evaluator? Reason(YamlSection identity)
    {
        if (identity.Node("reason") is not YamlText { IsEmpty: false } text) return Expression(identity, "reason", Accepts.Text);

        var binder = BinderOf(text, RecordScope);
        if (binder.Convert(binder.BindText(), Accepts.Text, "reason") is not { } bound) return null;
        CheckScale(bound.Type, IdentityMapping.Reasons);
        return bound.Evaluator;
    }

    Evaluator? Expression(YamlSection section, string key, Accepts accepts, Scope? scope = null)
    {
        if (section.Node(key) is null) _ = section.Text(key);
        return Expression(section.Node(key), accepts, key, scope ?? RecordScope);
    }

    Evaluator? Expression(YamlNode? node, Accepts accepts, string taker, Scope scope)
    {
        if (node is null) return null;
        if (node is not YamlText { IsEmpty: false } text)
        {
            Diagnostics.Error(node.Place, MappingCodes.WrongShape, $"'{taker}' holds an expression{ListHint(node)}");
            return null;
        }

        var binder = BinderOf(text, scope);
        return binder.Convert(binder.BindText(), accepts, taker)?.Evaluator;
    }

    Binder BinderOf(YamlText text, Scope scope) => new(context, new ScalarPlaces(text, fileText), scope);
}
