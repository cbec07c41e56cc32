using System.Text;
using IntegrationHub.AdapterKit;

namespace IntegrationHub.Tests.AdapterKit;

public sealed class LenientJsonTests
{
    static string? Strict(string text) => LenientJson.Strict(Encoding.UTF8.GetBytes(text)) is { } strict ? Encoding.UTF8.GetString(strict.Span) : null;

    [Theory]
    [InlineData("{ // first\n 'id': 'a\"b', /* none */ }", """{"id":"a\"b"}""")]
    [InlineData("{id: 1, no: [1, 2, ], }", """{"id":1,"no":[1,2]}""")]
    [InlineData("[true, null, false]", "[true,null,false]")]
    public void What_is_nearly_json_becomes_json(string written, string expected) => Assert.Equal(expected, Strict(written));

    [Theory]
    [InlineData("1.50")]
    [InlineData("1E5")]
    [InlineData("-0.0")]
    [InlineData("12345678901234567890.123456789012345678901234567890")]
    [InlineData("123456789012345678901234567890123456789")]
    [InlineData("1e400")]
    public void A_number_stays_as_it_is_written(string number) => Assert.Equal($$"""{"a":{{number}},"b":[{{number}}]}""", Strict($$"""
        // some
        {'a':{{number}} /* here */,
          "b": [ {{number}}
        ],}
        """.ReplaceLineEndings("\r\n")));

    [Fact]
    public void A_time_stays_as_it_is_written() => Assert.Equal("""{"at":"2026-03-10T08:00:00+01:00"}""", Strict("{'at':'2026-03-10T08:00:00+01:00'}"));

    [Fact]
    public void A_name_that_stands_twice_stands_twice_in_what_comes_out() => Assert.Equal("""{"a":1,"a":2}""", Strict("{a:1,a:2}"));

    [Theory]
    [InlineData("{a: NaN}")]
    [InlineData("{a: -Infinity}")]
    [InlineData("{a: 0x1F}")]
    [InlineData("{a: 010}")]
    [InlineData("{a: .5}")]
    [InlineData("{a: +1}")]
    [InlineData("{a: 1.}")]
    [InlineData("[1,,2]")]
    [InlineData("{a: undefined}")]
    [InlineData("{a: new Date(1)}")]
    [InlineData("{a: 1} {b: 2}")]
    [InlineData("{a: 1")]
    [InlineData("{a: '\\ud800'}")]
    [InlineData("")]
    [InlineData("// nothing")]
    [InlineData("no json at all")]
    public void What_could_only_be_guessed_is_refused(string written) => Assert.Null(Strict(written));

    [Fact]
    public void Bytes_that_are_no_text_are_refused() => Assert.Null(LenientJson.Strict(new byte[] { (byte)'"', 0xFF, (byte)'"' }));

    [Theory]
    [InlineData(128, true)]
    [InlineData(129, false)]
    public void It_reads_as_deep_as_answers_may_be(int depth, bool isRead) => Assert.Equal(isRead, Strict(new string('[', depth) + "1," + new string(']', depth)) is not null);
}
