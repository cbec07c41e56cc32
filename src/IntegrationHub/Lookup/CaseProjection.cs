using IntegrationHub.Cases;
using IntegrationHub.Identity;
using IntegrationHub.Protection;

namespace IntegrationHub.Lookup;

/// <summary>What of an opened case goes into an answer: field by field, so that nothing new gets out unasked.</summary>
static class CaseProjection
{
    public static AnswerCase Of(FoundCase found, Case @case, string sourceTitle, bool protectedIdentity, MatchCertainty? certainty) => new()
    {
        Id = found.Case.Id.ToString(),
        Source = found.Case.Source.Value,
        SourceTitle = sourceTitle,
        Number = FreeText.Masked(@case.Reference.Number)!,
        Type = @case.Type,
        Title = FreeText.Masked(protectedIdentity ? @case.PublicTitle : @case.Title),
        Summary = protectedIdentity ? null : FreeText.Masked(@case.Summary),
        Status = @case.Status,
        SourceStatus = FreeText.Masked(@case.SourceStatus),
        Channel = @case.Channel,
        Department = @case.Department,
        Confidentiality = @case.Confidentiality,
        ProtectedIdentity = protectedIdentity,
        Outdated = found.NewerRecordHeld,
        EditedAt = found.EditedAt,
        Mapping = found.MappedWith is { } with ? new AnswerMapping(with.Mapping, with.Version) : null,
        Certainty = certainty,
        Handler = @case.Handler is { } handler ? Of(handler, protectedIdentity) : null,
        Parties = [.. @case.Parties.Select(party => Of(party, protectedIdentity))],
        Location = protectedIdentity ? null : @case.Location,
        OpenedAt = @case.OpenedAt,
        UpdatedAt = @case.UpdatedAt,
        DueAt = @case.DueAt,
        ClosedAt = @case.ClosedAt,
        NextStep = @case.NextStep is { } next ? new AnswerNextStep(protectedIdentity ? null : FreeText.Masked(next.Text), next.By) : null,
        Links = [.. @case.Links.Select(link => link with { Number = FreeText.Masked(link.Number)! })],
        DeepLink = FreeText.HoldsPersonalNumber(@case.DeepLink?.OriginalString) ? null : @case.DeepLink?.OriginalString,
        Attributes = protectedIdentity
            ? new Dictionary<string, string>()
            : @case.Attributes.ToDictionary(pair => pair.Key, pair => FreeText.Masked(pair.Value)!, StringComparer.Ordinal),
    };

    public static AnswerEvent Of(CaseEvent happening, SourceId source, bool protectedIdentity) => new()
    {
        At = happening.At,
        Kind = happening.Kind,
        Source = source.Value,
        Title = protectedIdentity ? null : FreeText.Masked(happening.Title),
        Text = protectedIdentity ? null : FreeText.Masked(happening.Text),
        By = protectedIdentity ? null : FreeText.Masked(happening.By),
    };

    static AnswerHandler Of(CaseHandler handler, bool protectedIdentity) => new()
    {
        Id = handler.Id,
        Name = handler.Name,
        Unit = protectedIdentity ? null : handler.Unit,
        Phone = protectedIdentity ? null : handler.Phone,
        Email = protectedIdentity ? null : handler.Email,
    };

    static AnswerParty Of(Party party, bool protectedIdentity) => new()
    {
        Role = party.Role,
        Name = FreeText.Masked(party.Name),
        PersonalNumber = MaskedNumber(party.PersonalNumber),
        OrganisationNumber = MaskedNumber(party.OrganisationNumber),
        Phone = protectedIdentity ? null : party.Phone,
        Email = protectedIdentity ? null : party.Email,
        Address = protectedIdentity ? null : party.Address,
    };

    // What is neither kind of number may be a personal number with a mistake in it.
    public static string? MaskedNumber(string? written) =>
        written is null ? null
        : PersonNumber.TryParse(written, out var person) ? person.ToString()
        : OrganisationNumber.TryParse(written, out var organisation) ? organisation.ToString()
        : "****";
}
