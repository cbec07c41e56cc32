using System.Text;
using IntegrationHub.AdapterKit;
using IntegrationHub.Sources;

namespace IntegrationHub.Adapters.Http;

/// <summary>What a stream file says of a REST or SOAP system: which requests are sent, where their answers hold records, and how they end.</summary>
/// <param name="Manifest">The adapter as it is for this stream.</param>
sealed record HttpDescription(AdapterManifest Manifest) : SourceDescription(Manifest)
{
    /// <summary>How answers and records are written.</summary>
    public RecordFormat Format { get; init; }

    /// <summary>Whether answers that are nearly JSON are read too.</summary>
    public bool Lenient { get; init; }

    /// <summary>The charset of answers that do not tell theirs.</summary>
    public Encoding? Charset { get; init; }

    /// <summary>Headers of every request.</summary>
    public IReadOnlyList<(string Name, Template Value)> Headers { get; init; } = [];

    /// <summary>Headers of an answer that the next request sends back.</summary>
    public IReadOnlyList<string> ReturnHeaders { get; init; } = [];

    /// <summary>The header in which an answer tells how long the next request is to wait; null when there is none.</summary>
    public string? WaitHeader { get; init; }

    /// <inheritdoc/>
    public override IReadOnlyList<string> AnswerHeaders => WaitHeader is null ? ReturnHeaders : [.. ReturnHeaders, WaitHeader];

    /// <summary>How the hub signs in.</summary>
    public Auth Auth { get; init; } = new();

    /// <summary>How the vendor writes times.</summary>
    public TimeStyle Times { get; init; } = TimeStyle.Standard;

    /// <summary>What <c>{since}</c> is when everything is read; null leaves it out.</summary>
    public DateTimeOffset? Beginning { get; init; }

    /// <summary>The list of records.</summary>
    public required Listing List { get; init; }

    /// <summary>Records by their keys.</summary>
    public KeyedReading? ByKey { get; init; }

    /// <summary>The request that brings the record of a row; null when the row is the record.</summary>
    public DetailReading? Detail { get; init; }

    /// <summary>What is looked up and put beside a record.</summary>
    public IReadOnlyList<LookupOf> Lookups { get; init; } = [];

    /// <summary>How many details and look-ups are asked for at the same time.</summary>
    public int Parallel { get; init; } = 4;

    /// <summary>A property list that becomes an object.</summary>
    public PropertyShape? Shape { get; init; }

    /// <summary>The name of an XML record's root, where the vendor gives one and the same record several.</summary>
    public string? Element { get; init; }

    /// <summary>What answers mean that say no.</summary>
    public IReadOnlyList<FaultRule> Faults { get; init; } = [];

    /// <summary>A list of its own of what was deleted.</summary>
    public DeletionFeed? Deletions { get; init; }

    /// <summary>How commands are written, by their kinds.</summary>
    public IReadOnlyDictionary<WriteBack.WriteKind, WriteDescription> Writes { get; init; } = new Dictionary<WriteBack.WriteKind, WriteDescription>();
}

/// <summary>How the hub signs in.</summary>
sealed record Auth
{
    public AuthKind By { get; init; }

    /// <summary>Where a key goes.</summary>
    public KeyIn In { get; init; }

    /// <summary>The header or parameter of a key.</summary>
    public string Name { get; init; } = "";

    /// <summary>OAuth2: what is asked for, as the vendor writes it.</summary>
    public string? Scope { get; init; }

    /// <summary>OAuth2: whether the client's id and secret go into the body, and not into a header.</summary>
    public bool InBody { get; init; }

    /// <summary>ZGW: who the vendor's audit trail names.</summary>
    public string User { get; init; } = "IntegrationHub";
}

/// <summary>The ways to sign in.</summary>
enum AuthKind
{
    None,
    Basic,
    Bearer,
    Key,
    Oauth2,
    Zgw,
    Ntlm,
}

/// <summary>Where a key goes.</summary>
enum KeyIn
{
    Header,
    Authorization,
    Query,
    Basic,
}

/// <summary>A request.</summary>
sealed record RequestTemplate(HttpMethod Method, Target Target, IBodyTemplate? Body, SoapAction? Soap)
{
    /// <summary>Whether it changes something at the vendor: then it is sent once, whatever comes of it.</summary>
    public bool Writes { get; init; }

    /// <summary>Headers of its own; one whose hole stays empty is left out.</summary>
    public IReadOnlyList<(string Name, Template Value)> Headers { get; init; } = [];

    /// <summary>How people are told of it: the method and the path as the file has it.</summary>
    public string Where => $"{Method} {Target.Path}";

    /// <summary>All its holes.</summary>
    public IEnumerable<Hole> Holes => [.. Target.Holes, .. Body?.Holes ?? [], .. Headers.SelectMany(header => header.Value.Holes)];
}

/// <summary>A SOAP operation.</summary>
/// <param name="Action">Its SOAPAction.</param>
/// <param name="Version">The version of the envelope.</param>
sealed record SoapAction(string Action, SoapVersion Version);

/// <summary>A request and where its answer holds what was asked for.</summary>
/// <param name="Request">The request.</param>
/// <param name="Records">Where the record, or the list of them, is.</param>
record Asking(RequestTemplate Request, ValuePath Records);

/// <summary>A list, page by page.</summary>
sealed record Listing(RequestTemplate Request, ValuePath Records) : Asking(Request, Records)
{
    public PagingRules Paging { get; init; } = new();

    /// <summary>How many records there are in all, where the vendor tells.</summary>
    public ValuePath? Total { get; init; }

    /// <summary>The vendor's clock, where the answer tells it better than its header Date.</summary>
    public ValuePath? Clock { get; init; }

    /// <summary>Until when the vendor says that everything has come.</summary>
    public ValuePath? CompleteUntil { get; init; }

    /// <summary>Rows that come as columns and lists of values.</summary>
    public TableShape? Table { get; init; }
}

/// <summary>Reading by key.</summary>
/// <param name="Request">The request, with <c>{key}</c> or <c>{keys}</c>.</param>
/// <param name="Records">Where the record or the records are.</param>
/// <param name="Most">How many keys one request takes.</param>
sealed record KeyedReading(RequestTemplate Request, ValuePath Records, int Most) : Asking(Request, Records)
{
    /// <summary>Rows that come as columns and lists of values.</summary>
    public TableShape? Table { get; init; }
}

/// <summary>The record of a row.</summary>
/// <param name="Request">The request.</param>
/// <param name="Records">Where the record is.</param>
/// <param name="Key">In the row, the key of the record, so that one that cannot be read is held under it; null when the row does not tell.</param>
sealed record DetailReading(RequestTemplate Request, ValuePath Records, ValuePath? Key) : Asking(Request, Records);

/// <summary>Something that records refer to.</summary>
sealed record LookupOf(string Name, RequestTemplate Request, ValuePath Records, TimeSpan Keep) : Asking(Request, Records);

/// <summary>Rows as a list of columns and lists of values.</summary>
sealed record TableShape(ValuePath Columns, ValuePath Rows);

/// <summary>A list of names and values in a record, which becomes an object.</summary>
/// <param name="List">The list's name in the record.</param>
/// <param name="Name">In each item, the name.</param>
/// <param name="Values">In each item, the value: the first of these that is there.</param>
/// <param name="Repeated">What becomes of a name that comes more than once.</param>
sealed record PropertyShape(string List, string Name, IReadOnlyList<string> Values, Repeated Repeated);

/// <summary>What becomes of a name that comes more than once.</summary>
enum Repeated
{
    First,
    Last,
    List,
}

/// <summary>A list of what was deleted.</summary>
sealed record DeletionFeed(Listing List, ValuePath Key, ValuePath? At, Cases.TombstoneReason Reason);

/// <summary>What an answer means.</summary>
/// <param name="Statuses">Its status is one of these; any when there are none.</param>
/// <param name="Texts">It holds all of these, in any case of letters.</param>
/// <param name="Meaning">What it is.</param>
/// <param name="Setting">Of a wrong setting: which.</param>
sealed record FaultRule(IReadOnlyList<int> Statuses, IReadOnlyList<string> Texts, AnswerMeaning Meaning, string? Setting);

/// <summary>What an answer that says no can mean.</summary>
enum AnswerMeaning
{
    NotFound,
    Empty,
    Refused,
    Unavailable,
    Misconfigured,
    Unauthorised,

    /// <summary>Of a write: the vendor has it already.</summary>
    Done,
}
