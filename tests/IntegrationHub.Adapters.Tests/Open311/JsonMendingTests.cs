using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using IntegrationHub.Adapters.Open311;

namespace IntegrationHub.Adapters.Tests.Open311;

public sealed class JsonMendingTests
{
    static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    // Values that a mending which looks at less than the whole grammar would take for something to mend.
    static readonly Gen<JsonNode?> Scalar = Gen.OneOf(
        Gen.Elements<string>("", "001", ",]", "\"0\":01,", "rad 1\nrad 2\ttab", "\\", "\\\"", "å€𝄞", "-01", "true").Select(text => (JsonNode?)JsonValue.Create(text)),
        Gen.Choose(-1_000, 1_000).Select(number => (JsonNode?)JsonValue.Create(number)),
        Gen.Elements(0.5, -0.25, 1e-7, 1e21).Select(number => (JsonNode?)JsonValue.Create(number)),
        Gen.Elements<JsonNode?>(null, true, false));

    [Fact]
    public void What_is_valid_is_never_changed()
    {
        Prop.ForAll(Document(depth: 3).ToArbitrary(), Gen.Elements(true, false).ToArbitrary(), (document, indented) =>
        {
            var json = Encoding.UTF8.GetBytes(document?.ToJsonString(indented ? Indented : null) ?? "null");
            var (mended, places) = JsonMending.Mend(json);
            return places == 0 && mended.AsSpan().SequenceEqual(json);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_number_with_leading_zeros_is_the_text_it_was_written_as_wherever_it_stands()
    {
        var numbers = Gen.Choose(1, 4).SelectMany(zeros => Gen.Choose(0, 9_999).Select(number => new string('0', zeros) + number));

        Prop.ForAll(numbers.ToArbitrary(), Scalar.ToArbitrary(), (number, beside) =>
        {
            var other = beside?.ToJsonString() ?? "null";
            var (mended, places) = JsonMending.Mend(Encoding.UTF8.GetBytes($$"""{"a":{{other}},"code" : {{number}} ,"list":[{{number}},{{other}}]}"""));

            using var document = JsonDocument.Parse(mended);
            return places == 2
                && document.RootElement.GetProperty("code").GetString() == number
                && document.RootElement.GetProperty("list")[0].GetString() == number
                && document.RootElement.GetProperty("a").GetRawText() == other;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void An_answer_that_is_cut_anywhere_stays_no_JSON()
    {
        const string Whole = """[{"service_code":001,"description":"rad, \"x\"","lat":0.5,},{"service_code":2}]""";

        Assert.All(Enumerable.Range(1, Whole.Length - 1), length =>
            Assert.ThrowsAny<JsonException>(() => JsonDocument.Parse(JsonMending.Mend(Encoding.UTF8.GetBytes(Whole[..length])).Json).Dispose()));
        using var whole = JsonDocument.Parse(JsonMending.Mend(Encoding.UTF8.GetBytes(Whole)).Json);
        Assert.Equal(2, whole.RootElement.GetArrayLength());
    }

    static Gen<JsonNode?> Document(int depth) => depth == 0
        ? Scalar
        : Gen.OneOf(
            Scalar,
            Document(depth - 1).ArrayOf(3).Select(items => (JsonNode?)new JsonArray([.. items.Select(i => i?.DeepClone())])),
            Document(depth - 1).ArrayOf(3).Select(items => (JsonNode?)new JsonObject(items.Select((item, at) => new KeyValuePair<string, JsonNode?>($"f{at}", item?.DeepClone())))));
}
