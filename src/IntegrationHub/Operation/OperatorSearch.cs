using System.Globalization;
using IntegrationHub.Codes;
using IntegrationHub.Drift;
using IntegrationHub.Storage;
using IntegrationHub.Streams;
using IntegrationHub.Sync;

namespace IntegrationHub.Operation;

/// <summary>Looks for a text in what operators see.</summary>
sealed class OperatorSearch(TenantId tenant, IHubStore store, Func<IReadOnlyList<StreamDefinition>> streams, Func<StreamName, IReadOnlyList<CodeCoverage>> codes, IDrift drift) : IOperatorSearch
{
    const int Shortest = 2;
    const int Longest = 200;

    public async Task<FoundThings> FindAsync(string text, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(text);

        var wanted = text.Trim();
        if (wanted.Length is < Shortest or > Longest) return FoundThings.None;

        return new FoundThings
        {
            Streams = [.. streams().Where(stream => Holds(stream, wanted)).OrderBy(stream => stream.Name.Value, StringComparer.Ordinal).Take(FoundThings.Most)],
            Runs = await RunsAsync(wanted, cancellationToken),
            Held = await HeldAsync(wanted, cancellationToken),
            Codes = [.. (await CodesAsync(cancellationToken)).Where(code => Holds(wanted, code.Code, code.Table, code.Name)).Take(FoundThings.Most)],
        };
    }

    async Task<IReadOnlyList<RunRecord>> RunsAsync(string wanted, CancellationToken cancellationToken)
    {
        var found = await store.History.SearchAsync(tenant, wanted, FoundThings.Most, cancellationToken);
        return long.TryParse(wanted, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && await store.Streams.GetRunAsync(tenant, number, cancellationToken) is { } run
            ? [run, .. found.Where(other => other.Id != run.Id).Take(FoundThings.Most - 1)]
            : found;
    }

    async Task<IReadOnlyList<Quarantine.QuarantinedRecord>> HeldAsync(string wanted, CancellationToken cancellationToken)
    {
        var found = await store.Quarantine.SearchAsync(tenant, wanted, FoundThings.Most, cancellationToken);
        return await store.Quarantine.FindAsync(tenant, wanted, cancellationToken) is { } one ? [one, .. found.Where(other => other.Id != one.Id).Take(FoundThings.Most - 1)] : found;
    }

    // What the vendor's own list holds, and what records held; what is in both is told once.
    async Task<IReadOnlyList<UnknownCode>> CodesAsync(CancellationToken cancellationToken)
    {
        var listed =
            from stream in streams()
            from list in codes(stream.Name)
            from missing in list.Missing
            select new UnknownCode(stream.Name, list.Table, missing.Code, list.File, missing.Line, missing.Name);
        var seen =
            from of in await drift.GetAsync(cancellationToken)
            from finding in of.Value.Findings
            where finding is { Kind: DriftKind.NewCode, Code: not null, Line: not null }
            select new UnknownCode(of.Key, finding.Table ?? "", finding.Code!, finding.File ?? of.Value.MappingFile, finding.Line!, null);
        return [.. listed.Concat(seen).DistinctBy(code => (code.Stream, code.Table, code.Code)).OrderBy(code => code.Stream.Value, StringComparer.Ordinal).ThenBy(code => code.Code, StringComparer.Ordinal)];
    }

    static bool Holds(StreamDefinition stream, string wanted) =>
        Holds(wanted, stream.Name.Value, stream.Title, stream.Source.Value, stream.Adapter, stream.Mapping, stream.File);

    static bool Holds(string wanted, params ReadOnlySpan<string?> texts)
    {
        foreach (var text in texts)
            if (text?.Contains(wanted, StringComparison.OrdinalIgnoreCase) == true) return true;
        return false;
    }
}
