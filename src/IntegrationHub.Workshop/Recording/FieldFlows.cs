using IntegrationHub.Configuration;
using IntegrationHub.Diagnostics;
using IntegrationHub.Mapping;
using IntegrationHub.Mapping.Expressions;
using IntegrationHub.Mapping.Files;
using IntegrationHub.Mapping.Records;
using IntegrationHub.Mapping.Traces;
using IntegrationHub.Mapping.Values;
using IntegrationHub.Workshop.Explaining;
using IntegrationHub.Workshop.Samples;

namespace IntegrationHub.Workshop.Recording;

/// <summary>Where the fields of a mapping's records end up: into which fields of the shared model their values flow, and whether something is decided by them.</summary>
/// <remarks>Paths are plain, without the marks of lists. It is read off the compiled mapping: a field that no record has filled is known too.</remarks>
internal sealed class FieldFlows
{
    readonly Dictionary<string, HashSet<string>> into = new(StringComparer.Ordinal);
    readonly HashSet<string> deciding = new(StringComparer.Ordinal);

    /// <summary>The fields that the mapping looks at.</summary>
    public IReadOnlyCollection<string> Fields => [.. into.Keys.Union(deciding)];

    /// <summary>Where a field's values flow to: <c>parties.name</c>, <c>title</c>, <c>identity.key</c>; nowhere for one that nobody maps.</summary>
    public IReadOnlySet<string> Targets(string field) => into.TryGetValue(field, out var targets) ? targets : new HashSet<string>();

    /// <summary>Whether a condition or a code table looks at the field: with another value other cases would come out.</summary>
    public bool Decides(string field) => deciding.Contains(field);

    /// <summary>Reads a mapping; null when it cannot be read.</summary>
    /// <param name="mappingFile">The file.</param>
    /// <param name="functions">The functions that it may call.</param>
    public static FieldFlows? Of(string mappingFile, MappingFunctions functions)
    {
        var expressions = new Expressions();
        if (MappingOnDisk.Read(mappingFile, new DiagnosticBag(), null, functions, expressions) is not { } mapping) return null;

        var flows = new FieldFlows();
        var names = ExpressionNames.Of(mappingFile, mapping.Text);
        var named = expressions.Roots.Where(r => names.ContainsKey(r.Key.Scalar.Place)).ToLookup(r => names[r.Key.Scalar.Place], r => r.Value);
        foreach (var name in named.Select(g => g.Key))
        {
            if (TargetOf(name, mapping.Mapping.Target) is { } target)
                foreach (var root in named[name]) new Walk(flows, expressions, named, functions, target, ListOf(name)).Into(root);
        }

        return flows;
    }

    // A let and the list of a list of the model are walked through by whoever uses them.
    static string? TargetOf(string name, MappingTarget target) =>
        name.StartsWith("let.", StringComparison.Ordinal) || name.EndsWith(".each", StringComparison.Ordinal) ? null
        : name.StartsWith("fields.", StringComparison.Ordinal) ? (target == MappingTarget.Case ? name[7..] : $"{EnumNames.Of(target)}.{name[7..]}")
        : name.StartsWith("lists.", StringComparison.Ordinal) ? name[6..].Replace(".fields.", ".", StringComparison.Ordinal)
        : name;

    static string? ListOf(string name) => name.StartsWith("lists.", StringComparison.Ordinal) ? name.Split('.')[1] : null;

    /// <summary>Follows one expression to the fields that it is made of.</summary>
    sealed class Walk(FieldFlows flows, Expressions expressions, ILookup<string, Syntax> named, MappingFunctions functions, string target, string? list)
    {
        readonly HashSet<string> lets = new(StringComparer.Ordinal);

        // What "identity.skip" and the like are made of decides, whatever way it goes.
        readonly bool onlyDecides = target.StartsWith("identity.", StringComparison.Ordinal) && target is not ("identity.key" or "identity.order" or "identity.mergedInto") || target.EndsWith(".when", StringComparison.Ordinal);

        public void Into(Syntax part) => Follow(part, onlyDecides);

        void Follow(Syntax part, bool decides)
        {
            switch (part)
            {
                case Syntax.Path path:
                    Take(path, decides);
                    break;
                case Syntax.Let let when lets.Add($"{let.Name} {decides}"):
                    foreach (var body in named[$"let.{let.Name}"]) Follow(body, decides);
                    break;
                case Syntax.ListOf items:
                    foreach (var item in items.Items) Follow(item, decides);
                    break;
                case Syntax.Coalesce either:
                    Follow(either.Left, decides);
                    Follow(either.Right, decides);
                    break;
                // Whether there is anything decides too, but stays so with another value.
                case Syntax.Compare { Left: var left, Right: var right } when IsNothing(left) || IsNothing(right):
                    break;
                case Syntax.Compare compare:
                    Follow(compare.Left, decides: true);
                    Follow(compare.Right, decides: true);
                    break;
                case Syntax.Logic logic:
                    Follow(logic.Left, decides: true);
                    Follow(logic.Right, decides: true);
                    break;
                case Syntax.Not not:
                    Follow(not.Operand, decides: true);
                    break;
                case Syntax.Call call:
                    FollowCall(call, decides);
                    break;
            }
        }

        void FollowCall(Syntax.Call call, bool decides)
        {
            var always = decides || call.Name == "lookup" || functions.Registry.Find(call.Name)?.Gives == "bool";
            switch (call.Name)
            {
                case "if":
                    Follow(call.Arguments[0], decides: true);
                    foreach (var value in call.Arguments.Skip(1)) Follow(value, decides);
                    break;
                case "case":
                    for (var i = 0; i < call.Arguments.Count; i++) Follow(call.Arguments[i], decides || (i % 2 == 0 && i < call.Arguments.Count - 1));
                    break;
                case "lookup":
                    if (call.Input is { } code) Follow(code, decides: true);
                    // The first argument names the table.
                    foreach (var more in call.Arguments.Skip(1)) Follow(more, decides: true);
                    break;
                case "filter":
                    Follow(call.Input!, decides);
                    foreach (var condition in call.Arguments) Follow(condition, decides: true);
                    break;
                case "nullIf":
                    Follow(call.Input!, decides);
                    break;
                default:
                    if (call.Input is { } input) Follow(input, always);
                    foreach (var argument in call.Arguments) Follow(argument, always);
                    break;
            }
        }

        void Take(Syntax.Path path, bool decides)
        {
            var fields = expressions.FieldsOf(path);
            foreach (var field in fields)
            {
                if (decides) flows.deciding.Add(field);
                else if (flows.into.TryGetValue(field, out var targets)) targets.Add(target);
                else flows.into[field] = new(StringComparer.Ordinal) { target };
            }

            // The element of a list that the mapping has put together.
            if (fields.Count == 0 && path.Start == PathStart.It && list is not null && lets.Add($"{list}.each {decides}"))
                foreach (var each in named[$"lists.{list}.each"]) Follow(each, decides);
        }

        static bool IsNothing(Syntax part) => part is Syntax.Literal { Value.Kind: ValueKind.Null };
    }

    /// <summary>Hears which expressions a mapping has, and which fields their paths are.</summary>
    sealed class Expressions : IMappingTrace
    {
        readonly Dictionary<Syntax, IReadOnlyList<string>> fieldsOf = new(ReferenceEqualityComparer.Instance);

        /// <summary>The whole of each expression: the part that is met last.</summary>
        public Dictionary<ScalarPlaces, Syntax> Roots { get; } = [];

        public IReadOnlyList<string> FieldsOf(Syntax.Path path) => fieldsOf.GetValueOrDefault(path) ?? [];

        public void Met(ScalarPlaces text, Syntax part, IReadOnlyList<string> fields)
        {
            Roots[text] = part;
            if (part is Syntax.Path && fields.Count > 0) fieldsOf[part] = [.. fieldsOf.GetValueOrDefault(part) ?? [], .. fields];
        }

        public void Valued(ScalarPlaces text, Syntax part, Evaluation run, in Value value)
        {
            // What flows where is read off the expressions, whatever a record holds.
        }

        public void Coded(CodeTable table, IReadOnlyList<string> codes)
        {
            // Likewise.
        }
    }
}
