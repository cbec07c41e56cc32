namespace ModelMunicipality.Day;

/// <summary>Between a caller and the hub: now and then the hub has done what it was asked, and the answer does not come back.</summary>
/// <param name="town">Whose seed tells which.</param>
/// <param name="every">One in so many of what adds something; zero for none.</param>
sealed class LostAnswers(Town.Town town, int every) : DelegatingHandler
{
    const int Drawn = 260;

    int asked;
    int lost;

    /// <summary>How many were lost.</summary>
    public int Count => Volatile.Read(ref lost);

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        if (every == 0 || !request.Headers.Contains("Idempotency-Key") || town.Draw(Interlocked.Increment(ref asked), Drawn) % (ulong)every != 0) return response;

        response.Dispose();
        Interlocked.Increment(ref lost);
        throw new HttpRequestException("The connection broke before the answer came.");
    }
}
