using IntegrationHub.Console.Live;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace IntegrationHub.Server.Tests.Pages;

public sealed class PageFocusTests
{
    [Fact]
    public async Task A_place_that_is_not_on_the_page_yet_is_to_be_tried_again()
    {
        Assert.False(await default(ElementReference).TryFocusAsync());
    }

    [Fact]
    public async Task A_place_that_has_left_the_page_before_the_browser_was_asked_ends_nothing()
    {
        var browser = new Browser(new JSException("the element is not there"));

        Assert.True(await new ElementReference("1", new WebElementReferenceContext(browser)).TryFocusAsync());
        Assert.Equal(1, browser.Asked);
    }

    [Fact]
    public async Task A_fault_that_is_not_of_a_page_that_went_away_is_not_swallowed()
    {
        var place = new ElementReference("1", new WebElementReferenceContext(new Browser(new InvalidOperationException("wrong"))));

        await Assert.ThrowsAsync<InvalidOperationException>(() => place.TryFocusAsync());
    }

    sealed class Browser(Exception fault) : IJSRuntime
    {
        public int Asked { get; private set; }

        public ValueTask<TValue> InvokeAsync<TValue>(string identifier, object?[]? args)
        {
            Asked++;
            throw fault;
        }

        public ValueTask<TValue> InvokeAsync<TValue>(string identifier, CancellationToken cancellationToken, object?[]? args) => InvokeAsync<TValue>(identifier, args);
    }
}
