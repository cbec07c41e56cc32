namespace IntegrationHub.Testing;

/// <summary>A vendor's database in a test.</summary>
public interface IVendorDatabase : IAsyncDisposable
{
    /// <summary>The settings under <c>connection:</c>. Each secret holds <see cref="Canary.Secret"/>, in a password or a name, so that it is found wherever it comes out.</summary>
    IReadOnlyDictionary<string, string> Settings { get; }

    /// <summary>Brings it to the state in which it shows these cases and no others. Called before each call of the adapter.</summary>
    void Show(VendorCases cases);

    /// <summary>It turns bad.</summary>
    /// <param name="trouble">One of <see cref="DatabaseSubject.Troubles"/>.</param>
    void Break(string trouble);

    /// <summary>It is good again.</summary>
    void Mend();
}
