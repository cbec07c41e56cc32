using IntegrationHub.Sources;

namespace IntegrationHub.Workshop.Inference;

/// <summary>First files for a system of which nothing is known but samples.</summary>
/// <param name="Files">The files by their paths relative to the folder, with what stands in them.</param>
/// <param name="Records">How many records they were made of.</param>
/// <param name="Format">Their format.</param>
/// <param name="Each">Where they stand in a sample; null when a sample is one record or a list of them.</param>
public sealed record Draft(IReadOnlyDictionary<string, string> Files, int Records, RecordFormat Format, string? Each)
{
    /// <summary>Makes them from sample files.</summary>
    /// <param name="samples">The samples.</param>
    /// <param name="each">Where the records stand; null to find out.</param>
    /// <param name="name">The name of stream and mapping.</param>
    /// <param name="system">The name of the source.</param>
    /// <param name="zone">The zone of times that tell no offset.</param>
    /// <exception cref="InferenceException">Nothing can be inferred.</exception>
    public static async Task<Draft> OfSamplesAsync(IReadOnlyList<string> samples, string? each, string name, string system, string zone) =>
        Of(await FoundRecords.ReadAsync(samples, each), name, system, zone, withStream: true);

    /// <summary>Makes a mapping from records that a stream has read.</summary>
    /// <param name="records">The records.</param>
    /// <param name="from">Where they came from, for people.</param>
    /// <param name="name">The name of the mapping.</param>
    /// <param name="system">The name of the source.</param>
    /// <param name="zone">The zone of times that tell no offset.</param>
    /// <exception cref="InferenceException">Nothing can be inferred.</exception>
    public static Draft OfRecords(IReadOnlyList<SourceRecord> records, string from, string name, string system, string zone)
    {
        ArgumentNullException.ThrowIfNull(records);

        var whole = records.Where(r => r.Broken is null).ToList();
        if (whole.Count == 0) throw new InferenceException("no record came");
        var layout = whole[0].Layout;
        return Of(new FoundRecords(whole[0].Format, whole, from, null, layout?.Delimiter, layout is null ? null : whole[0].Charset), name, system, zone, withStream: false);
    }

    static Draft Of(FoundRecords found, string name, string system, string zone, bool withStream)
    {
        var profile = SampleProfile.Of(found.Format, found.Records);
        if (profile.Fields.Count == 0) throw new InferenceException("the records hold no fields");

        var roles = FieldRoles.Of(profile);
        var mapping = new MappingDraft(roles, found, name, system, zone);
        var files = new Dictionary<string, string>(StringComparer.Ordinal) { [$"{name}.mapping.yaml"] = mapping.Write() };
        foreach (var (file, rows) in mapping.Tables) files[$"codes/{file}"] = rows;
        if (withStream) files[$"{name}.stream.yaml"] = StreamDraft.Write(found, roles, name, system);
        return new Draft(files, found.Records.Count, found.Format, found.Each);
    }
}
