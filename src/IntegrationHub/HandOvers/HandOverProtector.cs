using System.Text.Json;
using IntegrationHub.Cases;
using IntegrationHub.Contacts;
using IntegrationHub.Protection;

namespace IntegrationHub.HandOvers;

/// <summary>Makes of hand-overs what a store may keep, and opens them again. Safe for several threads.</summary>
/// <remarks><see cref="FieldTable"/> says what becomes of each field.</remarks>
sealed class HandOverProtector(KeyRing keys, TenantId tenant)
{
    readonly FieldCipher handOvers = new(keys, tenant, "handOver", "private");
    readonly FieldCipher steps = new(keys, tenant, "handOverStep", "private");
    readonly KeyedHash holders = new(keys.IndexKey, "handOver", "holder", tenant.Value);
    readonly CaseKeys lookup = new(new BlindIndex(keys, tenant));

    /// <param name="id">Its id.</param>
    /// <param name="handOver">The hand-over, with what it takes from its contact.</param>
    /// <param name="begun">Where it stands.</param>
    /// <param name="originIsTold">Whether the unit that begins it is told of it for having begun it.</param>
    /// <param name="protectedIdentity">Whether the person lives under a protected identity: then they are found by their number only.</param>
    /// <param name="goesOut">What of it goes out of the house; null when nothing does.</param>
    public StoredHandOver Protect(HandOverId id, HandOver handOver, HandOverCourse begun, bool originIsTold, bool protectedIdentity, HandOverOut? goesOut = null)
    {
        var person = handOver.Person;
        var secret = new HandOverPrivate(handOver.Subject, handOver.Text, person?.Name, person?.PersonalNumber, person?.OrganisationNumber, person?.Phone, person?.Email);
        return new StoredHandOver
        {
            Id = id,
            Kind = handOver.Kind,
            Contact = handOver.Contact,
            Question = handOver.Question,
            Cases = [.. (handOver.Cases ?? []).Distinct()],
            Department = handOver.Department,
            Confidentiality = handOver.Confidentiality,
            CreatedAt = begun.Since,
            DueAt = handOver.DueAt?.ToUniversalTime(),
            RemindAt = handOver.RemindAt?.ToUniversalTime(),
            OriginUnit = originIsTold ? begun.Origin.Unit : null,
            Standing = StandingOf(begun, Earliest(handOver.RemindAt, handOver.DueAt), endedAt: null, goesOut),
            Private = handOvers.Protect(JsonSerializer.SerializeToUtf8Bytes(secret, HandOverJson.Default.HandOverPrivate), StableIds.Of(id.Value)),
            Keys = person is null ? [] : lookup.Of(ContactProtector.PartyOf(person), protectedIdentity),
        };
    }

    /// <exception cref="ProtectedValueException">It does not open.</exception>
    public HandOver Open(StoredHandOver stored)
    {
        var secret = JsonSerializer.Deserialize(handOvers.Open(stored.Private, StableIds.Of(stored.Id.Value)), HandOverJson.Default.HandOverPrivate)!;
        return new HandOver
        {
            Kind = stored.Kind,
            Contact = stored.Contact,
            Question = stored.Question,
            Cases = stored.Cases,
            Subject = secret.Subject,
            Text = secret.Text,
            Department = stored.Department,
            Confidentiality = stored.Confidentiality,
            DueAt = stored.DueAt,
            RemindAt = stored.RemindAt,
            Person = ContactProtector.PersonOf(secret.Name, secret.PersonalNumber, secret.OrganisationNumber, secret.Phone, secret.Email),
        };
    }

    public StoredStep Protect(HandOverId id, HandOverStep step) => new(step.Number, step.Kind, step.At.ToUniversalTime(), steps.Protect(
        JsonSerializer.SerializeToUtf8Bytes(new StepPrivate(step.By, step.From, step.To, step.Text, step.Outcome, step.Letter), HandOverJson.Default.StepPrivate), StableIds.Of(id.Value, step.Number)));

    /// <exception cref="ProtectedValueException">It does not open.</exception>
    public HandOverStep Open(HandOverId id, StoredStep stored)
    {
        var secret = JsonSerializer.Deserialize(steps.Open(stored.Private, StableIds.Of(id.Value, stored.Number)), HandOverJson.Default.StepPrivate)!;
        return new HandOverStep
        {
            Number = stored.Number,
            Kind = stored.Kind,
            At = stored.At,
            By = secret.By,
            From = secret.From,
            To = secret.To,
            Text = secret.Text,
            Outcome = secret.Outcome,
            Letter = secret.Letter,
        };
    }

    /// <exception cref="ProtectedValueException">It does not open.</exception>
    public OpenedHandOver Open(FoundHandOver found) => new(found.HandOver, Open(found.HandOver), [.. found.Steps.Select(step => Open(found.HandOver.Id, step))]);

    /// <summary>Where it stands, as far as a store's queries need it.</summary>
    public HandOverStanding StandingOf(HandOverCourse course, DateTimeOffset? remindNext, DateTimeOffset? endedAt, HandOverOut? goesOut) => new(course.State, course.Holder.Unit, course.Since)
    {
        Holder = KeyOf(course.Holder),
        RemindNext = course.IsOpen ? remindNext?.ToUniversalTime() : null,
        EndedAt = endedAt,
        Out = HandOverDecision.IsOut(course.Holder) && course.IsOpen ? goesOut : null,
    };

    /// <summary>What a group or a person is found by; null for other holders.</summary>
    public UInt128? KeyOf(HandOverHolder holder) => holder is { Kind: HolderKind.Group or HolderKind.Person, Name: { } name }
        ? holders.NumberOf(new CanonicalBytes().Add((int)holder.Kind).Add(holder.Unit).Add(name.Trim().ToUpperInvariant()).Written)
        : null;

    static DateTimeOffset? Earliest(DateTimeOffset? one, DateTimeOffset? other) => one is null || other < one ? other : one;
}
