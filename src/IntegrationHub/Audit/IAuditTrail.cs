using IntegrationHub.Disclosure;

namespace IntegrationHub.Audit;

/// <summary>What operators did here and who signed in, for an administrator. Reading it is itself in the audit.</summary>
public interface IAuditTrail
{
    /// <summary>Lines of operators, newest first. Look-ups of people and cases are not among them.</summary>
    /// <exception cref="AuditDeniedException">The caller is no administrator; the attempt is in the audit.</exception>
    /// <exception cref="AuditUnavailableException">That it is read could not be written down, so nothing is told.</exception>
    Task<IReadOnlyList<WrittenAuditLine>> ReadAsync(Caller caller, AuditQuery query, CancellationToken cancellationToken);
}

/// <summary>Only an administrator may read what operators did. The attempt was written to the audit.</summary>
public sealed class AuditDeniedException() : Exception("What operators did is told to an administrator only.");
