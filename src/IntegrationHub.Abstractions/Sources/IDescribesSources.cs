using IntegrationHub.Configuration;
using IntegrationHub.Diagnostics;

namespace IntegrationHub.Sources;

/// <summary>Of an adapter that is no vendor's own: what it reads is described in the stream file, in a section that the adapter checks with the rest of the file.</summary>
public interface IDescribesSources
{
    /// <summary>The section: its key in the stream file, and what may stand in it.</summary>
    KeySpec Section { get; }

    /// <summary>Reads the section. Everything that is wrong is reported, not only the first; null when that leaves nothing to go on with.</summary>
    /// <param name="section">What stands under the key; null when the file does not have it.</param>
    /// <param name="place">Where the section, or else the file, begins.</param>
    /// <param name="strategy">How the stream is read; null when the file does not tell.</param>
    /// <param name="diagnostics">Takes what is wrong.</param>
    SourceDescription? Describe(YamlNode? section, Place place, ReadStrategy? strategy, DiagnosticBag diagnostics);
}

/// <summary>What a stream file says of its source. An adapter derives from it what it needs to read, and finds it in <see cref="SourceContext.Description"/>.</summary>
/// <param name="Manifest">The adapter as it is for this stream: the settings that the description uses, the strategies and look-ups that it gives.</param>
public abstract record SourceDescription(AdapterManifest Manifest)
{
    /// <summary>Headers of answers that the adapter reads because the description names them; a recording keeps no others but the usual.</summary>
    public virtual IReadOnlyList<string> AnswerHeaders => [];
}
