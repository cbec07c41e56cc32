using System.Globalization;
using System.Text.RegularExpressions;
using IntegrationHub.Adapters.Tests.Systems;

namespace IntegrationHub.Adapters.Tests.Signalen;

/// <summary>What the hub expects of an adapter, of Signalen by its stream file.</summary>
public sealed class SignalenConformanceTests() : AdapterConformance(new SignalenSubject());

/// <summary>The same where the list of reports that moved away is read too, as the stream file shows it.</summary>
public sealed class SignalenRemovedConformanceTests() : AdapterConformance(new SignalenRemovedSubject());

/// <summary>Signalen to a token that does not see all categories: what moves out of those it sees stands in a list of its own.</summary>
sealed partial class SignalenRemovedSubject : SignalenSubject
{
    public override string Title => "signalen-reports with the removed list";

    public override string Page => "mappings/signalen/CONFORMANCE-removed.md";

    public override IReadOnlyCollection<Capability> Capabilities { get; } =
        [Capability.AsksByTime, Capability.VendorPages, Capability.UnsortedRows, Capability.OrderedRecords, Capability.AnnouncesDeletes, Capability.CompleteReads, Capability.TellsTotal];

    // What the stream file has as a comment, with the category that its author is to write.
    public override string Section => Commented().Replace(base.Section, "  ").Replace("&category_slug=…&category_slug=…", "&category_slug=overig", StringComparison.Ordinal);

    public override VendorAnswer Answer(VendorCall call, VendorCases cases)
    {
        if (!SignsIn(call) || call.Path != "/signals/v1/private/signals/category/removed/") return base.Answer(call, cases);
        if (!call.Query.ContainsKey("category_slug")) return VendorAnswer.Json("""{"_links":{"self":{"href":"x"},"next":{"href":null},"previous":{"href":null}},"count":0,"results":[]}""");

        var after = call.Query.TryGetValue("after", out var text) ? DateTimeOffset.Parse(text, CultureInfo.InvariantCulture) : DateTimeOffset.MinValue;
        var gone = cases.All.Where(c => c.Deleted && c.ChangedAt >= after).Select(c => $$"""{"id":{{c.Number}}}""").ToList();
        return VendorAnswer.Json($$"""{"_links":{"self":{"href":"x"},"next":{"href":null},"previous":{"href":null} },"count":{{gone.Count}},"results":[{{string.Join(',', gone)}}]}""");
    }

    [GeneratedRegex("^  #   ", RegexOptions.Multiline)]
    private static partial Regex Commented();
}

/// <summary>Signalen: reports by when they changed, inclusive, in the order of their ids; pages by number, whose end is that there is no next one.</summary>
class SignalenSubject() : NumberedPagesSubject("signalen", "signalen-reports")
{
    const string Token = "the token of the hub's user";

    public override IReadOnlyCollection<Capability> Capabilities { get; } =
        [Capability.AsksByTime, Capability.VendorPages, Capability.UnsortedRows, Capability.OrderedRecords, Capability.CompleteReads, Capability.TellsTotal];

    public override string KeyOf(VendorCase @case) => @case.Number.ToString(CultureInfo.InvariantCulture);

    public override IReadOnlyDictionary<string, string> Settings(Uri vendor) => new Dictionary<string, string> { ["url"] = new Uri(vendor, "signals").ToString(), ["token"] = Token };

    public override VendorAnswer Answer(VendorCall call, VendorCases cases)
    {
        const string signals = "/signals/v1/private/signals/";
        if (!SignsIn(call)) return VendorAnswer.Json("""{"detail":"Invalid token."}""", 401);
        if (!call.Path.StartsWith(signals, StringComparison.Ordinal)) return NotFound;
        if (call.Path.Length == signals.Length) return List(call, cases);

        return int.TryParse(call.Path[signals.Length..], CultureInfo.InvariantCulture, out var id) && cases.Find(id) is { } found ? (found.Deleted ? NotAllowed : VendorAnswer.Json(Row(found))) : NotFound;
    }

    protected static bool SignsIn(VendorCall call) => call.Headers.GetValueOrDefault("Authorization") is $"Bearer {Token}" or $"Bearer {Canary.Secret}";

    // A report of a category that the token does not see.
    static VendorAnswer NotAllowed { get; } = VendorAnswer.Json("""{"detail":"Je hebt geen toestemming om deze actie uit te voeren."}""", 403);

    static VendorAnswer NotFound { get; } = VendorAnswer.Json("""{"detail":"Niet gevonden."}""", 404);

    static VendorAnswer List(VendorCall call, VendorCases cases)
    {
        var since = call.Query.TryGetValue("updated_after", out var text) ? DateTimeOffset.Parse(text, CultureInfo.InvariantCulture) : DateTimeOffset.MinValue;
        var rows = cases.All.Where(c => c.ChangedAt >= since && !c.Deleted).ToList();
        if (!cases.Unsorted) rows = [.. rows.OrderBy(c => c.Number)];
        if (PageOf(call, "page", 1, rows, cases) is not { } page) return VendorAnswer.Json("""{"detail":"Ongeldige pagina."}""", 404);

        return VendorAnswer.Json(
            $$"""
            {"_links":{"self":{"href":"https://elsewhere.demodam.example/signals"},"next":{"href":{{(page.Next is null ? "null" : "\"https://elsewhere.demodam.example/signals?page=next\"")}} },"previous":{"href":null} },
            "count":{{cases.Total(rows.Count)}},"results":[{{string.Join(',', page.Rows.Select(Row))}}]}
            """);
    }

    static string Row(VendorCase c) =>
        $$"""
        {"_links":{"self":{"href":"https://elsewhere.demodam.example/signals/v1/private/signals/{{c.Number}}"} },"_display":"{{c.Number}}","id":{{c.Number}},"id_display":"SIG-{{c.Number}}","signal_id":"6b0d1f9e-3c52-4a4e-9a57-{{c.Number:000000000000}}","source":"online","text":{{Json(c.Text)}},"text_extra":"",
        "status":{"text":null,"user":null,"state":"{{(c.Closed ? "o" : "m")}}","state_display":"{{(c.Closed ? "Afgehandeld" : "Gemeld")}}","send_email":false,"created_at":"{{Time(c.ChangedAt)}}"},
        "location":{"id":1,"stadsdeel":null,"address":{"openbare_ruimte":{{Json(c.Person?.Address ?? "Kerkstraat")}},"huisnummer":1,"huisletter":"","huisnummer_toevoeging":"","postcode":"1234AB","woonplaats":"Demodam"},
        "address_text":"","geometrie":{"type":"Point","coordinates":[4.9,{{c.Amount}}]},"extra_properties":null,"bag_validated":false},
        "category":{"sub":"Overig","sub_slug":"overig","main":"Overig","main_slug":"overig","departments":"ASC","deadline":null,"deadline_factor_3":null},
        "reporter":{"email":{{Json(c.Person?.Email ?? "")}},"phone":{{Json(c.Person?.Phone ?? "")}},"sharing_allowed":true},
        "priority":{"priority":"normal"},"type":{"code":"SIG"},"created_at":"{{Time(c.OpenedAt)}}","updated_at":"{{(c.Broken ? "gisteren" : Time(c.ChangedAt))}}",
        "notes":[{"text":{{Json(c.Person is { } p ? $"{p.Name} {p.PersonalNumber}" : "")}},"created_by":null}],"has_attachments":false,"has_parent":false,"has_children":false,"assigned_user_email":null}
        """;

    static string Time(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, Amsterdam).ToString("yyyy-MM-dd'T'HH:mm:ss.ffffffzzz", CultureInfo.InvariantCulture);

    static readonly TimeZoneInfo Amsterdam = TimeZoneInfo.FindSystemTimeZoneById("Europe/Amsterdam");
}
