using IntegrationHub.Configuration;
using IntegrationHub.Diagnostics;

namespace IntegrationHub.Tests.Configuration;

public sealed class YamlTreeReaderTests
{
    // Found by the fuzz tests: the parser itself stumbles over these.
    [Theory]
    [InlineData("key: [a\u0085b]")]
    [InlineData("key: [{}, #\nb]")]
    [InlineData("key: \"\\uD83D\\u0041\"")]
    public void What_the_parser_stumbles_over_is_an_error_with_its_line(string text)
    {
        var diagnostics = new DiagnosticBag();

        var node = YamlTreeReader.Read("file.yaml", text, diagnostics);

        var error = Assert.Single(diagnostics.All);
        Assert.Null(node);
        Assert.Equal(("IH1004", 1), (error.Code, error.Place.Line));
        Assert.True(error.Place.Column > 1);
    }
}
