using IntegrationHub.Cases;
using IntegrationHub.WriteBack;

namespace IntegrationHub.Tests.WriteBack;

public sealed class EchoesTests
{
    static readonly DateTimeOffset Now = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    static OwnWords One(int id, string? reference = null, string text = "Ringde", WriteKind kind = WriteKind.Note) => new(new WriteCommandId((UInt128)id), kind, reference, text, Now);

    static CaseEvent Event(string id, string? text = null, EventKind kind = EventKind.Note, int minutes = 1, string? title = null) => new() { CaseKey = "1", Id = id, At = Now.AddMinutes(minutes), Kind = kind, Text = text, Title = title };

    static string Of(IReadOnlyList<OwnWords> written, params CaseEvent[] events) => string.Join(' ', Echoes.Of(written, events).OrderBy(e => e.Key, StringComparer.Ordinal).Select(e => $"{e.Key}={(int)e.Value.Value}"));

    [Fact]
    public void What_the_vendor_names_is_known_by_that_name_whatever_has_become_of_the_text() => Assert.Equal("n7=1", Of([One(1, "n7")], Event("n6", "Ringde"), Event("n7", "Ringde […]")));

    [Fact]
    public void What_it_has_not_named_is_known_by_the_same_words_once_for_each_command() =>
        Assert.Equal("n6=1 n7=2", Of([One(1), One(2)], Event("n5", "Skrev"), Event("n6", " Ringde\r\n"), Event("n7", "Ringde", minutes: 3)));

    [Fact]
    public void What_is_named_and_has_not_come_back_takes_no_other_events_place() => Assert.Equal("", Of([One(1, "n9")], Event("n6", "Ringde")));

    [Fact]
    public void What_happened_before_is_no_echo() => Assert.Equal("", Of([One(1)], Event("n6", "Ringde", minutes: -24 * 60 - 1)));

    [Fact]
    public void What_has_no_words_is_known_by_its_kind_and_its_time() =>
        Assert.Equal("s2=1", Of([One(1, text: "", kind: WriteKind.Status)], Event("n1", "Ringde"), Event("s1", kind: EventKind.StatusChanged, minutes: 300), Event("s2", kind: EventKind.StatusChanged, minutes: 2)));

    [Fact]
    public void Words_that_stand_in_the_title_alone_are_the_same_words() => Assert.Equal("n6=1", Of([One(1)], Event("n6", title: "Ringde")));
}
