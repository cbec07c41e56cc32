using IntegrationHub.Configuration;
using IntegrationHub.Diagnostics;
using IntegrationHub.Mapping.Expressions;
using IntegrationHub.Mapping.Files;
using IntegrationHub.Mapping.Targets;
using IntegrationHub.Mapping.Values;

namespace IntegrationHub.Mapping;

/// <summary>Compiles the parts of a mapping file that hold expressions.</summary>
internal sealed class MappingParts(string fileText, MappingContext context, MappingTarget target)
{
    DiagnosticBag Diagnostics => context.Diagnostics;

    public IdentityMapping ReadIdentity(YamlNode? node, Place file)
    {
        var isEvent = target == MappingTarget.Event;
        if (node is null)
        {
            if (!isEvent) Diagnostics.Error(file, MappingCodes.MissingKey, "the key 'identity' is missing");
            return new IdentityMapping(file);
        }

        if (Section.Of(node, "identity", Diagnostics, "key", "order", "deleted", "erased", "outOfScope", "mergedInto", "reason", "skip", "missingKey") is not { } identity) return new IdentityMapping(file);

        if (isEvent)
        {
            foreach (var key in (string[])["key", "deleted", "erased", "outOfScope", "mergedInto", "reason"])
            {
                if (identity.Node(key) is { } wrong) Diagnostics.Error(wrong.Place, MappingCodes.WrongValue, $"an event is named by its caseKey and id and is never deleted; '{key}' is for {CaseTarget.Name}");
            }
        }
        else
        {
            identity.Text("key", isRequired: true);
        }

        return new IdentityMapping(identity.Place)
        {
            KeyPart = isEvent ? null : Expression(identity.Node("key"), Accepts.Written, "key"),
            OrderPart = Expression(identity.Node("order"), Accepts.Int | Accepts.Date | Accepts.DateTime, "order"),
            Deleted = Expression(identity.Node("deleted"), Accepts.Bool, "deleted"),
            Erased = Expression(identity.Node("erased"), Accepts.Bool, "erased"),
            OutOfScope = Expression(identity.Node("outOfScope"), Accepts.Bool, "outOfScope"),
            MergedInto = Expression(identity.Node("mergedInto"), Accepts.Written, "mergedInto"),
            Reason = Reason(identity.Node("reason")),
            Skip = Expression(identity.Node("skip"), Accepts.Bool, "skip"),
            SkipsMissingKey = identity.Choice("missingKey", "quarantine", "skip") == "skip",
        };
    }

    /// <summary>Only what tells the key, for a plan of its own.</summary>
    public IdentityMapping ReadKey(YamlNode? identity, YamlNode? fields, Place file)
    {
        var map = identity as YamlMap;
        var skip = Expression(map?["skip"]?.Value, Accepts.Bool, "skip");
        if (target == MappingTarget.Case) return new IdentityMapping(file) { KeyPart = Expression(map?["key"]?.Value, Accepts.Written, "key"), Skip = skip };

        var byName = (YamlMap)fields!;
        return new IdentityMapping(file)
        {
            Skip = skip,
            KeyPart = Field(EventTarget.CaseKey, byName[EventTarget.CaseKey.Name]!.Value, RecordScope)?.Evaluator,
            IdPart = Field(EventTarget.Event.Id, byName[EventTarget.Event.Id.Name]!.Value, RecordScope)?.Evaluator,
        };
    }

    public static IdentityMapping WithEventKey(IdentityMapping identity, FieldMapping?[] fields) => identity with
    {
        KeyPart = fields[EventTarget.CaseKey.Index]!.Evaluator,
        IdPart = fields[EventTarget.Event.Id.Index]!.Evaluator,
    };

    public FieldMapping?[] ReadFields(YamlNode? node, Place file)
    {
        var known = target == MappingTarget.Case ? CaseTarget.Fields : EventTarget.Fields;
        if (node is not null) return ReadFields(node, "fields", known, RecordScope, CaseTarget.AttributePrefix);

        Diagnostics.Error(file, MappingCodes.MissingKey, "the key 'fields' is missing");
        return new FieldMapping?[known.All.Count];
    }

    /// <summary>The attributes: those under their own key and those among the fields.</summary>
    public List<(string Name, FieldMapping Mapping)> ReadAttributes(YamlNode? node)
    {
        if (node is not null && Section.Map(node, "attributes", Diagnostics) is { } map)
        {
            foreach (var entry in map.Entries) ReadAttribute(entry.Key, entry.Key.Text, entry.Value);
        }

        return attributes;
    }

    public List<ListMapping> ReadLists(YamlNode? node)
    {
        var lists = new List<ListMapping>();
        if (node is null || Section.Map(node, "lists", Diagnostics) is not { } map) return lists;

        foreach (var entry in map.Entries)
        {
            if (target == MappingTarget.Event || !CaseTarget.Lists.TryGetValue(entry.Key.Text, out var fields))
            {
                Diagnostics.Error(entry.Key.Place, MappingCodes.UnknownTarget, target == MappingTarget.Event
                    ? "an event has no lists"
                    : $"a case has no list '{entry.Key.Text}'{DidYouMean.Hint(entry.Key.Text, CaseTarget.Lists.Keys)}");
            }
            else if (ReadList(entry.Key, entry.Value, fields) is { } list)
            {
                lists.Add(list);
            }
        }

        return lists;
    }

    readonly List<(string Name, FieldMapping Mapping)> attributes = [];

    Scope RecordScope => Binder.ScopeOf(context.Record);

    ListMapping? ReadList(YamlText name, YamlNode node, TargetFields fields)
    {
        if (Section.Of(node, $"lists.{name.Text}", Diagnostics, "each", "when", "fields") is not { } section) return null;

        var each = section.Text("each", isRequired: true);
        if (each is null) return null;

        var binder = BinderOf(each, RecordScope);
        if (binder.Convert(binder.BindText(), Accepts.List, "each") is not { } list)
        {
            // What its elements are is not known; their fields are at least looked at for names that do not exist.
            CheckNames(section.Node("fields"), fields, $"lists.{name.Text}.fields");
            return null;
        }

        var element = PathBinding.ScopeOf(list.Type.Item ?? MappingType.Null);
        var when = section.Node("when") is { } condition ? Expression(condition, Accepts.Bool, "when", element) : null;
        if (section.Node("fields") is not { } fieldsNode)
        {
            Diagnostics.Error(section.Place, MappingCodes.MissingKey, $"the key 'fields' is missing in 'lists.{name.Text}'");
            return null;
        }

        return new ListMapping(name.Text, list.Evaluator, when, ReadFields(fieldsNode, $"lists.{name.Text}.fields", fields, element, attributePrefix: null), each.Place);
    }

    FieldMapping?[] ReadFields(YamlNode node, string name, TargetFields known, Scope scope, string? attributePrefix)
    {
        var mappings = new FieldMapping?[known.All.Count];
        if (Section.Map(node, name, Diagnostics) is not { } map) return mappings;

        foreach (var entry in map.Entries)
        {
            if (attributePrefix is not null && target == MappingTarget.Case && entry.Key.Text.StartsWith(attributePrefix, StringComparison.Ordinal))
                ReadAttribute(entry.Key, entry.Key.Text[attributePrefix.Length..], entry.Value);
            else if (known.Find(entry.Key.Text) is { } field)
                mappings[field.Index] = Field(field, entry.Value, scope);
            else
                ReportUnknown(entry.Key, known, entry.Value, scope);
        }

        foreach (var field in known.All.Where(f => f.IsRequired && map[f.Name] is null))
            Diagnostics.Error(map.Place, MappingCodes.RequiredTarget, $"the required field '{field.Name}' is not mapped in '{name}'");
        return mappings;
    }

    void CheckNames(YamlNode? node, TargetFields known, string name)
    {
        if (node is null || Section.Map(node, name, Diagnostics) is not { } map) return;
        foreach (var entry in map.Entries.Where(e => known.Find(e.Key.Text) is null)) ReportUnknown(entry.Key, known, null, RecordScope);
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

    void ReadAttribute(YamlText key, string name, YamlNode value)
    {
        if (name.Length is 0 or > 64 || name.Any(c => !char.IsLetterOrDigit(c) && c is not ('-' or '_' or '.')))
            Diagnostics.Error(key.Place, MappingCodes.UnknownTarget, $"'{name}' is no name of an attribute: letters, digits, '-', '_' and '.', at most 64");
        if (attributes.Exists(a => a.Name == name))
            Diagnostics.Error(key.Place, MappingCodes.UnknownTarget, $"the attribute '{name}' is mapped twice");
        if (Field(new TargetField(CaseTarget.AttributePrefix + name, TargetKind.Id, "", 0), value, RecordScope) is { } mapping) attributes.Add((name, mapping));
    }

    FieldMapping? Field(TargetField field, YamlNode value, Scope scope)
    {
        var nullOnError = false;
        if (value is YamlMap)
        {
            if (Section.Of(value, field.Name, Diagnostics, "from", "onError") is not { } form) return null;

            nullOnError = form.Text("onError") is { } policy && IsNull(policy);
            if (form.Text("from", isRequired: true) is not { } from) return null;
            value = from;
        }

        if (value is not YamlText { IsEmpty: false } text)
        {
            Diagnostics.Error(value.Place, MappingCodes.WrongShape, $"'{field.Name}' holds an expression, or 'from' with an expression and 'onError: null'{ListHint(value)}");
            return null;
        }

        var binder = BinderOf(text, scope);
        if (binder.Convert(binder.BindText(), field.Accepts, field.Name) is not { } bound) return null;
        if (field.Scale is { } scale) CheckScale(bound.Type, scale);
        return new FieldMapping(bound.Evaluator, text.TextPlace, nullOnError);
    }

    static string ListHint(YamlNode node) => node is YamlList ? "; a value that begins with '[' is a list in YAML: put the whole expression in double quotes" : "";

    bool IsNull(YamlText policy)
    {
        if (policy.Text == "null") return true;
        Diagnostics.Error(policy.Place, MappingCodes.WrongValue, $"'onError' is null (the value is left out and noted); without it the record goes to quarantine");
        return false;
    }

    void CheckScale(MappingType type, Scale scale)
    {
        foreach (var known in type.Known ?? [])
        {
            if (!scale.TryGet(known.Text, out _))
                Diagnostics.Error(known.Place, MappingCodes.NoTargetValue, $"'{known.Text}' is no {scale.What}{(DidYouMean.Hint(known.Text, scale.Names) is { Length: > 0 } hint ? hint : $"; there are {string.Join(", ", scale.Names)}")}");
        }
    }

    Evaluator? Reason(YamlNode? node)
    {
        if (node is not YamlText { IsEmpty: false } text) return Expression(node, Accepts.Text, "reason");

        var binder = BinderOf(text, RecordScope);
        if (binder.Convert(binder.BindText(), Accepts.Text, "reason") is not { } bound) return null;
        CheckScale(bound.Type, IdentityMapping.Reasons);
        return bound.Evaluator;
    }

    Evaluator? Expression(YamlNode? node, Accepts accepts, string taker, Scope? scope = null)
    {
        if (node is null) return null;
        if (node is not YamlText { IsEmpty: false } text)
        {
            Diagnostics.Error(node.Place, MappingCodes.WrongShape, $"'{taker}' holds an expression{ListHint(node)}");
            return null;
        }

        var binder = BinderOf(text, scope ?? RecordScope);
        return binder.Convert(binder.BindText(), accepts, taker)?.Evaluator;
    }

    Binder BinderOf(YamlText text, Scope scope) => new(context, new ScalarPlaces(text, fileText), scope);
}
