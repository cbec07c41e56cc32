using System.Text.Json;
using IntegrationHub.Cases;
using IntegrationHub.Mapping;

namespace IntegrationHub.Benchmarks.MappingJson;

/// <summary>The floor: what somebody would write who has one record shape and all the time in the world.</summary>
internal static class ReaderMapper
{
    public static MappingResult.MappedCase Map(ReadOnlySpan<byte> record)
    {
        var reader = new Utf8JsonReader(record);
        var found = default(Found);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("id"u8)) found.Key = Text(ref reader);
            else if (reader.ValueTextEquals("rev"u8)) { reader.Read(); found.Order = reader.GetInt64(); }
            else if (reader.ValueTextEquals("caseNumber"u8)) found.Number = Text(ref reader);
            else if (reader.ValueTextEquals("type"u8)) ReadType(ref reader, ref found);
            else if (reader.ValueTextEquals("title"u8)) found.Title = Text(ref reader);
            else if (reader.ValueTextEquals("publicTitle"u8)) found.PublicTitle = Text(ref reader);
            else if (reader.ValueTextEquals("description"u8)) found.Summary = Text(ref reader);
            else if (reader.ValueTextEquals("status"u8)) ReadStatus(ref reader, ref found);
            else if (reader.ValueTextEquals("channel"u8)) { reader.Read(); found.Channel = reader.ValueTextEquals("E"u8) ? "e-service" : reader.ValueTextEquals("P"u8) ? "letter" : null; }
            else if (reader.ValueTextEquals("unit"u8)) ReadUnit(ref reader, ref found);
            else if (reader.ValueTextEquals("handler"u8)) ReadHandler(ref reader, ref found);
            else if (reader.ValueTextEquals("property"u8)) found.Location = ReadProperty(ref reader);
            else if (reader.ValueTextEquals("dates"u8)) ReadDates(ref reader, ref found);
            else if (reader.ValueTextEquals("next"u8)) found.Next = ReadNext(ref reader);
            else if (reader.ValueTextEquals("link"u8)) found.Link = new Uri(Text(ref reader)!, UriKind.Absolute);
            else if (reader.ValueTextEquals("secrecy"u8)) { reader.Read(); found.Secrecy = reader.ValueTextEquals("O"u8) ? Confidentiality.Open : reader.ValueTextEquals("S"u8) ? Confidentiality.Secret : Confidentiality.Protected; }
            else if (reader.ValueTextEquals("applicants"u8)) found.Parties = ReadApplicants(ref reader);
            else if (reader.ValueTextEquals("events"u8)) found.Timeline = ReadEvents(ref reader);
            else { reader.Read(); reader.Skip(); }
        }

        return found.ToCase();
    }

    static void ReadType(ref Utf8JsonReader reader, ref Found found)
    {
        while (Next(ref reader))
        {
            if (reader.ValueTextEquals("code"u8))
            {
                reader.Read();
                found.Type = reader.ValueTextEquals("NB"u8) ? "building-permit.new"
                    : reader.ValueTextEquals("TB"u8) ? "building-permit.extension"
                    : reader.ValueTextEquals("RIV"u8) ? "demolition"
                    : reader.ValueTextEquals("MARK"u8) ? "ground" : "other";
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }
    }

    static void ReadStatus(ref Utf8JsonReader reader, ref Found found)
    {
        while (Next(ref reader))
        {
            if (reader.ValueTextEquals("code"u8))
            {
                reader.Read();
                found.Status = reader.ValueTextEquals("RECEIVED"u8) ? CaseStatus.Received
                    : reader.ValueTextEquals("REVIEW"u8) ? CaseStatus.InProgress
                    : reader.ValueTextEquals("SUPPLEMENT"u8) ? CaseStatus.WaitingForCitizen
                    : reader.ValueTextEquals("GRANTED"u8) ? CaseStatus.Decided
                    : reader.ValueTextEquals("WITHDRAWN"u8) ? CaseStatus.Withdrawn : CaseStatus.Unknown;
            }
            else
            {
                found.SourceStatus = Text(ref reader);
            }
        }
    }

    static void ReadUnit(ref Utf8JsonReader reader, ref Found found)
    {
        while (Next(ref reader))
        {
            if (reader.ValueTextEquals("department"u8)) found.Department = Text(ref reader);
            else found.Unit = Text(ref reader);
        }
    }

    static void ReadHandler(ref Utf8JsonReader reader, ref Found found)
    {
        while (Next(ref reader))
        {
            if (reader.ValueTextEquals("id"u8)) found.HandlerId = Text(ref reader);
            else if (reader.ValueTextEquals("name"u8)) found.HandlerName = Text(ref reader);
            else if (reader.ValueTextEquals("phone"u8)) found.HandlerPhone = Text(ref reader);
            else found.HandlerEmail = Text(ref reader)?.Trim().ToLowerInvariant();
        }
    }

    static CaseLocation ReadProperty(ref Utf8JsonReader reader)
    {
        string? designation = null, street = null, zip = null, city = null;
        decimal? lat = null, lon = null;
        while (Next(ref reader))
        {
            if (reader.ValueTextEquals("designation"u8))
            {
                designation = Text(ref reader);
            }
            else if (reader.ValueTextEquals("address"u8))
            {
                while (Next(ref reader))
                {
                    if (reader.ValueTextEquals("street"u8)) street = Text(ref reader);
                    else if (reader.ValueTextEquals("zip"u8)) zip = Text(ref reader);
                    else city = Text(ref reader);
                }
            }
            else
            {
                while (Next(ref reader))
                {
                    var isLat = reader.ValueTextEquals("lat"u8);
                    reader.Read();
                    if (isLat) lat = reader.GetDecimal();
                    else lon = reader.GetDecimal();
                }
            }
        }

        return new CaseLocation { Address = $"{street}, {zip} {city}", Property = designation, Latitude = lat, Longitude = lon };
    }

    static void ReadDates(ref Utf8JsonReader reader, ref Found found)
    {
        while (Next(ref reader))
        {
            if (reader.ValueTextEquals("submitted"u8)) found.Opened = Time(ref reader);
            else if (reader.ValueTextEquals("modified"u8)) found.Updated = Time(ref reader);
            else if (reader.ValueTextEquals("due"u8)) found.Due = Time(ref reader);
            else found.Closed = Time(ref reader);
        }
    }

    static NextStep ReadNext(ref Utf8JsonReader reader)
    {
        string? text = null;
        DateTimeOffset? by = null;
        while (Next(ref reader))
        {
            if (reader.ValueTextEquals("text"u8)) text = Text(ref reader);
            else by = Time(ref reader);
        }

        return new NextStep(text!, by);
    }

    static List<Party> ReadApplicants(ref Utf8JsonReader reader)
    {
        var parties = new List<Party>();
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
        {
            var role = PartyRole.Other;
            var isProtected = false;
            string? name = null, number = null, phone = null, email = null;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (reader.ValueTextEquals("role"u8))
                {
                    reader.Read();
                    role = reader.ValueTextEquals("applicant"u8) ? PartyRole.Applicant : reader.ValueTextEquals("agent"u8) ? PartyRole.Representative : PartyRole.Other;
                }
                else if (reader.ValueTextEquals("person"u8))
                {
                    while (Next(ref reader))
                    {
                        if (reader.ValueTextEquals("name"u8)) name = Text(ref reader);
                        else if (reader.ValueTextEquals("pnr"u8)) number = Text(ref reader);
                        else if (reader.ValueTextEquals("phone"u8)) phone = Text(ref reader);
                        else email = Text(ref reader)?.Trim().ToLowerInvariant();
                    }
                }
                else
                {
                    reader.Read();
                    isProtected = reader.ValueTextEquals("J"u8);
                }
            }

            parties.Add(new Party { Role = role, Name = name, PersonalNumber = number, Phone = phone, Email = email, Protected = isProtected });
        }

        return parties;
    }

    // Not cases' events yet: their key and confidentiality may stand further down in the record.
    static List<FoundEvent> ReadEvents(ref Utf8JsonReader reader)
    {
        var events = new List<FoundEvent>();
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
        {
            var kind = EventKind.Other;
            string? id = null, title = null, by = null;
            DateTimeOffset at = default;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (reader.ValueTextEquals("id"u8)) id = Text(ref reader);
                else if (reader.ValueTextEquals("t"u8)) at = Time(ref reader)!.Value;
                else if (reader.ValueTextEquals("title"u8)) title = Text(ref reader);
                else if (reader.ValueTextEquals("by"u8)) by = Text(ref reader);
                else
                {
                    reader.Read();
                    kind = reader.ValueTextEquals("RECEIVED"u8) ? EventKind.Received
                        : reader.ValueTextEquals("ASSIGNED"u8) ? EventKind.Assigned
                        : reader.ValueTextEquals("REQUESTED"u8) ? EventKind.SupplementRequested
                        : reader.ValueTextEquals("DECIDED"u8) ? EventKind.Decision : EventKind.Other;
                }
            }

            events.Add(new FoundEvent(id!, at, kind, title, by));
        }

        return events;
    }

    // Steps into an object at its first call, and to its next name at the others.
    static bool Next(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.StartObject) reader.Read();
        return reader.TokenType == JsonTokenType.PropertyName;
    }

    static string? Text(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.GetString();
    }

    static DateTimeOffset? Time(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.TokenType == JsonTokenType.Null ? null : Scales.Time(reader.ValueSpan);
    }

    readonly record struct FoundEvent(string Id, DateTimeOffset At, EventKind Kind, string? Title, string? By);

    struct Found
    {
        public string? Key, Number, Type, Title, PublicTitle, Summary, SourceStatus, Channel, Department, Unit, HandlerId, HandlerName, HandlerPhone, HandlerEmail;
        public long Order;
        public CaseStatus Status;
        public Confidentiality Secrecy;
        public CaseLocation? Location;
        public DateTimeOffset? Opened, Updated, Due, Closed;
        public NextStep? Next;
        public Uri? Link;
        public List<Party>? Parties;
        public List<FoundEvent>? Timeline;

        public readonly MappingResult.MappedCase ToCase()
        {
            var timeline = new CaseEvent[Timeline!.Count];
            for (var i = 0; i < timeline.Length; i++)
            {
                var happened = Timeline[i];
                timeline[i] = new CaseEvent { CaseKey = Key!, Id = happened.Id, At = happened.At, Kind = happened.Kind, Title = happened.Title, By = happened.By, Confidentiality = Secrecy };
            }

            var mapped = new Case
            {
                Key = Key!,
                Reference = new CaseReference(Scales.System, Number!),
                Type = Type,
                Title = Title!,
                PublicTitle = PublicTitle,
                Summary = Summary,
                Status = Status,
                SourceStatus = SourceStatus,
                Channel = Channel,
                Department = Department,
                Handler = new CaseHandler { Id = HandlerId, Name = HandlerName, Unit = Unit, Phone = HandlerPhone, Email = HandlerEmail },
                Parties = Parties!,
                Location = Location,
                OpenedAt = Opened,
                UpdatedAt = Updated,
                DueAt = Due,
                ClosedAt = Closed,
                NextStep = Next,
                DeepLink = Link,
                Confidentiality = Secrecy,
            };
            return new MappingResult.MappedCase(mapped, Order) { Timeline = timeline };
        }
    }
}
