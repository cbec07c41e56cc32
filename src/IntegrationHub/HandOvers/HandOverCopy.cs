using IntegrationHub.Cases;
using IntegrationHub.Contacts;
using IntegrationHub.WriteBack;

namespace IntegrationHub.HandOvers;

/// <summary>Decides what of a hand-over goes into a case that a system makes of it. Pure: what is shown before is what is done.</summary>
static class HandOverCopy
{
    /// <summary>Why nothing is copied of whom it is for, and of what was written.</summary>
    public const string Hidden = "Somebody lives under a protected identity, and what was written may tell where.";

    /// <summary>The new case, as it is asked for.</summary>
    /// <param name="handOver">The hand-over.</param>
    /// <param name="protectedIdentity">Whether its person lives under a protected identity: then nothing goes along but what was written for the system.</param>
    /// <param name="made">What was written for the system.</param>
    public static WriteRequest RequestOf(HandOver handOver, bool protectedIdentity, HandOverCase made) => new()
    {
        Kind = WriteKind.Create,
        Subject = Written(made.Subject) ?? (protectedIdentity ? null : handOver.Subject),
        Text = Written(made.Text) ?? (protectedIdentity ? "" : handOver.Text),
        Person = protectedIdentity ? null : handOver.Person,
        Fields = made.Fields,
    };

    /// <summary>What is copied, cut, needed and lost.</summary>
    public static HandOverPreview Preview(HandOver handOver, bool protectedIdentity, WriteTarget target, HandOverCase made)
    {
        var request = RequestOf(handOver, protectedIdentity, made);
        var needed = target.Fields.Where(field => field.Required && !Given(field)).ToList();
        if (request.Subject is null && request.Text.Length == 0) needed.Insert(0, new WriteTargetField("text", Hidden + " Write what the system is to have.", true));
        return new HandOverPreview
        {
            Source = target.Source,
            Stream = target.Stream,
            Ready = needed.Count == 0,
            Copied = [.. Copied(request)],
            Cut = request.Text.Length > target.MaxText ? [new PreviewCut("text", request.Text.Length, target.MaxText.Value)] : [],
            Needed = needed,
            Optional = [.. target.Fields.Where(field => !field.Required && !Given(field))],
            Lost = [.. Lost(handOver, protectedIdentity, made)],
        };

        bool Given(WriteTargetField field) => !string.IsNullOrWhiteSpace(made.Fields.GetValueOrDefault(field.Name));
    }

    static string? Written(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    static IEnumerable<PreviewValue> Copied(WriteRequest request)
    {
        if (request.Subject is { } subject) yield return new PreviewValue("subject", subject);
        if (request.Text.Length > 0) yield return new PreviewValue("text", request.Text);
        // A number is not told again to who has not written it; that it goes along is.
        foreach (var (field, value) in ValuesOf(request.Person)) yield return new PreviewValue($"person.{field}", field is "personalNumber" or "organisationNumber" ? "…" : value);
        foreach (var (name, value) in request.Fields) yield return new PreviewValue($"fields.{name}", value);
    }

    static IEnumerable<PreviewLoss> Lost(HandOver handOver, bool protectedIdentity, HandOverCase made)
    {
        if (protectedIdentity)
        {
            yield return new PreviewLoss("person", Hidden);
            if (Written(made.Subject) is null) yield return new PreviewLoss("subject", Hidden);
            if (handOver.Text.Length > 0 && Written(made.Text) is null) yield return new PreviewLoss("text", Hidden);
        }

        if (handOver.Cases is { Count: > 0 }) yield return new PreviewLoss("cases", "The hub's links to cases of other systems stay in the hub.");
        if (handOver.Contact is not null) yield return new PreviewLoss("contact", "The conversation that it comes out of stays in the hub.");
        if (handOver.DueAt is not null) yield return new PreviewLoss("dueAt", "The system is told no time; the hub goes on to remind the unit.");
        if (handOver.Confidentiality > Confidentiality.Open) yield return new PreviewLoss("confidentiality", "The system decides who sees its case.");
        yield return new PreviewLoss("steps", "What the units wrote to each other stays in the hub.");
    }

    static IEnumerable<(string Field, string Value)> ValuesOf(ContactPerson? person)
    {
        foreach (var (field, value) in new[]
        {
            ("name", person?.Name), ("personalNumber", person?.PersonalNumber), ("organisationNumber", person?.OrganisationNumber), ("phone", person?.Phone), ("email", person?.Email),
        })
            if (value is { } known) yield return (field, known);
    }
}
