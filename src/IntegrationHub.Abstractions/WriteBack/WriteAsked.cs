namespace IntegrationHub.WriteBack;

/// <summary>Where a command stands that was asked for or decided of.</summary>
/// <param name="Id">Its id.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Cut">Whether its text is longer than the vendor takes, and is cut towards the vendor.</param>
public sealed record WriteAsked(string Id, WriteState State, bool Cut);
