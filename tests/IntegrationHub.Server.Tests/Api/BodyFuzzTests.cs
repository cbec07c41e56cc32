using System.Text;
using IntegrationHub.AspNetCore;
using IntegrationHub.Hosting;
using IntegrationHub.Lookup;
using IntegrationHub.Tests.Shared;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace IntegrationHub.Server.Tests.Api;

/// <summary>What callers send, broken: bodies, headers and queries are read or refused by a problem that does not repeat them.</summary>
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

    [Fact]
    public void A_header_whatever_it_holds_is_a_text_of_one_line_or_a_problem_that_does_not_repeat_it() =>
        Fuzzing.Texts(["anna.ek 19350101-9800", "UTF-8''%C3%85sa%20%C3%96berg", "Åsa Öberg"], text =>
        {
            var (read, error) = CallerText.Read(new HeaderDictionary { ["X-On-Behalf-Of"] = text }, "X-On-Behalf-Of", "a name");

            Assert.Equal(read is null, error is not null);
            Assert.DoesNotContain("19350101-9800", error?.ToString() ?? "", StringComparison.Ordinal);
            if (read is not null) Assert.DoesNotContain(read, char.IsControl);
        });

    [Fact]
    public void A_query_whatever_it_holds_is_read_or_a_problem_that_does_not_repeat_it() =>
        Fuzzing.Texts(["?stream=byggr-permits&limit=100&state=dead", "?limit=19350101-9800&stream=%C3%A5"], text =>
        {
            var query = new QueryReader(new QueryCollection(QueryHelpers.ParseQuery(text)));
            query.Stream("stream");
            query.Number("limit", 1, 1, 500);
            query.OneOf("state", "dead", "waiting");

            Assert.DoesNotContain("19350101-9800", query.Problem() is { } problem ? problem.Detail + string.Join('\n', problem.Errors!) : "", StringComparison.Ordinal);
        });

    [Fact]
    public void A_typed_text_whatever_it_holds_has_guesses() => Fuzzing.Texts(
        ["19350101-9800", "070-174 06 05", "BYGG 2026-000001", "Storgatan 1 B", "åsa.öberg@example.com"], text => Assert.All(LookupGuess.Of(text), guess => Assert.True(Enum.IsDefined(guess.By))));

    [Fact]
    public void A_key_file_whatever_it_holds_is_read_or_refused_without_a_key_being_told()
    {
        const string Key = "ihub_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
        var folder = Directory.CreateTempSubdirectory("ihub-fuzz-keys-");
        try
        {
            var file = Path.Combine(folder.FullName, "api-keys.json");
            File.WriteAllText(file, "");
            if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            Fuzzing.Bytes([Encoding.UTF8.GetBytes($$"""{"keys":[{"name":"desk","role":"agent","key":"{{Key}}"},{"name":"permits","role":"specialist","departments":["byggnadsnämnden"],"key":"{{Key}}B"}]}""")], bytes =>
            {
                File.WriteAllBytes(file, bytes);
                try
                {
                    ApiKeyFile.Read(file);
                }
                catch (HubStartException refused)
                {
                    Assert.NotEmpty(refused.Diagnostics);
                    Assert.DoesNotContain(Key, refused.Message, StringComparison.Ordinal);
                }
            });
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
