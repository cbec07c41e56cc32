using System.Globalization;
using System.Text.Json;
using IntegrationHub.Cases;

namespace IntegrationHub.Protection;

/// <summary>The encrypted part of a case or an event as canonical JSON: fixed order, absent values left out, masks dropped.</summary>
static class PrivatePart
{
    /// <summary>What stands clear of a case's texts; the others go into the private part.</summary>
    public readonly record struct ClearTexts(bool Number, bool Title, bool PublicTitle, bool SourceStatus);

    public static void Write(Utf8JsonWriter json, Case @case, ClearTexts clear)
    {
        json.WriteStartObject();
        if (!clear.Number) json.WriteString("number", @case.Reference.Number);
        if (!clear.Title) json.WriteString("title", @case.Title);
        if (!clear.PublicTitle) WriteText(json, "publicTitle", @case.PublicTitle);
        if (!clear.SourceStatus) WriteText(json, "sourceStatus", @case.SourceStatus);
        WriteText(json, "summary", @case.Summary);
        WriteText(json, "channel", @case.Channel);
        if (@case.Handler is { } handler) WriteHandler(json, handler);
        if (@case.Parties.Count > 0) WriteParties(json, @case.Parties);
        if (@case.Location is { } location) WriteLocation(json, location);
        if (@case.NextStep is { } next)
        {
            json.WriteStartObject("nextStep");
            json.WriteString("text", next.Text);
            WriteTime(json, "by", next.By);
            json.WriteEndObject();
        }

        if (@case.Links.Count > 0) WriteLinks(json, @case.Links);
        WriteText(json, "deepLink", @case.DeepLink?.OriginalString);
        if (@case.Attributes.Count > 0) WriteAttributes(json, @case.Attributes);
        json.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter json, CaseEvent happening)
    {
        json.WriteStartObject();
        WriteText(json, "title", happening.Title);
        WriteText(json, "text", happening.Text);
        WriteText(json, "by", Masks.Without(happening.By));
        json.WriteEndObject();
    }

    public static Case Read(StoredCase stored, ReadOnlyMemory<byte> plain)
    {
        using var document = JsonDocument.Parse(plain);
        var root = document.RootElement;
        return new Case
        {
            Key = stored.Key,
            Reference = new CaseReference(stored.Source, Text(root, "number") ?? stored.Number),
            Type = stored.Type,
            Title = Text(root, "title") ?? stored.Title,
            PublicTitle = Text(root, "publicTitle") ?? stored.PublicTitle,
            Summary = Text(root, "summary"),
            Status = stored.Status,
            SourceStatus = Text(root, "sourceStatus") ?? stored.SourceStatus,
            Channel = Text(root, "channel"),
            Department = stored.Department,
            Handler = root.TryGetProperty("handler", out var handler) ? ReadHandler(handler) : null,
            Parties = root.TryGetProperty("parties", out var parties) ? [.. parties.EnumerateArray().Select(ReadParty)] : [],
            Location = root.TryGetProperty("location", out var location) ? ReadLocation(location) : null,
            OpenedAt = stored.OpenedAt,
            UpdatedAt = stored.UpdatedAt,
            DueAt = stored.DueAt,
            ClosedAt = stored.ClosedAt,
            NextStep = root.TryGetProperty("nextStep", out var next) ? new NextStep(Text(next, "text") ?? "", Time(next, "by")) : null,
            Links = root.TryGetProperty("links", out var links) ? [.. links.EnumerateArray().Select(link => new CaseLink(Text(link, "kind") ?? "", Text(link, "number") ?? ""))] : [],
            DeepLink = Text(root, "deepLink") is { } deepLink && Uri.TryCreate(deepLink, UriKind.RelativeOrAbsolute, out var uri) ? uri : null,
            Confidentiality = stored.Confidentiality,
            Attributes = root.TryGetProperty("attributes", out var attributes)
                ? attributes.EnumerateObject().ToDictionary(entry => entry.Name, entry => entry.Value.GetString() ?? "", StringComparer.Ordinal)
                : new Dictionary<string, string>(),
        };
    }

    public static CaseEvent Read(StoredEvent stored, ReadOnlyMemory<byte> plain)
    {
        using var document = JsonDocument.Parse(plain);
        return new CaseEvent
        {
            CaseKey = stored.CaseKey,
            Id = stored.Id,
            At = stored.At,
            Kind = stored.Kind,
            Title = Text(document.RootElement, "title"),
            Text = Text(document.RootElement, "text"),
            By = Text(document.RootElement, "by"),
            Confidentiality = stored.Confidentiality,
        };
    }

    public static void WriteText(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null) json.WriteString(name, value);
    }

    public static void WriteTime(Utf8JsonWriter json, string name, DateTimeOffset? value)
    {
        if (value is { } time) json.WriteString(name, time.UtcDateTime);
    }

    static void WriteHandler(Utf8JsonWriter json, CaseHandler handler)
    {
        json.WriteStartObject("handler");
        WriteText(json, "id", Masks.Without(handler.Id));
        WriteText(json, "name", Masks.Without(handler.Name));
        WriteText(json, "unit", Masks.Without(handler.Unit));
        WriteText(json, "phone", Masks.Without(handler.Phone));
        WriteText(json, "email", Masks.Without(handler.Email));
        json.WriteEndObject();
    }

    static CaseHandler ReadHandler(JsonElement handler) => new()
    {
        Id = Text(handler, "id"),
        Name = Text(handler, "name"),
        Unit = Text(handler, "unit"),
        Phone = Text(handler, "phone"),
        Email = Text(handler, "email"),
    };

    static void WriteParties(Utf8JsonWriter json, IReadOnlyList<Party> parties)
    {
        json.WriteStartArray("parties");
        foreach (var party in parties)
        {
            json.WriteStartObject();
            json.WriteNumber("role", (int)party.Role);
            WriteText(json, "name", Masks.Without(party.Name));
            WriteText(json, "personalNumber", Masks.Without(party.PersonalNumber));
            WriteText(json, "organisationNumber", Masks.Without(party.OrganisationNumber));
            WriteText(json, "phone", Masks.Without(party.Phone));
            WriteText(json, "email", Masks.Without(party.Email));
            WriteText(json, "address", Masks.Without(party.Address));
            if (party.Protected) json.WriteBoolean("protected", true);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    static Party ReadParty(JsonElement party) => new()
    {
        Role = (PartyRole)party.GetProperty("role").GetInt32(),
        Name = Text(party, "name"),
        PersonalNumber = Text(party, "personalNumber"),
        OrganisationNumber = Text(party, "organisationNumber"),
        Phone = Text(party, "phone"),
        Email = Text(party, "email"),
        Address = Text(party, "address"),
        Protected = party.TryGetProperty("protected", out _),
    };

    static void WriteLocation(Utf8JsonWriter json, CaseLocation location)
    {
        json.WriteStartObject("location");
        WriteText(json, "address", Masks.Without(location.Address));
        WriteText(json, "property", Masks.Without(location.Property));
        WriteDegrees(json, "latitude", location.Latitude);
        WriteDegrees(json, "longitude", location.Longitude);
        json.WriteEndObject();
    }

    static CaseLocation ReadLocation(JsonElement location) => new()
    {
        Address = Text(location, "address"),
        Property = Text(location, "property"),
        Latitude = location.TryGetProperty("latitude", out var latitude) ? latitude.GetDecimal() : null,
        Longitude = location.TryGetProperty("longitude", out var longitude) ? longitude.GetDecimal() : null,
    };

    // 59.10 and 59.1 are one place: the division takes trailing zeros away.
    static void WriteDegrees(Utf8JsonWriter json, string name, decimal? value)
    {
        if (value is { } degrees) json.WriteNumber(name, degrees / 1.0000000000000000000000000000m);
    }

    static void WriteLinks(Utf8JsonWriter json, IReadOnlyList<CaseLink> links)
    {
        json.WriteStartArray("links");
        foreach (var link in links)
        {
            json.WriteStartObject();
            json.WriteString("kind", link.Kind);
            json.WriteString("number", link.Number);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    static void WriteAttributes(Utf8JsonWriter json, IReadOnlyDictionary<string, string> attributes)
    {
        json.WriteStartObject("attributes");
        foreach (var (name, value) in attributes.OrderBy(pair => pair.Key, StringComparer.Ordinal)) json.WriteString(name, value);
        json.WriteEndObject();
    }

    static string? Text(JsonElement parent, string name) => parent.TryGetProperty(name, out var value) ? value.GetString() : null;

    static DateTimeOffset? Time(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) ? DateTimeOffset.Parse(value.GetString()!, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal) : null;
}
