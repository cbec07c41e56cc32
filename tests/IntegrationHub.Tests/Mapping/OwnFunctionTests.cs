using IntegrationHub.Diagnostics;
using IntegrationHub.Hosting;
using IntegrationHub.Mapping;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationHub.Tests.Mapping;

/// <summary>Functions of the mapping language that an application brings.</summary>
public sealed class OwnFunctionTests
{
    static readonly MappingFunctions Functions = MappingFunctions.BuiltIn.With([new PlanCode(), new Shifted(), new Parts(), new Broken(), new Lying(), new Total()]);

    [Theory]
    [InlineData("'A-12' | planCode", "12")]
    [InlineData("code | planCode", "77", """{"code":"B-77"}""")]
    [InlineData("code | planCode", "null", """{"code":"  "}""")]
    [InlineData("missing | planCode", "null")]
    [InlineData("'2026-03-05' | date | shifted(2)", "2026-03-07")]
    [InlineData("'2026-03-05' | date | shifted(2, true)", "2026-03-03")]
    [InlineData("'2026-03-05' | date | shifted(days)", "2026-03-08", """{"days":3}""")]
    [InlineData("'a-b-c' | parts | join('+')", "a+b+c")]
    [InlineData("total(1.5, n)", "3.5", """{"n":2}""")]
    public void A_function_of_one_s_own_takes_and_gives_what_its_attributes_say(string expression, string expected, string record = "{}") => Assert.Equal(expected, Evaluate(expression, record));

    [Theory]
    [InlineData("1 | planCode", "IH2005", "'planCode' takes string but gets int")]
    [InlineData("'x' | planCode(1)", "IH2013", "'planCode' is called with 1 argument: x | planCode")]
    [InlineData("planCode()", "IH2013", "'planCode' takes its value from a pipe: x | planCode")]
    [InlineData("'2026-03-05' | date | shifted(1, gone)", "IH2013", "'back' of 'shifted' must be written out, not computed")]
    [InlineData("x | planCod", "IH2003", "there is no function 'planCod' (did you mean 'planCode'?)")]
    [InlineData("'a' | planCode | sum", "IH2005", "'sum' takes list but gets string")]
    public void A_call_that_cannot_be_is_told_before_a_record_runs(string expression, string code, string message)
    {
        var (_, diagnostics) = Compile(expression);

        var error = Assert.Single(diagnostics.All, d => d.Severity == Severity.Error);
        Assert.Equal(code, error.Code);
        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("code | broken", "'broken' failed with FormatException; its author must mend it, or say why with UnmappableValueException")]
    [InlineData("code | planCode", "'planCode' can make nothing of it: it has no hyphen")]
    [InlineData("code | lying", "'lying' gave something else than the int that it says it gives; its author must mend it")]
    public void What_it_throws_or_gives_wrongly_is_a_fault_of_the_record_with_its_place_and_without_the_value(string expression, string message)
    {
        var mapping = Compile(expression).Mapping!;

        var fault = mapping.Fault(Mappings.JsonRecord("""{"id":"1","code":"hemligt"}"""));

        Assert.Equal(("IH3220", "attributes.value", message), (fault.Code, fault.Field, fault.Message));
        Assert.Equal($"{Mappings.File}:12:29", fault.Place.ToString());
        Assert.DoesNotContain("hemligt", fault.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_fault_of_it_can_be_noted_instead_as_any_other()
    {
        var mapping = Functions.Compile(Source("attributes.value: { from: code | broken, onError: null }"), new DiagnosticBag())!;

        var mapped = mapping.Case("""{"id":"1","code":"x"}""");

        Assert.Equal("IH3220", Assert.Single(mapped.Notes).Code);
    }

    [Fact]
    public void Only_a_mapping_that_calls_it_has_another_fingerprint_for_it()
    {
        var with = Functions.Compile(Source("summary: x | planCode"), new DiagnosticBag())!.Fingerprint;
        var renamed = MappingFunctions.BuiltIn.With([new OtherPlanCode()]).Compile(Source("summary: x | planCode"), new DiagnosticBag())!.Fingerprint;
        var without = Functions.Compile(Source("summary: x | lower"), new DiagnosticBag())!.Fingerprint;
        var builtIn = MappingFunctions.BuiltIn.Compile(Source("summary: x | lower"), new DiagnosticBag())!.Fingerprint;

        Assert.False(with.Span.SequenceEqual(renamed.Span));
        Assert.True(without.Span.SequenceEqual(builtIn.Span));
    }

    [Theory]
    [InlineData(typeof(Nameless), "has no [MappingFunction]")]
    [InlineData(typeof(Keyword), "is called 'in', which is no name of a function")]
    [InlineData(typeof(Taken), "There is a mapping function 'lower' already")]
    [InlineData(typeof(OfTypes), "has a parameter of type Uri, which is no type of the language")]
    [InlineData(typeof(Backwards), "has a parameter that must be there behind one that may be left out")]
    [InlineData(typeof(Exampleless), "has no [MappingExample]")]
    public void Attributes_that_cannot_be_are_told_when_it_is_registered(Type type, string told)
    {
        var own = (IMappingFunction)Activator.CreateInstance(type)!;

        Assert.Contains(told, Assert.Throws<ArgumentException>(() => MappingFunctions.BuiltIn.With([own])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_hub_s_mappings_may_call_what_was_registered_with_it()
    {
        var services = new ServiceCollection();
        services.AddIntegrationHub(hub => hub.Tenant = "sundby").AddMappingFunction<PlanCode>();
        using var provider = services.BuildServiceProvider();

        var functions = provider.GetRequiredService<MappingFunctions>();

        Assert.NotNull(functions.Compile(Source("summary: x | planCode"), new DiagnosticBag()));
        Assert.Null(MappingFunctions.BuiltIn.Compile(Source("summary: x | planCode"), new DiagnosticBag()));
    }

    static MappingSource Source(string field) => new(Mappings.File, Mappings.Json(field), _ => null);

    static (IMapping? Mapping, DiagnosticBag Diagnostics) Compile(string expression)
    {
        var diagnostics = new DiagnosticBag();
        return (Functions.Compile(Source($"attributes.value: \"{expression}\""), diagnostics), diagnostics);
    }

    static string Evaluate(string expression, string record)
    {
        var (mapping, diagnostics) = Compile(expression);
        Assert.Empty(diagnostics.All.Where(d => d.Severity == Severity.Error).Select(d => d.ToString()));
        var fields = record == "{}" ? "\"id\":\"1\"" : "\"id\":\"1\"," + record[1..^1];
        return mapping!.Case("{" + fields + "}").Case.Attributes.GetValueOrDefault("value", "null");
    }

    [MappingFunction("planCode", "The number behind the hyphen.")]
    [MappingExample("'A-12' | planCode", "12")]
    sealed class PlanCode : IMappingFunction
    {
        public object? Call(MappingCall call) => call.Input<string>().Split('-') is [_, var number] ? number : throw new UnmappableValueException("it has no hyphen");
    }

    [MappingFunction("planCode", "The number behind the hyphen, read in another way.")]
    [MappingExample("'A-12' | planCode", "12")]
    sealed class OtherPlanCode : IMappingFunction
    {
        public object? Call(MappingCall call) => call.Input<string>()[2..];
    }

    [MappingFunction("shifted", "So many days later, or earlier.", Takes = typeof(DateOnly), Gives = typeof(DateOnly))]
    [MappingParameter(2, "back", typeof(bool), IsOptional = true, IsConstant = true)]
    [MappingParameter(1, "days", typeof(long))]
    [MappingExample("'2026-03-05' | date | shifted(1)", "2026-03-06")]
    sealed class Shifted : IMappingFunction
    {
        public object? Call(MappingCall call) => call.Input<DateOnly>().AddDays((int)call.Argument<long>(0) * (call.Argument<bool>(1) ? -1 : 1));
    }

    [MappingFunction("parts", "The parts between hyphens.", Gives = typeof(IReadOnlyList<string>))]
    [MappingExample("'a-b' | parts", "[a, b]")]
    sealed class Parts : IMappingFunction
    {
        public object? Call(MappingCall call) => call.Input<string>().Split('-');
    }

    [MappingFunction("total", "The sum of two numbers.", Takes = null, Gives = typeof(decimal))]
    [MappingParameter(1, "a", typeof(decimal))]
    [MappingParameter(2, "b", typeof(decimal))]
    [MappingExample("total(1, 2.5)", "3.5")]
    sealed class Total : IMappingFunction
    {
        public object? Call(MappingCall call) => call.Argument<decimal>(0) + call.Argument<decimal>(1);
    }

    [MappingFunction("broken", "Fails always.")]
    [MappingExample("'x' | broken", "fails IH3220")]
    sealed class Broken : IMappingFunction
    {
        public object? Call(MappingCall call) => throw new FormatException($"'{call.Input<string>()}' is not what I want");
    }

    [MappingFunction("lying", "Gives a text and says a number.", Gives = typeof(long))]
    [MappingExample("'x' | lying", "fails IH3220")]
    sealed class Lying : IMappingFunction
    {
        public object? Call(MappingCall call) => call.Input<string>();
    }

    class Nameless : IMappingFunction
    {
        public object? Call(MappingCall call) => null;
    }

    [MappingFunction("in", "Is a word of the language.")]
    [MappingExample("'x' | in", "x")]
    sealed class Keyword : Nameless;

    [MappingFunction("lower", "Is there already.")]
    [MappingExample("'x' | lower", "x")]
    sealed class Taken : Nameless;

    [MappingFunction("ofTypes", "Takes what there is not.")]
    [MappingParameter(1, "address", typeof(Uri))]
    [MappingExample("'x' | ofTypes('y')", "x")]
    sealed class OfTypes : Nameless;

    [MappingFunction("backwards", "Has its parameters the wrong way round.")]
    [MappingParameter(1, "a", typeof(string), IsOptional = true)]
    [MappingParameter(2, "b", typeof(string))]
    [MappingExample("'x' | backwards('y', 'z')", "x")]
    sealed class Backwards : Nameless;

    [MappingFunction("exampleless", "Shows nothing.")]
    sealed class Exampleless : Nameless;
}
