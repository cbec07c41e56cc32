namespace IntegrationHub.AdapterKit;

/// <summary>A person's name in the parts that vendors have fields for.</summary>
/// <param name="First">The first names; null when the name is one word.</param>
/// <param name="Last">The last name.</param>
public readonly record struct PersonName(string? First, string Last)
{
    /// <summary>Takes the last word for the last name; null when there is no name.</summary>
    public static PersonName? Of(string? name)
    {
        if (name?.Trim() is not { Length: > 0 } whole) return null;

        var last = whole.LastIndexOf(' ');
        return last < 0 ? new PersonName(null, whole) : new PersonName(whole[..last].TrimEnd(), whole[(last + 1)..]);
    }
}
