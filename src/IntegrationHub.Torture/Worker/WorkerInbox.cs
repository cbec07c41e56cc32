using System.Globalization;
using IntegrationHub.Hosting;
using IntegrationHub.Notifications;
using IntegrationHub.Streams;
using IntegrationHub.Sync;
using IntegrationHub.Torture.History;

namespace IntegrationHub.Torture.Worker;

/// <summary>What a worker is told on its standard input: notifications, commands to the vendor and decisions over them, which it takes in as the HTTP API would, and that nothing more will come.</summary>
/// <remarks>It says that something is taken only when the hub has said so.</remarks>
internal sealed class WorkerInbox(TextReader input, Action<string> say)
{
    /// <summary>The line after which no notification comes any more.</summary>
    public const string NoMore = "no-more";

    static readonly StreamName Stream = new(RegisterNames.Of(RegisterKind.Told));

    readonly TaskCompletionSource<(IHub Hub, WorkerDesk Desk)> ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly TaskCompletionSource noMore = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Nothing more will come.</summary>
    public Task Closed => noMore.Task;

    /// <summary>The hub can take in what comes.</summary>
    public void Ready(IHub hub, WorkerDesk desk) => ready.TrySetResult((hub, desk));

    /// <summary>Reads until the input ends: it ends with the process that started this one.</summary>
    public async Task ReadAsync()
    {
        while (await input.ReadLineAsync(CancellationToken.None) is { } line)
        {
            if (line == NoMore) noMore.TrySetResult();
            // Those that come together are taken in together.
            else if (NotifyLine.Read(line) is { } notification) _ = Task.Run(() => TakeAsync(notification), CancellationToken.None);
            else if (AskLine.Read(line) is { } asked) _ = Task.Run(async () => await (await ready.Task).Desk.AskAsync(asked), CancellationToken.None);
            else if (DecideLine.Read(line) is { } decided) _ = Task.Run(async () => await (await ready.Task).Desk.DecideAsync(decided), CancellationToken.None);
        }
    }

    async Task TakeAsync(NotifyLine line)
    {
        var hub = (await ready.Task).Hub;
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
