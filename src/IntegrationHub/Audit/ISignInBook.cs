using IntegrationHub.Disclosure;

namespace IntegrationHub.Audit;

/// <summary>Writes down who came in at the door of the pages, and who was sent away. Neither line ever holds a key.</summary>
public interface ISignInBook
{
    /// <summary>Somebody signs in; they are let in only after this.</summary>
    /// <param name="caller">The key's name and role, and who they say they are.</param>
    /// <param name="cancellationToken">Stops it before it is written.</param>
    /// <exception cref="AuditUnavailableException">It could not be written: then nobody is let in.</exception>
    Task SignedInAsync(Caller caller, CancellationToken cancellationToken);

    /// <summary>Somebody tried a key that is none.</summary>
    /// <param name="person">Who they say they are.</param>
    /// <param name="locked">Whether it was one too many, so that their address must wait.</param>
    /// <param name="cancellationToken">Stops it before it is written.</param>
    /// <exception cref="AuditUnavailableException">It could not be written.</exception>
    Task RefusedAsync(string person, bool locked, CancellationToken cancellationToken);
}
