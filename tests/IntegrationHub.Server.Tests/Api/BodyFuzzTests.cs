using System.Text;
using IntegrationHub.AspNetCore;
using IntegrationHub.Tests.Shared;

namespace IntegrationHub.Server.Tests.Api;

public sealed class BodyFuzzTests
{
    [Fact]
    public void A_body_whatever_it_holds_is_a_look_up_or_a_problem_that_does_not_repeat_it() =>
        Fuzzing.Bytes([Encoding.UTF8.GetBytes("""{"by":"person","value":"19350101-9800","purpose":"the citizen asks"}"""), Encoding.UTF8.GetBytes("""{"by":"text","value":"\u00e5 \ud83d\ude00","purpose":"tak","more":[{}]}""")], bytes =>
        {
            var (body, problem) = LookupBody.Parse(bytes);

            Assert.Equal(body is null, problem is not null);
            Assert.DoesNotContain("19350101-9800", problem?.ToString() ?? "", StringComparison.Ordinal);
        });
}
