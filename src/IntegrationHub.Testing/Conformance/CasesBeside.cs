using System.Globalization;
using System.Text;
using System.Text.Json;
using IntegrationHub.Sources;

namespace IntegrationHub.Testing;

/// <summary>The cases that the happenings of an event stream belong to, as a stream of their own beside it: what an index has of happenings is then seen where people see it, on the timelines of cases.</summary>
/// <param name="subject">Tells which case a happening belongs to.</param>
internal sealed class CasesBeside(IEventSubject subject) : IAdapter
{
    readonly Lock gate = new();
    readonly SortedSet<string> keys = new(StringComparer.Ordinal);
    int revision = 1;

    /// <summary>The name of the stream, of its mapping and of this adapter.</summary>
    public static StreamName Name { get; } = new("conformance-cases");

    /// <inheritdoc/>
    public AdapterManifest Manifest { get; } = new()
    {
        Name = Name.Value,
        Summary = "Tells the cases that the happenings of a test belong to.",
        Contract = "Invented for the suite",
        Settings = [],
        Strategies = [ReadStrategy.Snapshot],
        PersonalData = [],
    };

    /// <summary>The keys of the cases.</summary>
    public IReadOnlyList<string> Keys
    {
        get { lock (gate) return [.. keys]; }
    }

    /// <summary>From now on the cases of these happenings are there. False when all of them were.</summary>
    public bool Add(IEnumerable<VendorCase> happenings)
    {
        lock (gate)
        {
            var before = keys.Count;
            keys.UnionWith(happenings.Select(subject.CaseOf));
            return keys.Count > before;
        }
    }

    /// <summary>Every case is in another state than before.</summary>
    public void ChangeAll()
    {
        lock (gate) revision++;
    }

    /// <inheritdoc/>
    public ISource CreateSource(SourceContext context) => new Source(this);

    /// <summary>Writes the stream file and the mapping beside those of the subject. The lowest limit of a source's streams counts for all of them, so this one has none to speak of.</summary>
    public static void Write(string folder, SourceId source)
    {
        File.WriteAllText(Path.Combine(folder, $"{Name}.stream.yaml"), $"stream: {Name}\nsource: {source}\ntitle: Cases\nadapter: {Name}\nmapping: {Name}\nread:\n  strategy: snapshot\nlimits:\n  requestsPerMinute: 1000000\n");
        File.WriteAllText(Path.Combine(folder, $"{Name}.mapping.yaml"), $$"""
            mapping: {{Name}}
            version: 1.0.0
            target: case@1
            source:
              system: {{source}}
              stream: {{Name}}
              format: json
            identity:
              key: key
              order: revision
            fields:
              title: name
              status: const('received')
              confidentiality: const('open')
            """);
    }

    SourcePage Page()
    {
        lock (gate)
        {
            return new SourcePage
            {
                Records = [.. keys.Select(key => new SourceRecord
                {
                    Content = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{{\"key\":{JsonSerializer.Serialize(key)},\"revision\":{revision},\"name\":\"Case, state {revision}\"}}")),
                    Format = RecordFormat.Json,
                    Where = "the test",
                })],
            };
        }
    }

    sealed class Source(CasesBeside cases) : ISource
    {
        public ValueTask<SourcePage> ReadPageAsync(PageRequest request, CancellationToken cancellationToken) => ValueTask.FromResult(cases.Page());
    }
}
