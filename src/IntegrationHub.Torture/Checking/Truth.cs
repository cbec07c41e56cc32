using IntegrationHub.Torture.History;
using IntegrationHub.Torture.Vendor;

namespace IntegrationHub.Torture.Checking;

/// <summary>What an index must hold: the registers' histories to their last step.</summary>
/// <param name="Registers">The cases of each source, with all their versions.</param>
/// <param name="Notes">The notes about the cases of the first.</param>
internal sealed record Truth(IReadOnlyDictionary<string, IReadOnlyDictionary<string, ModelCase>> Registers, IReadOnlyList<ModelNote> Notes)
{
    /// <summary>The notifications of which a worker said that they are stored.</summary>
    public IReadOnlyList<TakenNotification> Taken { get; init; } = [];

    /// <summary>The commands of which a worker said that they are in the outbox.</summary>
    public IReadOnlyList<AskedCommand> Asked { get; init; } = [];

    /// <summary>What was written to the vendor, in the order in which it arrived.</summary>
    public IReadOnlyList<ArrivedWrite> Written { get; init; } = [];

    /// <summary>Takes it from the registers as they are now.</summary>
    public static Truth Of(IEnumerable<ModelRegister> registers)
    {
        var all = registers.ToList();
        return new Truth(
            all.ToDictionary(r => RegisterNames.Of(r.Kind), r => (IReadOnlyDictionary<string, ModelCase>)r.Cases().ToDictionary(c => c.Key)),
            [.. all.SelectMany(r => r.Notes)]);
    }

    /// <summary>The case; null when its vendor never had it.</summary>
    public ModelCase? Find(string source, string key) => Registers.GetValueOrDefault(source)?.GetValueOrDefault(key);
}

/// <summary>A notification of which a worker said that it is stored.</summary>
/// <param name="Id">What a hub keeps of its id, in hexadecimal.</param>
/// <param name="Source">The source of its case.</param>
/// <param name="Key">The key of its case.</param>
internal sealed record TakenNotification(string Id, string Source, string Key);
