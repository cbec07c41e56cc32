using System.Collections.Frozen;
using IntegrationHub.Disclosure;

namespace IntegrationHub.AspNetCore;

/// <summary>How roles are written.</summary>
static class ApiRoles
{
    static readonly FrozenDictionary<string, CallerRole> ByName =
        Enum.GetValues<CallerRole>().ToFrozenDictionary(NameOf, StringComparer.Ordinal);

    public static IReadOnlyCollection<string> Names => ByName.Keys;

    public static string NameOf(CallerRole role) => role switch
    {
        CallerRole.Agent => "agent",
        CallerRole.Specialist => "specialist",
        CallerRole.Operations => "operations",
        CallerRole.Administrator => "administrator",
        _ => throw new ArgumentOutOfRangeException(nameof(role), role, "There is no name for this role."),
    };

    public static CallerRole? Of(string name) => ByName.TryGetValue(name, out var role) ? role : null;
}
