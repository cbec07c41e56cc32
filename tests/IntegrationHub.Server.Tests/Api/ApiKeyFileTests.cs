using IntegrationHub.AspNetCore;
using IntegrationHub.Diagnostics;
using IntegrationHub.Disclosure;
using IntegrationHub.Hosting;

namespace IntegrationHub.Server.Tests.Api;

public sealed class ApiKeyFileTests : IDisposable
{
    const string Key = "ihub_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

    readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("hub-keys-");

    string File => Path.Combine(folder.FullName, "api-keys.json");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void A_new_file_holds_one_key_per_role_and_reads_back()
    {
        var made = ApiKeyFile.CreateNew(File, ["byggnadsnamnden"]);

        var read = ApiKeyFile.Read(File);

        Assert.Equal(Enum.GetValues<CallerRole>(), read.Select(k => k.Role));
        Assert.Equal(made.Select(k => k.Secret), read.Select(k => k.Secret));
        Assert.Equal(["byggnadsnamnden"], read.Single(k => k.Role == CallerRole.Specialist).Departments);
    }

    [Fact]
    public void Every_key_is_a_new_one_of_at_least_32_random_bytes()
    {
        var keys = Enumerable.Range(0, 100).Select(_ => ApiKey.Create("x", CallerRole.Agent).Secret).ToList();

        Assert.Equal(100, keys.Distinct().Count());
        Assert.All(keys, k => Assert.True(k.Length - ApiKey.Prefix.Length >= 43));
    }

    [Fact]
    public void Only_the_owner_may_read_a_new_file()
    {
        if (OperatingSystem.IsWindows()) return;

        ApiKeyFile.CreateNew(File, ["x"]);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(File));
    }

    [Theory]
    [InlineData(UnixFileMode.GroupRead)]
    [InlineData(UnixFileMode.OtherRead)]
    [InlineData(UnixFileMode.OtherWrite)]
    public void A_file_that_others_may_read_or_write_is_refused_with_what_to_do(UnixFileMode others)
    {
        if (OperatingSystem.IsWindows()) return;
        ApiKeyFile.CreateNew(File, ["x"]);
        System.IO.File.SetUnixFileMode(File, UnixFileMode.UserRead | UnixFileMode.UserWrite | others);

        var refused = Assert.Throws<HubStartException>(() => ApiKeyFile.Read(File));

        Assert.Contains("chmod 600", Assert.Single(refused.Diagnostics).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_there_is_never_overwritten()
    {
        ApiKeyFile.CreateNew(File, ["x"]);
        var before = System.IO.File.ReadAllText(File);

        Assert.Throws<IOException>(() => ApiKeyFile.CreateNew(File, ["x"]));

        Assert.Equal(before, System.IO.File.ReadAllText(File));
    }

    [Theory]
    [InlineData("""{"keys":[]}""", "IH7104")]
    [InlineData("""[]""", "IH7102")]
    [InlineData("""{"keys":[{"name":"a","role":"agent","key":"short"}]}""", "IH7109")]
    [InlineData("""{"keys":[{"name":"a","role":"agnet","key":"KEY"}]}""", "IH7110")]
    [InlineData("""{"keys":[{"name":"a","role":"specialist","key":"KEY"}]}""", "IH7111")]
    [InlineData("""{"keys":[{"name":"a","role":"agent","departments":["b"],"key":"KEY"}]}""", "IH7112")]
    [InlineData("""{"keys":[{"name":"a","role":"specialist","departments":"b","key":"KEY"}]}""", "IH7113")]
    [InlineData("""{"keys":[{"name":"a","key":"KEY"}]}""", "IH7115")]
    [InlineData("""{"keys":[{"name":"a","role":"agent","key":"KEY","rol":"agent"}]}""", "IH7103")]
    [InlineData("""{"keys":[{"name":"a","role":"agent","key":"KEY"},{"name":"b","role":"agent","key":"KEY"}]}""", "IH7106")]
    [InlineData("""{"keys":[{"name":"a","role":"agent","key":"KEY"},{"name":"a","role":"agent","key":"KEYA"}]}""", "IH7105")]
    public void What_is_wrong_in_the_file_has_its_code(string json, string code)
    {
        var diagnostics = new DiagnosticBag();

        ApiKeyFile.Parse("api-keys.json", json.Replace("KEY", Key, StringComparison.Ordinal), diagnostics);

        Assert.Equal([code], diagnostics.All.Select(d => d.Code));
    }

    [Fact]
    public void All_mistakes_are_told_at_once_with_their_lines_and_no_key()
    {
        var diagnostics = new DiagnosticBag();

        ApiKeyFile.Parse("api-keys.json", "{\"keys\":[\n{\"name\":\"a\",\"role\":\"agnet\",\"key\":\"tooshort\"},\n{\"role\":\"agent\",\"key\":\"" + Key + "\"}]}", diagnostics);

        Assert.Equal([(2, "IH7110"), (2, "IH7109"), (3, "IH7115")], diagnostics.All.Select(d => (d.Place.Line, d.Code)));
        Assert.DoesNotContain(diagnostics.All, d => d.Message.Contains("tooshort", StringComparison.Ordinal) || d.Message.Contains(Key, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"keys":[{"name":"desk","role":"KEY","key":"agent"}]}""")]
    [InlineData("""{"keys":[{"name":"desk","role":"agent","KEY":"key"}]}""")]
    [InlineData("""{"keys":[],"KEY":"x"}""")]
    [InlineData("""{"keys":[{"name":"desk","role":"agent","KEY":1,"KEY":2}]}""")]
    public void A_key_that_stands_in_the_wrong_place_is_not_told_either(string json)
    {
        var diagnostics = new DiagnosticBag();

        ApiKeyFile.Parse("api-keys.json", json.Replace("KEY", Key, StringComparison.Ordinal), diagnostics);

        Assert.NotEmpty(diagnostics.All);
        Assert.DoesNotContain(diagnostics.All, d => d.Message.Contains(Key, StringComparison.Ordinal));
    }

    [Fact]
    public void Printing_a_key_does_not_show_it()
    {
        var key = ApiKey.Create("desk", CallerRole.Agent);

        Assert.DoesNotContain(key.Secret, $"{key}", StringComparison.Ordinal);
    }
}
