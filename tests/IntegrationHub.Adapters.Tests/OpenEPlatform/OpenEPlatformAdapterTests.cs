using IntegrationHub.Faults;

namespace IntegrationHub.Adapters.Tests.OpenEPlatform;

public sealed class OpenEPlatformAdapterTests : IDisposable
{
    readonly ScriptedPlatform platform = new();

    public void Dispose() => platform.Dispose();

    [Theory]
    [InlineData("url", "e-tjanster")]
    [InlineData("families", "")]
    [InlineData("families", "110,bygglov")]
    [InlineData("families", "0")]
    [InlineData("username", "")]
    [InlineData("username", "hub:er")]
    [InlineData("timezone", "Mars/Olympus")]
    [InlineData("parallel", "9")]
    [InlineData("reads", "everything")]
    public void A_setting_that_cannot_be_is_named(string name, string value)
    {
        var fault = Assert.Throws<MisconfiguredException>(() => platform.Source((name, value)));

        Assert.Equal((FaultCodes.InvalidSetting, $"connection.{name}"), (fault.Code, fault.Setting));
    }
}
