using System.Globalization;

namespace IntegrationHub.Testing;

/// <summary>One state of one case in a vendor system that a test scripts: how the vendor tells it is the script's to say.</summary>
public sealed record VendorCase
{
    /// <summary>The case's number, from 1. A script makes the vendor's own key of it.</summary>
    public required int Number { get; init; }

    /// <summary>Which state it is, from 1.</summary>
    public int Revision { get; init; } = 1;

    /// <summary>When the case came in, by the vendor's clock.</summary>
    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>When it came into this state, by the vendor's clock.</summary>
    public required DateTimeOffset ChangedAt { get; init; }

    /// <summary>From when the vendor shows this state, by the true clock: later than <see cref="ChangedAt"/> where it was committed late.</summary>
    public required DateTimeOffset VisibleAt { get; init; }

    /// <summary>The case is finished.</summary>
    public bool Closed { get; init; }

    /// <summary>The vendor says that the case was deleted, in a record or beside it.</summary>
    public bool Deleted { get; init; }

    /// <summary>This state is written so that the mapping cannot make sense of it. The key stays readable.</summary>
    public bool Broken { get; init; }

    /// <summary>Who has to do with the case, when the vendor is to tell of somebody.</summary>
    public CanaryPerson? Person { get; init; }

    /// <summary>Stands in <see cref="Text"/> and tells this state from every other one.</summary>
    public string Marker => string.Create(CultureInfo.InvariantCulture, $"c{Number}r{Revision}e");

    /// <summary>What the case is about; a script writes it where the mapping takes a text of the case from. It holds <see cref="Marker"/>.</summary>
    public string Text
    {
        get => text ?? $"Ärende {Marker}";
        init => text = value;
    }

    /// <summary>A number with decimals, as the vendor writes it; a script writes it, as a number where the format has numbers, where it has room for one.</summary>
    public string Amount { get; init; } = "0.50";

    readonly string? text;
}

/// <summary>Somebody in a vendor's record. All of it is invented.</summary>
/// <param name="Name">The name.</param>
/// <param name="PersonalNumber">The personal number, with its century.</param>
/// <param name="Phone">A telephone number.</param>
/// <param name="Email">An e-mail address.</param>
/// <param name="Address">A street address.</param>
public sealed record CanaryPerson(string Name, string PersonalNumber, string Phone, string Email, string Address);
