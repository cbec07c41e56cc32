using IntegrationHub.Sources;

namespace IntegrationHub.Workshop.Inference;

/// <summary>A first stream file for an API.</summary>
/// <param name="File">Its name.</param>
/// <param name="Text">What stands in it.</param>
/// <param name="Records">How many records the answer held.</param>
/// <param name="Each">Where they stand in it; null when it is a list of them.</param>
public sealed record ApiDraft(string File, string Text, int Records, string? Each);

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

    /// <summary>Makes a stream file of what an API answered, as far as the answer tells how it is read.</summary>
    /// <param name="asked">How the answer was asked for.</param>
    /// <param name="answer">The answer.</param>
    /// <param name="each">Where the records stand; null to find out.</param>
    /// <param name="name">The name of stream and mapping.</param>
    /// <param name="zone">The zone of times that tell no offset.</param>
    /// <exception cref="InferenceException">Nothing can be inferred.</exception>
    public static async Task<ApiDraft> OfApiAsync(AskedAddress asked, ApiAnswer answer, string? each, string name, string zone)
    {
        ArgumentNullException.ThrowIfNull(asked);
        ArgumentNullException.ThrowIfNull(answer);

        var found = await FoundRecords.InAnswerAsync(asked.Shown, answer.Content, each);
        var said = ApiSigns.Of(answer, found.Each, found.Records.Count);
        var roles = FieldRoles.Of(SampleProfile.Of(found.Format, found.Records));
        return new ApiDraft($"{name}.stream.yaml", ApiStreamDraft.Write(asked, said, PagingGuess.Of(asked, said), roles, name, found.Each, zone), found.Records.Count, found.Each);
    }

    /// <summary>The same draft with a stream file.</summary>
    /// <param name="stream">The stream file.</param>
    public Draft With(ApiDraft stream)
    {
        ArgumentNullException.ThrowIfNull(stream);

        return this with { Files = new Dictionary<string, string>(Files, StringComparer.Ordinal) { [stream.File] = stream.Text }, Each = stream.Each };
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
