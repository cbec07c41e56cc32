namespace IntegrationHub.Disclosure;

/// <summary>The municipality's decision, on record, that the contact centre may tell that a source has a case; and whom to call about it.</summary>
/// <param name="Decision">The decision's number or name, as an auditor would look for it.</param>
/// <param name="By">Who decided.</param>
/// <param name="Date">When it was decided.</param>
/// <param name="Unit">The unit that the citizen is sent to.</param>
/// <param name="Phone">The unit's telephone number, as it is to be shown.</param>
public sealed record ExistenceDecision(string Decision, string By, DateOnly Date, string Unit, string Phone);
