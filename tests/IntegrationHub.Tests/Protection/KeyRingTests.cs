using IntegrationHub.Protection;
using static IntegrationHub.Tests.Protection.Samples;

namespace IntegrationHub.Tests.Protection;

public sealed class KeyRingTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("keys-").FullName;

    string Path => System.IO.Path.Combine(folder, "hub.keys");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Two_new_rings_share_nothing()
    {
        Assert.NotEqual(KeyRing.Create().Fingerprint, KeyRing.Create().Fingerprint);
    }

    [Fact]
    public void The_fingerprint_stands_for_the_keys_that_an_index_depends_on_and_shows_none_of_them()
    {
        var otherIndex = new KeyRing("k1", new Dictionary<string, byte[]> { ["k1"] = Key(1) }, Key(102), Key(201));
        var otherIdentity = new KeyRing("k1", new Dictionary<string, byte[]> { ["k1"] = Key(1) }, Key(101), Key(202));

        Assert.Equal("c2352e1f3aaef38ff2d3b9627467088e", Keys.Fingerprint);
        Assert.Equal(Keys.Fingerprint, Keys.WithNewEncryptionKey("k2").Fingerprint);
        Assert.NotEqual(Keys.Fingerprint, otherIndex.Fingerprint);
        Assert.NotEqual(Keys.Fingerprint, otherIdentity.Fingerprint);
    }

    [Fact]
    public void A_ring_that_cannot_be_is_refused_with_what_to_do()
    {
        static Dictionary<string, byte[]> One(string id, byte[] key) => new() { [id] = key };

        Assert.Contains("16 bytes; 32 are needed", Assert.Throws<KeyRingUnusableException>(() => new KeyRing("k1", One("k1", new byte[16]), Key(101), Key(201))).Message, StringComparison.Ordinal);
        Assert.Contains("'k2' is not among", Assert.Throws<KeyRingUnusableException>(() => new KeyRing("k2", One("k1", Key(1)), Key(101), Key(201))).Message, StringComparison.Ordinal);
        Assert.Contains("no key id", Assert.Throws<KeyRingUnusableException>(() => new KeyRing("K 1", One("K 1", Key(1)), Key(101), Key(201))).Message, StringComparison.Ordinal);
        Assert.Contains("Two keys", Assert.Throws<KeyRingUnusableException>(() => new KeyRing("k1", One("k1", Key(1)), Key(1), Key(201))).Message, StringComparison.Ordinal);
        Assert.Contains("'k1' is taken", Assert.Throws<KeyRingUnusableException>(() => Keys.WithNewEncryptionKey("k1")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_ring_comes_back_from_its_file()
    {
        var written = KeyRingFile.CreateNew(Path);

        var read = KeyRingFile.Read(Path);

        Assert.Equal(written.Fingerprint, read.Fingerprint);
        var stored = new CaseProtector(written, Sundby).Protect(Decision, Permits, IntegrationHub.Cases.Confidentiality.Open);
        Assert.Equivalent(Decision, new CaseProtector(read, Sundby).Open(stored), strict: true);
    }

    [Fact]
    public void A_ring_with_a_second_key_comes_back_too()
    {
        var rotated = Keys.WithNewEncryptionKey("k2");
        KeyRingFile.Write(Path, rotated);

        var read = KeyRingFile.Read(Path);

        Assert.Equal("k2", read.ActiveKeyId);
        Assert.Equal(["k1", "k2"], read.KeyIds.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_key_file_is_never_overwritten()
    {
        KeyRingFile.CreateNew(Path);
        var before = File.ReadAllText(Path);

        var fault = Assert.Throws<KeyRingUnusableException>(() => KeyRingFile.CreateNew(Path));

        Assert.Contains("never overwritten", fault.Message, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllText(Path));
    }

    [Fact]
    public void Only_the_owner_may_read_a_key_file()
    {
        if (OperatingSystem.IsWindows()) return;
        KeyRingFile.CreateNew(Path);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path));

        foreach (var mode in (UnixFileMode[])[UnixFileMode.GroupRead, UnixFileMode.OtherRead, UnixFileMode.OtherWrite])
        {
            File.SetUnixFileMode(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | mode);
            var fault = Assert.Throws<KeyRingUnusableException>(() => KeyRingFile.Read(Path));
            Assert.Contains("chmod 600", fault.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("not json", "no JSON")]
    // A half character, found by fuzzing.
    [InlineData("""{"format":"integrationhub-keys/1","active":"\uD800","encryption":{"k1":"c2VjcmV0"}}""", "no JSON")]
    [InlineData("{}", "no key file")]
    [InlineData("[]", "no key file")]
    [InlineData("""{"format":"integrationhub-keys/1"}""", "no \"encryption\"")]
    [InlineData("""{"format":"integrationhub-keys/1","encryption":{}}""", "no \"active\"")]
    [InlineData("""{"format":"integrationhub-keys/1","active":"k1","encryption":{"k1":"c2VjcmV0!"}}""", "no base 64")]
    [InlineData("""{"format":"integrationhub-keys/1","active":"k1","encryption":{"k1":"c2VjcmV0"},"index":"c2VjcmV0"}""", "no \"identity\"")]
    [InlineData("""{"format":"integrationhub-keys/1","active":"k1","encryption":{"k1":"c2VjcmV0"},"index":"c2VjcmV0","identity":"c2VjcmV0"}""", "32 are needed")]
    public void A_damaged_file_is_named_and_not_quoted(string content, string expected)
    {
        File.WriteAllText(Path, content);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(Path, UnixFileMode.UserRead);

        var fault = Assert.Throws<KeyRingUnusableException>(() => KeyRingFile.Read(Path));

        Assert.Contains(expected, fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("c2VjcmV0", fault.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_is_told_with_the_remedy()
    {
        var fault = Assert.Throws<KeyRingUnusableException>(() => KeyRingFile.Read(Path));

        Assert.Contains("Put the one back", fault.Message, StringComparison.Ordinal);
    }
}
