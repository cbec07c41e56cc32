using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using IntegrationHub.Faults;
using IntegrationHub.Sources;

namespace IntegrationHub.Adapters.Tests.Files;

public sealed class MailFileTests : IDisposable
{
    const string Plain = "From: Siv <siv@example.se>\r\nTo: kc@sundby.example\r\nDate: Mon, 2 Mar 2026 10:00:00 +0100\r\nMessage-ID: <1@example.se>\r\n";

    readonly Drop drop = new() { ["format"] = "eml", ["pattern"] = "*.eml" };

    public void Dispose() => drop.Dispose();

    async Task<JsonElement> MailAsync(string text)
    {
        drop.Write("a.eml", Encoding.Latin1.GetBytes(text));
        var record = Assert.Single((await drop.RunAsync()).Records);
        Assert.Null(record.Broken);
        Assert.Equal(RecordFormat.Json, record.Format);
        return JsonDocument.Parse(record.Content).RootElement;
    }

    static string Repository()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "IntegrationHub.sln"))) folder = Path.GetDirectoryName(folder)!;
        return folder;
    }

    [Theory]
    [InlineData("garage")]
    [InlineData("html-only")]
    [InlineData("absence")]
    public async Task The_samples_of_the_gateways_mapping_are_what_the_adapter_makes_of_the_mails_beside_them(string name)
    {
        var folder = Path.Combine(Repository(), "mappings", "email-gateway");
        drop.Write($"{name}.eml", await File.ReadAllBytesAsync(Path.Combine(folder, "mails", $"{name}.eml"), TestContext.Current.CancellationToken));

        var record = Assert.Single((await drop.RunAsync()).Records);

        Assert.Equal((await File.ReadAllTextAsync(Path.Combine(folder, "samples", $"{name}.json"), TestContext.Current.CancellationToken)).TrimEnd(), Drop.TextOf(record));
    }

    [Theory]
    [InlineData("Content-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: 8bit\r\n\r\nl\u00f6v", "löv")]
    [InlineData("Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\nbMO2dg==", "löv")]
    [InlineData("Content-Type: text/plain; charset=no-such-charset\r\n\r\nlov", "lov")]
    [InlineData("Content-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nplain\r\n--b\r\nContent-Type: text/html\r\n\r\n<p>rich</p>\r\n--b--", "plain")]
    [InlineData("Content-Type: text/html\r\n\r\n<div>one<br/>two&nbsp;&lt;three&gt;</div><table><tr><td>a</td><td>b</td></tr></table>", "one\ntwo <three>\n\na b")]
    [InlineData("Content-Type: text/html\r\n\r\n<head><style>x</style><body>never closed <script>alert(1)", "never closed")]
    [InlineData("\r\none  \r\n\r\n\r\n\r\ntwo\r\n", "one\n\ntwo")]
    public async Task What_somebody_wrote_is_told_as_text_whatever_its_charset_and_form(string rest, string text) =>
        Assert.Equal(text, (await MailAsync(Plain + rest)).GetProperty("text").GetString());

    [Fact]
    public async Task Attachments_are_told_by_their_names_and_nothing_of_what_they_hold()
    {
        var mail = await MailAsync(Plain + "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nsee\r\n--b\r\nContent-Type: text/plain; name*=utf-8''%C3%A5.txt\r\nContent-Disposition: attachment\r\n\r\nHIDDEN\r\n--b\r\nContent-Type: message/rfc822\r\nContent-Disposition: attachment\r\n\r\nFrom: x@example.se\r\nSubject: earlier\r\n\r\nHIDDEN\r\n--b--");

        Assert.Equal(["å.txt", "earlier"], mail.GetProperty("attachments").EnumerateArray().Select(a => a.GetProperty("name").GetString()));
        Assert.Equal("see", mail.GetProperty("text").GetString());
        Assert.DoesNotContain("HIDDEN", mail.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_long_text_is_cut_and_says_so()
    {
        var mail = await MailAsync(Plain + "\r\n" + new string('x', 150_000));

        Assert.Equal((100_000, true), (mail.GetProperty("text").GetString()!.Length, mail.GetProperty("cut").GetBoolean()));
    }

    [Fact]
    public async Task What_is_no_mail_or_empty_or_too_long_is_broken_and_the_others_are_read()
    {
        drop["maxMailSize"] = "2000";
        drop.Write("1.eml", []);
        drop.Write("2.eml", "nothing of a mail\r\n\r\nat all");
        drop.Write("3.eml", [0, 1, 2, 255, 254, 13, 10, 0]);
        drop.Write("4.eml", Plain + "\r\n" + new string('x', 5000));
        drop.Write("5.eml", Plain + "\r\ngood");

        var run = await drop.RunAsync();

        Assert.Equal(["1.eml", "2.eml", "3.eml", "4.eml", "5.eml"], run.Records.Select(r => r.Where));
        Assert.Equal([true, true, true, true, false], run.Records.Select(r => r.Broken is not null));
        Assert.Contains("maxMailSize", run.Records[3].Broken, StringComparison.Ordinal);
        Assert.All(run.Records.Take(4), r => Assert.DoesNotContain("nothing of a mail", r.Broken, StringComparison.Ordinal));
        Assert.Equal(5, drop.Archived.Count);
    }

    [Fact]
    public async Task Parts_within_parts_have_an_end()
    {
        var text = new StringBuilder(Plain);
        for (var depth = 0; depth < 5000; depth++) text.Append(System.Globalization.CultureInfo.InvariantCulture, $"Content-Type: multipart/mixed; boundary=b{depth}\r\n\r\n--b{depth}\r\n");
        drop.Write("deep.eml", text.ToString());

        Assert.Single((await drop.RunAsync()).Records);
    }

    [Fact]
    public void Whatever_bytes_are_dropped_one_record_comes_and_no_exception()
    {
        var at = 0;
        var pieces = Gen.Elements("From: a@b\r\n", "Content-Type: multipart/mixed; boundary=b\r\n", "\r\n", "--b\r\n", "--b--", "Subject: =?utf-8?B?//8=?=\r\n", "=?x?Q?", "\0", "<p", "&#x110000;", "Content-Transfer-Encoding: base64\r\n", "\u00ff\u00fe", "begin 644 a\r\n");

        Check.QuickThrowOnFailure(Prop.ForAll(pieces.ListOf().ToArbitrary(), parts =>
        {
            using var one = new Drop { ["format"] = "eml", ["pattern"] = "*.eml" };
            one.Write($"{at++}.eml", Encoding.Latin1.GetBytes(string.Concat(parts)));
            return one.RunAsync().GetAwaiter().GetResult().Records.Count == 1;
        }));
    }

    [Fact]
    public void A_mail_is_no_complete_export()
    {
        drop["content"] = "complete";

        var wrong = Assert.Throws<MisconfiguredException>(() => drop.Open(ReadStrategy.Snapshot));

        Assert.Equal("connection.content", wrong.Setting);
    }
}
