using System.Globalization;
using IntegrationHub.Diagnostics;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace IntegrationHub.Testing;

/// <summary>Reads one mapping of a stub file.</summary>
internal static class StubReader
{
    static readonly string[] Matchers = ["equalTo", "contains", "matches", "equalToJson"];
    static readonly string[] Addresses = ["url", "urlPattern", "urlPath", "urlPathPattern"];

    public static Stub? Read(string file, JToken mapping, string standardName, string bodies, DiagnosticBag diagnostics)
    {
        if (mapping is not JObject found)
        {
            diagnostics.Error(StubJson.PlaceOf(file, mapping), StubCodes.WrongValue, "a mapping is an object with request and response");
            return null;
        }

        StubJson.Keys(file, found, ["id", "uuid", "name", "request", "response"], ["priority", "scenarioName", "requiredScenarioState", "newScenarioState", "persistent", "metadata", "postServeActions"], diagnostics);
        var name = StubJson.Text(file, found, "name", diagnostics) ?? standardName;
        var request = Section(file, found, "request", diagnostics);
        var response = Section(file, found, "response", diagnostics);
        return request is null || response is null ? null : new Stub(name, file, ReadRequest(file, request, diagnostics), ReadResponse(file, response, bodies, diagnostics));
    }

    static JObject? Section(string file, JObject found, string key, DiagnosticBag diagnostics)
    {
        if (found[key] is JObject section) return section;

        diagnostics.Error(StubJson.PlaceOf(file, found[key] ?? found), StubCodes.Missing, $"'{key}' is missing: a mapping is an object with request and response");
        return null;
    }

    static StubRequest ReadRequest(string file, JObject request, DiagnosticBag diagnostics)
    {
        StubJson.Keys(file, request, ["method", .. Addresses, "headers", "queryParameters", "bodyPatterns"],
            ["urlPathTemplate", "pathParameters", "cookies", "basicAuthCredentials", "formParameters", "multipartPatterns", "scheme", "host", "port", "customMatcher"], diagnostics);
        var written = Addresses.Where(key => request[key] is not null).ToList();
        if (written.Count > 1) diagnostics.Error(StubJson.PlaceOf(file, request[written[1]]!), StubCodes.WrongValue, $"a request has one of {string.Join(", ", Addresses)}, not {string.Join(" and ", written)}");

        var address = written.Count > 0 ? StubJson.Text(file, request, written[0], diagnostics) : null;
        var matcher = address is null ? null : new StubMatcher(written[0].EndsWith("Pattern", StringComparison.Ordinal) ? "matches" : "equalTo", address);
        return new StubRequest
        {
            Method = StubJson.Text(file, request, "method", diagnostics)?.ToUpperInvariant(),
            Path = written is ["urlPath" or "urlPathPattern", ..] ? Checked(file, request, written[0], matcher, diagnostics) : null,
            Target = written is ["url" or "urlPattern", ..] ? Checked(file, request, written[0], matcher, diagnostics) : null,
            Headers = Named(file, request, "headers", diagnostics),
            Query = Named(file, request, "queryParameters", diagnostics),
            Body = Body(file, request, diagnostics),
        };
    }

    static List<(string, StubMatcher)> Named(string file, JObject request, string key, DiagnosticBag diagnostics)
    {
        var matchers = new List<(string, StubMatcher)>();
        if (request[key] is null) return matchers;
        if (request[key] is not JObject named)
        {
            diagnostics.Error(StubJson.PlaceOf(file, request[key]!), StubCodes.WrongValue, $"'{key}' must be an object of names, each with how its value is compared: {{\"Accept\": {{\"contains\": \"xml\"}}}}");
            return matchers;
        }

        foreach (var property in named.Properties())
            if (Matcher(file, property.Value, Matchers[..3], diagnostics) is { } matcher) matchers.Add((property.Name, matcher));
        return matchers;
    }

    static StubMatcher? Body(string file, JObject request, DiagnosticBag diagnostics)
    {
        switch (request["bodyPatterns"])
        {
            case null:
                return null;
            case JArray { Count: 1 } one:
                return Matcher(file, one[0], Matchers, diagnostics);
            case var other:
                diagnostics.Error(StubJson.PlaceOf(file, other), StubCodes.NotInSubset, "'bodyPatterns' must be a list of one pattern: some readers of this format look at the first only");
                return null;
        }
    }

    static StubMatcher? Matcher(string file, JToken written, string[] kinds, DiagnosticBag diagnostics)
    {
        if (written is not JObject { Count: 1 } found || found.Properties().First() is not { } only || !kinds.Contains(only.Name, StringComparer.Ordinal))
        {
            diagnostics.Error(StubJson.PlaceOf(file, written), StubCodes.NotInSubset, $"a value is compared by exactly one of {string.Join(", ", kinds)}: {{\"equalTo\": \"…\"}}");
            return null;
        }

        var value = only.Value is JValue { Type: JTokenType.String, Value: string text } ? text : only.Name == "equalToJson" ? only.Value.ToString(Formatting.None) : null;
        if (string.IsNullOrEmpty(value))
        {
            diagnostics.Error(StubJson.PlaceOf(file, only), StubCodes.WrongValue, $"'{only.Name}' must be a text that is not empty");
            return null;
        }

        return Checked(file, found, only.Name, new StubMatcher(only.Name, value), diagnostics);
    }

    static StubMatcher? Checked(string file, JObject found, string key, StubMatcher? matcher, DiagnosticBag diagnostics)
    {
        if (matcher is not { Kind: "matches" or "equalToJson" }) return matcher;

        try
        {
            if (matcher.Kind == "matches") matcher.Fits("");
            else JToken.Parse(matcher.Value);
            return matcher;
        }
        catch (ArgumentException wrong)
        {
            diagnostics.Error(StubJson.PlaceOf(file, found[key]!), StubCodes.WrongValue, $"'{matcher.Value}' is no regular expression: {wrong.Message}");
        }
        catch (JsonException)
        {
            diagnostics.Error(StubJson.PlaceOf(file, found[key]!), StubCodes.WrongValue, "'equalToJson' holds no JSON");
        }

        return null;
    }

    static VendorAnswer ReadResponse(string file, JObject response, string bodies, DiagnosticBag diagnostics)
    {
        string[] contents = ["body", "jsonBody", "base64Body", "bodyFileName"];
        StubJson.Keys(file, response, ["status", "headers", .. contents],
            ["fault", "fixedDelayMilliseconds", "delayDistribution", "chunkedDribbleDelay", "proxyBaseUrl", "transformers", "transformerParameters", "statusMessage", "additionalProxyRequestHeaders"], diagnostics);
        var written = contents.Where(key => response[key] is not null).ToList();
        if (written.Count > 1) diagnostics.Error(StubJson.PlaceOf(file, response[written[1]]!), StubCodes.WrongValue, $"a response has one of {string.Join(", ", contents)}, not {string.Join(" and ", written)}");

        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        if (response["headers"] is JObject named)
        {
            foreach (var property in named.Properties())
                if (StubJson.Text(file, named, property.Name, diagnostics) is { } value) headers[property.Name] = value;
        }
        else if (response["headers"] is { } other)
        {
            diagnostics.Error(StubJson.PlaceOf(file, other), StubCodes.WrongValue, "'headers' must be an object of names and texts");
        }

        headers.Remove("Content-Type", out var type);
        headers.Remove("Content-Length");
        return new VendorAnswer
        {
            Status = StubJson.Number(file, response, "status", 100, 599, diagnostics) ?? 200,
            ContentType = type ?? (written is ["jsonBody", ..] ? "application/json" : null),
            Headers = headers,
            Body = written.Count == 0 ? default : Content(file, response, written[0], bodies, diagnostics),
        };
    }

    static byte[] Content(string file, JObject response, string key, string bodies, DiagnosticBag diagnostics)
    {
        if (key == "jsonBody") return System.Text.Encoding.UTF8.GetBytes(response[key]!.ToString(Formatting.None));
        if (StubJson.Text(file, response, key, diagnostics) is not { } text) return [];
        if (key == "body") return System.Text.Encoding.UTF8.GetBytes(text);
        if (key == "base64Body")
        {
            try
            {
                return Convert.FromBase64String(text);
            }
            catch (FormatException)
            {
                diagnostics.Error(StubJson.PlaceOf(file, response[key]!), StubCodes.WrongValue, "'base64Body' holds no base 64");
                return [];
            }
        }

        var path = Path.GetFullPath(Path.Combine(bodies, text));
        if (path.StartsWith(Path.GetFullPath(bodies) + Path.DirectorySeparatorChar, StringComparison.Ordinal) && File.Exists(path)) return File.ReadAllBytes(path);

        diagnostics.Error(StubJson.PlaceOf(file, response[key]!), StubCodes.NoBody, string.Create(CultureInfo.InvariantCulture, $"there is no file '{text}' in {Path.GetFileName(bodies)} beside the stub files"));
        return [];
    }
}
