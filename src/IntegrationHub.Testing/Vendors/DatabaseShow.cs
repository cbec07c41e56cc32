namespace IntegrationHub.Testing;

/// <summary>Keeps a vendor's database at what the vendor shows at the moment of each call, and lets it turn bad.</summary>
internal sealed class DatabaseShow(IVendorDatabase database, Func<VendorCases> cases) : IAsyncDisposable
{
    VendorFault? fault;
    bool broken;
    int left;

    public IReadOnlyDictionary<string, string> Settings => database.Settings;

    /// <summary>The adapter is about to ask.</summary>
    public void BeforeCall()
    {
        if (broken) return;

        database.Show(cases());
        if (fault is null || left-- > 0) return;

        database.Break(fault.ToString());
        broken = true;
    }

    /// <summary>It turns bad after so many calls.</summary>
    public void Break(VendorFault with, int after) => (fault, left) = (with, after);

    /// <summary>It is good again.</summary>
    public void Mend()
    {
        if (broken) database.Mend();
        (fault, broken) = (null, false);
    }

    public ValueTask DisposeAsync() => database.DisposeAsync();
}
