namespace IntegrationHub.HandOvers;

/// <summary>Who has it in hand.</summary>
public enum HolderKind
{
    /// <summary>A unit of the municipality: anybody who belongs to it may take it.</summary>
    Unit = 1,

    /// <summary>A group in a unit.</summary>
    Group = 2,

    /// <summary>One person in a unit.</summary>
    Person = 3,

    /// <summary>Somebody outside the municipality's units, by name and e-mail address.</summary>
    External = 4,

    /// <summary>A department's system.</summary>
    System = 5,
}

/// <summary>Who has a hand-over in hand. There is one at any time, and always a unit that answers for it.</summary>
/// <param name="Kind">What kind of holder it is.</param>
/// <param name="Unit">The unit's code; of somebody outside and of a system the unit that answers for it.</param>
/// <param name="Name">The group's, person's, outsider's or system's name; null for a unit.</param>
/// <param name="Email">The outsider's e-mail address.</param>
public sealed record HandOverHolder(HolderKind Kind, string Unit, string? Name = null, string? Email = null)
{
    /// <summary>Whether it is the same group, person, outsider or system of the same unit, or the same unit; names are compared without their case.</summary>
    public bool IsSameAs(HandOverHolder other)
    {
        ArgumentNullException.ThrowIfNull(other);

        return Kind == other.Kind && string.Equals(Unit, other.Unit, StringComparison.Ordinal)
            && string.Equals(Name, other.Name, StringComparison.OrdinalIgnoreCase) && string.Equals(Email, other.Email, StringComparison.OrdinalIgnoreCase);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Kind} of {Unit}";
}
