using IntegrationHub.Faults;
using IntegrationHub.Streams;
using IntegrationHub.Sync;

namespace IntegrationHub.Tests.Sync;

public sealed class PagingGuardTests
{
    [Fact]
    public void A_page_that_leads_back_to_a_page_already_read_is_a_named_fault()
    {
        var guard = new PagingGuard(new StreamLimits());
        guard.Enter(null);
        guard.Enter("a");
        guard.Enter("b");

        var fault = Assert.Throws<UnreadableAnswerException>(() => guard.Enter("a"));

        Assert.Equal(FaultCodes.PagingWentRound, fault.Code);
    }

    [Fact]
    public void Paging_that_never_ends_is_ended_by_the_limit_of_the_stream()
    {
        var guard = new PagingGuard(new StreamLimits { MaxPages = 3 });
        guard.Enter(null);
        guard.Enter("1");
        guard.Enter("2");

        var fault = Assert.Throws<UnreadableAnswerException>(() => guard.Enter("3"));

        Assert.Equal(FaultCodes.LimitExceeded, fault.Code);
        Assert.Contains("limits.maxPages", fault.Message, StringComparison.Ordinal);
    }
}
