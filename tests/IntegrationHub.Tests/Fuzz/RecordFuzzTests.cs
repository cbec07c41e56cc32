using System.Net;
using System.Net.Http.Headers;
using System.Text;
using IntegrationHub.AdapterKit;
using IntegrationHub.Diagnostics;
using IntegrationHub.Faults;
using IntegrationHub.Identity;
using IntegrationHub.Lookup;
using IntegrationHub.Mapping;
using IntegrationHub.Protection;
using IntegrationHub.Quarantine;
using IntegrationHub.Sources;
using IntegrationHub.Tests.Mapping;
using IntegrationHub.Tests.Shared;

namespace IntegrationHub.Tests.Fuzz;

/// <summary>What vendors send and what people type, broken: it is mapped, held or refused, and nothing else.</summary>
public sealed class RecordFuzzTests
{
    static readonly string[] Charsets = ["utf-8", "windows-1252", "iso-8859-1", "utf-16"];

    [Fact]
    public void An_xml_record_whatever_it_holds_is_mapped_or_held()
    {
        var mapping = Compiled("byggr/byggr-permits.mapping.yaml");
        Fuzzing.Bytes([.. Samples("byggr", RecordFormat.Xml).Select(record => record.Content.ToArray())], bytes =>
        {
            foreach (var charset in Charsets) Map(mapping, new SourceRecord { Content = bytes, Format = RecordFormat.Xml, Charset = charset });
        });
    }

    [Fact]
    public void A_row_whatever_it_holds_is_mapped_or_held()
    {
        var mapping = Compiled("social-support/social-cases.mapping.yaml");
        var layout = new CsvLayout(["Ärendenr", "Personnr", "Namn", "Ärendetyp", "Status", "Inkom", "Ändrad", "Beslutsdatum", "Handläggare", "Enhet", "Belopp", "Sekretess"]);
        Fuzzing.Bytes([.. Files("*.csv", "samples").SelectMany(text => text.Split("\r\n")).Where(row => row.Length > 0).Select(Encoding.UTF8.GetBytes)], bytes =>
        {
            foreach (var charset in Charsets) Map(mapping, new SourceRecord { Content = bytes, Format = RecordFormat.Csv, Charset = charset, Layout = layout });
        });
    }

    [Fact]
    public void A_json_record_whatever_it_holds_is_mapped_or_held()
    {
        var mapping = Mappings.Of(Mappings.Json(
            """
            attributes.a: a | trim | upper
            attributes.b: b.c[0].d ?? 'none'
            attributes.c: n | decimal | round(2)
            attributes.d: at | datetime | startOfDay
            attributes.e: list | map(x | nullIfBlank) | join(',')
            attributes.f: p | personnummer
            openedAt: at | datetime
            """,
            "lists:\n  parties: { each: people, fields: { name: name, personalNumber: number } }\n  timeline: { each: list, fields: { id: x, at: y | datetime, title: z } }\n"));
        string[] good =
        [
            """{"id":"1","a":" å ","b":{"c":[{"d":true},{"d":null}]},"n":12.50,"at":"2026-03-10T14:22:31.12+01:00","list":[{"x":"1","y":"2026-03-01T00:00:00Z","z":"t"}],"p":"19350101-9800","people":[{"name":"Å Ö","number":"350101-9800"}]}""",
            """{"id":7,"a":null,"b":[],"n":"1 234,5","at":1740651387000,"list":{"x":{}},"people":"x","\u0061":"twice","deep":[[[[[[[[[[]]]]]]]]]]}""",
            """{"id":"é\ud83d\ude00","n":1e-7,"at":"2026-10-25 02:30","list":[null,1,"2",[],{}],"people":[{}]}""",
        ];
        Fuzzing.Bytes([.. good.Select(Encoding.UTF8.GetBytes)], bytes =>
        {
            foreach (var charset in Charsets) Map(mapping, new SourceRecord { Content = bytes, Format = RecordFormat.Json, Charset = charset });
        });
    }

    [Fact]
    public void Xml_whatever_it_holds_is_read_to_its_end_or_refused_as_unreadable() =>
        Fuzzing.Bytes([.. Samples("byggr", RecordFormat.Xml).Select(record => record.Content.ToArray())], bytes =>
        {
            try
            {
                using var reader = XmlReaders.Create(bytes);
                while (reader.Read())
                {
                }
            }
            catch (UnreadableAnswerException)
            {
                // Refused, with a name.
            }
        });

    [Fact]
    public void A_soap_answer_whatever_it_holds_is_opened_or_refused_by_a_named_fault()
    {
        string[] good =
        [
            """<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Header/><s:Body><Answer xmlns="urn:a"><Item>å</Item></Answer></s:Body></s:Envelope>""",
            """<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><s:Fault><faultcode>s:Client</faultcode><faultstring xml:lang="sv">Finns inte</faultstring></s:Fault></s:Body></s:Envelope>""",
        ];
        Fuzzing.Bytes([.. good.Select(Encoding.UTF8.GetBytes)], bytes =>
        {
            foreach (var status in (HttpStatusCode[])[HttpStatusCode.OK, HttpStatusCode.InternalServerError])
            {
                using var response = new HttpResponseMessage(status) { Content = new ByteArrayContent(bytes) };
                response.Content.Headers.ContentType = new MediaTypeHeaderValue("text/xml", "utf-8");
                try
                {
                    // In memory nothing waits: the task has ended when it comes back.
                    using var answer = SoapEnvelope.OpenAsync(response, null, CancellationToken.None).AsTask().GetAwaiter().GetResult();
                    while (answer.Body.Read())
                    {
                    }
                }
                catch (SourceException)
                {
                    // Refused, with a name.
                }
            }
        });
    }

    [Fact]
    public void A_record_in_quarantine_whatever_it_holds_can_be_looked_at_and_what_can_be_edited_comes_back_as_it_was()
    {
        byte[][] good = [.. Samples("byggr", RecordFormat.Xml).Take(2).Select(record => record.Content.ToArray()), Encoding.UTF8.GetBytes("""{"id":"1","a":"å\u202E😀"}"""), Encoding.UTF8.GetBytes("1;\"Å; b\";2")];
        Fuzzing.Bytes(good, bytes =>
        {
            foreach (var charset in Charsets)
                foreach (var format in Enum.GetValues<RecordFormat>())
                {
                    var record = new SourceRecord { Content = bytes, Format = format, Charset = charset };
                    var view = RecordView.Of(record);

                    Assert.DoesNotContain(view.Text + view.Pretty, c => char.IsControl(c) && c is not ('\n' or '\r' or '\t'));
                    if (view.NotEditable is null) Assert.Equal(bytes, RecordView.Edited(record, view.Text).Content.ToArray());
                }
        });
    }

    [Fact]
    public void A_look_up_value_whatever_it_holds_becomes_a_term_or_a_problem_that_does_not_repeat_it()
    {
        var keys = new LookupKeys(KeyRing.Create(), new TenantId("sundby"));
        Fuzzing.Texts(
            ["19350101-9800", "350101+9800", "556703-7485", "16556703-7485", "BYGG 2026-000001", "+46 (0)8-465 004 50", "070-174 06 05", "åsa.öberg@example.com", "Storgatan 1 B", "BALDER 2:14", "tak färg röd", "100042"],
            text =>
            {
                foreach (var by in Enum.GetValues<LookupBy>())
                {
                    var term = keys.Of(by, text, new DateOnly(2026, 3, 10), out var problem);

                    Assert.Equal(term is null, problem is not null);
                    if (text.Trim().Length > 12) Assert.DoesNotContain(text, problem ?? "", StringComparison.Ordinal);
                }
            });
    }

    [Fact]
    public void A_wait_that_a_vendor_asks_for_whatever_it_says_is_none_or_at_most_a_day() =>
        Fuzzing.Texts(["120", "Tue, 10 Mar 2026 08:00:00 GMT", "Fri, 31 Dec 9999 23:59:59 GMT", "-1", "99999999999999999999"], text =>
        {
            using var response = new HttpResponseMessage(HttpStatusCode.ServiceUnavailable);
            response.Headers.TryAddWithoutValidation("Retry-After", text);
            response.Headers.TryAddWithoutValidation("Date", text);

            if (IntegrationHub.Outbound.ResponseFaults.RetryAfter(response.Headers, new DateTimeOffset(2026, 3, 10, 8, 0, 0, TimeSpan.Zero)) is { } wait) Assert.InRange(wait, TimeSpan.Zero, TimeSpan.FromDays(1));
        });

    [Fact]
    public void What_an_identity_accepts_it_accepts_again_in_its_own_form() =>
        Fuzzing.Texts(["19350101-9800", "350101-9800", "556703-7485", "+46 8 465 004 50", "BALDER 2:14", "Storgatan 1", "a.b@example.com", "BYGG 2026-1"], text =>
        {
            if (PersonalNumber.TryParse(text, out var person) && person.HasCentury) Assert.True(PersonalNumber.TryParse(person.Value, out var again) && again == person);
            if (OrganisationNumber.TryParse(text, out var organisation)) Assert.True(OrganisationNumber.TryParse(organisation.Value, out var again) && again == organisation);
            if (PhoneNumber.TryParse(text, out var phone)) Assert.True(PhoneNumber.TryParse(phone.Value, out var again) && again == phone);
            if (EmailAddress.TryParse(text, out var email)) Assert.True(EmailAddress.TryParse(email.Value, out var again) && again == email);
            if (PropertyDesignation.TryParse(text, out var property)) Assert.True(PropertyDesignation.TryParse(property.Value, out var again) && again == property);
            if (StreetAddress.TryParse(text, out var address)) Assert.True(StreetAddress.TryParse(address.Value, out var again) && again == address);
            if (CaseNumber.TryParse(text, out var number)) Assert.True(CaseNumber.TryParse(number.Compact, out var again) && again.Compact == number.Compact);
        });

    /// <summary>Maps as the hub does: the key first, then the whole.</summary>
    internal static void Map(IMapping mapping, SourceRecord record)
    {
        var hasKey = mapping.TryReadKey(record, out var key);
        if (mapping.Map(record) is MappingResult.MappedCase mapped)
        {
            Assert.True(hasKey, "a record that is mapped has a key that can be read alone");
            Assert.Equal(key, mapped.Case.Key);
        }
    }

    internal static IReadOnlyList<string> Files(string pattern, string? folder = null)
    {
        List<string> texts = [.. Directory.EnumerateFiles(Path.Combine(Repository.Root, "mappings"), pattern, SearchOption.AllDirectories)
            .Where(file => folder is null || Path.GetFileName(Path.GetDirectoryName(file)) == folder).Order(StringComparer.Ordinal).Select(File.ReadAllText)];
        Assert.NotEmpty(texts);
        return texts;
    }

    internal static IReadOnlyList<SourceRecord> Samples(string system, RecordFormat format) =>
        [.. Directory.EnumerateFiles(Path.Combine(Repository.Root, "mappings", system, "samples")).Order(StringComparer.Ordinal)
            .Select(file => new SourceRecord { Content = File.ReadAllBytes(file), Format = format })];

    static IMapping Compiled(string path)
    {
        var file = Path.Combine(Repository.Root, "mappings", path);
        var diagnostics = new DiagnosticBag();
        var mapping = MappingCompiler.Compile(
            new MappingSource(path, File.ReadAllText(file), beside => File.ReadAllText(Path.Combine(Path.GetDirectoryName(file)!, beside))), diagnostics);
        Assert.False(diagnostics.HasErrors);
        return mapping!;
    }
}
