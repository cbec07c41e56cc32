using System.Globalization;
using IntegrationHub.Hosting;
using IntegrationHub.Notifications;
using IntegrationHub.Streams;
using IntegrationHub.Sync;
using IntegrationHub.Torture.History;

namespace IntegrationHub.Torture.Worker;

/// <summary>What a worker is told on its standard input: notifications, which it takes in as the hook of the HTTP API would, and that nothing more will come.</summary>
/// <remarks>It says that a notification is taken only when the hub has said so.</remarks>
internal sealed class WorkerInbox(TextReader input, Action<string> say)
{
    /// <summary>The line after which no notification comes any more.</summary>
    public const string NoMore = "no-more";

    static readonly StreamName Stream = new(RegisterNames.Of(RegisterKind.Told));

    readonly TaskCompletionSource<IHub> ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly TaskCompletionSource noMore = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Nothing more will come.</summary>
    public Task Closed => noMore.Task;

    /// <summary>The hub can take notifications in.</summary>
    public void Ready(IHub hub) => ready.TrySetResult(hub);

    /// <summary>Reads until the input ends: it ends with the process that started this one.</summary>
    public async Task ReadAsync()
    {
        while (await input.ReadLineAsync(CancellationToken.None) is { } line)
        {
            if (line == NoMore) noMore.TrySetResult();
            // Those that come together are taken in together.
            else if (NotifyLine.Read(line) is { } notification) _ = Task.Run(() => TakeAsync(notification), CancellationToken.None);
        }
    }

    async Task TakeAsync(NotifyLine line)
    {
        var hub = await ready.Task;
        try
        {
            var receipt = await hub.Notifications.ReceiveAsync(
                Stream,
                new IncomingNotification { Id = line.Id, Timestamp = line.Stamp.ToString(CultureInfo.InvariantCulture), Signature = $"v1,{line.Signature}", Body = line.Body },
                CancellationToken.None);
            say(receipt is { Outcome: NotificationOutcome.Stored or NotificationOutcome.Repeated }
                ? $"{WorkerLine.Taken} {line.Number} {receipt.Outcome}"
                : $"{WorkerLine.Refused} {line.Number} {receipt?.Refusal}");
        }
        catch (CommitFailedException)
        {
            say($"{WorkerLine.Refused} {line.Number} store");
        }
    }
}
