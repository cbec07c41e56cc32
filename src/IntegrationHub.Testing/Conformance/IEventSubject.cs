namespace IntegrationHub.Testing;

/// <summary>A subject whose stream holds what happened to cases (a mapping with the target <c>event</c>), not cases: a <see cref="VendorCase"/> is then one happening, and its key is the event's id.</summary>
public interface IEventSubject
{
    /// <summary>The key of the case that a happening belongs to, as the mapping reads it. Several happenings should share a case.</summary>
    /// <param name="happening">The happening.</param>
    string CaseOf(VendorCase happening);

    /// <summary>Whether the vendor writes a happening anew when somebody corrects it; else what has happened stands, and only new ones come.</summary>
    bool Corrects { get; }
}
