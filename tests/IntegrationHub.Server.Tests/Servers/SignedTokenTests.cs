namespace IntegrationHub.Server.Tests.Servers;

public sealed class SignedTokenTests
{
    static readonly DateTimeOffset Now = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(-10d, 10d, true)]
    [InlineData(null, 10d, true)]
    [InlineData(0.5, 10d, true)]
    [InlineData(-10d, -0.5, true)]
    [InlineData(2d, 10d, false)]
    [InlineData(-10d, -2d, false)]
    [InlineData(-10d, null, false)]
    public void A_token_lives_from_its_begin_to_its_end_give_or_take_a_minute(double? from, double? until, bool lives) =>
        Assert.Equal(lives, SignedToken.Lives(At(from), At(until), Now));

    static DateTime? At(double? minutes) => minutes is { } m ? Now.AddMinutes(m).UtcDateTime : null;
}
