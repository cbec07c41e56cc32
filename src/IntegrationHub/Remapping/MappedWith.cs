using System.Globalization;
using IntegrationHub.Mapping;
using IntegrationHub.Streams;

namespace IntegrationHub.Remapping;

/// <summary>What a version in the index was made with.</summary>
/// <param name="Mapping">The mapping's name.</param>
/// <param name="Version">Its version, for people.</param>
/// <param name="Fingerprint">Everything that decides the result: the mapping with its code tables and functions, and the stream's floor. Two versions with the same one are alike.</param>
public sealed record MappedWith(string Mapping, string Version, string Fingerprint)
{
    /// <summary>What no version was ever made with: to it, every record that was kept is of another mapping.</summary>
    public static MappedWith Nothing { get; } = new("", "", "");

    /// <summary>What the stream's records are mapped with now.</summary>
    public static MappedWith Of(StreamDefinition stream, IMapping mapping)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(mapping);

        return new MappedWith(mapping.Name, mapping.Version, string.Create(CultureInfo.InvariantCulture, $"{Convert.ToHexStringLower(mapping.Fingerprint.Span)}/{stream.ConfidentialityFloor}"));
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Mapping} {Version}";
}
