using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using FsCheck;
using FsCheck.Fluent;
using IntegrationHub.Adapters.Http;
using IntegrationHub.Sources;

namespace IntegrationHub.Adapters.Tests.Http;

/// <summary>What fills a hole means itself where the hole stands, whatever it is.</summary>
public sealed class TemplateTests
{
    static readonly Uri Url = new("https://cases.example/api");

    [Fact]
    public void Any_key_is_one_segment_of_a_path_or_is_not_asked_for() => ForAnyText(key =>
    {
        var request = DescribedSystem.Describe("http:\n  list: { get: '/cases?a={since}' }\n  byKey: { get: '/cases/{key}/full' }\n").ByKey!.Request;
        try
        {
            var address = request.Target.Address(Url, _ => new HoleValue(key), null)!;
            return address.Host == "cases.example" && address.Query.Length == 0 && address.Segments.Length == 5 && address.Segments[4] == "full" && Uri.UnescapeDataString(address.Segments[3].TrimEnd('/')) == key;
        }
        catch (UnaskableException)
        {
            return key is "." or ".." || string.IsNullOrWhiteSpace(key);
        }
    });

    [Fact]
    public void Any_key_is_one_value_of_a_parameter() => ForAnyText(key =>
    {
        var request = DescribedSystem.Describe("http:\n  list: { get: '/cases?a={since}' }\n  byKey: { get: '/cases?id={key}&x=1' }\n").ByKey!.Request;
        var query = request.Target.Address(Url, _ => new HoleValue(key), null)!.Query.TrimStart('?').Split('&');
        return query.Length == 2 && query[1] == "x=1" && Uri.UnescapeDataString(query[0]["id=".Length..]) == key;
    });

    [Fact]
    public void Any_key_is_one_text_of_JSON() => ForAnyText(key =>
    {
        var body = DescribedSystem.Describe("http:\n  list: { get: '/cases?a={since}' }\n  byKey: { post: /cases, body: { id: '{key}', only: true } }\n").ByKey!.Request.Body!;
        using var written = JsonDocument.Parse(body.Write(_ => new HoleValue(key)));
        return written.RootElement.GetProperty("id").GetString() == key && written.RootElement.EnumerateObject().Count() == 2;
    });

    [Fact]
    public void Any_key_is_one_text_of_XML_or_is_not_asked_for() => ForAnyText(key =>
    {
        var body = DescribedSystem.Describe("http:\n  format: xml\n  list: { get: '/cases?a={since}', records: r.c }\n  byKey: { post: /cases, body: '<a id=\"{key}\"><b>{key}</b></a>' }\n").ByKey!.Request.Body!;
        try
        {
            var written = XElement.Parse(Encoding.UTF8.GetString(body.Write(_ => new HoleValue(key))!), LoadOptions.PreserveWhitespace);
            return written.Elements().Count() == 1 && Plain(written.Element("b")!.Value) == Plain(key);
        }
        catch (UnaskableException)
        {
            return key.Any(c => !System.Xml.XmlConvert.IsXmlChar(c));
        }
    });

    [Theory]
    [InlineData("id='{key}'", "A-1", true)]
    [InlineData("id='{key}'", "Åkerö 1:2", true)]
    [InlineData("id='{key}'", "x' or '1'='1", false)]
    [InlineData("id='{key}'", "x\\", false)]
    [InlineData("id:{key}", "A-1", true)]
    [InlineData("id:{key}", "A-1 or true", false)]
    [InlineData("id:{key}", "A-1)", false)]
    public void A_key_in_a_filter_language_is_asked_for_only_when_it_cannot_mean_anything_else(string filter, string key, bool asked)
    {
        var request = DescribedSystem.Describe($"http:\n  list: {{ get: '/cases?a={{since}}' }}\n  byKey: {{ get: \"/cases?filter={filter}\" }}\n").ByKey!.Request;

        if (asked) Assert.Contains(Uri.EscapeDataString(key), request.Target.Address(Url, _ => new HoleValue(key), null)!.OriginalString, StringComparison.Ordinal);
        else Assert.Throws<UnaskableException>(() => request.Target.Address(Url, _ => new HoleValue(key), null));
    }

    [Fact]
    public void What_has_no_value_is_left_out_as_a_parameter_a_member_and_an_item()
    {
        var list = DescribedSystem.Describe("""
            http:
              list:
                post: /search?after={since}&size={size}
                body:
                  after: "{since}"
                  size: "{size}"
                  first: 1
                  exact: "1"
                  nothing: null
                  where:
                    - { column: Updated, value: "{since}" }
                    - { column: Open, value: true }
                paging: none
            """).List.Request;

        HoleValue? Without(Hole hole) => hole.Name == Hole.Size ? new HoleValue("50", "50") : null;

        Assert.Equal("/api/search?size=50", list.Target.Address(Url, Without, null)!.PathAndQuery);
        Assert.Equal("""{"size":50,"first":1,"exact":"1","nothing":null,"where":[{"column":"Open","value":true}]}""", Encoding.UTF8.GetString(list.Body!.Write(Without)!));
    }

    [Fact]
    public void Several_keys_are_a_list_in_JSON()
    {
        var body = DescribedSystem.Describe("http:\n  list: { get: '/cases?a={since}' }\n  byKey: { post: /cases, body: { ids: '{keys}' } }\n").ByKey!.Request.Body!;

        Assert.Equal("""{"ids":["A","B\""]}""", Encoding.UTF8.GetString(body.Write(_ => new HoleValue("A,B\"", List: ["A", "B\""]))!));
    }

    [Theory]
    [InlineData("https://other.example/x/1", "https://other.example/x/1")]
    [InlineData("/x/1", "https://cases.example/x/1")]
    [InlineData("x/1", "https://cases.example/api/x/1")]
    [InlineData("/x?a=1", "https://cases.example/x?a=1")]
    public void A_link_in_a_record_is_followed_as_it_is(string link, string expected)
    {
        var lookup = DescribedSystem.Describe("http:\n  list: { get: '/cases?a={since}' }\n  lookups: { s: { get: '{record.status}' } }\n").Lookups[0].Request;

        Assert.Equal(expected, lookup.Target.Address(Url, _ => new HoleValue(link), null)!.AbsoluteUri);
    }

    [Theory]
    [InlineData("a", "a")]
    [InlineData("a.b[0]['c d'].@e", "a b 0 c d @e")]
    [InlineData("['a.b'].c", "a.b c")]
    [InlineData("a.", null)]
    [InlineData(".a", null)]
    [InlineData("a..b", null)]
    [InlineData("a b", null)]
    [InlineData("a[x]", null)]
    [InlineData("a[0", null)]
    [InlineData("a['b]", null)]
    [InlineData("", null)]
    public void A_path_is_names_with_dots_between_them(string text, string? steps) =>
        Assert.Equal(steps, ValuePath.Parse(text) is { } path ? string.Join(' ', path.Steps.Select(s => s.Name ?? $"{s.Index}")) : null);

    static string Plain(string text) => text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');

    // Halves of characters cannot be sent at all.
    static void ForAnyText(Func<string, bool> holds) =>
        Prop.ForAll(ArbMap.Default.GeneratorFor<NonNull<string>>().Select(s => s.Get).Where(s => !s.Any(char.IsSurrogate)).ToArbitrary(), holds).QuickCheckThrowOnFailure();
}
