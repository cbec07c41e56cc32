using System.Reflection;
using IntegrationHub.Mapping.Expressions;
using IntegrationHub.Mapping.Functions;
using IntegrationHub.Mapping.Records;
using IntegrationHub.Mapping.Values;

namespace IntegrationHub.Mapping.Own;

/// <summary>Makes a function of the language out of a class that an application brings.</summary>
internal static class OwnFunction
{
    static readonly string[] Kept = ["and", "or", "not", "in", "true", "false", "null", "it", "root"];

    /// <summary>The function as it is bound and explained.</summary>
    /// <exception cref="ArgumentException">Its attributes are missing, or say what cannot be.</exception>
    public static MappingFunction Of(IMappingFunction own)
    {
        var type = own.GetType();
        var says = type.GetCustomAttribute<MappingFunctionAttribute>() ?? throw Wrong(type, "has no [MappingFunction] that says what it is called");
        var parameters = type.GetCustomAttributes<MappingParameterAttribute>().OrderBy(p => p.Position).ToList();
        var examples = type.GetCustomAttributes<MappingExampleAttribute>().ToList();
        if (says.Name.Length == 0 || !char.IsLetter(says.Name[0]) || !says.Name.All(char.IsLetterOrDigit) || Kept.Contains(says.Name)) throw Wrong(type, $"is called '{says.Name}', which is no name of a function: letters and digits, starting with a letter, no word of the language");
        if (says.Summary.Length == 0 || says.Summary[^1] != '.') throw Wrong(type, "has a summary that is no sentence");
        if (!parameters.Select(p => p.Position).SequenceEqual(Enumerable.Range(1, parameters.Count))) throw Wrong(type, "has parameters whose positions are not 1, 2, 3 …");
        if (parameters.SkipWhile(p => !p.IsOptional).Any(p => !p.IsOptional)) throw Wrong(type, "has a parameter that must be there behind one that may be left out");
        if (examples.Count == 0) throw Wrong(type, "has no [MappingExample]; an example stands in the reference and is tried");

        var takes = says.Takes is { } t ? OwnType.Of(t) ?? throw Wrong(type, $"takes a {t.Name}, which is no type of the language") : null;
        var gives = OwnType.Of(says.Gives) ?? throw Wrong(type, $"gives a {says.Gives.Name}, which is no type of the language");
        var kinds = parameters.Select(p => OwnType.Of(p.Type) ?? throw Wrong(type, $"has a parameter of type {p.Type.Name}, which is no type of the language")).ToArray();
        return new MappingFunction(says.Name, says.Summary)
        {
            Group = says.Group,
            Input = takes?.Accepts ?? Accepts.None,
            Gives = gives.Name,
            Parameters = [.. parameters.Zip(kinds, (p, kind) => new Parameter(p.Name, kind.Accepts, p.IsConstant ? ParameterKind.Constant : ParameterKind.Value) { IsOptional = p.IsOptional })],
            Examples = [.. examples.Select(e => new Example(e.Expression, e.Gives))],
            Origin = $"{type.FullName} {type.Module.ModuleVersionId}",
            Bind = site => new Call(own, says.Name, takes, kinds, gives).Bind(site),
        };
    }

    static ArgumentException Wrong(Type type, string what) => new($"The mapping function {type.FullName} {what}.");

    sealed class Call(IMappingFunction own, string name, OwnType? takes, OwnType[] kinds, OwnType gives)
    {
        public Bound Bind(CallSite site)
        {
            var arguments = Enumerable.Range(0, site.Count).Select(i => site.Argument(i).Evaluator).ToArray();
            return site.Result(gives.Type, (Evaluation run, in Value it, in Value input) => Run(run, it, input, arguments));
        }

        Value Run(Evaluation run, in Value it, in Value input, Evaluator[] arguments)
        {
            if (!run.Step()) return Value.Fail(Evaluation.TooLarge);

            object? piped = null;
            if (takes is not null && takes.Read(run, input, out piped) is { } failure) return Value.Fail(failure);

            var values = new object?[arguments.Length];
            for (var i = 0; i < values.Length; i++)
            {
                var value = arguments[i].Evaluate(run, it);
                if (value.IsStopped) return value;
                if (!value.IsAbsentOrBlank && kinds[i].Read(run, value, out values[i]) is { } wrong) return Value.Fail(wrong);
            }

            try
            {
                return gives.Write(own.Call(new MappingCall(piped, values))) ?? Value.Fail(RecordCodes.FunctionFailed, $"'{name}' gave something else than the {gives.Name} that it says it gives; its author must mend it");
            }
            catch (UnmappableValueException e)
            {
                return Value.Fail(RecordCodes.FunctionFailed, $"'{name}' can make nothing of it: {e.Message}");
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                // Whatever it is, it is the record's fault or the function's, not the run's; and its message may hold the value.
                return Value.Fail(RecordCodes.FunctionFailed, $"'{name}' failed with {e.GetType().Name}; its author must mend it, or say why with UnmappableValueException");
            }
        }
    }
}
