using System.Text;
using FsCheck;
using FsCheck.Fluent;
using IntegrationHub.Cases;
using IntegrationHub.Mapping;
using IntegrationHub.Protection;
using IntegrationHub.Sources;
using static IntegrationHub.Tests.Protection.Samples;

namespace IntegrationHub.Tests.Protection;

public sealed class CaseProtectorTests
{
    [Fact]
    public void A_case_comes_back_as_it_went_in_with_its_times_in_utc()
    {
        var opened = Protector.Open(Protect(Permit).Case);

        Assert.Equivalent(Permit, opened, strict: true);
        Assert.Equal(TimeSpan.Zero, opened.OpenedAt!.Value.Offset);
    }

    [Fact]
    public void A_closed_case_comes_back_as_it_went_in_too()
    {
        var secret = Permit with { Confidentiality = Confidentiality.Secret };

        Assert.Equivalent(secret, Protector.Open(Protect(secret).Case), strict: true);
    }

    [Fact]
    public void An_event_comes_back_as_it_went_in()
    {
        Assert.Equivalent(Decision, Protector.Open(Protect(Permit, Decision).Timeline[0]), strict: true);
        Assert.Equivalent(Decision, Protector.Open(Protector.Protect(Decision, Permits, Confidentiality.Open)), strict: true);
    }

    [Fact]
    public void Only_what_the_source_tells_is_there_after_the_way_through()
    {
        var bare = new Case { Key = "1", Reference = new CaseReference(Permits, "1"), Title = "Bygglov" };

        var opened = Protector.Open(Protect(bare).Case);

        Assert.Null(opened.Handler);
        Assert.Null(opened.Location);
        Assert.Empty(opened.Parties);
        Assert.Equal(Confidentiality.Protected, opened.Confidentiality);
    }

    [Theory]
    [InlineData(Confidentiality.Open, Confidentiality.Restricted, Confidentiality.Restricted)]
    [InlineData(Confidentiality.Secret, Confidentiality.Open, Confidentiality.Secret)]
    [InlineData((Confidentiality)9, Confidentiality.Open, Confidentiality.Protected)]
    [InlineData((Confidentiality)(-1), Confidentiality.Open, Confidentiality.Protected)]
    public void The_more_closed_of_mapping_and_floor_stands(Confidentiality mapped, Confidentiality floor, Confidentiality expected)
    {
        var record = Protector.Protect(new MappingResult.MappedCase(Permit with { Confidentiality = mapped }, 1), Permits, PermitStream, floor);

        Assert.Equal(expected, record.Case.Confidentiality);
    }

    [Fact]
    public void An_event_is_never_less_closed_than_its_case()
    {
        var record = Protect(Permit with { Confidentiality = Confidentiality.Secret }, Decision, Decision with { Id = "2", Confidentiality = Confidentiality.Protected });

        Assert.Equal([Confidentiality.Secret, Confidentiality.Protected], record.Timeline.Select(e => e.Confidentiality));
    }

    [Fact]
    public void The_same_case_has_the_same_hash_whatever_its_offsets_scales_and_the_order_of_its_events_and_attributes()
    {
        var written = Protect(Permit, Decision, Decision with { Id = "2" }).Case;

        var rewritten = Protect(
            Permit with
            {
                OpenedAt = Permit.OpenedAt!.Value.ToOffset(TimeSpan.FromHours(5)),
                Location = Permit.Location! with { Latitude = 62.390m },
                Attributes = new Dictionary<string, string> { ["plan"] = "P12", ["area"] = "40" },
            },
            Decision with { Id = "2" },
            Decision).Case;

        Assert.Equal(written.ContentHash, rewritten.ContentHash);
    }

    [Fact]
    public void Two_protections_of_one_case_differ_in_their_bytes()
    {
        Assert.NotEqual(Protect(Permit).Case.Private, Protect(Permit).Case.Private);
    }

    [Fact]
    public void A_text_with_half_a_character_is_stored_all_the_same()
    {
        var opened = Protector.Open(Protect(Permit with { Summary = "half \uD83D of one" }).Case);

        Assert.Equal("half \uFFFD of one", opened.Summary);
    }

    [Fact]
    public void A_private_part_that_was_moved_to_another_case_does_not_open()
    {
        var one = Protect(Permit).Case;
        var other = Protect(Permit with { Key = "4712" }).Case;

        var fault = Assert.Throws<ProtectedValueException>(() => Protector.Open(other with { Private = one.Private }));

        Assert.Contains("another row", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_private_part_that_was_moved_to_another_event_does_not_open()
    {
        var timeline = Protect(Permit, Decision, Decision with { Id = "2" }).Timeline;

        Assert.Throws<ProtectedValueException>(() => Protector.Open(timeline[0] with { Private = timeline[1].Private }));
        Assert.Throws<ProtectedValueException>(() => Protector.Open(timeline[0] with { CaseKey = "4712" }));
    }

    [Fact]
    public void What_is_protected_for_one_municipality_does_not_open_for_another()
    {
        var elsewhere = new CaseProtector(Keys, new TenantId("norrby"));

        Assert.Throws<ProtectedValueException>(() => elsewhere.Open(Protect(Permit).Case));
    }

    [Fact]
    public void Any_changed_byte_is_noticed()
    {
        var stored = Protect(Permit).Case;

        Prop.ForAll(Gen.Choose(0, stored.Private.Length - 1).ToArbitrary(), Gen.Choose(1, 255).ToArbitrary(), (at, flip) =>
        {
            var changed = (byte[])stored.Private.Clone();
            changed[at] ^= (byte)flip;
            return Record.Exception(() => Protector.Open(stored with { Private = changed })) is ProtectedValueException;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_missing_key_is_named_together_with_the_remedy()
    {
        var rotated = Keys.WithNewEncryptionKey("k2");
        var written = new CaseProtector(rotated, Sundby).Protect(new MappingResult.MappedCase(Permit, 1), Permits, PermitStream, Confidentiality.Open);

        var fault = Assert.Throws<ProtectedValueException>(() => Protector.Open(written.Case));

        Assert.Contains("'k2'", fault.Message, StringComparison.Ordinal);
        Assert.Contains("Put that key back", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void After_a_new_encryption_key_old_cases_open_and_ids_keys_and_hashes_stay()
    {
        var before = Protect(Permit).Case;
        var rotated = new CaseProtector(Keys.WithNewEncryptionKey("k2"), Sundby);

        var after = rotated.Protect(new MappingResult.MappedCase(Permit, 1), Permits, PermitStream, Confidentiality.Open).Case;

        Assert.Equivalent(Permit, rotated.Open(before), strict: true);
        Assert.Equal(before.Id, after.Id);
        Assert.Equal(before.Keys, after.Keys);
        Assert.Equal(before.ContentHash, after.ContentHash);
    }

    [Fact]
    public void A_hundred_thousand_encryptions_share_no_nonce()
    {
        var cipher = new FieldCipher(Keys, Sundby, "case", "private");
        var nonces = new HashSet<string>(100_000);

        for (var i = 0; i < 100_000; i++) nonces.Add(Convert.ToHexString(cipher.Protect("x"u8, "1"u8).AsSpan(4, 12)));

        Assert.Equal(100_000, nonces.Count);
    }

    [Fact]
    public void Many_threads_may_protect_and_open_at_once()
    {
        Parallel.For(0, 2_000, i =>
        {
            var @case = Permit with { Key = $"k{i}", Summary = new string('s', i) };
            Assert.Equal(i, Protector.Open(Protect(@case, Decision).Case).Summary!.Length);
        });
    }

    [Fact]
    public void The_public_id_depends_on_tenant_source_and_key_and_on_nothing_else()
    {
        var id = Protector.IdOf(Permits, "4711");

        Assert.Equal(id, new CaseProtector(Keys, Sundby).IdOf(Permits, "4711"));
        Assert.Equal(id, Protect(Permit with { Title = "Annat" }).Case.Id);
        Assert.NotEqual(id, Protector.IdOf(Permits, "4712"));
        Assert.NotEqual(id, Protector.IdOf(new SourceId("byggr-2"), "4711"));
        Assert.NotEqual(id, new CaseProtector(Keys, new TenantId("norrby")).IdOf(Permits, "4711"));
        Assert.NotEqual(Protector.IdOf(new SourceId("a"), "bc"), Protector.IdOf(new SourceId("ab"), "c"));
    }

    [Fact]
    public void The_raw_hash_depends_on_everything_that_decides_what_becomes_of_a_record()
    {
        var record = new SourceRecord { Content = "1;2"u8.ToArray(), Format = RecordFormat.Csv, Layout = new CsvLayout(["A", "B"]), Where = "file.csv:2" };
        var hash = Convert.ToHexString(Protector.RawHash(record, [1]));

        string Of(SourceRecord changed, byte fingerprint = 1, Confidentiality floor = Confidentiality.Open) => Convert.ToHexString(Protector.RawHash(changed, [fingerprint], floor));

        Assert.Equal(hash, Of(record with { Where = "file.csv:3" }));
        Assert.Equal(hash, Of(record with { Layout = new CsvLayout(["A", "B"]) }));
        string[] others =
        [
            Of(record, fingerprint: 2), Of(record, floor: Confidentiality.Secret), Of(record with { Content = "1;3"u8.ToArray() }), Of(record with { Format = RecordFormat.Json }),
            Of(record with { Charset = "windows-1252" }), Of(record with { Layout = new CsvLayout(["AB", ""]) }), Of(record with { Layout = null }), Of(record with { Broken = "row too long" }),
            Convert.ToHexString(new CaseProtector(Keys, new TenantId("norrby")).RawHash(record, [1])),
        ];
        Assert.Equal(others.Length, others.Append(hash).Distinct().Count() - 1);
    }

    [Fact]
    public void A_quarantined_record_comes_back_with_how_it_is_to_be_read()
    {
        var record = new SourceRecord
        {
            Content = Encoding.Latin1.GetBytes("1;Åkesson"),
            Format = RecordFormat.Csv,
            Charset = "iso-8859-1",
            Layout = new CsvLayout(["NR", "NAMN"], '\t', '\''),
            Where = "social.csv:2",
            Broken = "a row too long",
        };
        var hash = Protector.RawHash(record, [1]);
        var encrypted = Protector.ProtectRaw(record, Permits, hash);

        var opened = Protector.OpenRaw(encrypted, Permits, hash);

        Assert.Equal(record.Content.ToArray(), opened.Content.ToArray());
        Assert.Equivalent(record with { Content = default }, opened with { Content = default }, strict: true);
        Assert.Equal(hash, Protector.RawHash(opened, [1]));
        Assert.Throws<ProtectedValueException>(() => Protector.OpenRaw(encrypted, new SourceId("other"), hash));
    }
}
