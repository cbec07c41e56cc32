using System.Text;
using CsvHelper;
using FsCheck;
using FsCheck.Fluent;
using IntegrationHub.Faults;
using IntegrationHub.Sources;

namespace IntegrationHub.Adapters.Tests.Files;

public sealed class CsvFileTests : IDisposable
{
    readonly Drop drop = new();

    public void Dispose() => drop.Dispose();

    [Fact]
    public async Task A_row_comes_as_the_vendors_bytes_with_its_columns_charset_and_line()
    {
        drop["encoding"] = "windows-1252";
        drop.WriteWindows1252("a.csv", "Nr;Namn\r\n1;Åsa Öberg\r\n");

        var record = Assert.Single((await drop.RunAsync()).Records);

        Assert.Equal([0x31, 0x3B, 0xC5, 0x73, 0x61, 0x20, 0xD6, 0x62, 0x65, 0x72, 0x67], record.Content.ToArray());
        Assert.Equal(RecordFormat.Csv, record.Format);
        Assert.Equal("windows-1252", record.Charset);
        Assert.Equal(["Nr", "Namn"], record.Layout!.Columns);
        Assert.Equal("a.csv:2", record.Where);
        Assert.Null(record.Broken);
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("\r")]
    public async Task Rows_end_with_any_kind_of_line_break_and_empty_lines_are_none(string end)
    {
        drop.Write("a.csv", $"{Drop.Header}{end}1;A;x{end}{end}2;B;y");

        var run = await drop.RunAsync();

        Assert.Equal(["1;A;x", "2;B;y"], run.Texts);
        Assert.Equal(["a.csv:2", "a.csv:4"], run.Records.Select(r => r.Where));
    }

    [Fact]
    public async Task A_quoted_value_may_hold_delimiters_quotes_and_line_breaks()
    {
        drop.Write("a.csv", $"{Drop.Header}\n1;\"Tolvansson; \"\"Tolvan\"\"\r\nc/o\";x\n2;B;y\n");

        var run = await drop.RunAsync();

        Assert.Equal(["1;\"Tolvansson; \"\"Tolvan\"\"\r\nc/o\";x", "2;B;y"], run.Good);
        Assert.Equal(["a.csv:2", "a.csv:4"], run.Records.Select(r => r.Where));
    }

    [Theory]
    [InlineData("250;\"open;x")]
    [InlineData("250;\"open\"tail;x")]
    [InlineData("250;open;\"x")]
    [InlineData("\"250;open;x")]
    public async Task One_bad_row_among_five_hundred_is_at_most_one_bad_row(string bad)
    {
        var rows = Enumerable.Range(1, 500).Select(i => i == 250 ? bad : i % 50 == 0 ? $"{i};\"Name; {i}\";x" : $"{i};Name {i};x");
        drop.Write("a.csv", $"{Drop.Header}\n{string.Join('\n', rows)}\n");

        var run = await drop.RunAsync();

        Assert.Equal(500, run.Records.Count);
        Assert.Equal(499, run.Good.Count(text => text != bad));
        Assert.All(run.Records.Where(r => r.Broken is not null), r => Assert.Equal("a.csv:251", r.Where));
    }

    [Fact]
    public async Task A_row_with_an_unclosed_quote_is_broken_and_its_values_are_not_in_the_reason()
    {
        drop.Write("a.csv", $"{Drop.Header}\n1;\"Tolvan;x\n2;B;y\n");

        var run = await drop.RunAsync();

        Assert.Equal("1;\"Tolvan;x", run.Texts[0]);
        Assert.Equal("a quote is opened and not closed in this row", run.Records[0].Broken);
        Assert.Equal(["2;B;y"], run.Good);
    }

    [Fact]
    public async Task An_unclosed_quote_behind_which_more_follows_than_a_record_may_hold_breaks_one_row()
    {
        drop["maxRecordSize"] = "1000";
        var rows = Enumerable.Range(1, 400).Select(i => i == 7 ? "7;\"never closed;x" : $"{i};Name {i};x");
        drop.Write("a.csv", $"{Drop.Header}\n{string.Join("\r\n", rows)}\r\n");

        var run = await drop.RunAsync();

        Assert.Equal(399, run.Good.Count);
        Assert.Equal(["a.csv:8"], run.Records.Where(r => r.Broken is not null).Select(r => r.Where));
    }

    [Fact]
    public async Task A_row_longer_than_allowed_is_broken_its_beginning_is_kept_and_the_others_go_on()
    {
        drop["maxRecordSize"] = "100000";
        drop.Write("a.csv", $"{Drop.Header}\n1;A;x\n2;{new string('é', 400_000)};y\r\n3;C;z\n");

        var run = await drop.RunAsync();

        Assert.Equal(["1;A;x", "3;C;z"], run.Good);
        var broken = Assert.Single(run.Records, r => r.Broken is not null);
        Assert.Contains("longer than 100000 bytes", broken.Broken);
        Assert.Equal(4096, broken.Content.Length);
        Assert.Equal("a.csv:4", run.Records[2].Where);
    }

    [Fact]
    public async Task A_row_with_a_NUL_character_is_broken_and_the_others_go_on()
    {
        drop.Write("a.csv", $"{Drop.Header}\n1;A\0;x\n2;B;y\n");

        var run = await drop.RunAsync();

        Assert.Equal(["2;B;y"], run.Good);
        Assert.Contains("NUL", run.Records[0].Broken);
    }

    [Fact]
    public async Task A_row_that_is_not_in_the_declared_UTF_8_is_broken_and_the_others_go_on()
    {
        drop.Write("a.csv", [.. Encoding.UTF8.GetBytes($"{Drop.Header}\n1;"), 0xC5, .. Encoding.UTF8.GetBytes("sa;x\n2;Åsa;y\n")]);

        var run = await drop.RunAsync();

        Assert.Equal(["2;Åsa;y"], run.Good);
        Assert.Contains("not UTF-8", run.Records[0].Broken);
    }

    [Fact]
    public async Task A_row_with_too_few_values_is_handed_over_for_the_mapping_to_judge()
    {
        drop.Write("a.csv", $"{Drop.Header}\n1;A\n");

        var run = await drop.RunAsync();

        Assert.Equal(["1;A"], run.Good);
    }

    [Fact]
    public async Task A_header_without_the_agreed_columns_stops_the_file_and_names_what_is_missing()
    {
        drop["columns"] = "Nr;Namn;Status;Enhet";
        drop.Write("a.csv", "Nr;Nam;Status;Belopp\n1;A;x;2\n");

        var fault = await Assert.ThrowsAsync<UnreadableAnswerException>(() => drop.ReadOnceAsync());

        Assert.Equal(FaultCodes.UnexpectedContent, fault.Code);
        Assert.Contains("missing: 'Namn' (the file has 'Nam'), 'Enhet'; not agreed: 'Nam', 'Belopp'", fault.Message);
        Assert.Equal(["a.csv"], drop.Names);
    }

    [Fact]
    public async Task The_agreed_columns_may_come_in_another_order()
    {
        drop["columns"] = "Status;Nr;Name";
        drop.Write("a.csv", $"{Drop.Header}\n1;A;x\n");

        var record = Assert.Single((await drop.RunAsync()).Records);

        Assert.Equal(["Nr", "Name", "Status"], record.Layout!.Columns);
    }

    [Fact]
    public async Task A_record_where_the_header_should_be_is_not_quoted_with_its_digits()
    {
        drop["columns"] = Drop.Header;
        drop.Write("a.csv", "1;19121212-1212;x\n");

        var fault = await Assert.ThrowsAsync<UnreadableAnswerException>(() => drop.ReadOnceAsync());

        Assert.DoesNotContain("1212", fault.Message);
    }

    [Fact]
    public async Task A_column_that_stands_twice_in_the_header_stops_the_file()
    {
        drop.Write("a.csv", "Nr;Name;Nr\n1;A;2\n");

        var fault = await Assert.ThrowsAsync<UnreadableAnswerException>(() => drop.ReadOnceAsync());

        Assert.Contains("twice: 'Nr'", fault.Message);
    }

    [Fact]
    public async Task A_file_without_a_header_has_the_columns_of_the_stream_file()
    {
        drop["header"] = "false";
        drop["columns"] = Drop.Header;
        drop.Write("a.csv", "1;A;x\n");

        var record = Assert.Single((await drop.RunAsync()).Records);

        Assert.Equal(["Nr", "Name", "Status"], record.Layout!.Columns);
        Assert.Equal("a.csv:1", record.Where);
    }

    [Fact]
    public async Task Another_delimiter_and_quote_can_be_set()
    {
        drop["delimiter"] = "tab";
        drop["quote"] = "'";
        drop.Write("a.csv", "Nr\tName\n1\t'A\tB\n'\n");

        var record = Assert.Single((await drop.RunAsync()).Records);

        Assert.Equal("1\t'A\tB\n'", Drop.TextOf(record));
        Assert.Equal(('\t', '\''), (record.Layout!.Delimiter, record.Layout.Quote));
    }

    [Theory]
    [InlineData("utf-8", "utf-8")]
    [InlineData("utf-16", "utf-8")]
    [InlineData("utf-16BE", "utf-8")]
    [InlineData("utf-32", "utf-8")]
    public async Task A_byte_order_mark_goes_before_what_the_stream_file_says(string written, string charset)
    {
        drop["encoding"] = "windows-1252";
        var encoding = Encoding.GetEncoding(written);
        drop.Write("a.csv", [.. encoding.GetPreamble(), .. encoding.GetBytes("Nr;Namn\n1;Åsa 😀\n")]);

        var record = Assert.Single((await drop.RunAsync()).Records);

        Assert.Equal("1;Åsa 😀", Drop.TextOf(record));
        Assert.Equal(charset, record.Charset);
        Assert.Equal(["Nr", "Namn"], record.Layout!.Columns);
    }

    [Fact]
    public async Task Auto_takes_UTF_8_for_what_is_UTF_8_throughout_and_the_fallback_for_what_is_not()
    {
        drop["encoding"] = "auto";
        // The blocks in which a file is looked at cut characters in the middle.
        drop.Write("a.csv", $"{Drop.Header}\n{string.Concat(Enumerable.Repeat("1;ÅÄÖ€😀;x\n", 40_000))}");
        drop.WriteWindows1252("b.csv", $"{Drop.Header}\n1;Åsa;x\n");

        var run = await drop.RunAsync();

        Assert.All(run.Records.SkipLast(1), r => Assert.Equal("utf-8", r.Charset));
        Assert.Equal("windows-1252", run.Records[^1].Charset);
        Assert.Equal("1;Åsa;x", run.Texts[^1]);
    }

    [Fact]
    public async Task UTF_16_without_a_byte_order_mark_is_found_out_by_its_header()
    {
        drop.Write("a.csv", Encoding.Unicode.GetBytes($"{Drop.Header}\n1;A;x\n"));

        var fault = await Assert.ThrowsAsync<UnreadableAnswerException>(() => drop.ReadOnceAsync());

        Assert.Contains("UTF-16", fault.Message);
    }

    [Theory]
    [InlineData("1;A;x\n2;B;y\nAntal;3;\n", "has 2 rows")]
    [InlineData("1;A;x\n2;B;y\n", "has no last row")]
    [InlineData("1;A;x\nAntal;1;\n2;B;y\n", "goes on behind its totals row")]
    public async Task A_file_whose_totals_row_does_not_agree_is_not_finished(string rows, string reason)
    {
        drop["totalsRow"] = "Antal";
        drop.Write("a.csv", $"{Drop.Header}\n{rows}");

        var fault = await Assert.ThrowsAsync<UnreadableAnswerException>(() => drop.RunAsync());

        Assert.Contains(reason, fault.Message);
        Assert.Equal(["a.csv"], drop.Names);
    }

    [Fact]
    public async Task A_totals_row_that_agrees_is_handed_over_like_any_other()
    {
        drop["totalsRow"] = "Antal";
        drop.Write("a.csv", $"{Drop.Header}\n1;A;x\n2;B;y\nAntal;2;\n");

        var run = await drop.RunAsync();

        Assert.Equal(["1;A;x", "2;B;y", "Antal;2;"], run.Good);
    }

    [Fact]
    public void Whatever_is_written_as_RFC_4180_comes_back_row_by_row_at_every_page_size() =>
        Prop.ForAll(Rows().ToArbitrary(), Gen.Choose(1, 7).ToArbitrary(), (rows, pageSize) =>
        {
            using var one = new Drop { ["maxRecordSize"] = "256" };
            var written = rows.Select(r => string.Join(';', r.Select(Quoted))).ToList();
            one.Write("a.csv", $"{Drop.Header}\r\n{string.Join("\r\n", written)}\r\n");

            var run = one.RunAsync(pageSize: pageSize).GetAwaiter().GetResult();

            return run.Good.SequenceEqual(written) && run.Records.Count == written.Count && written.Zip(rows).All(pair => Values(pair.First).SequenceEqual(pair.Second));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Whatever_stands_in_a_file_reading_it_ends_and_loses_no_byte_of_it_beside_line_breaks() =>
        Prop.ForAll(Gen.ArrayOf(Gen.Elements("\"", "\"\"", ";", "\n", "\r\n", "a", "é", "\0", "\";\"", "long text of a value")).ToArbitrary(), parts =>
        {
            using var one = new Drop { ["maxRecordSize"] = "256" };
            var text = string.Concat(parts);
            one.Write("a.csv", $"{Drop.Header}\n{text}");

            var run = one.RunAsync(pageSize: 3).GetAwaiter().GetResult();

            return string.Concat(run.Texts).Replace("\r", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal)
                == text.Replace("\r", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal);
        }).QuickCheckThrowOnFailure();

    static Gen<string[][]> Rows() =>
        Gen.ArrayOf(Gen.ArrayOf(Gen.Elements("", "a", "x y", "å;ä", "say \"hi\"", "two\r\nlines", "\n", "\"", ";", "12\" pipe"), 3)
            .Where(row => row.Any(v => v.Length > 0)));

    static string Quoted(string value) =>
        value.AsSpan().IndexOfAny(";\"\r\n") < 0 ? value : $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    static IEnumerable<string> Values(string row)
    {
        using var csv = CsvReader.Create(Encoding.UTF8.GetBytes(row), new CsvReaderOptions { Separator = ';', HasHeader = false });
        return csv.Read() ? [.. Enumerable.Range(0, csv.FieldCount).Select(csv.GetString)] : [];
    }
}
