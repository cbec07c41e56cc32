namespace IntegrationHub.Outbound;

/// <summary>Sees the calls to a vendor as they go out and come back, for a person who tries a stream out.</summary>
internal interface ICallWitness
{
    /// <summary>A try was answered.</summary>
    /// <param name="request">The request; it holds secrets and may hold personal data.</param>
    /// <param name="status">The status of the answer.</param>
    /// <param name="type">The media type of the answer.</param>
    void Answered(HttpRequestMessage request, int status, string? type);

    /// <summary>A try was not answered.</summary>
    /// <param name="request">The request.</param>
    void Failed(HttpRequestMessage request);
}

/// <summary>Tells a witness of each try.</summary>
internal sealed class WitnessedHandler(ICallWitness witness) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            var response = await base.SendAsync(request, cancellationToken);
            witness.Answered(request, (int)response.StatusCode, response.Content.Headers.ContentType?.MediaType);
            return response;
        }
        catch
        {
            witness.Failed(request);
            throw;
        }
    }
}
