using System.Globalization;
using System.Text;
using IntegrationHub.Sources;

namespace IntegrationHub.Stores.Benchmarks.LookUps;

/// <summary>A vendor without a network: as many permits as asked for, each of a person who has two, or of one of the busy ones, who have many; and, once it is filled, changes without end.</summary>
/// <param name="cases">How many permits there are.</param>
/// <param name="busy">How many people have <see cref="CasesOfBusy"/> each; theirs come first.</param>
internal sealed class SyntheticAdapter(int cases, int busy = 0) : IAdapter
{
    /// <summary>How many cases a busy person has.</summary>
    public const int CasesOfBusy = 100;

    static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    int version;

    public AdapterManifest Manifest { get; } = new()
    {
        Name = "synthetic",
        Summary = "Permits that nobody applied for.",
        Contract = "None.",
        Settings = [],
        Strategies = [ReadStrategy.Cursor],
        PersonalData = ["invented names and numbers"],
    };

    public ISource CreateSource(SourceContext context) => new Source(this);

    /// <summary>The personal number of the one who has case <paramref name="number"/> where nobody is busy: the check digit is right, and no two persons share one.</summary>
    public static string Person(int number) => NumberOf(number / 2);

    /// <summary>A busy person's number.</summary>
    public static string Busy(int person) => NumberOf(person);

    static string NumberOf(int person)
    {
        var birthday = new DateOnly(1940, 1, 1).AddDays(person % 20_000);
        var nine = string.Create(CultureInfo.InvariantCulture, $"{birthday:yyMMdd}{100 + person / 20_000:000}");
        var sum = nine.Select((digit, at) => (digit - '0') * (at % 2 == 0 ? 2 : 1)).Sum(product => product / 10 + product % 10);
        return string.Create(CultureInfo.InvariantCulture, $"19{nine[..6]}-{nine[6..]}{(10 - sum % 10) % 10}");
    }

    sealed class Source(SyntheticAdapter of) : ISource
    {
        public ValueTask<SourcePage> ReadPageAsync(PageRequest request, CancellationToken cancellationToken)
        {
            var at = request.Position is { } position ? int.Parse(position, CultureInfo.InvariantCulture) : 0;
            var numbers = Enumerable.Range(at, Math.Min(request.PageSize, of.Cases - at));
            var page = new SourcePage { Records = [.. numbers.Select(of.Record)], Next = at + request.PageSize < of.Cases ? (at + request.PageSize).ToString(CultureInfo.InvariantCulture) : null };
            if (page.Next is null) of.version++;
            return ValueTask.FromResult(page);
        }
    }

    int Cases => cases;

    // Far apart in the index, as changes are: not one page of it after the other.
    SourceRecord Record(int position)
    {
        var number = (int)(position * 7919L % cases);
        var person = number < busy * CasesOfBusy ? number / CasesOfBusy : busy + (number - busy * CasesOfBusy) / 2;
        var json = string.Create(CultureInfo.InvariantCulture, $$"""
            {"id":"{{number}}","number":"BYGG 2026-{{number:000000}}","order":{{version * 1_000_000_000L + position}},"changed":"{{Start.AddMinutes(number + version):yyyy-MM-ddTHH:mm:ssZ}}",
             "title":"Nybyggnad av garage {{version}}","text":"Garage om 40 kvadratmeter, version {{version}}, med fasad av trä och tak av plåt.","status":"open",
             "name":"Person {{NameOf(person)}}","person":"{{NumberOf(person)}}","phone":"070{{person:0000000}}","email":"person{{person}}@example.com","address":"Storgatan {{number % 9000}}, 854 60 Sundby"}
            """);
        return new SourceRecord { Content = Encoding.UTF8.GetBytes(json), Format = RecordFormat.Json };
    }

    static string NameOf(int person) => new([.. person.ToString(CultureInfo.InvariantCulture).Select(digit => (char)('a' + digit - '0'))]);
}
