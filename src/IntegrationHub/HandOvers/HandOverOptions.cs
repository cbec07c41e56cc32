using IntegrationHub.Configuration;
using IntegrationHub.Disclosure;

namespace IntegrationHub.HandOvers;

/// <summary>The units that hold hand-overs, and how often is looked for what is due.</summary>
public sealed class HandOverOptions
{
    /// <summary>The units by their codes, with what people call them. The code of a department's unit is the department, as its specialists' keys and its cases name it.</summary>
    public IReadOnlyDictionary<string, string> Units { get; set; } = new Dictionary<string, string>(StringComparer.Ordinal) { [UsualAgents] = "Contact centre" };

    /// <summary>The unit that agents belong to.</summary>
    public string Agents { get; set; } = UsualAgents;

    /// <summary>How often is looked for what somebody is to be reminded of.</summary>
    public TimeSpan LookEvery { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How somebody outside is asked by mail; null when they are not.</summary>
    public ReplySettings? Replies { get; set; }

    /// <summary>The unit that agents belong to unless another is named.</summary>
    internal const string UsualAgents = "contactCentre";

    /// <summary>The units that a caller belongs to.</summary>
    public IReadOnlyList<string> UnitsOf(Caller caller)
    {
        ArgumentNullException.ThrowIfNull(caller);

        return caller.Role switch
        {
            CallerRole.Agent => [Agents],
            CallerRole.Specialist => caller.Departments,
            _ => [],
        };
    }

    /// <summary>Takes over what <c>hub.yaml</c> says.</summary>
    public void Take(HubFile file)
    {
        ArgumentNullException.ThrowIfNull(file);

        if (file.HandOvers.Agents is { } agents) Agents = agents;
        Replies = file.HandOvers.Replies ?? Replies;
        // Agents always have a unit, so that what they promise can come back to them.
        var units = new OrderedDictionary<string, string>(file.HandOvers.Units ?? new Dictionary<string, string>(), StringComparer.Ordinal);
        units.TryAdd(Agents, "Contact centre");
        Units = units;
    }
}
