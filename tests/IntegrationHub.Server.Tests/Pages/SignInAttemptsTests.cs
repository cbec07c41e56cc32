using System.Net;
using IntegrationHub.AspNetCore;
using IntegrationHub.Tests.Shared;

namespace IntegrationHub.Server.Tests.Pages;

public sealed class SignInAttemptsTests
{
    static readonly IPAddress Here = IPAddress.Parse("192.0.2.1");
    static readonly IPAddress There = IPAddress.Parse("192.0.2.2");

    readonly ManualClock clock = new();
    readonly SignInAttempts attempts;

    public SignInAttemptsTests() => attempts = new SignInAttempts(new SignInOptions(), clock);

    [Fact]
    public void The_fifth_wrong_key_locks_its_address_for_a_minute_and_no_other()
    {
        Wrong(Here, 5);

        Assert.Equal(TimeSpan.FromMinutes(1), attempts.LockOf(Here));
        Assert.Null(attempts.LockOf(There));
        clock.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal(TimeSpan.FromSeconds(1), attempts.LockOf(Here));
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(attempts.LockOf(Here));
    }

    [Fact]
    public void Each_further_lock_is_twice_as_long_up_to_a_quarter_of_an_hour()
    {
        var lengths = new List<double>();
        for (var i = 0; i < 6; i++)
        {
            Wrong(Here, 5);
            lengths.Add(attempts.LockOf(Here)!.Value.TotalMinutes);
            clock.Advance(attempts.LockOf(Here)!.Value);
        }

        Assert.Equal([1, 2, 4, 8, 15, 15], lengths);
    }

    [Fact]
    public void A_right_key_makes_an_address_begin_anew()
    {
        Wrong(Here, 4);
        attempts.CountRight(Here);
        Wrong(Here, 4);

        Assert.Null(attempts.LockOf(Here));
    }

    [Fact]
    public void A_quarter_of_an_hour_without_a_wrong_key_makes_an_address_begin_anew()
    {
        Wrong(Here, 4);
        clock.Advance(TimeSpan.FromMinutes(16));
        Wrong(Here, 4);

        Assert.Null(attempts.LockOf(Here));
    }

    [Fact]
    public void Neighbours_in_one_network_of_IPv6_count_as_one()
    {
        for (var i = 1; i <= 5; i++) attempts.CountWrong(IPAddress.Parse($"2001:db8::{i}"));

        Assert.NotNull(attempts.LockOf(IPAddress.Parse("2001:db8::99")));
        Assert.Null(attempts.LockOf(IPAddress.Parse("2001:db8:0:1::1")));
    }

    [Fact]
    public void Thirty_wrong_keys_in_a_minute_from_anywhere_slow_everybody_until_the_minute_is_over()
    {
        for (var i = 0; i < 29; i++) attempts.CountWrong(IPAddress.Parse($"198.51.100.{i}"));
        Assert.Equal(TimeSpan.Zero, attempts.Slowing());

        attempts.CountWrong(IPAddress.Parse("198.51.100.200"));

        Assert.Equal(TimeSpan.FromSeconds(2), attempts.Slowing());
        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(TimeSpan.Zero, attempts.Slowing());
    }

    void Wrong(IPAddress address, int times)
    {
        for (var i = 0; i < times; i++) attempts.CountWrong(address);
    }
}
