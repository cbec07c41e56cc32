using System.Reflection;

namespace IntegrationHub.Adapters.Tests.Testing;

/// <summary>An adapter with a defect does not pass: the test fails that one would expect to.</summary>
public sealed class DefectTests
{
    public static TheoryData<Defect, string> Expected => new()
    {
        { Defect.PageSwallowedOnAFault, nameof(AdapterConformance.What_is_no_answer_is_a_named_fault_and_costs_nothing) },
        { Defect.CursorSetBeforeTheWork, nameof(AdapterConformance.A_read_that_breaks_off_at_any_page_goes_on_without_a_gap) },
        { Defect.TieLostBetweenPages, nameof(AdapterConformance.Pages_of_equal_times_lose_nothing) },
        { Defect.DeletesWhatAnEmptyAnswerLeavesOut, nameof(AdapterConformance.Nothing_leaves_the_index_because_the_vendor_shows_nothing) },
        { Defect.BrokenOffAnswerTakenForTheEnd, nameof(AdapterConformance.What_is_no_answer_is_a_named_fault_and_costs_nothing) },
        { Defect.CallsAgainAtOnce, nameof(AdapterConformance.A_vendor_that_asks_to_be_left_alone_is_not_called_earlier) },
        { Defect.KeyDiffersFromReadToRead, nameof(AdapterConformance.Keys_are_unique_in_a_read_and_the_same_in_the_next) },
        { Defect.SecretInTheMessage, nameof(AdapterConformance.Neither_a_person_nor_a_secret_comes_out_whatever_the_vendor_sends) },
        { Defect.PersonInTheLog, nameof(AdapterConformance.Neither_a_person_nor_a_secret_comes_out_whatever_the_vendor_sends) },
        { Defect.FollowsRedirects, nameof(AdapterConformance.A_redirect_is_not_followed_and_no_other_host_is_called) },
        { Defect.NeverStopsPaging, nameof(AdapterConformance.Any_number_of_records_is_read_whole) },
        { Defect.RewritesNumbers, nameof(AdapterConformance.A_number_is_kept_to_its_last_digit) },
        { Defect.RewritesTexts, nameof(AdapterConformance.A_text_arrives_as_it_was_written) },
        { Defect.WrongHourInAutumn, nameof(AdapterConformance.On_the_autumn_night_nothing_is_lost) },
        { Defect.GathersEverything, nameof(AdapterConformance.A_long_read_is_handed_over_page_by_page) },
        { Defect.IgnoresCancellation, nameof(AdapterConformance.A_call_that_is_cancelled_ends_at_once) },
        { Defect.SettingNotChecked, nameof(AdapterConformance.A_setting_that_cannot_be_is_refused_by_its_name) },
        { Defect.OtherBytesByKey, nameof(AdapterConformance.A_record_that_is_read_by_its_key_is_the_one_of_the_page_and_an_unknown_key_is_left_out) },
        { Defect.ForeignPositionTakenForTheEnd, nameof(AdapterConformance.A_position_that_makes_no_sense_never_ends_a_read_early) },
    };

    public static TheoryData<Defect, string> ExpectedOfWrites => new()
    {
        { Defect.WriteSettingNotChecked, nameof(AdapterConformance.A_setting_of_writes_that_cannot_be_is_refused_by_its_name) },
        { Defect.WritesAgainByItself, nameof(AdapterConformance.A_write_goes_out_once_whatever_becomes_of_it) },
        { Defect.WriteMarkedAsRead, nameof(AdapterConformance.A_write_goes_out_once_whatever_becomes_of_it) },
        { Defect.AnotherIdAtEachTry, nameof(AdapterConformance.A_command_that_comes_twice_is_one_object) },
        { Defect.LostAnswerTakenForSuccess, nameof(AdapterConformance.A_write_goes_out_once_whatever_becomes_of_it) },
        { Defect.AnyAnswerTakenForSuccess, nameof(AdapterConformance.What_is_no_answer_to_a_write_is_not_taken_for_success) },
        { Defect.RefusalTakenForSuccess, nameof(AdapterConformance.A_refusal_is_told_in_the_vendors_words_and_names_nobody) },
        { Defect.VendorsWordsInTheMessage, nameof(AdapterConformance.A_refusal_is_told_in_the_vendors_words_and_names_nobody) },
        { Defect.VendorsWordsLost, nameof(AdapterConformance.A_refusal_is_told_in_the_vendors_words_and_names_nobody) },
        { Defect.WritesOnlyASCII, nameof(AdapterConformance.A_text_that_is_written_arrives_whole) },
        { Defect.WritesTheTextIntoTheAddress, nameof(AdapterConformance.No_person_stands_in_an_address_or_in_the_log) },
        { Defect.WritesTheTextIntoTheLog, nameof(AdapterConformance.No_person_stands_in_an_address_or_in_the_log) },
        { Defect.IgnoresCancellationOfWrites, nameof(AdapterConformance.A_write_that_is_cancelled_ends_at_once) },
        { Defect.FindsWhateverIsThere, nameof(AdapterConformance.What_was_not_written_is_not_found) },
        { Defect.FindsNothing, nameof(AdapterConformance.A_write_whose_answer_was_lost_is_found_by_its_reference) },
        { Defect.OverwritesWhatSomebodySet, nameof(AdapterConformance.A_status_that_somebody_has_changed_since_is_not_set_again) },
    };

    public static TheoryData<Defect, string> ExpectedOfEvents => new()
    {
        // An event lost on a tie, one that an older state of it replaced, a page swallowed, events that come doubled, a read that breaks off behind the cursor.
        { Defect.TieLostBetweenPages, nameof(AdapterConformance.Pages_of_equal_times_lose_nothing) },
        { Defect.TimeCutToTheDay, nameof(AdapterConformance.Older_states_that_come_again_never_replace_newer_ones) },
        { Defect.PageSwallowedOnAFault, nameof(AdapterConformance.What_is_no_answer_is_a_named_fault_and_costs_nothing) },
        { Defect.KeyDiffersFromReadToRead, nameof(AdapterConformance.A_second_read_of_what_did_not_change_writes_nothing) },
        { Defect.CursorSetBeforeTheWork, nameof(AdapterConformance.A_read_that_breaks_off_at_any_page_goes_on_without_a_gap) },
    };

    [Theory]
    [MemberData(nameof(Expected))]
    public Task A_planted_defect_is_caught_by_the_test_that_one_would_expect(Defect defect, string test) => IsCaughtAsync(new ModelSubject(defect), test);

    [Theory]
    [MemberData(nameof(ExpectedOfWrites))]
    public Task A_defect_in_what_writes_is_caught_by_the_test_that_one_would_expect(Defect defect, string test) => IsCaughtAsync(new ModelSubject(defect), test);

    [Theory]
    [MemberData(nameof(ExpectedOfEvents))]
    public Task A_defect_in_a_stream_of_events_is_caught_by_the_test_that_one_would_expect(Defect defect, string test) => IsCaughtAsync(new ModelEventsSubject(defect), test);

    static async Task IsCaughtAsync(AdapterSubject subject, string test)
    {
        var failure = await FailureOfAsync(new Suite(subject), test);

        Assert.True(failure is Xunit.Sdk.IAssertionException, $"{test} {(failure is null ? "passed" : $"ended with {failure.GetType().Name}, no failed assertion: {failure}")}");
        Assert.IsNotType<Xunit.Sdk.SkipException>(failure);
    }

    [Fact]
    public void Every_defect_has_its_test() =>
        Assert.Equal(Enum.GetValues<Defect>().Where(d => d != Defect.None), Expected.Concat(ExpectedOfWrites).Concat(ExpectedOfEvents).Select(row => row.Data.Item1).Distinct().Order());

    [Fact]
    public async Task A_waiver_is_told_with_its_reason_when_the_test_fails_and_fails_itself_when_the_test_passes()
    {
        var reason = "the vendor has no later release, and the office knows of it";
        const string Test = nameof(AdapterConformance.A_number_is_kept_to_its_last_digit);

        var waived = await FailureOfAsync(new Suite(new ModelSubject(Defect.RewritesNumbers) { Waived = [new Waiver(Test, reason)] }), Test);
        var needless = await FailureOfAsync(new Suite(new ModelSubject { Waived = [new Waiver(Test, reason)] }), Test);
        var withoutReason = await FailureOfAsync(new Suite(new ModelSubject(Defect.RewritesNumbers) { Waived = [new Waiver(Test, " ")] }), Test);

        Assert.Contains(reason, Assert.IsType<Xunit.Sdk.SkipException>(waived).Message, StringComparison.Ordinal);
        Assert.Contains("Take the waiver out", needless?.Message, StringComparison.Ordinal);
        Assert.Contains("has no reason", withoutReason?.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_waiver_of_a_test_that_there_is_not_fails()
    {
        var failure = await FailureOfAsync(new Suite(new ModelSubject { Waived = [new Waiver("A_test_that_there_is_not", "nobody knows why it stands here")] }), nameof(AdapterConformance.Every_waiver_names_a_test_and_a_reason));

        Assert.Contains("There is no test", failure?.Message, StringComparison.Ordinal);
    }

    static async Task<Exception?> FailureOfAsync(AdapterConformance suite, string test)
    {
        try
        {
            var method = typeof(AdapterConformance).GetMethod(test, BindingFlags.Instance | BindingFlags.Public)!;
            if (method.Invoke(suite, [])! is Task running) await running;
            return null;
        }
        catch (TargetInvocationException failed)
        {
            return failed.InnerException;
        }
        catch (Exception failed)
        {
            return failed;
        }
    }

    // Not public, so that xUnit does not run it by itself.
    sealed class Suite(AdapterSubject subject) : AdapterConformance(subject);
}
