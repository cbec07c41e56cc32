using System.Xml;

namespace IntegrationHub.AdapterKit;

/// <summary>An answer of a SOAP 1.1 service: a fault, or a body that is read as it arrives.</summary>
public sealed class SoapAnswer : IDisposable
{
    internal SoapAnswer(XmlReader reader, SoapFault? fault)
    {
        Body = reader;
        Fault = fault;
    }

    /// <summary>The service's fault, or null.</summary>
    public SoapFault? Fault { get; }

    /// <summary>Stands at the body's first element; after a fault there is nothing left to read.</summary>
    public XmlReader Body { get; }

    /// <inheritdoc/>
    public void Dispose() => Body.Dispose();
}

/// <summary>What a SOAP service says instead of an answer.</summary>
/// <param name="Code">The code without its prefix: <c>Client</c>, <c>Server</c>, or the service's own.</param>
/// <param name="Text">The service's words. They may quote what was asked for: decide on them, but neither log them nor put them into a message.</param>
public sealed record SoapFault(string Code, string Text)
{
    /// <summary>The local name of the first element in the fault's detail, by which typed faults are told apart; null when there is none.</summary>
    public string? Detail { get; init; }

    /// <summary>The code only: the text may hold personal data.</summary>
    public override string ToString() => $"SOAP fault '{Code}'";
}
