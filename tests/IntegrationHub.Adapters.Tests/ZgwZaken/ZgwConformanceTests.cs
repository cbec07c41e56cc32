using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using IntegrationHub.Adapters.Tests.Systems;

namespace IntegrationHub.Adapters.Tests.ZgwZaken;

/// <summary>What the hub expects of an adapter, of a ZGW register by its stream file.</summary>
public sealed class ZgwConformanceTests() : AdapterConformance(new ZgwSubject());

/// <summary>A ZGW register: everything, in the order of its numbers, page by page; a token for each call, and Accept-Crs with it.</summary>
sealed class ZgwSubject() : NumberedPagesSubject("zgw-zaken", "zgw-zaken")
{
    const string Secret = "the secret of the hub's application, 32 and more";

    public override IReadOnlyCollection<Capability> Capabilities { get; } = [Capability.VendorPages, Capability.UnsortedRows, Capability.OrderedRecords, Capability.CompleteReads, Capability.TellsTotal];

    public override IReadOnlyCollection<Waiver> Waivers { get; } =
    [
        new(nameof(AdapterConformance.Odd_pages_lose_nothing), "A page that comes twice makes more rows than the register's own count. Such a read is called incomplete and removes nothing; every case is in the index, and the next read is whole. Empty pages, and one behind the last, are no trouble."),
    ];

    public override string KeyOf(VendorCase @case) => Uuid(@case.Number);

    public override IReadOnlyDictionary<string, string> Settings(Uri vendor) =>
        new Dictionary<string, string> { ["url"] = new Uri(vendor, "zaken/api/v1").ToString(), ["clientId"] = "integrationhub", ["clientSecret"] = Secret };

    public override VendorAnswer Answer(VendorCall call, VendorCases cases)
    {
        if (Refused(call, cases.VendorNow) is { } code) return Problem(403, code);
        if (call.Headers.GetValueOrDefault("Accept-Crs") is not { } crs) return Problem(412, "precondition_failed");
        if (crs != "EPSG:4326") return Problem(406, "not_acceptable");
        if (call.Query.Keys.FirstOrDefault(k => k is not ("ordering" or "expand" or "page" or "pageSize")) is not null) return Problem(400, "invalid");

        return call.Path.Split('/')[4..] switch
        {
            ["zaken"] => List(call, cases),
            ["zaken", var uuid] => cases.All.FirstOrDefault(c => Uuid(c.Number) == uuid) is { } c ? VendorAnswer.Json(Zaak(c)) : Problem(404, "not_found"),
            _ => Problem(404, "not_found"),
        };
    }

    static VendorAnswer List(VendorCall call, VendorCases cases)
    {
        var rows = cases.Unsorted ? cases.All : [.. cases.All.OrderBy(c => c.Number)];
        return PageOf(call, "page", 1, rows, cases) is { } page
            ? VendorAnswer.Json($$"""{"count":{{cases.Total(rows.Count)}},"next":{{(page.Next is null ? "null" : "\"https://zaken.demodam.example/zaken/api/v1/zaken?page=next\"")}},"previous":null,"results":[{{string.Join(',', page.Rows.Select(Zaak))}}]}""")
            : VendorAnswer.Of("""{"type":"https://zaken.demodam.example/ref/fouten/NotFound/","code":"not_found","title":"Niet gevonden.","status":404,"detail":"Ongeldige pagina."}""", "application/problem+json", 404);
    }

    static string Zaak(VendorCase c) =>
        $$$$"""
        {"url":"https://zaken.demodam.example/zaken/api/v1/zaken/{{{{Uuid(c.Number)}}}}","uuid":"{{{{Uuid(c.Number)}}}}","identificatie":"ZAAK-2026-{{{{c.Number:0000000000}}}}","bronorganisatie":"517439943",
        "omschrijving":{{{{Json(c.Text.Length <= 80 ? c.Text : "Zaak")}}}},"toelichting":{{{{Json(c.Text)}}}},"zaaktype":"https://zaken.demodam.example/catalogi/api/v1/zaaktypen/1","registratiedatum":"2026-03-01",
        "startdatum":"{{{{(c.Broken ? "gisteren" : $"{c.OpenedAt:yyyy-MM-dd}")}}}}","einddatum":{{{{(c.Closed ? $"\"{c.ChangedAt:yyyy-MM-dd}\"" : "null")}}}},"laatstGemuteerd":"{{{{c.ChangedAt.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'}}}}",
        "communicatiekanaalNaam":"Balie","vertrouwelijkheidaanduiding":"openbaar","zaakgeometrie":{"type":"Point","coordinates":[4.9,{{{{c.Amount}}}}]},"opschorting":{"indicatie":false,"eerdereOpschorting":false,"reden":""},
        "kenmerken":[],"archiefstatus":"nog_te_archiveren","rollen":[],"status":"https://zaken.demodam.example/zaken/api/v1/statussen/{{{{c.Number}}}}",
        "_expand":{"zaaktype":{"identificatie":"OMGEVINGSVERGUNNING","omschrijving":"Omgevingsvergunning"},
        "status":{"datumStatusGezet":"{{{{c.ChangedAt.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}}}}","statustoelichting":"","_expand":{"statustype":{"omschrijving":"In behandeling","omschrijvingGeneriek":"In behandeling","statustekst":"","volgnummer":2,"isEindstatus":false} } }{{{{Roles(c.Person)}}}} } }
        """;

    static string Roles(CanaryPerson? person) => person is null ? "" :
        $$$"""
        ,"rollen":[{"betrokkeneType":"natuurlijk_persoon","omschrijvingGeneriek":"initiator","indicatieMachtiging":"","afwijkendeNaamBetrokkene":"","contactpersoonRol":{"emailadres":{{{Json(person.Email)}}},"telefoonnummer":{{{Json(person.Phone)}}},"naam":{{{Json(person.Name)}}}},
        "betrokkeneIdentificatie":{"inpBsn":{{{Json(person.PersonalNumber)}}},"geslachtsnaam":{{{Json(person.Name)}}},"voornamen":"","voorletters":"","verblijfsadres":{"gorOpenbareRuimteNaam":{{{Json(person.Address)}}},"aoaHuisnummer":1,"aoaPostcode":"1234AB","wplWoonplaatsNaam":"Demodam"} } }]
        """;

    // As vng-api-common's middleware: a token that is no token, of somebody unknown, signed with another key, without its time, or older than an hour.
    static string? Refused(VendorCall call, DateTimeOffset now)
    {
        if (call.Headers.GetValueOrDefault("Authorization") is not { } header || !header.StartsWith("Bearer ", StringComparison.Ordinal) || header[7..].Split('.') is not [var head, var payload, var signature]) return "jwt-decode-error";
        if (!System.Buffers.Text.Base64Url.IsValid(payload) || !System.Buffers.Text.Base64Url.IsValid(signature) || !Decode(payload).AsSpan().StartsWith("{"u8)) return "jwt-decode-error";

        using var claims = JsonDocument.Parse(Decode(payload));
        if (!claims.RootElement.TryGetProperty("iat", out var iat)) return "jwt-missing-iat-claim";
        if (claims.RootElement.GetProperty("client_id").GetString() != "integrationhub") return "invalid-client-identifier";
        if (!((string[])[Secret, Canary.Secret]).Any(s => Decode(signature).AsSpan().SequenceEqual(HMACSHA256.HashData(Encoding.UTF8.GetBytes(s), Encoding.ASCII.GetBytes($"{head}.{payload}"))))) return "invalid-jwt-signature";

        return now - DateTimeOffset.FromUnixTimeSeconds(iat.GetInt64()) > TimeSpan.FromHours(1) ? "jwt-expired" : null;
    }

    static byte[] Decode(string part) => System.Buffers.Text.Base64Url.DecodeFromChars(part);

    static VendorAnswer Problem(int status, string code) =>
        VendorAnswer.Of($$"""{"type":"https://zaken.demodam.example/ref/fouten/","code":"{{code}}","title":"U heeft geen toestemming om deze actie uit te voeren.","status":{{status}},"detail":""}""", "application/problem+json", status);

    static string Uuid(int number) => string.Create(CultureInfo.InvariantCulture, $"{number:00000000}-1111-4222-8333-0123456789ab");
}
