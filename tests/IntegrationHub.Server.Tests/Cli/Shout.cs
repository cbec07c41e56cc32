using IntegrationHub.Mapping;

namespace IntegrationHub.Server.Tests.Cli;

/// <summary>A mapping function of an application's own.</summary>
[MappingFunction("shout", "The text in capitals, with a sign behind it.", Group = "Test")]
[MappingParameter(1, "sign", typeof(string), IsConstant = true, IsOptional = true)]
[MappingExample("'fire' | shout('!')", "FIRE!")]
public sealed class Shout : IMappingFunction
{
    /// <inheritdoc/>
    public object? Call(MappingCall call) => call.Input<string>().ToUpperInvariant() + call.Argument<string>(0);
}
