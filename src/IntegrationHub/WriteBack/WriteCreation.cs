using IntegrationHub.Cases;
using IntegrationHub.Contacts;
using IntegrationHub.Diagnostics;
using IntegrationHub.Disclosure;
using IntegrationHub.Idempotency;
using IntegrationHub.Lookup;
using IntegrationHub.Protection;
using IntegrationHub.Streams;

namespace IntegrationHub.WriteBack;

/// <summary>Makes commands of what is to become a new case, and says who may create one where.</summary>
sealed class WriteCreation(WriteProtector protector, ProtectedIdentities protectedIdentities, Func<DisclosurePolicy> policy, Func<IReadOnlyList<StreamDefinition>> streams)
{
    /// <summary>Whether the caller would be told in full of an open case of the system, of their own department where it is one of several: only then do they create there.</summary>
    public static bool MayCreate(DisclosurePolicy policy, Caller caller, SourceId source)
    {
        var filter = policy.For(caller);
        return caller.Departments.Cast<string?>().Append(null).Any(department => filter.Of(source, department, type: null, Confidentiality.Open) == Disclosure.Disclosure.Full);
    }

    /// <summary>The systems in which the caller may create.</summary>
    public IReadOnlyList<WriteTarget> TargetsFor(Caller caller)
    {
        var current = policy();
        return [.. streams().Where(stream => MayCreate(current, caller, stream.Source)).Select(WriteRules.TargetOf).OfType<WriteTarget>().OrderBy(target => target.Source, StringComparer.Ordinal).ThenBy(target => target.Stream, StringComparer.Ordinal)];
    }

    /// <summary>The system of this name, or why there is none for this caller: one in which they may not create and one that is not there look the same.</summary>
    public (WriteTarget? Target, WriteProblem? Problem) Find(Caller caller, string source, string? stream)
    {
        var targets = TargetsFor(caller);
        var of = targets.Where(target => target.Source == source).ToList();
        if (of.Count == 0)
        {
            var names = targets.Select(target => target.Source).Distinct(StringComparer.Ordinal).ToList();
            return (null, new WriteProblem("source", names.Count == 0 ? "There is no system in which you may create cases." : $"There is no such system in which you may create cases{DidYouMean.Hint(source, names)}; there are {string.Join(", ", names)}."));
        }

        if (stream is null) return of.Count == 1 ? (of[0], null) : (null, new WriteProblem("stream", $"The system takes new cases by several streams: tell one of {string.Join(", ", of.Select(target => target.Stream))}."));
        return of.Find(target => target.Stream == stream) is { } found ? (found, null) : (null, new WriteProblem("stream", $"The system has no such stream; it has {string.Join(", ", of.Select(target => target.Stream))}."));
    }

    /// <summary>The command as the store keeps it.</summary>
    public async ValueTask<NewCommand> CommandAsync(string by, WriteRequest request, WriteTarget target, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var id = new WriteCommandId(RandomId.New());
        var secret = new WritePrivate
        {
            By = by,
            Subject = request.Subject,
            Text = request.Text,
            Fields = request.Fields.Count > 0 ? request.Fields : null,
            Person = request.Person,
            Protected = await IsMarkedAsync(request.Person, cancellationToken),
        };
        return new NewCommand
        {
            Id = id,
            Kind = WriteKind.Create,
            AskedAt = now,
            Cut = request.Text.Length > target.MaxText,
            Private = protector.Protect(id, secret),
        };
    }

    /// <summary>Whether the person lives under a protected identity.</summary>
    public async ValueTask<bool> IsMarkedAsync(ContactPerson? person, CancellationToken cancellationToken)
    {
        var numbers = OpenedContact.NumbersOf(person).ToList();
        if (numbers.Count == 0) return false;

        var marked = await protectedIdentities.AmongAsync(numbers, cancellationToken);
        return numbers.Any(marked.Holds);
    }

    /// <summary>The full name of the stream that writes to the system.</summary>
    public static StreamKey KeyOf(TenantId tenant, WriteTarget target) => new(tenant, new SourceId(target.Source), new StreamName(target.Stream));
}
