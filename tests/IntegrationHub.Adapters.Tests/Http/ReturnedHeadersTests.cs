using IntegrationHub.Adapters.Http;
using IntegrationHub.Configuration;
using IntegrationHub.Diagnostics;
using IntegrationHub.Sources;

namespace IntegrationHub.Adapters.Tests.Http;

/// <summary>Headers that go back and forth.</summary>
public sealed class ReturnedHeadersTests
{
    [Fact]
    public void The_latest_answer_that_gives_one_counts()
    {
        var returned = new ReturnedHeaders(["X-Token"]);
        returned.Take(Answer("one"));
        returned.Take(Answer("two"));
        returned.Take(new HttpResponseMessage());
        using var request = new HttpRequestMessage();

        returned.Put(request);

        Assert.Equal(["two"], request.Headers.GetValues("X-Token"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("å")]
    public void What_could_not_stand_in_a_header_is_left_out(string value)
    {
        var returned = new ReturnedHeaders(["X-Token"]);
        returned.Take(Answer(value));
        using var request = new HttpRequestMessage();

        returned.Put(request);

        Assert.False(request.Headers.Contains("X-Token"));
    }

    [Fact]
    public void A_header_that_nobody_named_is_not_sent_back()
    {
        var returned = new ReturnedHeaders(["X-Other"]);
        returned.Take(Answer("one"));
        using var request = new HttpRequestMessage();

        returned.Put(request);

        Assert.Empty(request.Headers);
    }

    [Theory]
    [InlineData("returnHeaders: [X Token]", "'X Token' is no name of a header")]
    [InlineData("returnHeaders: [Authorization]", "the header Authorization is made by the hub: it cannot be sent back")]
    [InlineData("waitHeader: 'X:Wait'", "'X:Wait' is no name of a header")]
    public void A_header_that_cannot_be_is_told(string line, string message)
    {
        var diagnostics = new DiagnosticBag();
        var section = ((YamlMap)YamlTreeReader.Read("x", $"http:\n  {line}\n  list: {{ get: /cases }}\n", diagnostics)!)["http"]!.Value;

        new HttpAdapter().Manifest.Describes!.Describe(section, new Place("x", 1, 1), ReadStrategy.Snapshot, diagnostics);

        Assert.Equal(message, Assert.Single(diagnostics.All).Message);
    }

    static HttpResponseMessage Answer(string value)
    {
        var answer = new HttpResponseMessage();
        answer.Headers.TryAddWithoutValidation("X-Token", value);
        return answer;
    }
}
