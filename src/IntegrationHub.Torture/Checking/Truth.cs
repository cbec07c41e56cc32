using IntegrationHub.Torture.History;

namespace IntegrationHub.Torture.Checking;

/// <summary>What an index must hold: the registers' histories to their last step.</summary>
/// <param name="Registers">The cases of each source, with all their versions.</param>
/// <param name="Notes">The notes about the cases of the first.</param>
internal sealed record Truth(IReadOnlyDictionary<string, IReadOnlyDictionary<string, ModelCase>> Registers, IReadOnlyList<ModelNote> Notes)
{
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
