using System.Text.Json;
using System.Text.RegularExpressions;

namespace IntegrationHub.Adapters.Tests.Open311;

/// <summary>What the contract says of JSON answers: an array of objects, names that it has, values of the kind it wants. Written from the contract, apart from what writes the answers.</summary>
static partial class GeoReportShape
{
    static readonly Dictionary<string, (string[] Needed, string[] Allowed)> Rows = new()
    {
        ["services"] = (["service_code", "service_name", "metadata", "type"], ["description", "keywords", "group"]),
        ["requests"] = ([],
        [
            "service_request_id", "token", "status", "status_notes", "service_name", "service_code", "description", "agency_responsible", "service_notice", "requested_datetime", "updated_datetime",
            "expected_datetime", "address", "address_id", "zipcode", "lat", "long", "media_url", "account_id", "interface_used", "first_name", "last_name", "email", "phone",
        ]),
        ["servicerequestupdates"] = (["update_id", "service_request_id", "status", "updated_datetime", "description"], ["media_url", "external_status_code", "customer_reference"]),
        ["errors"] = (["code", "description"], []),
    };

    /// <summary>What is wrong with an answer.</summary>
    public static List<string> Faults(string resource, string json)
    {
        var faults = new List<string>();
        using var document = JsonDocument.Parse(json);
        if (document.RootElement.ValueKind != JsonValueKind.Array) return ["no array"];

        foreach (var row in document.RootElement.EnumerateArray())
        {
            var names = row.EnumerateObject().Select(p => p.Name).ToList();
            faults.AddRange(names.GroupBy(n => n).Where(g => g.Count() > 1).Select(g => $"{g.Key} twice"));
            faults.AddRange(Rows[resource].Needed.Except(names).Select(n => $"{n} missing"));
            faults.AddRange(names.Except(Rows[resource].Needed.Concat(Rows[resource].Allowed)).Select(n => $"{n} is not of the contract"));
            if (resource == "requests" && !names.Contains("service_request_id") && !names.Contains("token")) faults.Add("neither service_request_id nor token");
            faults.AddRange(row.EnumerateObject().Where(p => !IsRight(p)).Select(p => $"{p.Name} is {p.Value.ValueKind}"));
        }

        return faults;
    }

    static bool IsRight(JsonProperty field) => field.Name switch
    {
        "lat" or "long" or "code" => field.Value.ValueKind == JsonValueKind.Number,
        "metadata" => field.Value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "requested_datetime" => field.Value.ValueKind == JsonValueKind.String && Time().IsMatch(field.Value.GetString()!),
        "updated_datetime" or "expected_datetime" => field.Value.ValueKind == JsonValueKind.Null || Time().IsMatch(field.Value.GetString()!),
        "service_request_id" or "update_id" or "service_code" or "status" => field.Value.ValueKind == JsonValueKind.String && field.Value.GetString()!.Length > 0,
        _ => field.Value.ValueKind is JsonValueKind.String or JsonValueKind.Null,
    };

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)$")]
    private static partial Regex Time();
}
