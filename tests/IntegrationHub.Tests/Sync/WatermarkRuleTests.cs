using IntegrationHub.Sources;
using IntegrationHub.Sync;

namespace IntegrationHub.Tests.Sync;

public sealed class WatermarkRuleTests
{
    static readonly DateTimeOffset Until = new(2026, 3, 10, 8, 0, 0, TimeSpan.Zero);

    static SourcePage Page(DateTimeOffset? completeUntil) => new() { Records = [], CompleteUntil = completeUntil };

    [Fact]
    public void A_source_whose_clock_is_behind_sets_the_limit_less_the_settle_time()
    {
        var cap = WatermarkRule.Cap(Until, sourceTime: Until.AddMinutes(-10), settle: TimeSpan.FromMinutes(1));

        Assert.Equal(Until.AddMinutes(-11), cap);
    }

    [Fact]
    public void A_source_whose_clock_is_ahead_does_not_move_the_limit_past_the_bound_of_the_read()
    {
        var cap = WatermarkRule.Cap(Until, sourceTime: Until.AddHours(18), settle: TimeSpan.FromMinutes(1));

        Assert.Equal(Until, cap);
    }

    [Fact]
    public void A_page_that_claims_to_be_complete_until_tomorrow_moves_the_watermark_only_to_the_limit()
    {
        var watermark = WatermarkRule.AfterPage(null, Page(Until.AddDays(1)), cap: Until);

        Assert.Equal(Until, watermark);
    }

    [Fact]
    public void A_page_that_says_nothing_leaves_the_watermark()
    {
        var watermark = WatermarkRule.AfterPage(Until.AddDays(-1), Page(null), cap: Until);

        Assert.Equal(Until.AddDays(-1), watermark);
    }

    [Fact]
    public void A_whole_window_moves_the_watermark_to_its_end_and_not_past_the_limit()
    {
        Assert.Equal(Until.AddHours(-1), WatermarkRule.AfterWindow(Until.AddHours(-2), whole: Until.AddHours(-1), cap: Until));
        Assert.Equal(Until, WatermarkRule.AfterWindow(Until.AddHours(-2), whole: Until.AddHours(1), cap: Until));
    }

    [Fact]
    public void A_window_that_is_not_whole_or_lies_in_the_lookback_leaves_the_watermark()
    {
        Assert.Equal(Until.AddHours(-2), WatermarkRule.AfterWindow(Until.AddHours(-2), whole: null, cap: Until));
        Assert.Equal(Until.AddHours(-2), WatermarkRule.AfterWindow(Until.AddHours(-2), whole: Until.AddHours(-3), cap: Until));
    }

    [Fact]
    public void The_watermark_never_goes_back()
    {
        var afterPage = WatermarkRule.AfterPage(Until, Page(Until.AddHours(-3)), cap: Until);
        var afterRead = WatermarkRule.AfterRead(Until, cap: Until.AddHours(-3));

        Assert.Equal(Until, afterPage);
        Assert.Equal(Until, afterRead);
    }
}
