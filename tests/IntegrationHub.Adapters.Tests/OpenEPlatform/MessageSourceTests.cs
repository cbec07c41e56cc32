using System.Text;
using IntegrationHub.Sources;

namespace IntegrationHub.Adapters.Tests.OpenEPlatform;

public sealed class MessageSourceTests : IDisposable
{
    static readonly PageRequest Window = new()
    {
        ChangedAfter = new DateTimeOffset(2026, 3, 9, 11, 0, 0, TimeSpan.Zero),
        ChangedUntil = new DateTimeOffset(2026, 3, 10, 11, 0, 0, TimeSpan.Zero),
    };

    readonly ScriptedPlatform platform = new();

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => platform.Dispose();

    [Fact]
    public async Task A_record_is_one_message_as_the_platform_wrote_it()
    {
        var message = ScriptedPlatform.Message(12, "Hål i gatan vid Åsen");
        platform.Answers("messageapi/getmessages/family/110", $"<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><Messages>{message}</Messages>");

        var page = await platform.Source(("reads", "messages"), ("families", "110")).ReadPageAsync(Window, Stop);

        var record = Assert.Single(page.Records);
        Assert.Equal(message, Encoding.UTF8.GetString(record.Content.Span));
        Assert.Equal("message 12 of family 110", record.Where);
        Assert.Null(page.Next);
        Assert.Equal("?fromDate=2026-03-09&toDate=2026-03-11", Assert.Single(platform.Requests).Query);
    }

    [Fact]
    public async Task A_family_without_messages_answers_with_an_empty_list_or_not_at_all()
    {
        platform.Answers("messageapi/getmessages/family/110", "<?xml version=\"1.0\" encoding=\"ISO-8859-1\" standalone=\"no\"?>\n<Messages />");
        var source = platform.Source(("reads", "messages"));

        var first = await source.ReadPageAsync(Window, Stop);
        var second = await source.ReadPageAsync(Window with { Position = first.Next }, Stop);

        Assert.Empty(first.Records);
        Assert.Empty(second.Records);
        Assert.Null(second.Next);
    }

    [Fact]
    public async Task Many_messages_come_in_slices()
    {
        platform.Answers("messageapi/getmessages/family/110", $"<Messages>{string.Concat(Enumerable.Range(1, 5).Reverse().Select(id => ScriptedPlatform.Message(id, "x")))}</Messages>");
        var source = platform.Source(("reads", "messages"), ("families", "110"));
        var positions = new List<string?>();

        for (PageRequest? next = Window with { PageSize = 2 }; next is not null;)
        {
            var page = await source.ReadPageAsync(next, Stop);
            positions.Add(page.Next);
            next = page.Next is null ? null : next with { Position = page.Next };
        }

        Assert.Equal(["110>2", "110>4", null], positions);
        Assert.Single(platform.Requests);
    }

    [Fact]
    public void Messages_cannot_be_read_by_a_key() => Assert.IsNotType<IReadsByKey>(platform.Source(("reads", "messages")), exactMatch: false);
}
