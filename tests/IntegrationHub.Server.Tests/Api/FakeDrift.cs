using IntegrationHub.Disclosure;
using IntegrationHub.Drift;
using IntegrationHub.Remapping;

namespace IntegrationHub.Server.Tests.Api;

/// <summary>What has drifted, as a test says.</summary>
sealed class FakeDrift : IDrift
{
    public Dictionary<StreamName, StreamDrift> Drifted { get; } = [];

    public List<(Caller Caller, StreamName Stream)> Accepted { get; } = [];

    public Task<IReadOnlyDictionary<StreamName, StreamDrift>> GetAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyDictionary<StreamName, StreamDrift>>(Drifted);

    public Task<StreamDrift> GetAsync(StreamName stream, CancellationToken cancellationToken) =>
        Task.FromResult(Drifted.GetValueOrDefault(stream) ?? new StreamDrift(0, [], 0, 0, "permits.mapping.yaml"));

    public Task AcceptAsync(Caller caller, StreamName stream, CancellationToken cancellationToken)
    {
        Accepted.Add((caller, stream));
        return Task.CompletedTask;
    }
}

/// <summary>How far mapping again has come, as a test says.</summary>
sealed class FakeRemapping : IRemapping
{
    public Dictionary<StreamName, RemapProgress> Progress { get; } = [];

    public Task KeepRemappingAsync(CancellationToken cancellationToken) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);

    public Task<IReadOnlyDictionary<StreamName, RemapProgress>> GetAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyDictionary<StreamName, RemapProgress>>(Progress);

    public Task<RemapProgress?> RemapAsync(Caller caller, StreamName stream, Action<RemapProgress>? told, CancellationToken cancellationToken) => Task.FromResult(Progress.GetValueOrDefault(stream));

    public IAsyncEnumerable<OpenedRecord> ReadKeptAsync(Caller caller, StreamName stream, CancellationToken cancellationToken) => AsyncEnumerable.Empty<OpenedRecord>();
}
