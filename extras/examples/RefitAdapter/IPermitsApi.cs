using Refit;

namespace RefitAdapter;

/// <summary>The vendor's interface, from which Refit makes the client.</summary>
/// <remarks>The answer is taken as it came and not as objects: a record's bytes must be the vendor's, or nothing could be mapped again from what was kept.</remarks>
interface IPermitsApi
{
    /// <summary>The cases that changed, a page at a time; a parameter that is null is left out.</summary>
    /// <remarks>The address comes with the call: the base address of the hub's client stands once it has been used.</remarks>
    [Get("")]
    Task<HttpResponseMessage> GetCasesAsync([Url] string address, [Header("X-Key")] string key, string? after, string? until, string? page, CancellationToken cancellationToken);
}
