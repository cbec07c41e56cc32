using IntegrationHub.Workshop.Recording;

namespace IntegrationHub.Tests.Workshop.Recording;

public sealed class ScrubberTests
{
    readonly Disguise disguise = new(1);
    readonly SecretForms secrets = new();

    [Theory]
    [InlineData("Ring 070-999 77 31 om det", "999", "77 31")]
    [InlineData("+46 70 999 77 31 är numret", "999 77 31", "70 999")]
    [InlineData("person 19850312-9804 ringde", "9804", "19850312")]
    [InlineData("person 850312+9804 ringde", "9804", "850312")]
    [InlineData("8503129804", "8503129804", "9804")]
    [InlineData("skriv till Kanariella@Fagel.example.", "agel", "anariella")]
    [InlineData("/person?mail=kanariella%40fagel.example", "fagel", "kanariella")]
    [InlineData("KANARIEBERGET 1:77 ska byggas", "KANARIE", "1:77")]
    [InlineData("fødselsnummer 150765 00565", "00565", "150765")]
    [InlineData("cpr 070761-4285", "4285", "070761")]
    public void What_is_somebodys_by_its_form_is_replaced_wherever_it_stands(string text, string gone, string goneToo)
    {
        var made = new Scrubber(disguise, secrets, []).Of(text, isWritten: true);

        Assert.DoesNotContain(gone, made, StringComparison.Ordinal);
        Assert.DoesNotContain(goneToo, made, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("BYGG 2026-000200")]
    [InlineData("2026-03-14T11:21:52.507+01:00")]
    [InlineData("01/02/2026 12:30")]
    [InlineData("3f0e57b2-0001-4cb8-aa71-537b5805be27")]
    [InlineData("SIG-4711")]
    [InlineData("00004711")]
    [InlineData("version 10.0.0.1")]
    [InlineData("kl. 10:30")]
    public void What_only_looks_like_a_number_of_somebody_stays(string text)
    {
        Assert.Equal(text, new Scrubber(disguise, secrets, []).Of(text, isWritten: true));
        Assert.Equal(text, new Scrubber(disguise, secrets, []).Of(text, isWritten: false));
    }

    [Fact]
    public void Somebodys_name_is_replaced_in_what_people_write_once_it_is_known_from_a_field()
    {
        var scrubber = new Scrubber(disguise, secrets, []);
        Assert.Equal("Kanariella ringde, sten i backen", scrubber.Of("Kanariella ringde, sten i backen", isWritten: true));

        var name = disguise.Of(FieldKind.Name, "Kanariella Sten");

        Assert.Equal($"{name.Split(' ')[0]} ringde, sten i backen", scrubber.Of("Kanariella ringde, sten i backen", isWritten: true));
        Assert.Equal("Kanariella", scrubber.Of("Kanariella", isWritten: false));
    }

    [Theory]
    [InlineData("p@ss w/rd+1")]
    [InlineData("nyckel-åäö")]
    public void A_secret_is_found_however_it_is_written(string secret)
    {
        secrets.Add(secret, ["hub"]);
        var scrubber = new Scrubber(disguise, secrets, []);
        string[] written =
        [
            secret, Uri.EscapeDataString(secret), System.Net.WebUtility.UrlEncode(secret), System.Text.Json.JsonSerializer.Serialize(secret), System.Security.SecurityElement.Escape(secret),
            "Basic " + Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"hub:{secret}")), "Basic " + Convert.ToBase64String(System.Text.Encoding.Latin1.GetBytes($"{secret}:")),
            Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(secret)), Convert.ToHexStringLower(System.Text.Encoding.UTF8.GetBytes(secret)),
        ];

        Assert.All(written, w => Assert.Contains(Scrubber.Secret, scrubber.WithoutSecrets($"x={w}&y=1"), StringComparison.Ordinal));
        Assert.All(written, w => Assert.True(secrets.IsIn(w)));
    }

    [Fact]
    public void The_vendors_own_address_becomes_that_of_the_stubs_and_others_stay()
    {
        var scrubber = new Scrubber(disguise, secrets, ["https://vendor.sundby.example"]);

        Assert.Equal("http://stubs.example/a?next=2", scrubber.OfAddress("https://Vendor.sundby.example/a?next=2"));
        Assert.Equal("https://vendor.sundby.example.evil.example/a", scrubber.OfAddress("https://vendor.sundby.example.evil.example/a"));
        Assert.Equal("https://other.example/a", scrubber.OfAddress("https://other.example/a"));
    }

    [Fact]
    public void A_person_in_an_address_is_the_same_made_up_person_as_in_a_body()
    {
        var scrubber = new Scrubber(disguise, secrets, []);
        var number = disguise.Of(FieldKind.PersonalNumber, "198503129804");

        Assert.Equal($"/people/{number}/cases?mail={Uri.EscapeDataString(disguise.Email("kanariella@fagel.example"))}&page=2", scrubber.OfAddress("/people/198503129804/cases?mail=kanariella%40fagel.example&page=2"));
    }
}
