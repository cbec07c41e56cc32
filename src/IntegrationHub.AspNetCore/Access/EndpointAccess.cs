using IntegrationHub.Disclosure;

namespace IntegrationHub.AspNetCore;

/// <summary>Who may use an endpoint. Every endpoint carries one; without it nobody gets in.</summary>
/// <param name="Roles">The roles that may; null when everybody may, without a key.</param>
sealed record EndpointAccess(IReadOnlyList<CallerRole>? Roles)
{
    /// <summary>Health and the API's description: no data of anybody.</summary>
    public static EndpointAccess Everybody { get; } = new((IReadOnlyList<CallerRole>?)null);

    /// <summary>What vendors send: each proves itself by a signature or a secret of its stream file, and not by a key.</summary>
    public static EndpointAccess Proof { get; } = new((IReadOnlyList<CallerRole>?)null) { ProvesItself = true };

    /// <summary>What somebody outside sees: whoever has the link that they were sent.</summary>
    public static EndpointAccess Link { get; } = new((IReadOnlyList<CallerRole>?)null) { ProvesItself = true };

    /// <summary>Personal data: the desk and the departments, each request with a reason and a person.</summary>
    public static EndpointAccess PersonalData { get; } = new([CallerRole.Agent, CallerRole.Specialist]) { NamesThePerson = true };

    /// <summary>Streams, runs and quarantine: those who keep the hub running.</summary>
    public static EndpointAccess Operation { get; } = new([CallerRole.Operations, CallerRole.Administrator]);

    /// <summary>What records in quarantine hold: personal data that nobody knows yet how closed it is. With a reason and a person.</summary>
    public static EndpointAccess HeldRecords { get; } = new([CallerRole.Administrator]) { NamesThePerson = true };

    /// <summary>What operators did: names of people. Who reads it is named too.</summary>
    public static EndpointAccess Trail { get; } = new([CallerRole.Administrator]) { NamesThePerson = true };

    /// <summary>Whether a request is checked by the endpoint itself, against the secrets of the stream that it is for.</summary>
    public bool ProvesItself { get; private init; }

    /// <summary>Whether the header X-On-Behalf-Of must name who sits at the other end.</summary>
    public bool NamesThePerson { get; private init; }
}
