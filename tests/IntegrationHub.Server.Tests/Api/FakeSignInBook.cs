using System.Collections.Concurrent;
using IntegrationHub.Audit;
using IntegrationHub.Disclosure;

namespace IntegrationHub.Server.Tests.Api;

/// <summary>Keeps what would be written down of sign-ins.</summary>
sealed class FakeSignInBook : ISignInBook
{
    /// <summary>The key's name, who it was, and what came of it.</summary>
    public ConcurrentQueue<(string? Key, string? Person, string Result)> Lines { get; } = [];

    /// <summary>Nothing can be written.</summary>
    public bool IsFull { get; set; }

    public Task SignedInAsync(Caller caller, CancellationToken cancellationToken) => Write(caller.Name, caller.OnBehalfOf, "signed-in");

    public Task RefusedAsync(string person, bool locked, CancellationToken cancellationToken) => Write(null, person, locked ? "locked" : "refused");

    Task Write(string? key, string? person, string result)
    {
        if (IsFull) throw new AuditUnavailableException("The disk is full.");

        Lines.Enqueue((key, person, result));
        return Task.CompletedTask;
    }
}
