using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using IntegrationHub.Cases;
using IntegrationHub.Disclosure;
using IntegrationHub.Lookup;
using IntegrationHub.Mapping;
using IntegrationHub.Sources;
using IntegrationHub.Streams;
using IntegrationHub.Sync;
using IntegrationHub.Tests.Protection;
using IntegrationHub.Tests.Shared;

namespace IntegrationHub.Tests.Lookup;

/// <summary>A hub with two sources: building permits, and social support whose existence may be told.</summary>
sealed class LookupSetting
{
    public static readonly SourceId Social = new("social");
    public static readonly ExistenceDecision Decision = new("SN 2026/12", "Socialnämnden", new DateOnly(2026, 1, 15), "Mottagningen", "08-465 004 01");
    public static readonly Caller Agent = new() { Name = "desk", Role = CallerRole.Agent, OnBehalfOf = "anek" };
    public static readonly Caller SocialWorker = new() { Name = "soc", Role = CallerRole.Specialist, Departments = ["socialtjansten"] };
    public static readonly StreamDefinition Permits = Stream("byggr", "Building permits");
    public static readonly StreamDefinition Support = Stream("social", "Social services");

    static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public LookupSetting() => Store.States.AddRange([Fresh(Permits, Clock.GetUtcNow()), Fresh(Support, Clock.GetUtcNow())]);

    public ManualClock Clock { get; } = new();

    public FakeHubStore Store { get; } = new();

    public DisclosurePolicy Policy { get; set; } = new(
        [new SourceDisclosure(Samples.Permits), new SourceDisclosure(Social, IntegrationHub.Disclosure.Disclosure.Existence) { Existence = Decision, Departments = ["socialtjansten"] }], []);

    public LookupService Service => new(Store, Samples.Keys, Samples.Sundby, Policy, [Permits, Support], Clock);

    public static Case SupportCase { get; } = new()
    {
        Key = "soc-1",
        Reference = new CaseReference(Social, "SOC-1"),
        Title = "Ekonomiskt bistånd",
        Department = "socialtjansten",
        Parties = [new Party { Role = PartyRole.Client, Name = "Tolvan Tolvansson", PersonalNumber = "19121212-1212" }],
        Confidentiality = Confidentiality.Restricted,
    };

    public static StreamDefinition Stream(string source, string title) => new()
    {
        Name = new StreamName($"{source}-cases"),
        Source = new SourceId(source),
        Title = title,
        File = "x.stream.yaml",
        Adapter = "files",
        Mapping = "m",
        Connection = new Dictionary<string, string>(),
        Reading = new StreamReading { Strategy = ReadStrategy.Snapshot },
    };

    public static StreamState Fresh(StreamDefinition stream, DateTimeOffset now) => new()
    {
        Stream = new StreamKey(Samples.Sundby, stream.Source, stream.Name),
        Checkpoint = new Checkpoint { FirstReadDone = true },
        Epoch = 1,
        LastSuccessStartedAt = now.AddMinutes(-5),
        LastRun = new RunRecord
        {
            Id = 1,
            Stream = stream.Name,
            Epoch = 1,
            Trigger = RunTrigger.Schedule,
            Kind = RunKind.Full,
            StartedAt = now.AddMinutes(-5),
            Outcome = RunOutcome.Succeeded,
            Counters = new RunCounters(),
            Progress = new RunProgress(),
            Commits = 1,
        },
    };

    /// <summary>Puts a case into the index and returns its public id.</summary>
    public CaseId Add(Case @case, bool newerRecordHeld = false, params CaseEvent[] timeline)
    {
        var record = Samples.Protector.Protect(new MappingResult.MappedCase(@case, 1) { Timeline = timeline }, @case.Reference.Source, Samples.PermitStream, Confidentiality.Open);
        Store.Stored.Add((record.Case, newerRecordHeld));
        Store.Events.AddRange(record.Timeline);
        return record.Case.Id;
    }

    public ValueTask<LookupAnswer> LookUp(LookupBy by, string value, Caller? caller = null, string purpose = "The citizen calls") =>
        Service.LookUpAsync(caller ?? Agent, new LookupRequest(by, value, purpose), TestContext.Current.CancellationToken);

    public ValueTask<CaseAnswer?> Read(CaseId id, Caller? caller = null, string purpose = "The citizen calls") =>
        Service.ReadCaseAsync(caller ?? Agent, id, purpose, TestContext.Current.CancellationToken);

    public static string Json(object? answer) => JsonSerializer.Serialize(answer, Web);
}
