using System.Text;
using IntegrationHub.Cases;
using IntegrationHub.Mapping;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace IntegrationHub.Benchmarks.MappingJson;

/// <summary>What most integrations do: the record becomes a <see cref="JObject"/>, and code picks from it.</summary>
internal static class ObjectMapper
{
    public static MappingResult.MappedCase Map(byte[] record)
    {
        using var reader = new JsonTextReader(new StreamReader(new MemoryStream(record), Encoding.UTF8)) { DateParseHandling = DateParseHandling.None, FloatParseHandling = FloatParseHandling.Decimal };
        var root = JObject.Load(reader);

        var key = (string)root["id"]!;
        var secrecy = Scales.Confidentiality((string?)root["secrecy"]);
        var (handler, property, dates, next) = (root["handler"], root["property"], root["dates"], root["next"]);
        var mapped = new Case
        {
            Key = key,
            Reference = new CaseReference(Scales.System, (string)root["caseNumber"]!),
            Type = Scales.Type((string?)root["type"]?["code"]),
            Title = (string)root["title"]!,
            PublicTitle = (string?)root["publicTitle"],
            Summary = (string?)root["description"],
            Status = Scales.Status((string?)root["status"]?["code"]),
            SourceStatus = (string?)root["status"]?["text"],
            Channel = Scales.Channel((string?)root["channel"]),
            Department = (string?)root["unit"]?["department"],
            Handler = new CaseHandler
            {
                Id = (string?)handler?["id"],
                Name = (string?)handler?["name"],
                Unit = (string?)root["unit"]?["name"],
                Phone = (string?)handler?["phone"],
                Email = ((string?)handler?["email"])?.Trim().ToLowerInvariant(),
            },
            Parties = [.. root["applicants"]!.Select(Party)],
            Location = new CaseLocation
            {
                Address = $"{(string?)property?["address"]?["street"]}, {(string?)property?["address"]?["zip"]} {(string?)property?["address"]?["city"]}",
                Property = (string?)property?["designation"],
                Latitude = (decimal?)property?["position"]?["lat"],
                Longitude = (decimal?)property?["position"]?["lon"],
            },
            OpenedAt = Time(dates?["submitted"]),
            UpdatedAt = Time(dates?["modified"]),
            DueAt = Time(dates?["due"]),
            ClosedAt = Time(dates?["closed"]),
            NextStep = new NextStep((string)next!["text"]!, Time(next["by"])),
            DeepLink = new Uri((string)root["link"]!, UriKind.Absolute),
            Confidentiality = secrecy,
        };
        return new MappingResult.MappedCase(mapped, (long)root["rev"]!) { Timeline = [.. root["events"]!.Select(happened => Event(happened, key, secrecy))] };
    }

    static Party Party(JToken applicant)
    {
        var person = applicant["person"];
        return new Party
        {
            Role = Scales.Role((string?)applicant["role"]),
            Name = (string?)person?["name"],
            PersonalNumber = (string?)person?["pnr"],
            Phone = (string?)person?["phone"],
            Email = ((string?)person?["email"])?.Trim().ToLowerInvariant(),
            Protected = (string?)applicant["protected"] == "J",
        };
    }

    static CaseEvent Event(JToken happened, string key, Confidentiality secrecy) => new()
    {
        CaseKey = key,
        Id = (string)happened["id"]!,
        At = Time(happened["t"])!.Value,
        Kind = Scales.Kind((string?)happened["type"]),
        Title = (string?)happened["title"],
        By = (string?)happened["by"],
        Confidentiality = secrecy,
    };

    static DateTimeOffset? Time(JToken? token) => (string?)token is { } text ? Scales.Time(text) : null;
}
