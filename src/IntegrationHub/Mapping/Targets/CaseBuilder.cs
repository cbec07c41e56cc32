using IntegrationHub.Cases;
using IntegrationHub.Mapping.Expressions;
using IntegrationHub.Mapping.Records;
using IntegrationHub.Mapping.Values;

namespace IntegrationHub.Mapping.Targets;

/// <summary>Makes a case of what a plan has read.</summary>
internal sealed class CaseBuilder(SourceId source, FieldMapping?[] fields, IReadOnlyList<ListMapping> lists, IReadOnlyList<(string Name, FieldMapping Mapping)> attributes)
{
    readonly ListMapping? parties = lists.FirstOrDefault(l => l.Name == "parties");
    readonly ListMapping? timeline = lists.FirstOrDefault(l => l.Name == "timeline");
    readonly ListMapping? links = lists.FirstOrDefault(l => l.Name == "links");

    // Each attribute is a target of one field.
    readonly (string Name, TargetField Field, FieldMapping?[] Mapping)[] attributes =
        [.. attributes.Select(a => (a.Name, new TargetField(CaseTarget.AttributePrefix + a.Name, TargetKind.Id, "", 0), new FieldMapping?[] { a.Mapping }))];

    static readonly IReadOnlyDictionary<string, string> NoAttributes = new Dictionary<string, string>();

    public (Case Case, IReadOnlyList<CaseEvent> Timeline) Build(Evaluation run, Value record, string key, List<RecordFault> faults)
    {
        var read = new FieldReader(run, fields, faults, null, 0, record);
        var status = (CaseStatus?)read.Scale(CaseTarget.Status, out var unknownStatus) ?? CaseStatus.Unknown;
        var statusNote = status == CaseStatus.Unknown ? run.Notes.FindLast(n => n.Field == CaseTarget.Status.Name)?.UnknownCode : null;
        var confidentiality = (Confidentiality?)read.Scale(CaseTarget.Confidentiality, out _) ?? Confidentiality.Protected;

        var mapped = new Case
        {
            Key = key,
            Reference = new CaseReference(source, read.Text(CaseTarget.Number) ?? key),
            Type = read.Text(CaseTarget.Type),
            Title = read.Text(CaseTarget.Title) ?? "",
            PublicTitle = read.Text(CaseTarget.PublicTitle),
            Summary = read.Text(CaseTarget.Summary),
            Status = status,
            // A word that is in no table is kept, also where the mapping has no statusText of its own.
            SourceStatus = read.Text(CaseTarget.StatusText) ?? unknownStatus ?? statusNote,
            Channel = read.Text(CaseTarget.Channel),
            Department = read.Text(CaseTarget.Department),
            Handler = Handler(ref read),
            Parties = ListReader.Read(run, record, parties, faults, key, confidentiality, PartyOf),
            Location = Location(ref read),
            OpenedAt = read.Time(CaseTarget.OpenedAt),
            UpdatedAt = read.Time(CaseTarget.UpdatedAt),
            DueAt = read.Time(CaseTarget.DueAt),
            ClosedAt = read.Time(CaseTarget.ClosedAt),
            NextStep = read.Text(CaseTarget.NextStepText) is { } text ? new NextStep(text, read.Time(CaseTarget.NextStepBy)) : null,
            Links = ListReader.Read(run, record, links, faults, key, confidentiality, LinkOf),
            DeepLink = read.Url(CaseTarget.DeepLink),
            Confidentiality = confidentiality,
            Attributes = Attributes(run, record, faults),
        };

        var events = ListReader.Read(run, record, timeline, faults, key, confidentiality, TimelineEventOf);
        ReportRepeatedIds(events, faults);
        return (mapped, events);
    }

    /// <summary>One happening; null when what it must have is missing, which is reported.</summary>
    public static CaseEvent? EventOf(ref FieldReader read, EventFields fields, string caseKey, Confidentiality least)
    {
        var id = read.Text(fields.Id);
        var at = read.Time(fields.At);
        var kind = (EventKind?)read.Scale(fields.Kind, out _) ?? EventKind.Other;
        var level = (Confidentiality?)read.Scale(fields.Confidentiality, out _) ?? Confidentiality.Protected;
        var title = read.Text(fields.Title);
        var text = read.Text(fields.Text);
        var by = read.Text(fields.By);
        if (id is null || at is null) return null;

        return new CaseEvent { CaseKey = caseKey, Id = id, At = at.Value, Kind = kind, Title = title, Text = text, By = by, Confidentiality = level > least ? level : least };
    }

    static CaseHandler? Handler(ref FieldReader read)
    {
        var id = read.Text(CaseTarget.HandlerId);
        var name = read.Text(CaseTarget.HandlerName);
        var unit = read.Text(CaseTarget.HandlerUnit);
        var phone = read.Text(CaseTarget.HandlerPhone);
        var email = read.Text(CaseTarget.HandlerEmail);
        return (id ?? name ?? unit ?? phone ?? email) is null ? null : new CaseHandler { Id = id, Name = name, Unit = unit, Phone = phone, Email = email };
    }

    static CaseLocation? Location(ref FieldReader read)
    {
        var location = new CaseLocation
        {
            Address = read.Text(CaseTarget.Address),
            Property = read.Text(CaseTarget.Property),
            Latitude = read.Number(CaseTarget.Latitude),
            Longitude = read.Number(CaseTarget.Longitude),
        };
        return location is { Address: null, Property: null, Latitude: null, Longitude: null } ? null : location;
    }

    static CaseEvent? TimelineEventOf(ref FieldReader read, string caseKey, Confidentiality least) => EventOf(ref read, CaseTarget.TimelineEvent, caseKey, least);

    static Party PartyOf(ref FieldReader read, string caseKey, Confidentiality least) => new()
    {
        Role = (PartyRole?)read.Scale(CaseTarget.PartyRole, out _) ?? PartyRole.Other,
        Name = read.Text(CaseTarget.PartyName),
        PersonalNumber = read.Text(CaseTarget.PersonalNumber),
        OrganisationNumber = read.Text(CaseTarget.OrganisationNumber),
        Phone = read.Text(CaseTarget.PartyPhone),
        Email = read.Text(CaseTarget.PartyEmail),
        Address = read.Text(CaseTarget.PartyAddress),
        Protected = read.Flag(CaseTarget.Protected),
    };

    static CaseLink? LinkOf(ref FieldReader read, string caseKey, Confidentiality least)
    {
        var kind = read.Text(CaseTarget.LinkKind);
        var number = read.Text(CaseTarget.LinkNumber);
        return kind is null || number is null ? null : new CaseLink(kind, number);
    }

    IReadOnlyDictionary<string, string> Attributes(Evaluation run, Value record, List<RecordFault> faults)
    {
        if (attributes.Length == 0) return NoAttributes;

        var values = new Dictionary<string, string>(attributes.Length, StringComparer.Ordinal);
        foreach (var (name, field, mapping) in attributes)
        {
            var read = new FieldReader(run, mapping, faults, null, 0, record);
            if (read.Text(field) is { } text) values[name] = text;
        }

        return values;
    }

    // Comparing each with each costs less than a set, while they are few.
    static bool AreFewAndDistinct(CaseEvent[] events)
    {
        if (events.Length > 16) return false;

        for (var i = 1; i < events.Length; i++)
        {
            for (var j = 0; j < i; j++)
            {
                if (events[i].Id == events[j].Id) return false;
            }
        }

        return true;
    }

    // Two happenings of one id would overwrite each other in the index, and one would be lost without a word.
    void ReportRepeatedIds(CaseEvent[] events, List<RecordFault> faults)
    {
        if (AreFewAndDistinct(events)) return;

        var seen = new HashSet<string>(StringComparer.Ordinal);
        if (Array.TrueForAll(events, e => seen.Add(e.Id))) return;

        faults.Add(new RecordFault(RecordCodes.RepeatedId, "timeline.id", timeline!.Fields[CaseTarget.TimelineEvent.Id.Index]!.Place, "two items of the timeline have the same id; make it of what tells them apart"));
    }
}
