using IntegrationHub.Notifications;

namespace IntegrationHub.Tests.Notifications;

/// <summary>An address in a notification is somebody else's word: only one under the vendor's own names a case.</summary>
public sealed class VendorAddressTests
{
    static readonly Uri Root = new("https://zaken.example/zaken/api/v1/");

    [Theory]
    [InlineData("https://zaken.example/zaken/api/v1/zaken/0001-aaaa", "0001-aaaa")]
    [InlineData("https://ZAKEN.example:443/zaken/api/v1/zaken/0001-aaaa", "0001-aaaa")]
    [InlineData("HTTPS://zaken.example/zaken/api/v1/zaken/a_b~c.d", "a_b~c.d")]
    public void The_case_is_what_stands_in_its_place(string address, string key) => Assert.Equal(key, VendorAddress.KeyOf(address, Root, "zaken/{key}"));

    [Theory]
    [InlineData("https://zaken.example/zaken/api/v1/statussen/0001")]
    [InlineData("https://zaken.example/zaken/api/v1/zaken/")]
    [InlineData("https://zaken.example/zaken/api/v1/zaken/a/b")]
    [InlineData("https://zaken.example/zaken/api/v1/")]
    public void What_is_no_cases_address_names_none_though_it_is_the_vendors(string address)
    {
        Assert.True(VendorAddress.IsUnder(address, Root));
        Assert.Null(VendorAddress.KeyOf(address, Root, "zaken/{key}"));
    }

    [Theory]
    [InlineData("https://evil.example/zaken/api/v1/zaken/1")]
    [InlineData("https://zaken.example.evil.example/zaken/api/v1/zaken/1")]
    [InlineData("https://zaken.example@evil.example/zaken/api/v1/zaken/1")]
    [InlineData("https://user:word@zaken.example/zaken/api/v1/zaken/1")]
    [InlineData("http://zaken.example/zaken/api/v1/zaken/1")]
    [InlineData("https://zaken.example:8443/zaken/api/v1/zaken/1")]
    [InlineData("https://zaken.example/other/zaken/1")]
    [InlineData("https://zaken.example/ZAKEN/api/v1/zaken/1")]
    [InlineData("https://zaken.example/zaken/api/v1")]
    [InlineData("https://zaken.example/zaken/api/v1evil/zaken/1")]
    [InlineData("https://zaken.example/zaken/api/v1/../../admin/1")]
    [InlineData("https://zaken.example/zaken/api/v1/zaken/..")]
    [InlineData("https://zaken.example/zaken/api/v1/./zaken/1")]
    [InlineData("https://zaken.example/zaken/api/v1/%2e%2e/admin")]
    [InlineData("https://zaken.example/zaken/api/v1/zaken/1%2f..%2fadmin")]
    [InlineData("https://zaken.example/zaken/api/v1/zaken/1?x=1")]
    [InlineData("https://zaken.example/zaken/api/v1/zaken/1#x")]
    [InlineData("https://zaken.example\\@evil.example/zaken/api/v1/zaken/1")]
    [InlineData("https://evil.example#@zaken.example/zaken/api/v1/zaken/1")]
    [InlineData("//zaken.example/zaken/api/v1/zaken/1")]
    [InlineData("/zaken/api/v1/zaken/1")]
    [InlineData("zaken/1")]
    [InlineData("https:zaken.example/zaken/api/v1/zaken/1")]
    [InlineData("https:/zaken.example/zaken/api/v1/zaken/1")]
    [InlineData("https://zaken.example/zaken/api/v1/zaken/1\r\nX: y")]
    [InlineData(" https://zaken.example/zaken/api/v1/zaken/1")]
    [InlineData("https://zåken.example/zaken/api/v1/zaken/1")]
    [InlineData("https://zaken。example/zaken/api/v1/zaken/1")]
    [InlineData("https://[::ffff:10.0.0.1]/zaken/api/v1/zaken/1")]
    [InlineData("file:///etc/passwd")]
    [InlineData("javascript:alert(1)")]
    [InlineData("")]
    public void What_is_not_the_vendors_names_nothing(string address)
    {
        Assert.False(VendorAddress.IsUnder(address, Root));
        Assert.Null(VendorAddress.KeyOf(address, Root, "{key}"));
    }

    [Fact]
    public void An_address_that_is_longer_than_any_is_not_looked_at() => Assert.False(VendorAddress.IsUnder(Root + "zaken/" + new string('1', 2000), Root));

    [Theory]
    [InlineData("https://zaken.example/")]
    [InlineData("https://zaken.example:8443/a/b/")]
    [InlineData("http://127.0.0.1:5000/")]
    [InlineData("http://[::1]:5000/api/")]
    public void A_base_is_an_absolute_address_that_ends_with_a_slash(string text) => Assert.Null(VendorAddress.Fault(text));

    [Theory]
    [InlineData("https://zaken.example")]
    [InlineData("https://zaken.example/api")]
    [InlineData("https://user:word@zaken.example/")]
    [InlineData("https://zaken.example/?a=/")]
    [InlineData("https://zaken.example/../")]
    [InlineData("ftp://zaken.example/")]
    [InlineData("/zaken/")]
    [InlineData("")]
    public void Anything_else_is_no_base(string text) => Assert.NotNull(VendorAddress.Fault(text));

    [Theory]
    [InlineData("{key}", true)]
    [InlineData("zaken/{key}", true)]
    [InlineData("zaken/{key}/status", true)]
    [InlineData("zaken", false)]
    [InlineData("zaken/x{key}", false)]
    [InlineData("/zaken/{key}", false)]
    [InlineData("{key}/{key}", false)]
    [InlineData("../{key}", false)]
    [InlineData("zaken/{key}?x=1", false)]
    public void A_template_holds_the_key_once_as_a_step_of_its_own(string text, bool accepted) => Assert.Equal(accepted, VendorAddress.TemplateFault(text) is null);
}
