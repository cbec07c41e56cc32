namespace IntegrationHub.Mapping.Targets;

/// <summary>What each target is called and holds.</summary>
internal static class TargetNames
{
    static readonly IReadOnlyDictionary<string, TargetFields> None = new Dictionary<string, TargetFields>();

    /// <summary>The target of a mapping file. While what stands there is no target, a mapping is one of cases.</summary>
    public static MappingTarget Of(string? name) => name switch
    {
        EventTarget.Name => MappingTarget.Event,
        ContactTarget.Name => MappingTarget.Contact,
        _ => MappingTarget.Case,
    };

    /// <summary>The fields of a target.</summary>
    public static TargetFields FieldsOf(MappingTarget target) => target switch
    {
        MappingTarget.Case => CaseTarget.Fields,
        MappingTarget.Event => EventTarget.Fields,
        _ => ContactTarget.Fields,
    };

    /// <summary>The lists of a target, by their names.</summary>
    public static IReadOnlyDictionary<string, TargetFields> ListsOf(MappingTarget target) => target switch
    {
        MappingTarget.Case => CaseTarget.Lists,
        MappingTarget.Event => None,
        _ => ContactTarget.Lists,
    };
}
