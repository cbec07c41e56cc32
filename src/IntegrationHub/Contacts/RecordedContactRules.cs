using IntegrationHub.Diagnostics;
using IntegrationHub.Mapping;

namespace IntegrationHub.Contacts;

/// <summary>The decisions over a contact that a mapping made: what of it only the hub can tell.</summary>
static class RecordedContactRules
{
    /// <summary>What is wrong with it in this hub.</summary>
    /// <param name="contact">The contact.</param>
    /// <param name="lists">The municipality's channels and results.</param>
    /// <param name="place">The stream's file.</param>
    public static IReadOnlyList<RecordFault> FaultsOf(RecordedContact contact, ContactOptions lists, Place place)
    {
        var faults = new List<RecordFault>();
        InList("channel", contact.Channel, lists.Channels);
        for (var at = 0; at < contact.Questions.Count; at++)
        {
            var question = contact.Questions[at];
            if (question.Result is { } result) InList($"questions[{at}].result", result, lists.Results);
            for (var number = 0; number < question.Cases.Count; number++)
                if (question.Cases[number].Source is { } source && !HubName.IsValid(source))
                    faults.Add(new RecordFault(RecordCodes.NoSource, $"questions[{at}].cases[{number}].source", place, "the text is no name of a source; map it with a code table to the names in the stream files"));
        }

        return faults;

        void InList(string field, string code, IReadOnlyDictionary<string, string> codes)
        {
            if (codes.ContainsKey(code)) return;

            var told = ToldCode.Of(code);
            faults.Add(new RecordFault(RecordCodes.NotInList, field, place,
                $"'{told}' is not in contacts.{(field == "channel" ? "channels" : "results")} of hub.yaml{DidYouMean.Hint(told, codes.Keys)}; there are {string.Join(", ", codes.Keys)}"));
        }
    }

    /// <summary>Whether it is older than contacts are kept: what was erased does not come in again with the next complete read.</summary>
    /// <param name="contact">The contact.</param>
    /// <param name="keepFor">How long contacts are kept; zero for ever.</param>
    /// <param name="now">When it was read.</param>
    public static bool IsTooOld(RecordedContact contact, TimeSpan keepFor, DateTimeOffset now) => keepFor > TimeSpan.Zero && contact.StartedAt < now - keepFor;
}
