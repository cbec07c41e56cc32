using IntegrationHub.Remapping;
using IntegrationHub.Sync;
using IntegrationHub.Tests.Sync;
using Microsoft.Extensions.Logging.Abstractions;

namespace IntegrationHub.Tests.Remapping;

/// <summary>A stream that has been read, whose mapping changes, and whose vendor nobody asks any more.</summary>
sealed class RemapFixture : IAsyncDisposable
{
    RemapFixture(SyncFixture hub) => Hub = hub;

    public SyncFixture Hub { get; }

    /// <summary>A stream with so many open cases: C000, C001 …</summary>
    public static async Task<RemapFixture> StartAsync(int cases, Action<SyncFixture>? before = null)
    {
        var hub = await SyncFixture.StartAsync();
        hub.Vendor.PageSize = 500;
        before?.Invoke(hub);
        for (var i = 0; i < cases; i++) hub.Vendor.Put($"C{i:000}");
        hub.Clock.Advance(TimeSpan.FromMinutes(5));
        await hub.RunAsync();
        hub.Vendor.Requests.Clear();
        return new RemapFixture(hub);
    }

    /// <summary>Changes the text of the mapping.</summary>
    public void Change(string from, string to)
    {
        Assert.Contains(from, Hub.MappingText, StringComparison.Ordinal);
        Hub.MappingText = Hub.MappingText.Replace(from, to, StringComparison.Ordinal);
    }

    /// <summary>Everybody's title is another one.</summary>
    public void Retitle(string title) => Hub.MappingText = System.Text.RegularExpressions.Regex.Replace(Hub.MappingText, @"title: const\('[^']*'\)", $"title: const('{title}')");

    /// <summary>One portion, by a worker that knows nothing of those before it.</summary>
    public async Task<RemapProgress?> StepAsync() => await Remapper().StepAsync(Hub.Runnable(_ => Hub.Vendor.Open()), CancellationToken.None);

    /// <summary>All that is to be done.</summary>
    public async Task<RemapProgress> RemapAsync()
    {
        var remapper = Remapper();
        var stream = Hub.Runnable(_ => Hub.Vendor.Open());
        while (true)
        {
            var progress = await remapper.StepAsync(stream, CancellationToken.None);
            Assert.NotNull(progress);
            if (remapper.NextOf(stream, progress) == RemapStep.Nothing) return progress;
        }
    }

    public StreamRemapper Remapper() => new(Hub.Store.Remapping, Hub.Streams, Hub.Protector, new SyncOptions { Owner = "remapper" }, Hub.Clock, NullLogger.Instance);

    public async Task<string?> TitleOfAsync(string key) => (await Hub.FindAsync(key))?.Case.Title;

    public ValueTask DisposeAsync() => Hub.DisposeAsync();
}
