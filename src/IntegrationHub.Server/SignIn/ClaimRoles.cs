using System.Text.Json;
using IntegrationHub.Disclosure;
using IntegrationHub.Installation;

namespace IntegrationHub.Server;

/// <summary>Which role the claims of a token give.</summary>
static class ClaimRoles
{
    /// <summary>The role and the departments; null when no row fits. The first row that fits decides; a specialist belongs to the departments of all rows that fit.</summary>
    /// <param name="claims">The token's payload.</param>
    /// <param name="rows">The table.</param>
    public static (CallerRole Role, IReadOnlyList<string> Departments)? Of(JsonElement claims, IReadOnlyList<RoleRow> rows)
    {
        var fitting = rows.Where(row => Values(claims, row.Claim).Contains(row.Value, StringComparer.Ordinal)).ToList();
        if (fitting.Count == 0) return null;

        var role = fitting[0].Role;
        return (role, [.. fitting.Where(row => row.Role == role).SelectMany(row => row.Departments).Distinct(StringComparer.Ordinal)]);
    }

    /// <summary>The first text of a claim; null when it has none.</summary>
    public static string? Text(JsonElement claims, string claim) => Values(claims, claim).FirstOrDefault(text => text.Length > 0);

    /// <summary>The texts of a claim, one or a list. A claim inside another is named with dots: <c>realm_access.roles</c>.</summary>
    public static IReadOnlyList<string> Values(JsonElement claims, string claim)
    {
        if (claims.ValueKind != JsonValueKind.Object) return [];
        // As it is first: names of claims may be addresses, with dots in them.
        if (claims.TryGetProperty(claim, out var value)) return Texts(value);

        for (var dot = claim.IndexOf('.', StringComparison.Ordinal); dot > 0; dot = claim.IndexOf('.', dot + 1))
            if (claims.TryGetProperty(claim[..dot], out var inner) && Values(inner, claim[(dot + 1)..]) is { Count: > 0 } found) return found;
        return [];
    }

    static List<string> Texts(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => [value.GetString()!],
        JsonValueKind.Array => [.. value.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!)],
        _ => [],
    };
}
