using System.Net;
using System.Reflection;
using System.Text.RegularExpressions;
using IntegrationHub.Console.Operations;
using IntegrationHub.Console.Outbox;
using IntegrationHub.Console.Wording;
using IntegrationHub.Faults;
using IntegrationHub.Server.Tests.Api;
using IntegrationHub.Sync;
using IntegrationHub.WriteBack;

namespace IntegrationHub.Server.Tests.Pages;

/// <summary>The page of the outbox as it is drawn, without a browser.</summary>
public sealed partial class OutboxViewTests : IAsyncLifetime
{
    readonly PagesHost host = new();

    public async ValueTask InitializeAsync()
    {
        await host.InitializeAsync();
        host.Hub.Outbox[FakeHub.Permits] = new OutboxQueue(1, 0, 0, 2, FakeHub.Began, FakeHub.Began);
        host.Hub.FakeWriteBacks.Items.Add(FakeWriteBacks.ItemOf(new WriteCommandId(2), WriteState.Dead, WriteReason.UsedUp, new RunFault(FaultKind.Unavailable, "IH6003", "https://byggr.example answered with a server error (503).")));
        host.Hub.FakeWriteBacks.Items.Add(FakeWriteBacks.ItemOf(new WriteCommandId(3), WriteState.Queued, null));
    }

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Theory]
    [InlineData("en", "the hub cannot find out whether it was carried out", "Look in the department's system.", "It is there", "It is not there: send again", "All tries are used up", "IH6003", "It is sent when it is its turn.", "Take back")]
    [InlineData("sv", "hubben kan inte ta reda på om det blev gjort", "Titta i förvaltningens system.", "Det finns där", "Det finns inte där: skicka igen", "Alla försök är förbrukade", "IH6003", "Det skickas när det är dess tur.", "Ta tillbaka")]
    public async Task What_waits_for_a_person_says_why_and_what_can_be_decided_and_stands_before_what_is_on_its_way(string language, params string[] texts)
    {
        var html = await DrawAsync(language);

        Assert.All(texts, text => Assert.Contains(text, html, StringComparison.Ordinal));
        Assert.Equal(
            [new WriteCommandId(2).ToString(), new WriteCommandId(3).ToString()],
            Command().Matches(html).Select(match => match.Groups["id"].Value).Skip(1));
        // Of what was given up nobody can say that it is there, and of what waits for its turn neither.
        Assert.Single(Regex.Matches(html, language == "en" ? "aria-label=\"It is there:" : "aria-label=\"Det finns där:"));
        Assert.Equal(3, Regex.Matches(html, language == "en" ? "aria-label=\"Take back:" : "aria-label=\"Ta tillbaka:").Count);
    }

    [Fact]
    public async Task Of_what_was_given_up_and_may_be_there_somebody_who_looked_can_say_that_it_is()
    {
        var givenUp = host.Hub.FakeWriteBacks.Items.FindIndex(item => item.State == WriteState.Dead);
        host.Hub.FakeWriteBacks.Items[givenUp] = host.Hub.FakeWriteBacks.Items[givenUp] with { MayBeDone = true };

        Assert.Equal(2, Regex.Count(await DrawAsync("en"), "aria-label=\"It is there:"));
    }

    [Fact]
    public async Task The_overview_counts_the_commands_that_wait_for_a_person_and_leads_to_them()
    {
        await using var view = DrawnView.Begin<OperationsView>(host, "operations", "en");
        var html = WebUtility.HtmlDecode(await view.EndAsync());

        Assert.Contains("""<a href="/operations/outbox">2 commands that wait for a person</a>""", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Both_languages_say_all_of_the_outbox_with_the_same_places_in_it()
    {
        foreach (var property in typeof(OutboxTexts).GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.PropertyType == typeof(string) && p.Name != nameof(OutboxTexts.ActOf)))
        {
            var (swedish, english) = ((string)property.GetValue(OutboxTexts.Swedish)!, (string)property.GetValue(OutboxTexts.English)!);
            Assert.NotEqual(swedish, english);
            Assert.Equal(Place().Matches(swedish).Select(m => m.Value).Order(StringComparer.Ordinal), Place().Matches(english).Select(m => m.Value).Order(StringComparer.Ordinal));
        }

        foreach (var texts in (OutboxTexts[])[OutboxTexts.Swedish, OutboxTexts.English])
        {
            Assert.Equal(Enum.GetValues<WriteKind>().Length, Enum.GetValues<WriteKind>().Select(texts.KindOf).Distinct().Count());
            Assert.Equal(Enum.GetValues<WriteState>().Length, Enum.GetValues<WriteState>().Select(texts.StateOf).Distinct().Count());
        }
    }

    async Task<string> DrawAsync(string language)
    {
        await using var view = DrawnView.Begin<OutboxView>(host, "operations", language);
        return WebUtility.HtmlDecode(await view.EndAsync());
    }

    [GeneratedRegex("data-command=\"(?<id>[^\"]+)\"")]
    private static partial Regex Command();

    [GeneratedRegex(@"\{\d\}")]
    private static partial Regex Place();
}
