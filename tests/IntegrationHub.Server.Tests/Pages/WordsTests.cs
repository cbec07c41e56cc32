using System.Reflection;
using System.Text.RegularExpressions;
using IntegrationHub.Console;
using IntegrationHub.Console.Desk;
using IntegrationHub.Console.Wording;
using IntegrationHub.Lookup;
using IntegrationHub.Tests.Shared;

namespace IntegrationHub.Server.Tests.Pages;

public sealed partial class WordsTests
{
    static readonly DateTimeOffset Morning = new(2026, 3, 10, 8, 12, 0, TimeSpan.Zero);

    readonly ManualClock clock = new(Morning);
    readonly Words words;

    public WordsTests() => words = new Words(clock, new IntegrationHubPagesOptions { TimeZone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Stockholm") });

    public static TheoryData<string> EveryText => [.. typeof(Texts).GetProperties().Where(p => p.PropertyType == typeof(string)).Select(p => p.Name)];

    public static TheoryData<string> EveryChoice => [.. typeof(Texts).GetProperties().Where(p => p.PropertyType.IsGenericType).Select(p => p.Name)];

    [Theory]
    [MemberData(nameof(EveryText))]
    public void Both_languages_have_every_text_with_the_same_places_in_it(string name)
    {
        var property = typeof(Texts).GetProperty(name)!;
        var (swedish, english) = ((string)property.GetValue(Texts.Of(Language.Swedish))!, (string)property.GetValue(Texts.Of(Language.English))!);

        Assert.NotEqual("", swedish.Trim());
        Assert.NotEqual("", english.Trim());
        Assert.Equal(PlacesOf(swedish), PlacesOf(english));
    }

    [Fact]
    public void Both_languages_say_all_of_removals_with_the_same_places_in_it()
    {
        foreach (var property in typeof(RemovalTexts).GetProperties().Where(p => p.PropertyType == typeof(string)))
        {
            var (swedish, english) = ((string)property.GetValue(RemovalTexts.Swedish)!, (string)property.GetValue(RemovalTexts.English)!);
            Assert.NotEqual("", swedish.Trim());
            Assert.Equal(PlacesOf(swedish), PlacesOf(english));
        }
    }

    [Fact]
    public void Both_languages_say_all_of_the_console_with_the_same_places_in_it()
    {
        foreach (var property in typeof(ConsoleTexts).GetProperties().Where(p => p.PropertyType == typeof(string)))
        {
            var (swedish, english) = ((string)property.GetValue(ConsoleTexts.Swedish)!, (string)property.GetValue(ConsoleTexts.English)!);
            Assert.NotEqual("", swedish.Trim());
            Assert.Equal(PlacesOf(swedish), PlacesOf(english));
        }
    }

    [Fact]
    public void Both_languages_say_all_of_drift_with_the_same_places_in_it()
    {
        foreach (var property in typeof(DriftTexts).GetProperties().Where(p => p.PropertyType == typeof(string)))
        {
            var (swedish, english) = ((string)property.GetValue(DriftTexts.Swedish)!, (string)property.GetValue(DriftTexts.English)!);
            Assert.NotEqual("", swedish.Trim());
            Assert.NotEqual(swedish, english);
            Assert.Equal(PlacesOf(swedish), PlacesOf(english));
        }

        foreach (var texts in (DriftTexts[])[DriftTexts.Swedish, DriftTexts.English])
            Assert.Equal(Enum.GetValues<Drift.FieldKind>().Length, Enum.GetValues<Drift.FieldKind>().Select(texts.KindOf).Distinct().Count());
    }

    [Fact]
    public void Both_languages_say_all_of_operation_with_the_same_places_in_it()
    {
        foreach (var property in typeof(OperationTexts).GetProperties().Where(p => p.PropertyType == typeof(string)))
        {
            var (swedish, english) = ((string)property.GetValue(OperationTexts.Swedish)!, (string)property.GetValue(OperationTexts.English)!);
            Assert.NotEqual("", swedish.Trim());
            Assert.Equal(PlacesOf(swedish), PlacesOf(english));
        }
    }

    [Theory]
    [InlineData("2026-10-25T02:30", "2026-10-25T00:30:00Z")]
    [InlineData("2026-03-29T02:30", "2026-03-29T01:30:00Z")]
    [InlineData("2026-03-10T09:00", "2026-03-10T08:00:00Z")]
    public void A_moment_that_somebody_writes_is_on_the_municipality_s_clock_and_the_first_of_two(string written, string meant) =>
        Assert.Equal(DateTimeOffset.Parse(meant, System.Globalization.CultureInfo.InvariantCulture), words.Moment(DateTime.Parse(written, System.Globalization.CultureInfo.InvariantCulture)));

    [Fact]
    public void Every_verdict_is_told_in_words_of_its_own_in_both_languages()
    {
        foreach (var language in Enum.GetValues<Language>())
        {
            words.Use(language);
            var told = Enum.GetValues<Sync.SweepReason>().Select(reason => words.Texts.Removals.VerdictOf(
                new Sync.SweepVerdict { Reason = reason, Facts = new Sync.SweepFacts { StartedAt = Morning, Records = 1204, Promised = 5 }, Count = new Sync.SweepCount(10, 2), Guard = new Streams.DeleteGuard() }, words)).ToList();

            Assert.Equal(Enum.GetValues<Sync.SweepReason>().Length, told.Where(t => t.Length > 0).Distinct().Count());
            Assert.Contains(language == Language.English ? "1,204" : "1 204", told[0].Replace((char)0x00A0, ' '), StringComparison.Ordinal);
        }
    }

    public static TheoryData<string> EveryTextOfQuarantine => [.. typeof(QuarantineTexts).GetProperties().Where(p => p.PropertyType == typeof(string)).Select(p => p.Name)];

    [Theory]
    [MemberData(nameof(EveryTextOfQuarantine))]
    public void Both_languages_have_every_text_of_the_quarantine_with_the_same_places_in_it(string name)
    {
        var property = typeof(QuarantineTexts).GetProperty(name)!;
        var (swedish, english) = ((string)property.GetValue(QuarantineTexts.Of(Language.Swedish))!, (string)property.GetValue(QuarantineTexts.Of(Language.English))!);

        Assert.NotEqual("", swedish.Trim());
        Assert.NotEqual("", english.Trim());
        Assert.Equal(PlacesOf(swedish), PlacesOf(english));
    }

    [Theory]
    [MemberData(nameof(EveryChoice))]
    public void Both_languages_have_a_word_for_every_value(string name)
    {
        var property = typeof(Texts).GetProperty(name)!;
        var values = Enum.GetValuesAsUnderlyingType(property.PropertyType.GetGenericArguments()[0]).Cast<object>().Select(v => Enum.ToObject(property.PropertyType.GetGenericArguments()[0], v)).ToList();
        foreach (var language in Enum.GetValues<Language>())
        {
            var choose = (Delegate)property.GetValue(Texts.Of(language))!;
            var chosen = values.Select(v => (string)choose.DynamicInvoke(v)!).ToList();

            Assert.Equal(values.Count, chosen.Where(c => c.Length > 0).Distinct().Count());
        }
    }

    [Fact]
    public void Times_are_told_in_the_municipality_s_zone_and_in_the_reader_s_words()
    {
        Assert.Equal("09:08", words.Clock(Morning.AddMinutes(-4)));
        Assert.Equal("4 min sedan", words.Ago(Morning.AddMinutes(-4)));
        Assert.Equal("9 mars 09:12", words.Clock(Morning.AddDays(-1)));
        Assert.Equal("2026-03-10 09:12:00", words.Exact(Morning));

        words.Use(Language.English);

        Assert.Equal("4 min ago", words.Ago(Morning.AddMinutes(-4)));
        Assert.Equal("9 Mar 2025", words.Day(Morning.AddDays(-366)));
    }

    [Fact]
    public void The_repeated_hour_of_autumn_is_told_as_the_clock_on_the_wall()
    {
        var first = new DateTimeOffset(2026, 10, 25, 0, 30, 0, TimeSpan.Zero);

        Assert.Equal("2026-10-25 02:30:00", words.Exact(first));
        Assert.Equal("2026-10-25 02:30:00", words.Exact(first.AddHours(1)));
    }

    [Fact]
    public void Numbers_are_grouped_as_the_language_does()
    {
        Assert.Equal("1\u00A0204", words.Number(1204));
        words.Use(Language.English);
        Assert.Equal("1,204", words.Number(1204));
    }

    [Fact]
    public void Of_a_title_in_two_languages_the_reader_s_is_taken()
    {
        Assert.Equal("Bygglov", words.Title("Bygglov / Building permits"));
        words.Use(Language.English);
        Assert.Equal("Building permits", words.Title("Bygglov / Building permits"));
        Assert.Equal("Roads", words.Title("Roads"));
    }

    [Theory]
    [InlineData("en-GB,en;q=0.9", "English")]
    [InlineData("de,sv;q=0.8,en;q=0.5", "Swedish")]
    [InlineData("fr", "Swedish")]
    [InlineData(null, "Swedish")]
    public void The_browser_s_choice_of_language_is_followed(string? header, string language)
    {
        Assert.Equal(language, LanguageChoice.OfBrowser(header).ToString());
    }

    [Fact]
    public void What_an_answer_rests_on_is_told_source_by_source_with_the_worst_named()
    {
        words.Use(Language.English);
        SourceCoverage[] coverage =
        [
            Of("Building permits", CoverageState.Complete),
            Of("Fault reports", CoverageState.Complete),
            Of("Social services", CoverageState.Failing) with { Since = Morning, AsOf = Morning.AddMinutes(-2) },
        ];

        Assert.Equal("Building permits and Fault reports: fresh. Social services: not answered since 09:12, shown as of 09:10.", CoverageWords.Of(coverage, words));
    }

    static SourceCoverage Of(string title, CoverageState state) => new() { Source = title, Title = title, State = state };

    static IEnumerable<string> PlacesOf(string text) => Place().Matches(text).Select(m => m.Value).Distinct().Order(StringComparer.Ordinal);

    [GeneratedRegex(@"\{\d\}")]
    private static partial Regex Place();
}
