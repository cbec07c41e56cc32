using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace IntegrationHub.Benchmarks.MappingJson;

/// <summary>Invented permit records as a building system might hand them over: nested JSON of about 1.3 KB, the same at every run.</summary>
internal static class PermitRecords
{
    static readonly string[] Types = ["NB", "TB", "RIV", "MARK", "OVR"];
    static readonly string[] Statuses = ["RECEIVED", "REVIEW", "SUPPLEMENT", "GRANTED", "WITHDRAWN"];
    static readonly string[] EventTypes = ["RECEIVED", "ASSIGNED", "REQUESTED", "DECIDED"];
    static readonly string[] Names = ["Tolvan Tolvansson", "Åsa Öberg", "Nils Ängström", "Majken \"Maja\" Lind", "Bo Ek"];
    static readonly string[] Streets = ["Storgatan", "Ängsvägen", "Kyrkogatan", "Norra Hamnvägen"];

    // Letters as they are, not as \u00E5: vendors' serializers escape little.
    static readonly JsonWriterOptions AsVendorsWrite = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Makes <paramref name="count"/> records.</summary>
    public static List<byte[]> Make(int count)
    {
        var random = new Random(20260310);
        return [.. Enumerable.Range(1, count).Select(number => Make(number, random))];
    }

    static byte[] Make(int number, Random random)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, AsVendorsWrite))
        {
            var submitted = new DateTimeOffset(2026, 1, 2, 8, 0, 0, TimeSpan.FromHours(1)).AddMinutes(random.Next(90_000));
            var status = Pick(Statuses, random);
            json.WriteStartObject();
            json.WriteString("id", $"7d1f{number:x8}");
            json.WriteNumber("rev", random.Next(1, 40));
            json.WriteString("caseNumber", $"BYGG 2026-{number:D6}");
            WriteObject(json, "type", ("code", Pick(Types, random)), ("text", "Nybyggnad av enbostadshus"));
            json.WriteString("title", $"Nybyggnad av enbostadshus, etapp {random.Next(1, 9)}");
            json.WriteString("publicTitle", "Bygglov för enbostadshus");
            json.WriteString("description", "Ett hus i en och en halv våning med garage.");
            WriteObject(json, "status", ("code", status), ("text", "Under handläggning"));
            json.WriteString("channel", random.Next(2) == 0 ? "E" : "P");
            WriteObject(json, "unit", ("department", "byggnadsnamnden"), ("name", "Bygglovsenheten"));
            WriteObject(json, "handler", ("id", $"hand{random.Next(100):D2}"), ("name", "Karin Skoog"), ("phone", "019-12 34 56"), ("email", " Karin.Skoog@sundby.example "));
            WriteProperty(json, random);
            WriteObject(json, "dates", ("submitted", Iso(submitted)), ("modified", Iso(submitted.AddDays(3).AddSeconds(17))), ("due", Iso(submitted.AddDays(70))),
                ("closed", status == "GRANTED" ? Iso(submitted.AddDays(40)) : null));
            WriteObject(json, "next", ("text", "Beslut i nämnden"), ("by", Iso(submitted.AddDays(60))));
            json.WriteString("link", $"https://bygg.sundby.example/arende/{number}");
            json.WriteString("secrecy", random.Next(20) == 0 ? "S" : "O");
            WriteApplicants(json, random);
            WriteEvents(json, submitted, random);
            json.WriteStartObject("internal");
            json.WriteBoolean("locked", false);
            json.WriteString("checksum", $"{random.NextInt64():x16}");
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return stream.ToArray();
    }

    static void WriteProperty(Utf8JsonWriter json, Random random)
    {
        json.WriteStartObject("property");
        json.WriteString("designation", $"BALDER {random.Next(1, 400)}");
        WriteObject(json, "address", ("street", $"{Pick(Streets, random)} {random.Next(1, 120)}"), ("zip", "123 45"), ("city", "Sundby"));
        json.WriteStartObject("position");
        json.WriteNumber("lat", 59m + random.Next(100_000) / 1_000_000m);
        json.WriteNumber("lon", 15m + random.Next(100_000) / 1_000_000m);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    static void WriteApplicants(Utf8JsonWriter json, Random random)
    {
        json.WriteStartArray("applicants");
        for (var i = random.Next(1, 3); i > 0; i--)
        {
            json.WriteStartObject();
            json.WriteString("role", i == 2 ? "agent" : "applicant");
            WriteObject(json, "person", ("name", Pick(Names, random)), ("pnr", "19121212-1212"), ("phone", "070-174 06 05"), ("email", "Tolvan@example.com"));
            json.WriteString("protected", random.Next(50) == 0 ? "J" : "N");
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    static void WriteEvents(Utf8JsonWriter json, DateTimeOffset submitted, Random random)
    {
        json.WriteStartArray("events");
        for (int i = 0, count = random.Next(1, 3); i < count; i++)
            WriteObject(json, null, ("id", $"e{i}"), ("t", Iso(submitted.AddDays(i))), ("type", Pick(EventTypes, random)), ("title", "Handling inkommen"), ("by", "kask01"));
        json.WriteEndArray();
    }

    static void WriteObject(Utf8JsonWriter json, string? name, params ReadOnlySpan<(string Name, string? Value)> members)
    {
        if (name is null) json.WriteStartObject();
        else json.WriteStartObject(name);
        foreach (var (member, value) in members) json.WriteString(member, value);
        json.WriteEndObject();
    }

    static string Iso(DateTimeOffset time) => time.ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture);

    static string Pick(string[] values, Random random) => values[random.Next(values.Length)];
}
