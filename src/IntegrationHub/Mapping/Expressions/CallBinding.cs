using IntegrationHub.Diagnostics;
using IntegrationHub.Mapping.Functions;
using IntegrationHub.Mapping.Records;
using IntegrationHub.Mapping.Values;

namespace IntegrationHub.Mapping.Expressions;

/// <summary>Compiles a call: checks the input and the arguments against the function's description, then lets the function make its evaluator.</summary>
internal static class CallBinding
{
    public static Bound? Bind(Binder binder, Syntax.Call call)
    {
        if (binder.Context.Functions.Find(call.Name) is not { } function)
        {
            // The rest is checked all the same, so that everything wrong is told at once.
            if (call.Input is not null) binder.Bind(call.Input);
            return binder.Error(call.Offset, MappingCodes.Function, $"there is no function '{call.Name}'{DidYouMean.Hint(call.Name, binder.Context.Functions.Names)}");
        }

        binder.Context.Use(function);
        var input = BindInput(binder, call, function, out var isWrong);
        var arguments = BindArguments(binder, call, function, input, ref isWrong);
        if (isWrong) return null;
        return function.Bind(new CallSite(binder, call, function, input, arguments)) is { } bound ? bound with { Offset = call.Offset } : null;
    }

    static Bound? BindInput(Binder binder, Syntax.Call call, MappingFunction function, out bool isWrong)
    {
        isWrong = false;
        if (call.Input is null)
        {
            isWrong = function.Input != Accepts.None && !function.InputIsOptional;
            if (isWrong) binder.Error(call.Offset, MappingCodes.Arguments, $"'{call.Name}' takes its value from a pipe: x | {call.Name}");
            return null;
        }

        if (function.TakesWrittenItems && call.Input is Syntax.ListOf) return null;

        var input = binder.Bind(call.Input);
        if (function.Input == Accepts.None)
        {
            isWrong = true;
            binder.Error(call.Offset, MappingCodes.Arguments, $"'{call.Name}' takes no value from a pipe: {function.Signature}");
            return null;
        }

        if (input is not null) input = function.KeepsSource && input.Type.Kind == TypeKind.Source ? Binder.Untouched(input) : ConvertInput(binder, call, function, input);
        isWrong = input is null;
        return input;
    }

    // A wrong type is told at the function's name: the value itself may be far away, at the head of the chain.
    static Bound? ConvertInput(Binder binder, Syntax.Call call, MappingFunction function, Bound input) =>
        binder.Convert(input with { Offset = call.Offset }, function.Input, call.Name);

    static List<Argument> BindArguments(Binder binder, Syntax.Call call, MappingFunction function, Bound? input, ref bool isWrong)
    {
        var parameters = function.Parameters;
        var least = parameters.Count(p => !p.IsOptional && !p.Repeats);
        var most = parameters.Any(p => p.Repeats) ? 64 : parameters.Count;
        if (call.Arguments.Count < least || call.Arguments.Count > most)
        {
            binder.Error(call.Offset, MappingCodes.Arguments, $"'{call.Name}' is called with {call.Arguments.Count} argument{(call.Arguments.Count == 1 ? "" : "s")}: {function.Signature}");
            isWrong = true;
            return [];
        }

        var bound = new List<Argument>();
        for (var i = 0; i < call.Arguments.Count; i++)
        {
            var argument = BindArgument(binder, call, parameters[Math.Min(i, parameters.Count - 1)], call.Arguments[i], input);
            if (argument is null) isWrong = true;
            else bound.Add(argument);
        }

        return bound;
    }

    static Argument? BindArgument(Binder binder, Syntax.Call call, Parameter parameter, Syntax syntax, Bound? input)
    {
        switch (parameter.Kind)
        {
            case ParameterKind.TableName:
                return TableOf(binder, syntax) is { } table ? new Argument(null, table) : null;

            case ParameterKind.ForEach:
                if (input is null) return null;
                var element = binder.Inside(PathBinding.ScopeOf(input.Type.Item ?? MappingType.Null));
                var body = parameter.Accepts == Accepts.Any ? element.Bind(syntax) : element.Convert(element.Bind(syntax), parameter.Accepts, call.Name);
                return body is null ? null : new Argument(body, null);

            case ParameterKind.Constant:
                var constant = binder.Convert(binder.Bind(syntax), parameter.Accepts, call.Name);
                if (constant is null) return null;
                if (constant.Constant is { IsAbsent: false }) return new Argument(constant, null);
                binder.Error(syntax.Offset, MappingCodes.Arguments, $"'{parameter.Name}' of '{call.Name}' must be written out, not computed");
                return null;

            default:
                var value = binder.Bind(syntax);
                if (value is not null) value = parameter.KeepsSource && value.Type.Kind == TypeKind.Source ? Binder.Untouched(value) : binder.Convert(value, parameter.Accepts, call.Name);
                return value is null ? null : new Argument(value, null);
        }
    }

    static Files.CodeTable? TableOf(Binder binder, Syntax syntax)
    {
        var tables = binder.Context.Tables;
        var name = syntax is Syntax.Path { Start: PathStart.Here, Segments: [{ Name: { } only }] } ? only
            : syntax is Syntax.Literal { Value: { Kind: ValueKind.Text } text } ? text.Text : null;
        if (name is null)
        {
            binder.Error(syntax.Offset, MappingCodes.Arguments, "the name of a code table is expected");
            return null;
        }

        if (tables.TryGetValue(name, out var table))
        {
            binder.Context.Use(table);
            return table;
        }

        binder.Error(syntax.Offset, MappingCodes.Table, $"there is no code table '{name}'{DidYouMean.Hint(name, tables.Keys)}");
        return null;
    }
}
