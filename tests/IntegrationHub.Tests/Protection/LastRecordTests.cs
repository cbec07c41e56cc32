using System.Text;
using IntegrationHub.Protection;
using IntegrationHub.Remapping;
using IntegrationHub.Sources;

namespace IntegrationHub.Tests.Protection;

public sealed class LastRecordTests
{
    static readonly TenantId Tenant = new("sundby");
    static readonly StreamKey Stream = new(Tenant, new SourceId("byggr"), new StreamName("permits"));
    static readonly KeyRing Keys = KeyRing.Create();

    readonly CaseProtector protector = new(Keys, Tenant);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(40)]
    [InlineData(1_000_000)]
    public void A_record_of_any_length_comes_back_byte_by_byte(int length)
    {
        var content = new byte[length];
        new Random(7).NextBytes(content);

        var opened = Open(protector.ProtectLast(Record(content), Stream, "A1"), "A1");

        Assert.Equal(content, opened.Content.ToArray());
    }

    [Fact]
    public void How_a_row_is_to_be_read_comes_back_with_it()
    {
        var record = new SourceRecord
        {
            Content = Encoding.Latin1.GetBytes("Ä;1"), Format = RecordFormat.Csv, Charset = "iso-8859-1", Where = "line 4", Layout = new CsvLayout(["NAMN", "NR"], ';', '"'),
        };

        var opened = Open(protector.ProtectLast(record, Stream, "A1"), "A1");

        Assert.Equal((record.Format, record.Charset, record.Where), (opened.Format, opened.Charset, opened.Where));
        Assert.Equal(record.Layout.Columns, opened.Layout!.Columns);
        Assert.Equal(record.Content.ToArray(), opened.Content.ToArray());
    }

    [Fact]
    public void What_repeats_itself_takes_less_room_than_it_did()
    {
        var text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("""{"status":"open","unit":"byggnadsnamnden"},""", 40)));

        Assert.True(protector.ProtectLast(Record(text), Stream, "A1").Raw.Length < text.Length / 4);
    }

    [Fact]
    public void What_is_kept_holds_no_letter_of_the_record()
    {
        var kept = protector.ProtectLast(Record("19350101-9800"u8.ToArray()), Stream, "A1");

        Assert.Equal(-1, kept.Raw.AsSpan().IndexOf("19350101"u8));
    }

    [Fact]
    public void A_record_opens_for_its_own_key_stream_and_tenant_only()
    {
        var kept = protector.ProtectLast(Record("{}"u8.ToArray()), Stream, "A1");

        Assert.Throws<ProtectedValueException>(() => Open(kept, "A2"));
        Assert.Throws<ProtectedValueException>(() => protector.OpenLast(Old(kept, "A1"), Stream with { Stream = new StreamName("archive") }));
        Assert.Throws<ProtectedValueException>(() => protector.OpenLast(Old(kept, "A1"), Stream with { Source = new SourceId("other") }));
        Assert.Throws<ProtectedValueException>(() => new CaseProtector(Keys, new TenantId("norrby")).OpenLast(Old(kept, "A1"), Stream));
        Assert.Throws<ProtectedValueException>(() => new CaseProtector(KeyRing.Create(), Tenant).OpenLast(Old(kept, "A1"), Stream));
    }

    [Fact]
    public void A_record_of_quarantine_does_not_open_in_its_place()
    {
        var hash = protector.RawHash(Record("{}"u8.ToArray()), "m"u8);
        var held = protector.ProtectRaw(Record("{}"u8.ToArray()), Stream.Source, hash);

        Assert.Throws<ProtectedValueException>(() => Open(new LastRecord(held, hash), "A1"));
    }

    static SourceRecord Record(byte[] content) => new() { Content = content, Format = RecordFormat.Json };

    SourceRecord Open(LastRecord kept, string key) => protector.OpenLast(Old(kept, key), Stream);

    static OldRecord Old(LastRecord kept, string key) => new(key, kept.Raw, kept.BytesHash, default);
}
